#pragma once

#include "base/result.h"
#include "core/detail/record_walks.h"
#include "core/filter.h"

/// Conditions on what a record points to. Private to the core.
namespace guildhall::detail {

/// `filter` with each kMatches as the condition on the ids of the rows that match: those that the
/// caller may read, at most `max_related` of them, in the order of their ids.
Result<Filter> ResolveRelated(const ListScope& scope, const Filter& filter);

}  // namespace guildhall::detail
