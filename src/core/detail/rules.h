#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "core/access.h"
#include "core/caller.h"
#include "core/events.h"
#include "core/identities.h"
#include "core/store.h"

/// What several use cases of the core share. Private to it.
namespace guildhall::detail {

/// The rule for a caller as a whole. Lists speak about an application's callers: an operator has
/// what his powers give him, and nothing by what everyone may.
inline Decision Judge(Right right, const AccessList& list, const Caller& caller, bool bypass) {
  if (bypass) return {Term::kBypass, {}};
  if (caller.operator_id) return {};
  return Allowed(right, list, caller.AsSubject(false));
}

/// Whether who acts by powers may know of the group. Those of the system are shown under lists
/// only; a home group is nobody's business but its member's and the operators'.
inline bool MaySee(const Caller& caller, const Group& group) {
  if (IsSystem(group.id)) return false;
  if (!group.personal || caller.operator_id) return true;
  return caller.user && std::ranges::any_of(caller.user->groups,
                                            [&](const auto& own) { return own->id == group.id; });
}

/// The problem with naming this group in a list; none when it exists and the caller may know of it.
/// Who bypasses the lists of tables knows of all.
inline Result<std::optional<Problem>> CheckGroup(const Snapshot& snapshot, const Caller& caller,
                                                 GroupId id) {
  GH_TRY(const std::optional<Group> group, snapshot.groups().Find(caller.tenant, id));
  if (group && (caller.Has(Power::kBypassTables) || MaySee(caller, *group))) {
    return std::optional<Problem>();
  }
  return std::optional(Problem{"group", Reason::kUnknownId, id.value()});
}

/// kInvalid with "group" kUnknownId when `after` names a group that `before` did not and that the
/// caller does not know.
inline Result<void> CheckNewGroups(const Snapshot& snapshot, const Caller& caller,
                                   const AccessList& before, const AccessList& after) {
  for (const Grant& grant : after.grants) {
    if (before.FindGrant(grant.group) != nullptr) continue;
    GH_TRY(std::optional<Problem> problem, CheckGroup(snapshot, caller, grant.group));
    if (problem) return Fail(Errc::kInvalid, *std::move(problem));
  }
  return {};
}

/// Gives back their identity to grants that say what they said before, so that equal lists compare
/// equal.
inline AccessList KeepGrants(const AccessList& before, AccessList after) {
  for (Grant& grant : after.grants) {
    const Grant* former = before.FindGrant(grant.group);
    if (former != nullptr && former->rights == grant.rights && former->rest == grant.rest) {
      grant = *former;
    }
  }
  return after;
}

/// Where the ids of new rows come from, within one change.
struct Issuer {
  Transaction& tx;
  TenantId tenant;
  Identities& identities;
};

/// Ids, uids and times for the grants of `after` that are new or changed since `before`.
inline AccessList IssueGrants(const Issuer& issuer, const AccessList& before, AccessList after) {
  const Time now = issuer.tx.Now(issuer.tenant);
  for (Grant& grant : after.grants) {
    const Grant* former = before.FindGrant(grant.group);
    if (former != nullptr && *former == grant) continue;
    grant.id =
        former != nullptr ? former->id : GrantId(issuer.tx.Next(issuer.tenant, Sequence::kGrant));
    grant.uid = former != nullptr ? former->uid : issuer.identities.MakeUid();
    grant.created_at = former != nullptr ? former->created_at : now;
    grant.updated_at = now;
  }
  return after;
}

/// `list` as it is when the group no longer exists; `group_bits` stay.
inline AccessList WithoutGroup(AccessList list, GroupId group) {
  if (list.primary_group == group) list.primary_group.reset();
  std::erase_if(list.grants, [&](const Grant& grant) { return grant.group == group; });
  return list;
}

/// Up to `seek.limit` rows that `visible` admits, in walking order. `read(seek)` gives pages of
/// rows. For kinds of which a tenant has few: it reads past rows that are not visible.
template <class Row, class Read, class Visible>
Result<std::vector<Row>> ListVisible(Seek seek, Read read, Visible visible) {
  constexpr std::int32_t kPage = 128;
  std::vector<Row> rows;
  const auto wanted = static_cast<std::size_t>(std::max(seek.limit, 0));
  seek.limit = kPage;
  while (rows.size() < wanted) {
    GH_TRY(std::vector<Row> page, read(seek));
    for (Row& row : page) {
      seek.from = row.id.value();
      if (rows.size() < wanted && visible(row)) rows.push_back(std::move(row));
    }
    if (page.size() < static_cast<std::size_t>(kPage)) break;
  }
  return rows;
}

}  // namespace guildhall::detail
