#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "core/detail/hidden.h"
#include "core/detail/id_bounds.h"
#include "core/detail/key_spans.h"
#include "core/detail/record_gates.h"
#include "core/records.h"
#include "core/store.h"

/// Where the records of a list come from. Private to the core.
namespace guildhall::detail {

/// One list or count at work: who asks for what, and how much may still be looked at.
struct ListScope : Asker {
  const Collection& collection;
  const RecordLimits& limits;
  const Hidden& hidden;
  std::int64_t& examinable;  ///< records that may still be looked at and left out
};

/// Gives the next ids, up to the number that is asked for; fewer at the end. Each comes once. Lives
/// no longer than the scope that it was made for.
using RecordSource = std::function<Result<std::vector<RecordId>>(std::int32_t)>;

/// What one of the audiences may read, by id.
RecordSource WalkIds(const ListScope& scope, std::vector<Audience> audiences, IdBounds bounds,
                     bool descending);
/// A stretch of a field's list that one of the audiences has, in its order.
RecordSource WalkList(const ListScope& scope, std::vector<Audience> audiences, std::int32_t list,
                      KeySpan span, bool descending);
/// These, in the order in which they are given.
RecordSource GiveIds(std::vector<RecordId> ids);

}  // namespace guildhall::detail
