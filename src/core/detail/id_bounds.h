#pragma once

#include <cstdint>
#include <limits>

#include "base/result.h"
#include "core/filter.h"
#include "core/store.h"

/// What conditions say about the ids of records. Private to the core.
namespace guildhall::detail {

/// A stretch of ids; both ends are excluded.
struct IdBounds {
  std::int64_t after = 0;
  std::int64_t before = std::numeric_limits<std::int64_t>::max();
};

/// Whether `BoundsOf` says all that the condition says.
bool IsBound(const Condition& condition);

/// What the conditions on the id and on the time of creation leave over; times rise with ids.
/// Costs some 40 point reads for each time.
Result<IdBounds> BoundsOf(const Snapshot& snapshot, TenantId tenant, CollectionId collection,
                          const Filter& filter);

}  // namespace guildhall::detail
