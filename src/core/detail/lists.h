#pragma once

#include <string_view>

#include "base/result.h"
#include "core/access_patch.h"
#include "core/caller.h"
#include "core/store.h"

/// How the lists of accounts, groups, tables and actions are judged and changed. Private to the
/// core.
namespace guildhall::detail {

/// Refused at a gate: "table" or "object".
tl::unexpected<Error> Refuse(std::string_view gate);

/// Whether the list, or the power to bypass such lists, gives the caller all of these. Lists speak
/// about people: an operator has nothing by what everyone may.
bool HoldsAll(const Caller& caller, const AccessList& list, Rights asked);

/// "You can grant only what you hold": the wanted list, or kForbidden with Problem "object" for an
/// added right that the caller lacks on `before`.
Result<AccessList> JudgeList(const Caller& caller, const AccessList& before, AccessList wanted);

/// kInvalid with Problem "group" kUnknownId when `wanted` has a grant to a group that `before` did
/// not name and that does not exist. Those of the system do.
Result<void> CheckNewGrants(const Snapshot& snapshot, TenantId tenant, const AccessList& before,
                            const AccessList& wanted);

/// `list` with this grant; one that the group has there gives way.
AccessList WithGrant(AccessList list, const Sharing& sharing);

/// kInvalid with Problem "owner" kUnknownId when `wanted` names an owner that `before` did not and
/// that does not exist.
Result<void> CheckNewOwner(const Snapshot& snapshot, TenantId tenant, const AccessList& before,
                           const AccessList& wanted);

/// `before` with the patch, of a row whose grants are kept elsewhere: those stay as they are.
AccessList ApplyWithoutGrants(const AccessPatch& patch, const AccessList& before);

/// The list by which an account's row is judged: its own, with the grants of its memberships.
Result<AccessList> ListOfAccount(const Snapshot& snapshot, TenantId tenant, const User& row);

}  // namespace guildhall::detail
