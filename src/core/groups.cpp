#include "core/groups.h"

#include <algorithm>
#include <utility>

#include "core/detail/cascades.h"
#include "core/detail/founding.h"
#include "core/detail/group_names.h"
#include "core/detail/lists.h"
#include "core/detail/rules.h"
#include "core/detail/take_over.h"
#include "core/detail/text_rules.h"

namespace guildhall {

namespace {

Result<Group> GetByLists(const Snapshot& snapshot, const Caller& caller, GroupId id,
                         const Gates& gates) {
  GH_CHECK(PassTable(snapshot, caller, kGroupTable, gates.table));
  GH_TRY(std::optional<Group> group, snapshot.groups().Find(caller.tenant, id));
  if (!group) return MissingRow(caller);
  GH_CHECK(PassRow(caller, ListOf(*group), gates.row));
  return *std::move(group);
}

/// The group that the caller is about to change.
Result<Group> GetForWrite(const Snapshot& snapshot, const Caller& caller, GroupId id,
                          const Gates& gates) {
  if (gates.by_lists) return GetByLists(snapshot, caller, id, gates);
  if (!caller.Has(Power::kWriteGroups)) return Fail(Errc::kForbidden);
  GH_TRY(std::optional<Group> group, snapshot.groups().Find(caller.tenant, id));
  if (!group || !detail::MaySee(caller, *group)) return Fail(Errc::kNotFound);
  return *std::move(group);
}

Result<void> CheckMayCreate(const Snapshot& snapshot, const Caller& caller, const Gates& gates) {
  if (gates.by_lists) return PassTable(snapshot, caller, kGroupTable, gates.table);
  if (caller.Has(Power::kCreateGroup) || caller.Has(Power::kWriteGroups)) return {};
  return Fail(Errc::kForbidden);
}

/// What is wrong with the texts of a group; those that stay as they are are not looked at.
Result<void> CheckTexts(const Group& before, const Group& after) {
  std::vector<Problem> problems;
  const auto check = [&](std::string_view field, const std::string& was, const std::string& is,
                         std::int64_t limit) {
    if (is == was) return;
    if (auto problem = detail::CheckText(field, is, limit)) problems.push_back(*std::move(problem));
  };
  check("name", before.name, after.name, detail::kMaxName);
  check("description", before.description, after.description, detail::kMaxText);
  if (!problems.empty()) return Fail(Errc::kInvalid, std::move(problems));
  return {};
}

/// A group's capabilities become those of people: nobody gives it any that he lacks.
Result<void> CheckCapabilities(const Caller& caller, std::string_view before,
                               std::string_view wanted) {
  if (wanted == before) return {};
  if (auto problem = detail::CheckText("capabilities", wanted, detail::kMaxCapabilities)) {
    return Fail(Errc::kInvalid, *std::move(problem));
  }
  const Capabilities parsed = Capabilities::Parse(wanted);
  GH_CHECK(CheckGroupCapabilities(parsed));
  if (caller.credential == Credential::kSecret) return {};
  return JudgeCapabilities(Capabilities::Parse(before), parsed,
                           detail::CapabilitiesOfCaller(caller));
}

/// The uid that a draft asks for, or a fresh one.
Result<Uid> ChooseUid(const Snapshot& snapshot, TenantId tenant, Identities& identities,
                      const std::optional<Uid>& wanted) {
  if (!wanted) return identities.MakeUid();
  GH_TRY(const std::optional<Group> holder, snapshot.groups().FindByUid(tenant, *wanted));
  if (holder) return Fail(Errc::kInvalid, Problem{"uid", Reason::kTaken});
  return *wanted;
}

/// Gives `group` another name, and the unique name that follows from it. With `needs_unique_name`
/// the unique name is what the caller sees as the name, so both become the wanted one.
Result<void> Rename(const Snapshot& snapshot, TenantId tenant, const Groups::Patch& patch,
                    Group& group) {
  if (!patch.name || *patch.name == (patch.needs_unique_name ? group.unique_name : group.name)) {
    return {};
  }
  if (patch.needs_unique_name) {
    GH_CHECK(detail::CheckUniqueName(snapshot, tenant, *patch.name, group.id));
    group.unique_name = *patch.name;
  } else if (group.unique_name == group.name) {
    GH_TRY(group.unique_name,
           detail::FreeUniqueName(snapshot, tenant, *patch.name, group.uid, group.id));
  }
  group.name = *patch.name;
  return {};
}

Result<void> SetAccess(const Snapshot& snapshot, const Caller& caller, const AccessPatch& patch,
                       Group& group) {
  if (patch.empty()) return {};
  const Group before = group;
  group.access = detail::ApplyWithoutGrants(patch, before.access);
  if (group.access == before.access) return {};
  GH_CHECK(detail::CheckNewOwner(snapshot, caller.tenant, before.access, group.access));
  GH_CHECK(detail::JudgeList(caller, ListOf(before), ListOf(group)));
  return {};
}

/// System groups keep what they are known by; only the list of their row can change.
Result<void> CheckProtected(const Group& before, const Group& after) {
  const bool same = after.name == before.name && after.unique_name == before.unique_name &&
                    after.active == before.active && after.capabilities == before.capabilities;
  if (same || !IsSystem(before.id)) return {};
  return Fail(Errc::kConflict, Problem{"group", Reason::kProtected});
}

/// The audiences by which the caller reads rows of the core's own tables.
std::vector<Audience> TableAudiences(const Caller& caller) {
  return AudiencesOf(caller.AsSubject(caller.Has(Power::kBypassTables)));
}

/// The caller's own home groups that belong between `seek.from` and the end of the walk.
Result<std::vector<Group>> OwnPersonalGroups(const Snapshot& snapshot, const Caller& caller,
                                             Seek seek) {
  std::vector<GroupId> ids;
  for (const auto& group : caller.user->groups) {
    const std::int64_t id = group->id.value();
    const bool ahead = !seek.from || (seek.descending ? id < *seek.from : id > *seek.from);
    if (group->personal && ahead) ids.push_back(group->id);
  }
  return snapshot.groups().FindMany(caller.tenant, ids);
}

}  // namespace

Result<Group> Groups::Create(Transaction& tx, const Caller& caller, const Draft& draft,
                             const Gates& gates) const {
  GH_CHECK(CheckMayCreate(tx, caller, gates));
  const TenantId tenant = caller.tenant;
  GH_CHECK(CheckCapabilities(caller, "{}", draft.capabilities));
  if (draft.needs_unique_name) GH_CHECK(detail::CheckUniqueName(tx, tenant, draft.name));
  Group group;
  group.name = draft.name;
  group.description = draft.description;
  GH_CHECK(CheckTexts({}, group));
  GH_TRY(group.uid, ChooseUid(tx, tenant, identities_, draft.uid));
  GH_TRY(group.unique_name, detail::FreeUniqueName(tx, tenant, draft.name, group.uid));
  group.id = GroupId(tx.Next(tenant, Sequence::kGroup));
  group.object_id = identities_.MakeObjectId();
  group.active = draft.active;
  group.personal = draft.personal;
  group.capabilities = draft.capabilities;
  group.password_max_days = draft.password_max_days;
  group.access = AccessOfNewGroup();
  if (gates.by_lists) group.access.owner = caller.user_id();
  group.created_at = group.updated_at = tx.Now(tenant);
  GH_CHECK(tx.groups().Insert(tenant, group));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kGroupCreated, group.id.value()));
  if (draft.ends_founding) GH_CHECK(detail::EndFounding(tx, tenant));
  return group;
}

Result<Group> Groups::Update(Transaction& tx, const Caller& caller, GroupId id, const Patch& patch,
                             const Gates& gates) const {
  const TenantId tenant = caller.tenant;
  GH_TRY(const Group before, GetForWrite(tx, caller, id, gates));
  Group after = before;
  GH_CHECK(Rename(tx, tenant, patch, after));
  after.description = patch.description.value_or(before.description);
  after.active = patch.active.value_or(before.active);
  after.capabilities = patch.capabilities.value_or(before.capabilities);
  after.password_max_days = patch.password_max_days.value_or(before.password_max_days);
  GH_CHECK(CheckTexts(before, after));
  GH_CHECK(CheckProtected(before, after));
  // While a group sleeps it gives nothing: whoever wakes it hands out all that it has.
  const bool wakes = !before.active && after.active;
  GH_CHECK(CheckCapabilities(caller, wakes ? "{}" : before.capabilities, after.capabilities));
  GH_CHECK(SetAccess(tx, caller, patch.access, after));
  if (after == before) return before;
  after.updated_at = tx.Now(tenant);
  GH_CHECK(tx.groups().Update(tenant, after));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kGroupUpdated, id.value()));
  return after;
}

Result<void> Groups::Remove(Transaction& tx, const Caller& caller, GroupId id,
                            const Gates& gates) const {
  GH_CHECK(GetForWrite(tx, caller, id, gates));
  if (IsSystem(id)) return Fail(Errc::kConflict, Problem{"group", Reason::kProtected});
  return detail::Cascade(tx, caller, removals_).RemoveGroup(id);
}

Result<Group> Groups::Get(const Snapshot& snapshot, const Caller& caller, GroupId id) const {
  if (!caller.Has(Power::kReadGroups)) return Fail(Errc::kForbidden);
  GH_TRY(std::optional<Group> group, snapshot.groups().Find(caller.tenant, id));
  if (!group || !detail::MaySee(caller, *group)) return Fail(Errc::kNotFound);
  return *std::move(group);
}

Result<std::vector<Group>> Groups::List(const Snapshot& snapshot, const Caller& caller,
                                        Seek seek) const {
  if (!caller.Has(Power::kReadGroups)) return Fail(Errc::kForbidden);
  if (seek.limit <= 0) return std::vector<Group>();
  const bool all = caller.operator_id.has_value();
  GH_TRY(std::vector<Group> groups, snapshot.groups().List(caller.tenant, seek, all));
  if (all || !caller.user) return groups;
  GH_TRY(std::vector<Group> own, OwnPersonalGroups(snapshot, caller, seek));
  if (own.empty()) return groups;
  std::ranges::move(own, std::back_inserter(groups));
  std::ranges::sort(groups, [&](const Group& a, const Group& b) {
    return seek.descending ? a.id > b.id : a.id < b.id;
  });
  if (groups.size() > static_cast<std::size_t>(seek.limit)) {
    groups.resize(static_cast<std::size_t>(seek.limit));
  }
  return groups;
}

Result<Group> Groups::GetRow(const Snapshot& snapshot, const Caller& caller, GroupId id,
                             const Gates& gates) const {
  return GetByLists(snapshot, caller, id, gates);
}

Result<std::vector<Group>> Groups::ListRows(const Snapshot& snapshot, const Caller& caller,
                                            Seek seek, const Gates& gates) const {
  GH_CHECK(PassTable(snapshot, caller, kGroupTable, gates.table));
  if (seek.limit <= 0) return std::vector<Group>();
  GH_TRY(const std::vector<GroupId> ids,
         snapshot.groups().Walk(caller.tenant, TableAudiences(caller), seek));
  return snapshot.groups().FindMany(caller.tenant, ids);
}

Result<std::int64_t> Groups::CountRows(const Snapshot& snapshot, const Caller& caller,
                                       std::int64_t bound, const Gates& gates) const {
  GH_CHECK(PassTable(snapshot, caller, kGroupTable, gates.table));
  return snapshot.groups().Count(caller.tenant, TableAudiences(caller), bound);
}

}  // namespace guildhall
