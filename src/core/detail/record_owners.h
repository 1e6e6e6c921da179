#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "core/access.h"
#include "core/caller.h"
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

/// kInvalid with these, if there are any.
Result<void> FailIfAny(std::vector<Problem> problems);

}  // namespace guildhall::detail
