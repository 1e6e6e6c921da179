#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/rows.h"
#include "store/sql/bind.h"
#include "store/sql/connection.h"

namespace guildhall::store {

// The pages of lists: which rows stand in the table `record_seek` for the caller's audiences, in id
// order. Records stand there under the number of their collection, accounts under `kAccountTable`
// and groups under `kGroupTable`.

using Numbers = std::vector<std::int64_t>;

/// A list to be walked: where, which way, and how much of it is wanted.
struct Range {
  TenantId tenant;
  CollectionId collection;
  bool descending = false;
  std::int64_t from = 0;  ///< exclusive
  std::size_t wanted = 0;

  /// The page that `seek` asks for.
  static Range Of(TenantId tenant, CollectionId collection, const Seek& seek);
  /// The list from its beginning, for a count up to `bound`.
  static Range UpTo(TenantId tenant, CollectionId collection, std::int64_t bound);

  /// Whether `a` comes before `b`.
  [[nodiscard]] bool Before(std::int64_t a, std::int64_t b) const {
    return descending ? b < a : a < b;
  }
  [[nodiscard]] std::int64_t Last() const {
    using Limits = std::numeric_limits<std::int64_t>;
    return descending ? Limits::min() : Limits::max();
  }
  [[nodiscard]] const Statement& Choose(const Listing& listing) const {
    return descending ? listing.descending : listing.ascending;
  }
};

/// Whether the list is the whole table, which serves it without the index.
inline bool IsEverything(std::span<const Audience> audiences) {
  return !audiences.empty() && audiences.front() == kAudienceAll;
}

/// Ids of the rows that stand in the list of one of `audiences`, in walking order and without
/// duplicates; not for `kAudienceAll`. Costs what the page costs.
Result<Numbers> WalkAudiences(Connection& connection, const Range& range,
                              std::span<const Audience> audiences);

/// The same as numbers of a kind of row.
template <class Identifier>
std::vector<Identifier> AsIds(const Numbers& numbers) {
  std::vector<Identifier> ids;
  ids.reserve(numbers.size());
  for (const std::int64_t number : numbers) ids.emplace_back(number);
  return ids;
}

/// Where a row stands in the index: the list and its own number.
struct SeekPlace {
  TenantId tenant;
  CollectionId collection;
  std::int64_t id = 0;
};

/// Entries in id order for these audiences.
std::vector<SeekRow> SeekRowsOf(std::span<const Audience> audiences);

/// Writes the difference between two ascending sets of entries of one row. What is there already,
/// or gone already, stays so.
Result<void> WriteSeek(Connection& connection, const SeekPlace& place,
                       std::span<const SeekRow> before, std::span<const SeekRow> after);

}  // namespace guildhall::store
