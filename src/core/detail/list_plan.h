#pragma once

#include "base/result.h"
#include "core/detail/record_order.h"
#include "core/detail/record_walks.h"
#include "core/filter.h"

/// How a list is made. Private to the core.
namespace guildhall::detail {

/// Where to look for the records of a list.
struct ListPlan {
  RecordSource source;
  bool ordered = false;  ///< they come in the order of the list, from where the page begins
  bool exact = false;    ///< all of them belong to the list
};

/// The cheapest way that is known to be right: a walk that passes by nothing which it then leaves
/// out; else the few candidates that the indexed conditions name; else a walk of what may be read.
/// `filter` is without kMatches. Valid as long as the scope.
Result<ListPlan> PlanList(const ListScope& scope, const Filter& filter, const RecordOrder& order);

}  // namespace guildhall::detail
