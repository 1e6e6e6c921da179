#include "core/detail/cascades.h"

#include <array>
#include <utility>

#include "core/detail/hidden.h"
#include "core/detail/removal_steps.h"
#include "core/detail/rules.h"

namespace guildhall::detail {
namespace {

Result<void> TakeFromCollections(Transaction& tx, TenantId tenant, GroupId id) {
  GH_TRY(std::vector<Collection> rows, tx.collections().ListGrantedTo(tenant, id));
  for (Collection& row : rows) {
    row.access = WithoutGroup(std::move(row.access), id);
    GH_CHECK(tx.collections().Update(tenant, row));
  }
  return {};
}

Result<void> TakeFromActions(Transaction& tx, TenantId tenant, GroupId id) {
  GH_TRY(std::vector<Action> rows, tx.actions().ListGrantedTo(tenant, id));
  for (Action& row : rows) {
    row.access = WithoutGroup(std::move(row.access), id);
    GH_CHECK(tx.actions().Update(tenant, row));
  }
  return {};
}

Result<void> RemoveActionsOn(Transaction& tx, TenantId tenant, CollectionId id) {
  GH_TRY(const std::vector<Action> rows, tx.actions().List(tenant));
  for (const Action& row : rows) {
    if (row.collection == id) GH_CHECK(tx.actions().Remove(tenant, row.id));
  }
  return {};
}

}  // namespace

bool Cascade::Fit(std::size_t rows) {
  if (rows > static_cast<std::size_t>(left_)) return false;
  left_ -= static_cast<std::int32_t>(rows);
  return true;
}

Result<bool> Cascade::Fit(const std::vector<Record>& records) {
  // Those of a collection that is itself being removed are its job's, which may be many.
  KnownCollections collections(tx_, tenant_);
  for (const Record& record : records) {
    GH_TRY(const Collection* collection, collections.Find(record.collection));
    if (collection == nullptr) return false;
  }
  return Fit(records.size());
}

Result<void> Cascade::Later(JobKind kind, std::int64_t subject) {
  removals_.Begin();
  return Enqueue(tx_, tenant_, kind, RemovalState{subject, 0}.Text());
}

Result<void> Cascade::RemoveRecordsOf(UserId user) {
  GH_TRY(const std::vector<Record> records, tx_.records().ListOwnedBy(tenant_, user, left_ + 1));
  GH_TRY(const bool fit, Fit(records));
  if (!fit) return Later(JobKind::kRemoveUserRecords, user.value());
  GH_CHECK(RemoveWithOwner(tx_, tenant_, records, removals_.options().rows_at_once));
  return {};
}

Result<bool> Cascade::IsHomeOf(UserId user, GroupId id) const {
  if (IsSystem(id)) return false;
  GH_TRY(const std::optional<Group> group, tx_.groups().Find(tenant_, id));
  if (!group || !group->personal) return false;
  if (group->access.owner == user) return true;
  GH_TRY(const std::vector<Membership> members,
         tx_.memberships().ListOfGroup(tenant_, id, Seek{.limit = 2}));
  return members.size() == 1;
}

Result<void> Cascade::RemoveMembershipsOf(UserId user) {
  // Of a user there are never many: a limit of its own bounds them.
  GH_TRY(const std::vector<Membership> memberships, tx_.memberships().AllOfUser(tenant_, user));
  for (const Membership& membership : memberships) {
    GH_TRY(const bool home, IsHomeOf(user, membership.group));
    GH_CHECK(tx_.memberships().Remove(tenant_, user, membership.group));
    if (home) GH_CHECK(RemoveGroup(membership.group));
  }
  return {};
}

Result<void> Cascade::RemoveGroupRows(GroupId id) {
  GH_TRY(const std::vector<Membership> members,
         tx_.memberships().ListOfGroup(tenant_, id, Seek{.limit = left_ + 1}));
  if (!Fit(members.size())) return Later(JobKind::kRemoveGroupRows, id.value());
  GH_TRY(const std::vector<Record> records, tx_.records().ListGrantedTo(tenant_, id, left_ + 1));
  GH_TRY(const bool fit, Fit(records));
  if (!fit) return Later(JobKind::kRemoveGroupRows, id.value());
  GH_CHECK(EndMemberships(tx_, tenant_, members));
  GH_CHECK(TakeGroupFrom(tx_, tenant_, id, records, removals_.options().rows_at_once));
  return {};
}

Result<void> Cascade::RemoveGroup(GroupId id) {
  // Channels first: the records that go with them need no clearing. Of channels, collections and
  // actions a tenant has few.
  GH_TRY(const std::vector<Channel> channels, tx_.channels().ListOfGroup(tenant_, id));
  for (const Channel& channel : channels) GH_CHECK(RemoveChannel(channel));
  GH_CHECK(TakeFromCollections(tx_, tenant_, id));
  GH_CHECK(TakeFromActions(tx_, tenant_, id));
  GH_CHECK(RemoveGroupRows(id));
  GH_CHECK(tx_.groups().Remove(tenant_, id));
  return WriteEvent(tx_, caller_, tenant_, EventKind::kGroupRemoved, id.value());
}

Result<void> Cascade::RemoveChannel(const Channel& channel) {
  GH_TRY(const std::vector<Record> records,
         tx_.records().ListInChannel(tenant_, channel.id, left_ + 1));
  GH_TRY(const bool fit, Fit(records));
  if (fit) {
    GH_CHECK(detail::RemoveRecords(tx_, tenant_, records, removals_.options().rows_at_once));
  } else {
    GH_CHECK(Later(JobKind::kRemoveChannelRecords, channel.id.value()));
  }
  GH_CHECK(tx_.channels().Remove(tenant_, channel.id));
  return WriteEvent(tx_, caller_, tenant_, EventKind::kChannelRemoved, channel.id.value());
}

Result<void> Cascade::RemoveCollection(CollectionId id) {
  constexpr std::array<Audience, 1> kAll{kAudienceAll};
  GH_TRY(const std::int64_t count, tx_.records().Count(tenant_, id, kAll, left_ + std::int64_t{1}));
  GH_CHECK(RemoveActionsOn(tx_, tenant_, id));
  GH_CHECK(tx_.collections().Remove(tenant_, id));
  bool left = !Fit(static_cast<std::size_t>(count));
  if (!left) {
    const std::int32_t limit = removals_.options().rows_at_once;
    GH_TRY(const std::int64_t removed, tx_.records().RemoveAll(tenant_, id, limit));
    left = removed >= limit;
  }
  if (left) GH_CHECK(Later(JobKind::kRemoveCollectionRecords, id.value()));
  return WriteEvent(tx_, caller_, tenant_, EventKind::kCollectionRemoved, id.value());
}

}  // namespace guildhall::detail
