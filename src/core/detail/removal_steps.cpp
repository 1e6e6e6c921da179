#include "core/detail/removal_steps.h"

#include <algorithm>
#include <utility>

#include "core/detail/hidden.h"
#include "core/detail/rules.h"

namespace guildhall::detail {
namespace {

/// Calls `change(collection, record)` for each; see `RemoveRecords` for those of a gone collection.
template <class ChangeOne>
Result<std::int64_t> ForEachRecord(Transaction& tx, TenantId tenant,
                                   const std::vector<Record>& records, std::int32_t limit,
                                   const ChangeOne& change) {
  KnownCollections collections(tx, tenant);
  std::int64_t rows = 0;
  for (const Record& record : records) {
    GH_TRY(const Collection* collection, collections.Find(record.collection));
    if (collection == nullptr) {
      const auto left = std::max<std::int64_t>(limit - rows, 1);
      GH_TRY(const std::int64_t removed,
             tx.records().RemoveAll(tenant, record.collection, static_cast<std::int32_t>(left)));
      return rows + removed;
    }
    GH_CHECK(change(*collection, record));
    ++rows;
  }
  return rows;
}

/// Runs `work(subject)`, which says how many rows it did, and writes down how far the job is. No
/// rows means that there are none left.
template <class Work>
Result<JobStep> Step(Job& job, const Work& work) {
  std::optional<RemovalState> state = RemovalState::Parse(job.state);
  if (!state) return Fail(Errc::kInternal, "the state of a removal cannot be read");
  GH_TRY(const std::int64_t rows, work(state->subject));
  state->done += rows;
  job.state = state->Text();
  return JobStep{rows, rows == 0};
}

}  // namespace

Result<const Collection*> KnownCollections::Find(CollectionId id) {
  auto known = known_.find(id);
  if (known == known_.end()) {
    GH_TRY(std::optional<Collection> row, snapshot_.collections().Find(tenant_, id));
    known = known_.emplace(id, std::move(row)).first;
  }
  return known->second ? &*known->second : nullptr;
}

Result<std::int64_t> RemoveRecords(Transaction& tx, TenantId tenant,
                                   const std::vector<Record>& records, std::int32_t limit) {
  return ForEachRecord(tx, tenant, records, limit,
                       [&](const Collection& collection, const Record& record) {
                         return tx.records().Remove(tenant, collection, record);
                       });
}

Result<std::int64_t> RemoveWithOwner(Transaction& tx, TenantId tenant,
                                     const std::vector<Record>& records, std::int32_t limit) {
  return ForEachRecord(tx, tenant, records, limit,
                       [&](const Collection& collection, const Record& before) -> Result<void> {
                         if (!collection.outlives_owners) {
                           return tx.records().Remove(tenant, collection, before);
                         }
                         Record after = before;
                         after.access.owner.reset();
                         return tx.records().Update(tenant, collection, before, after);
                       });
}

Result<std::int64_t> TakeGroupFrom(Transaction& tx, TenantId tenant, GroupId group,
                                   const std::vector<Record>& records, std::int32_t limit) {
  return ForEachRecord(tx, tenant, records, limit,
                       [&](const Collection& collection, const Record& before) -> Result<void> {
                         Record after = before;
                         after.access = WithoutGroup(std::move(after.access), group);
                         GH_CHECK(tx.records().Update(tenant, collection, before, after));
                         if (collection.holds_profiles() && before.access.owner) {
                           tx.Touch(tenant, {Touched::Kind::kUser, before.access.owner->value()});
                         }
                         return {};
                       });
}

Result<void> EndMemberships(Transaction& tx, TenantId tenant, const std::vector<Membership>& rows) {
  for (const Membership& row : rows) {
    GH_CHECK(tx.memberships().Remove(tenant, row.user, row.group));
  }
  return {};
}

Result<JobStep> RemoveUserRecords(Transaction& tx, Job& job, std::int32_t limit) {
  return Step(job, [&](std::int64_t user) -> Result<std::int64_t> {
    GH_TRY(const std::vector<Record> records,
           tx.records().ListOwnedBy(job.tenant, UserId(user), limit));
    return RemoveWithOwner(tx, job.tenant, records, limit);
  });
}

Result<JobStep> RemoveGroupRows(Transaction& tx, Job& job, std::int32_t limit) {
  return Step(job, [&](std::int64_t number) -> Result<std::int64_t> {
    const GroupId group(number);
    GH_TRY(const std::vector<Membership> members,
           tx.memberships().ListOfGroup(job.tenant, group, Seek{.limit = limit}));
    GH_CHECK(EndMemberships(tx, job.tenant, members));
    const auto ended = static_cast<std::int32_t>(members.size());
    if (ended == limit) return ended;
    GH_TRY(const std::vector<Record> records,
           tx.records().ListGrantedTo(job.tenant, group, limit - ended));
    GH_TRY(const std::int64_t cleared,
           TakeGroupFrom(tx, job.tenant, group, records, limit - ended));
    return ended + cleared;
  });
}

Result<JobStep> RemoveChannelRecords(Transaction& tx, Job& job, std::int32_t limit) {
  return Step(job, [&](std::int64_t channel) -> Result<std::int64_t> {
    GH_TRY(const std::vector<Record> records,
           tx.records().ListInChannel(job.tenant, ChannelId(channel), limit));
    return RemoveRecords(tx, job.tenant, records, limit);
  });
}

Result<JobStep> RemoveCollectionRecords(Transaction& tx, Job& job, std::int32_t limit) {
  return Step(job, [&](std::int64_t collection) {
    return tx.records().RemoveAll(job.tenant, CollectionId(collection), limit);
  });
}

Result<JobStep> RemoveTenantRows(Transaction& tx, Job& job, std::int32_t limit) {
  return Step(job,
              [&](std::int64_t tenant) { return tx.tenants().Purge(TenantId(tenant), limit); });
}

}  // namespace guildhall::detail
