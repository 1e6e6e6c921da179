#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/caller.h"
#include "core/credentials.h"
#include "core/store.h"

namespace guildhall {

/// A user who has forgotten his password gets a code by mail, and for the code a new password by
/// mail. Changes name the site and the tenant.
class UserRecovery {
 public:
  static constexpr std::int64_t kLifetimeSeconds = 3'600;
  static constexpr std::int32_t kMaxAttempts = 5;  ///< wrong codes, then the reset is over

  UserRecovery(const Credentials& credentials, const Clock& clock)
      : credentials_(credentials), clock_(clock) {}

  /// Queues the mail with the code, for the active user of that e-mail. Nothing happens for anybody
  /// else: the answer must not tell who exists.
  Result<void> Request(Transaction& tx, TenantId tenant, std::string_view email) const;

  /// A code that was right.
  struct Granted {
    UserId user;
    Secret password;  ///< the new one, to be hashed before the change
    std::int64_t reset = 0;
  };
  /// Whether the code is right now, before a password is hashed; nothing when it is not, whatever
  /// is wrong. Compares in constant time.
  Result<std::optional<Granted>> Check(const Snapshot& snapshot, TenantId tenant,
                                       std::string_view email, std::string_view code) const;
  /// Counts a wrong code against the reset of the user with that e-mail, if there is one.
  Result<void> CountFailure(Transaction& tx, TenantId tenant, std::string_view email) const;
  /// Sets the password, which ends his sessions, uses the reset up and queues the mail that says
  /// it. kNotFound when the reset is not good any more.
  Result<void> Finish(Transaction& tx, TenantId tenant, const Granted& granted,
                      const std::string& password_hash) const;

  // For the mailer: what a reset's mails say. Follow from the data key and the reset's row.
  [[nodiscard]] Secret CodeOf(const UserPasswordReset& reset) const;
  [[nodiscard]] Secret PasswordOf(const UserPasswordReset& reset) const;

 private:
  const Credentials& credentials_;
  const Clock& clock_;
};

}  // namespace guildhall
