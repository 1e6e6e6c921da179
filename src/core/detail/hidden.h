#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/collection.h"
#include "core/job.h"

/// What nobody sees any more although its rows are still there: it is being removed in steps.
/// Private to the core.
namespace guildhall::detail {

/// How far a removal is, as its job's state says it.
struct RemovalState {
  std::int64_t subject = 0;  ///< the number of what is gone
  std::int64_t done = 0;     ///< rows that have been removed or altered

  [[nodiscard]] std::string Text() const;
  /// Nothing for a text that no removal has written.
  static std::optional<RemovalState> Parse(std::string_view text);
};

/// What is gone from a tenant, as far as rows that point to it are left; ascending.
struct Hidden {
  std::vector<UserId> users;
  std::vector<GroupId> groups;
  std::vector<ChannelId> channels;

  [[nodiscard]] bool empty() const { return users.empty() && groups.empty() && channels.empty(); }
};

/// What the removals among these jobs of one tenant hide.
Hidden HiddenBy(std::span<const Job> jobs);

/// Whether the record of the collection is as good as gone: its channel is, or its owner, whom the
/// collection's records do not outlive.
bool IsHidden(const Hidden& hidden, const Collection& collection, const Record& record);

/// The list without groups and an owner who are gone; `group_bits` stay.
AccessList WithoutHidden(const Hidden& hidden, AccessList list);

/// Takes out the records of the collection that are hidden, and out of the others' lists whoever is
/// gone. What is shown, not what is written back: a store wants the row before a change as it is.
void DropHidden(const Hidden& hidden, const Collection& collection, std::vector<Record>& records);

}  // namespace guildhall::detail
