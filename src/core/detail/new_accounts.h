#pragma once

#include "base/result.h"
#include "core/users.h"

/// Making accounts, which `Users` and `UserImports` share. Private to the core.
namespace guildhall::detail {

/// Lives as long as one call of a use case. Whether the caller may make accounts has been asked.
class NewAccounts {
 public:
  NewAccounts(const Credentials& credentials, Identities& identities, const Records& records)
      : credentials_(credentials), identities_(identities), records_(records) {}

  /// The row as far as the draft decides it; kInvalid or kForbidden with what is wrong, as
  /// `Users::Create` says. Writes nothing.
  static Result<User> Judge(const Snapshot& snapshot, const Caller& caller,
                            const Users::Draft& draft);
  /// Stores the row that `Judge` gave, with its key, its profile and its memberships.
  Result<UserId> Insert(Transaction& tx, const Caller& caller, const Users::Draft& draft,
                        const Collection& profiles, User row) const;

 private:
  const Credentials& credentials_;
  Identities& identities_;
  const Records& records_;
};

}  // namespace guildhall::detail
