#pragma once

#include <cstdint>
#include <vector>

#include "core/caller.h"
#include "core/removals.h"
#include "core/store.h"

namespace guildhall::detail {

/// What goes with a row that one change removes: up to `Removals::Options::rows_at_once` rows in
/// the change itself. What would be more is hidden by the same commit and left to a job, whole: a
/// change that is too large for others does nothing of it. Who may remove is asked before. Private
/// to the core; lives as long as the change.
class Cascade {
 public:
  Cascade(Transaction& tx, const Caller& caller, Removals& removals)
      : tx_(tx),
        caller_(caller),
        tenant_(caller.tenant),
        removals_(removals),
        left_(removals.options().rows_at_once) {}

  /// Every record that the user owns, his profile among them; those that outlive him lose him.
  Result<void> RemoveRecordsOf(UserId user);
  /// His memberships, and his home with them.
  Result<void> RemoveMembershipsOf(UserId user);
  /// The group: memberships go; collections, actions and records lose it; its channels go with
  /// their records.
  Result<void> RemoveGroup(GroupId id);
  /// The channel and the records attached to it. One event tells of all of them.
  Result<void> RemoveChannel(const Channel& channel);
  /// The collection, its records and its actions. One event tells of all of them.
  Result<void> RemoveCollection(CollectionId id);

 private:
  Result<bool> IsHomeOf(UserId user, GroupId id) const;
  Result<void> RemoveGroupRows(GroupId id);
  /// Whether all of these rows fit into this change; then they are taken off its measure.
  bool Fit(std::size_t rows);
  /// Whether they fit, and can be changed one by one.
  Result<bool> Fit(const std::vector<Record>& records);
  Result<void> Later(JobKind kind, std::int64_t subject);

  Transaction& tx_;
  const Caller& caller_;
  TenantId tenant_;
  Removals& removals_;
  std::int32_t left_;  // rows that this change may still take along
};

}  // namespace guildhall::detail
