#pragma once

#include <memory>

#include "base/secret.h"
#include "core/core.h"
#include "core/password_rules.h"
#include "dialects/dialect.h"

namespace guildhall::tyk {

/// The origin number of memberships made through this dialect.
inline constexpr Origin kOrigin{3};

struct Options {
  /// What opens `/admin/`; empty: nothing does, and the family answers 401.
  Secret admin_secret{};
  /// `Meta` of a created group is its id, as newer dashboards answer, and not "".
  bool create_meta_id = false;
  /// An administrator may set other people's passwords without `ResetPassword` of his own.
  bool allow_admin_reset_password = false;
  /// Other people's access keys are blank, for administrators too.
  bool forbid_admin_view_access_token = false;
  /// Administrators cannot reset other people's access keys.
  bool forbid_admin_reset_access_token = false;
  /// Of the passwords that are set through this API.
  PasswordRules password_rules{};
};

/// The identity part of the Tyk Dashboard API.
class Tyk final : public Dialect {
 public:
  /// Hashes one password, for `PasswordSignIn`. `core` outlives this.
  Tyk(Core& core, Options options);
  ~Tyk() override;
  [[nodiscard]] std::string_view Name() const override { return "tyk"; }
  void Mount(http::Router& router) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace guildhall::tyk
