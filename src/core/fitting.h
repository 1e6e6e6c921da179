#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/result.h"
#include "core/rows.h"

namespace guildhall {

/// Rows that `ListFitting` reads at most for one page.
inline constexpr std::int64_t kFittingBudget = 50'000;

/// Up to `seek.limit` rows for which `fits(row)` is true, in walking order: exactly those, or
/// kBudgetExceeded when the page is not full after `kFittingBudget` rows. `read(seek)` gives pages
/// of rows. For conditions that no index serves.
template <class Row, class Read, class Fits>
Result<std::vector<Row>> ListFitting(Seek seek, Read read, Fits fits) {
  constexpr std::int32_t kPage = 500;
  std::vector<Row> rows;
  const auto wanted = static_cast<std::size_t>(std::max(seek.limit, 0));
  std::int64_t left = kFittingBudget;
  seek.limit = kPage;
  while (rows.size() < wanted) {
    if (left <= 0) return Fail(Errc::kBudgetExceeded);
    GH_TRY(std::vector<Row> page, read(seek));
    for (Row& row : page) {
      seek.from = row.id.value();
      if (rows.size() < wanted && fits(row)) rows.push_back(std::move(row));
    }
    if (page.size() < static_cast<std::size_t>(kPage)) break;
    left -= kPage;
  }
  return rows;
}

}  // namespace guildhall
