#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "core/core.h"
#include "dialects/dialect.h"

namespace guildhall::daptin {

/// The origin number of memberships and grants made through this dialect.
inline constexpr Origin kOrigin{2};

/// What signing up needs besides Execute on the table of accounts and on the action.
enum class SignupChecks : std::uint8_t {
  kExecute,  ///< nothing, once the tenant is administered: whoever opens the action opens it whole
  kSeed,     ///< Create on accounts, Create on groups and Refer on the new rows, always [Daptin
             ///< "Users and groups", "Sign Up Action API"]
};

struct Options {
  /// Name of the tenant that requests are about when no host says otherwise.
  std::string default_tenant{};
  /// Host names, lower-case and without port, to the tenants that claim them.
  std::map<std::string, std::string, std::less<>> hosts{};
  /// Founding from anywhere, not only by a listener that nobody else reaches.
  bool open_setup = false;
  /// The listener is bound to a loopback address.
  bool loopback = false;
  SignupChecks signup_checks = SignupChecks::kExecute;
  /// Signing in answers an entry that makes clients keep the token as a cookie.
  bool signin_cookie = false;
  /// Signing up, and making an account, make its home group too.
  bool home_groups = true;
  /// Everybody may read his own account, and change its name, e-mail and password.
  bool own_account = true;
  std::int64_t token_hours = 72;  ///< how long a token lasts
};

/// The API of Daptin: users and groups as JSON:API resources, and actions.
class Daptin final : public Dialect {
 public:
  /// Takes as long as one password hash. `core` outlives this.
  Daptin(Core& core, Options options);
  ~Daptin() override;
  [[nodiscard]] std::string_view Name() const override { return "daptin"; }
  void Mount(http::Router& router) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace guildhall::daptin
