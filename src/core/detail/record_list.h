#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "core/detail/record_walks.h"

/// Lists and counts within one budget. Private to the core.
namespace guildhall::detail {

/// As `Records::List`, behind the gate of the collection.
Result<std::vector<Record>> ListRecords(const ListScope& scope, const RecordQuery& query);

/// As `Records::Count`, behind the gate of the collection.
Result<std::int64_t> CountRecords(const ListScope& scope, const Filter& filter, std::int64_t bound);

}  // namespace guildhall::detail
