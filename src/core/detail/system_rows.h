#pragma once

#include "base/result.h"
#include "core/detail/rules.h"

namespace guildhall::detail {

/// Writes the rows that every tenant has from birth (core/people.h, core/collection.h): the guest,
/// the system's groups, the core's own tables and what can be executed on them. Their lists are
/// those of an administered tenant; whether it is one yet, `administered` says, see `IsFounding`.
Result<void> WriteSystemRows(const Issuer& issuer, bool administered);

/// Writes those of the actions that are missing: later versions know of more.
Result<void> CompleteActions(const Issuer& issuer);

/// Whether the tenant has the rows that `WriteSystemRows` writes.
Result<bool> HasAllSystemRows(const Snapshot& snapshot, TenantId tenant);
/// Whether it has the first of them. What it lacks then is some of the actions.
Result<bool> HasSystemGroups(const Snapshot& snapshot, TenantId tenant);
/// Whether there is anybody or any group besides the system's own.
Result<bool> HasPeople(const Snapshot& snapshot, TenantId tenant);

/// Gives accounts and groups of an earlier version what new ones are born with: membership in
/// `kEverybody`, a unique name, and the list of a new row where they have none. The system's groups
/// must be there. Takes time with the number of people, once in a tenant's life.
Result<void> CompletePeople(const Issuer& issuer);

}  // namespace guildhall::detail
