#pragma once

#include "base/result.h"
#include "core/caller.h"
#include "core/store.h"

/// What protects people who hold powers from others who may write users. Private to the core.
namespace guildhall::detail {

/// Whether the user is a member of `kAdministrators`.
Result<bool> IsAdministrator(const Snapshot& snapshot, TenantId tenant, UserId user);

/// What the user may do by capabilities, or would as soon as his group is active again: that it
/// sleeps makes nobody easier to take over. `joining`: the group that he is about to be named into.
Result<Capabilities> CapabilitiesOf(const Snapshot& snapshot, TenantId tenant, const User& row,
                                    const Group* joining = nullptr);

/// The capabilities that the caller acts by; none for callers of another kind.
Capabilities CapabilitiesOfCaller(const Caller& caller);

/// "No take-over": kForbidden with Problem "user" kProtected unless the caller may set what decides
/// who acts as `target`. Always so for the user himself.
Result<void> CheckNoTakeOver(const Snapshot& snapshot, const Caller& caller, const User& target);

/// kConflict with Problem "user" kProtected for the last active member of `kAdministrators`.
Result<void> CheckNotLastAdministrator(const Snapshot& snapshot, TenantId tenant,
                                       const User& target);

}  // namespace guildhall::detail
