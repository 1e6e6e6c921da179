#pragma once

#include <cstdint>
#include <optional>

#include "core/detail/rules.h"

/// Making and ending memberships, which several use cases do. Private to the core.
namespace guildhall::detail {

/// kConflict with kLimitReached when the user, whose standing was asked for `limit` groups, is in
/// so many already.
Result<void> CheckRoom(const MembershipRows::Standing& standing, std::int64_t limit);

/// Stores `row`, which is not there, with its id and times, and a uid where none was chosen. Tells
/// nobody.
Result<Membership> InsertMembership(const Issuer& issuer, Membership row,
                                    const std::optional<Uid>& uid = std::nullopt);

/// The same, and the log says so.
Result<Membership> AddMembership(const Issuer& issuer, const Caller& caller, Membership row,
                                 const std::optional<Uid>& uid = std::nullopt);

/// Removes it, and the log says so. kNotFound.
Result<void> RemoveMembership(Transaction& tx, const Caller& caller, UserId user, GroupId group);

}  // namespace guildhall::detail
