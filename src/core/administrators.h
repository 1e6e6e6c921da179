#pragma once

#include <vector>

#include "core/caller.h"
#include "core/store.h"

namespace guildhall {

/// Whether `caller` may hand out this role: "you can grant only what you hold". Nobody hands out
/// kNone or kOwner.
bool MayGrant(const Caller& caller, Role role);

/// The operators who have a role in the caller's tenant. Reading needs kReadAdministrators, else
/// kForbidden; who has no role is kNotFound. Changes name the site and the tenant.
class Administrators {
 public:
  Result<std::vector<Administrator>> List(const Snapshot& snapshot, const Caller& caller,
                                          Seek seek) const;
  Result<Administrator> Get(const Snapshot& snapshot, const Caller& caller, OperatorId id) const;
  /// Needs kWriteAdministrators and a role that the caller may grant. Never the owner's:
  /// kForbidden.
  Result<Administrator> SetRole(Transaction& tx, const Caller& caller, OperatorId id,
                                Role role) const;
  /// Needs kWriteAdministrators, or is the administrator himself. Never the owner: kForbidden.
  Result<void> Remove(Transaction& tx, const Caller& caller, OperatorId id) const;
};

}  // namespace guildhall
