#include "core/groups.h"

#include <algorithm>
#include <utility>

#include "core/detail/rules.h"

namespace guildhall {

namespace {

using detail::FailTooMany;
using detail::kMaxCascade;

/// The group that the caller is about to change.
Result<Group> GetForWrite(const Snapshot& snapshot, const Caller& caller, GroupId id) {
  if (!caller.Has(Power::kWriteGroups)) return Fail(Errc::kForbidden);
  GH_TRY(std::optional<Group> group, snapshot.groups().Find(caller.tenant, id));
  if (!group || !detail::MaySee(caller, *group)) return Fail(Errc::kNotFound);
  return *std::move(group);
}

Result<void> RemoveMemberships(Transaction& tx, TenantId tenant, GroupId id) {
  GH_TRY(const std::vector<Membership> rows,
         tx.memberships().ListOfGroup(tenant, id, Seek{{}, false, kMaxCascade + 1}));
  if (rows.size() > kMaxCascade) return FailTooMany();
  for (const Membership& row : rows) {
    GH_CHECK(tx.memberships().Remove(tenant, row.user, row.group));
  }
  return {};
}

Result<void> RemoveChannels(Transaction& tx, const Caller& caller, GroupId id) {
  GH_TRY(const std::vector<Channel> rows, tx.channels().ListOfGroup(caller.tenant, id));
  if (rows.size() > kMaxCascade) return FailTooMany();
  for (const Channel& row : rows) GH_CHECK(detail::RemoveChannel(tx, caller, row));
  return {};
}

Result<void> ClearCollections(Transaction& tx, TenantId tenant, GroupId id) {
  GH_TRY(std::vector<Collection> rows, tx.collections().ListGrantedTo(tenant, id));
  for (Collection& row : rows) {
    row.access = detail::WithoutGroup(std::move(row.access), id);
    GH_CHECK(tx.collections().Update(tenant, row));
  }
  return {};
}

Result<void> ClearRecords(Transaction& tx, TenantId tenant, GroupId id) {
  GH_TRY(const std::vector<Record> rows, tx.records().ListGrantedTo(tenant, id, kMaxCascade + 1));
  if (rows.size() > kMaxCascade) return FailTooMany();
  for (const Record& before : rows) {
    Record after = before;
    after.access = detail::WithoutGroup(std::move(after.access), id);
    GH_CHECK(tx.records().Update(tenant, before, after));
    if (before.collection == kProfiles && before.access.owner) {
      tx.Touch(tenant, {Touched::Kind::kUser, before.access.owner->value()});
    }
  }
  return {};
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

Result<Group> Groups::Create(Transaction& tx, const Caller& caller, const Draft& draft) const {
  if (!caller.Has(Power::kCreateGroup) && !caller.Has(Power::kWriteGroups)) {
    return Fail(Errc::kForbidden);
  }
  const Time now = tx.Now(caller.tenant);
  const Group group{.id = GroupId(tx.Next(caller.tenant, Sequence::kGroup)),
                    .uid = identities_.MakeUid(),
                    .object_id = identities_.MakeObjectId(),
                    .name = draft.name,
                    .description = draft.description,
                    .access = {},
                    .created_at = now,
                    .updated_at = now};
  GH_CHECK(tx.groups().Insert(caller.tenant, group));
  GH_CHECK(WriteEvent(tx, caller, caller.tenant, EventKind::kGroupCreated, group.id.value()));
  return group;
}

Result<Group> Groups::Update(Transaction& tx, const Caller& caller, GroupId id,
                             const Patch& patch) const {
  GH_TRY(const Group before, GetForWrite(tx, caller, id));
  Group after = before;
  after.name = patch.name.value_or(before.name);
  after.description = patch.description.value_or(before.description);
  if (after == before) return before;
  after.updated_at = tx.Now(caller.tenant);
  GH_CHECK(tx.groups().Update(caller.tenant, after));
  GH_CHECK(WriteEvent(tx, caller, caller.tenant, EventKind::kGroupUpdated, id.value()));
  return after;
}

Result<void> Groups::Remove(Transaction& tx, const Caller& caller, GroupId id) const {
  GH_CHECK(GetForWrite(tx, caller, id));
  GH_CHECK(RemoveMemberships(tx, caller.tenant, id));
  // Channels first: the records that go with them need no clearing.
  GH_CHECK(RemoveChannels(tx, caller, id));
  GH_CHECK(ClearCollections(tx, caller.tenant, id));
  GH_CHECK(ClearRecords(tx, caller.tenant, id));
  GH_CHECK(tx.groups().Remove(caller.tenant, id));
  return WriteEvent(tx, caller, caller.tenant, EventKind::kGroupRemoved, id.value());
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

}  // namespace guildhall
