#include "core/detail/capability_groups.h"

#include "base/bytes.h"
#include "core/detail/membership_rows.h"
#include "core/detail/take_over.h"
#include "core/detail/text_rules.h"
#include "core/memberships.h"

namespace guildhall::detail {
namespace {

/// The group that a text names; nothing when it is no object id, or that of no group.
Result<std::optional<Group>> FindNamed(const Snapshot& snapshot, TenantId tenant,
                                       std::string_view text) {
  ObjectId id{};
  if (!DecodeHex(text, id)) return std::optional<Group>();
  return snapshot.groups().FindByObjectId(tenant, id);
}

/// The same for a name that is being given: the caller must be able to know of the group.
Result<Group> GetNamed(const Snapshot& snapshot, const Caller& caller, std::string_view text) {
  GH_TRY(std::optional<Group> group, FindNamed(snapshot, caller.tenant, text));
  if (group && MaySee(caller, *group)) return *std::move(group);
  return Fail(Errc::kInvalid, Problem{"capability_group", Reason::kUnknownName});
}

/// Judges the map as it stands in the row, and what comes out together with the group's: naming a
/// group hands out what the group has.
Result<void> Judge(const Snapshot& snapshot, const Caller& caller, const User& before,
                   const User& after, const Group* joining) {
  if (caller.credential == Credential::kSecret) return {};
  const Capabilities holder = CapabilitiesOfCaller(caller);
  GH_CHECK(JudgeCapabilities(Capabilities::Parse(before.capabilities),
                             Capabilities::Parse(after.capabilities), holder));
  GH_TRY(const Capabilities had, CapabilitiesOf(snapshot, caller.tenant, before));
  GH_TRY(const Capabilities wanted, CapabilitiesOf(snapshot, caller.tenant, after, joining));
  return JudgeCapabilities(had, wanted, holder);
}

Result<void> Leave(const Issuer& issuer, const Caller& caller, const User& before, Origin origin) {
  GH_TRY(const std::optional<Group> group,
         FindNamed(issuer.tx, issuer.tenant, before.capability_group));
  if (!group) return {};
  GH_TRY(std::optional<Membership> row,
         issuer.tx.memberships().Find(issuer.tenant, before.id, group->id));
  if (!row || !row->capable) return {};
  if (row->origin == origin) return RemoveMembership(issuer.tx, caller, row->user, row->group);
  row->capable = false;
  row->updated_at = issuer.tx.Now(issuer.tenant);
  GH_CHECK(issuer.tx.memberships().Update(issuer.tenant, *row));
  return WriteEvent(issuer.tx, caller, issuer.tenant, EventKind::kMembershipUpdated,
                    row->user.value(), row->group.value());
}

Result<void> Join(const Issuer& issuer, const Caller& caller, const User& after, Origin origin) {
  GH_TRY(const std::optional<Group> group,
         FindNamed(issuer.tx, issuer.tenant, after.capability_group));
  if (!group) return {};
  GH_TRY(std::optional<Membership> row,
         issuer.tx.memberships().Find(issuer.tenant, after.id, group->id));
  if (!row) {
    if (!group->personal) {
      constexpr std::int64_t kMost = Memberships::kMaxGroupsPerUser;
      GH_TRY(const auto standing,
             issuer.tx.memberships().StandingOf(issuer.tenant, after.id, group->id, kMost));
      if (standing) GH_CHECK(CheckRoom(*standing, kMost));
    }
    Membership made;
    made.user = after.id;
    made.group = group->id;
    made.origin = origin;
    made.capable = true;
    GH_CHECK(AddMembership(issuer, caller, made));
    return {};
  }
  row->capable = true;
  row->updated_at = issuer.tx.Now(issuer.tenant);
  GH_CHECK(issuer.tx.memberships().Update(issuer.tenant, *row));
  return WriteEvent(issuer.tx, caller, issuer.tenant, EventKind::kMembershipUpdated,
                    row->user.value(), row->group.value());
}

}  // namespace

Result<void> SetCapabilities(const Snapshot& snapshot, const Caller& caller,
                             const Users::CapabilityPatch& patch, User& row) {
  const User before = row;
  std::optional<Group> joining;
  row.password_max_days = patch.password_max_days.value_or(before.password_max_days);
  row.capabilities = patch.own.value_or(before.capabilities);
  if (patch.group && *patch.group != before.capability_group) {
    row.capability_group.clear();
    if (!patch.group->empty()) {
      GH_TRY(joining, GetNamed(snapshot, caller, *patch.group));
      row.capability_group = ToHex(AsView(joining->object_id));
    }
  }
  const bool same_group = row.capability_group == before.capability_group;
  if (row.capabilities != before.capabilities) {
    if (auto problem = CheckText("capabilities", row.capabilities, kMaxCapabilities)) {
      return Fail(Errc::kInvalid, *std::move(problem));
    }
  }
  if (row.capabilities == before.capabilities && same_group) return {};
  return Judge(snapshot, caller, before, row, same_group || !joining ? nullptr : &*joining);
}

Result<void> FollowCapabilityGroup(const Issuer& issuer, const Caller& caller, const User& before,
                                   const User& after, Origin origin) {
  if (after.capability_group == before.capability_group) return {};
  GH_CHECK(Leave(issuer, caller, before, origin));
  return Join(issuer, caller, after, origin);
}

}  // namespace guildhall::detail
