#pragma once

#include <string>
#include <string_view>

#include "core/account_tokens.h"
#include "core/operators.h"
#include "core/store.h"

namespace guildhall {

/// What operators do by mail: confirm their e-mail, and set a password that they have forgotten.
/// Changes name the site. Whoever presents a token is nobody else than who reads that e-mail.
class AccountRecovery {
 public:
  AccountRecovery(const Operators& operators, const Credentials& credentials, const Clock& clock)
      : operators_(operators), tokens_(credentials), clock_(clock) {}

  /// Queues the mail that asks for confirmation, once more. "email" kUnknownAccount; kConflict when
  /// it is confirmed.
  Result<void> RequestActivation(Transaction& tx, std::string_view email) const;
  /// Queues the mail that lets a new password be set. "email" kUnknownAccount.
  Result<void> RequestPasswordReset(Transaction& tx, std::string_view email) const;

  /// Problems: "uid" kUnknownId, "token" kBadFormat (for another operator, purpose or state of the
  /// account, or too old), "token" kTaken when the account is active already.
  Result<OperatorView> Activate(Transaction& tx, OperatorId id, std::string_view token) const;
  /// Whether a token would let a password be set now, before one is hashed. Problems as above.
  Result<void> CheckReset(const Snapshot& snapshot, OperatorId id, std::string_view token) const;
  /// The token ends with the commit. While the e-mail has not been confirmed the key is replaced
  /// too: somebody else may have registered with it. Problems as above.
  Result<OperatorView> ResetPassword(Transaction& tx, OperatorId id, std::string_view token,
                                     const std::string& password_hash) const;

 private:
  Result<Operator> GetFitting(const Snapshot& snapshot, TokenPurpose purpose, OperatorId id,
                              std::string_view token) const;

  const Operators& operators_;
  AccountTokens tokens_;
  const Clock& clock_;
};

}  // namespace guildhall
