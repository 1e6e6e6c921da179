#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/jobs.h"

/// The rows that a removal takes along, a limited number at a time: in the change that removes, or
/// in the steps of a job. Private to the core.
namespace guildhall::detail {

/// The tenant's collections, each read once. Belongs to one change.
class KnownCollections {
 public:
  KnownCollections(const Snapshot& snapshot, TenantId tenant)
      : snapshot_(snapshot), tenant_(tenant) {}
  /// Null when it is gone. Valid as long as this object.
  Result<const Collection*> Find(CollectionId id);

 private:
  const Snapshot& snapshot_;
  TenantId tenant_;
  std::map<CollectionId, std::optional<Collection>> known_;
};

/// Removes the records, which were read in this change; how many. At one whose collection is gone
/// it ends, with up to `limit` rows of that collection, so that whoever asks again gets further.
Result<std::int64_t> RemoveRecords(Transaction& tx, TenantId tenant,
                                   const std::vector<Record>& records, std::int32_t limit);
/// The same, but those of collections that outlive their owners lose theirs instead.
Result<std::int64_t> RemoveWithOwner(Transaction& tx, TenantId tenant,
                                     const std::vector<Record>& records, std::int32_t limit);
/// The same, but takes the group out of the records' lists.
Result<std::int64_t> TakeGroupFrom(Transaction& tx, TenantId tenant, GroupId group,
                                   const std::vector<Record>& records, std::int32_t limit);
/// Ends these memberships, without a word in the log.
Result<void> EndMemberships(Transaction& tx, TenantId tenant, const std::vector<Membership>& rows);

// Steps of jobs, see `StepFunction`.
Result<JobStep> RemoveUserRecords(Transaction& tx, Job& job, std::int32_t limit);
Result<JobStep> RemoveGroupRows(Transaction& tx, Job& job, std::int32_t limit);
Result<JobStep> RemoveChannelRecords(Transaction& tx, Job& job, std::int32_t limit);
Result<JobStep> RemoveCollectionRecords(Transaction& tx, Job& job, std::int32_t limit);
Result<JobStep> RemoveTenantRows(Transaction& tx, Job& job, std::int32_t limit);

}  // namespace guildhall::detail
