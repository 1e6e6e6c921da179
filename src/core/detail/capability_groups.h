#pragma once

#include "core/detail/rules.h"
#include "core/users.h"

/// What a user may do by capabilities: his own map, and the group that he is named into. Private to
/// the core.
namespace guildhall::detail {

/// Sets in `row` what the patch says, judged by what the caller may hand out. Problems:
/// "capability_group" kUnknownName (kInvalid); those of `JudgeCapabilities` (kForbidden). What is
/// as it was is neither checked nor written.
Result<void> SetCapabilities(const Snapshot& snapshot, const Caller& caller,
                             const Users::CapabilityPatch& patch, User& row);

/// Moves the membership that belongs to the name, once both rows are as wanted: the former group
/// loses it (or only its flag, where somebody else made it), the new one gets it.
Result<void> FollowCapabilityGroup(const Issuer& issuer, const Caller& caller, const User& before,
                                   const User& after, Origin origin);

}  // namespace guildhall::detail
