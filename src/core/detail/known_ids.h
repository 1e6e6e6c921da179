#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "core/detail/record_walks.h"
#include "core/filter.h"

/// Finds the few records that can fulfil a condition. Private to the core.
namespace guildhall::detail {

/// Ids of records of some collection, ascending, each once.
using IdSet = std::vector<std::int64_t>;

/// The records that may fulfil the condition, all of them; nothing when no index says so, or when
/// they are more than `max_probed`.
Result<std::optional<IdSet>> FindCandidates(const ListScope& scope, const Condition& condition);

/// Those that may fulfil all conditions; nothing when no condition says enough.
Result<std::optional<IdSet>> FindCandidates(const ListScope& scope, const Filter& filter);

/// The audiences whose entries in the field's list tell what the caller may read. A list that is
/// kept for nobody in particular is walked whole, and tells nothing about it.
std::vector<Audience> AudiencesInList(const ListScope& scope, const Field& field);

}  // namespace guildhall::detail
