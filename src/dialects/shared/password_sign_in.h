#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/core.h"
#include "http/request.h"

namespace guildhall::dialects {

/// Checks passwords, the same in every vocabulary. Immutable; thread-safe. On the hashing pool
/// only.
class PasswordSignIn {
 public:
  /// The first one in a process takes as long as one password. `core` outlives this.
  explicit PasswordSignIn(Core& core);

  /// Whether `password` is the one behind `hash`; never for an empty one (nobody is there, or he
  /// has no password), which costs the same. A failure counts against the address, and against
  /// `name` within `tenant` (`kSite` for operators); kThrottled before the password is looked at.
  Result<bool> IsRight(const http::Request& request, TenantId tenant, std::string_view name,
                       std::string_view hash, const Secret& password) const;
  /// The user whose password this is, by user name or e-mail as typed. kUnauthenticated with
  /// kWrongPassword or kUnknownAccount; kThrottled as above; kWouldWait.
  Result<User> Check(const http::Request& request, TenantId tenant, std::string_view name,
                     const Secret& password) const;

  /// Writes what a sign-in leaves behind. May be run more than once.
  using Recording = std::function<Result<void>(Transaction&)>;
  /// After a right password: when it was, once a minute, and a hash of today's form in place of an
  /// older one. Null when there is nothing to write.
  [[nodiscard]] Recording RecordingOf(TenantId tenant, const User& user,
                                      const Secret& password) const;

 private:
  Core& core_;
};

}  // namespace guildhall::dialects
