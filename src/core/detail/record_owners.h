#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "core/access.h"
#include "core/caller.h"
#include "core/detail/record_gates.h"
#include "core/records.h"
#include "core/store.h"

/// To whom a record may be given. Private to the core.
namespace guildhall::detail {

/// Whether the caller says who owns what he makes; for anybody else that is he himself, or nobody.
bool NamesOwner(const Caller& caller);

/// The problem with a new owner, if any.
Result<std::optional<Problem>> CheckOwner(const Snapshot& snapshot, TenantId tenant,
                                          std::optional<UserId> owner);

/// The problem with a new group, if any. Users share with their own groups only.
Result<std::optional<Problem>> CheckPrimary(const Snapshot& snapshot, const Caller& caller,
                                            const AccessList& before, const RecordPatch& patch);

/// By lists: the account of a new owner must give the caller Refer. kForbidden with "object",
/// `MissingRow`.
Result<void> PassNewOwner(const Asker& asker, const AccessList& before,
                          const std::optional<std::optional<UserId>>& owner);

/// By lists: kInvalid with "group" kUnknownId for a new grant to a group that does not exist,
/// kConflict with kLimitReached for too many.
Result<void> CheckGrants(const Snapshot& snapshot, TenantId tenant, const AccessList& before,
                         const AccessList& wanted);

/// Tells those who keep a user in memory that his profile has changed, which they show with him;
/// does nothing for any other record.
void TouchOwner(Transaction& tx, TenantId tenant, const Record& record);

/// kInvalid with these, if there are any.
Result<void> FailIfAny(std::vector<Problem> problems);

}  // namespace guildhall::detail
