#include "core/detail/lists.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace guildhall::detail {

tl::unexpected<Error> Refuse(std::string_view gate) {
  return Fail(Errc::kForbidden, Problem{std::string(gate), Reason::kNotAllowed});
}

bool HoldsAll(const Caller& caller, const AccessList& list, Rights asked) {
  if (asked.empty() || caller.Has(Power::kBypassTables)) return true;
  if (caller.operator_id) return false;
  return EffectiveRights(list, caller.AsSubject(false)).Contains(asked);
}

Result<AccessList> JudgeList(const Caller& caller, const AccessList& before, AccessList wanted) {
  auto judged = JudgeGrants(before, std::move(wanted),
                            caller.AsSubject(caller.Has(Power::kBypassTables)), Excess::kRefuse);
  if (!judged) return Refuse("object");
  return judged;
}

Result<void> CheckNewGrants(const Snapshot& snapshot, TenantId tenant, const AccessList& before,
                            const AccessList& wanted) {
  std::vector<GroupId> added;
  for (const Grant& grant : wanted.grants) {
    if (before.FindGrant(grant.group) == nullptr) added.push_back(grant.group);
  }
  if (added.empty()) return {};
  GH_TRY(const std::vector<Group> groups, snapshot.groups().FindMany(tenant, added));
  if (groups.size() == added.size()) return {};
  const auto unknown = std::ranges::find_if(
      added, [&](GroupId id) { return std::ranges::find(groups, id, &Group::id) == groups.end(); });
  return Fail(Errc::kInvalid, Problem{"group", Reason::kUnknownId, unknown->value()});
}

AccessList WithGrant(AccessList list, const Sharing& sharing) {
  const auto place = std::ranges::lower_bound(list.grants, sharing.group, {}, &Grant::group);
  if (place != list.grants.end() && place->group == sharing.group) {
    place->rights = sharing.rights;
    place->rest = sharing.rest;
    return list;
  }
  Grant grant;
  grant.group = sharing.group;
  grant.rights = sharing.rights;
  grant.rest = sharing.rest;
  list.grants.insert(place, grant);
  return list;
}

Result<void> CheckNewOwner(const Snapshot& snapshot, TenantId tenant, const AccessList& before,
                           const AccessList& wanted) {
  if (!wanted.owner || wanted.owner == before.owner) return {};
  GH_TRY(const std::optional<User> owner, snapshot.users().Find(tenant, *wanted.owner));
  if (owner) return {};
  return Fail(Errc::kInvalid, Problem{"owner", Reason::kUnknownId, wanted.owner->value()});
}

AccessList ApplyWithoutGrants(const AccessPatch& patch, const AccessList& before) {
  AccessList after = patch.Apply(before);
  after.primary_group = before.primary_group;
  after.grants = before.grants;
  return after;
}

Result<AccessList> ListOfAccount(const Snapshot& snapshot, TenantId tenant, const User& row) {
  GH_TRY(const std::vector<Membership> memberships,
         snapshot.memberships().AllOfUser(tenant, row.id));
  AccessList list = row.access;
  list.grants.clear();
  list.grants.reserve(memberships.size());
  for (const Membership& membership : memberships) {
    list.grants.push_back({.group = membership.group,
                           .rights = membership.rights,
                           .rest = membership.rest,
                           .id = GrantId(membership.id.value()),
                           .uid = membership.uid,
                           .created_at = membership.created_at,
                           .updated_at = membership.updated_at});
  }
  std::ranges::sort(list.grants, {}, &Grant::group);
  return list;
}

}  // namespace guildhall::detail
