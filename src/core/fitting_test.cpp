#include "core/fitting.h"

#include <vector>

#include <gtest/gtest.h>

#include "base/id.h"

namespace guildhall {
namespace {

struct Row {
  Id<struct RowTag> id;
};

/// Rows 1 to `count`, as a list of the store gives them.
auto Rows(std::int64_t count) {
  return [count](Seek seek) -> Result<std::vector<Row>> {
    std::vector<Row> rows;
    const std::int64_t step = seek.descending ? -1 : 1;
    std::int64_t id = seek.from ? *seek.from + step : (seek.descending ? count : 1);
    for (; id >= 1 && id <= count && rows.size() < static_cast<std::size_t>(seek.limit);
         id += step) {
      rows.push_back({Id<RowTag>(id)});
    }
    return rows;
  };
}

std::vector<std::int64_t> Fitting(std::int64_t count, Seek seek, std::int64_t every) {
  const auto found = ListFitting<Row>(seek, Rows(count),
                                      [&](const Row& row) { return row.id.value() % every == 0; });
  EXPECT_TRUE(found);
  std::vector<std::int64_t> ids;
  if (!found) return ids;
  for (const Row& row : *found) ids.push_back(row.id.value());
  return ids;
}

using Ids = std::vector<std::int64_t>;

TEST(Fitting, GivesExactlyWhatFitsInWalkingOrder) {
  EXPECT_EQ(Fitting(20, {.limit = 100}, 7), (Ids{7, 14}));
  EXPECT_EQ(Fitting(20, {.from = 7, .limit = 100}, 7), (Ids{14}));
  EXPECT_EQ(Fitting(20, {.descending = true, .limit = 100}, 7), (Ids{14, 7}));
  EXPECT_EQ(Fitting(20, {.limit = 0}, 7), Ids{});
  EXPECT_EQ(Fitting(0, {.limit = 100}, 7), Ids{});
}

TEST(Fitting, StopsWhenThePageIsFull) {
  EXPECT_EQ(Fitting(2'000, {.limit = 3}, 600), (Ids{600, 1200, 1800}));
  EXPECT_EQ(Fitting(10'000'000, {.limit = 2}, 3), (Ids{3, 6}));
}

TEST(Fitting, ReadsPastManyOthersButNotWithoutEnd) {
  EXPECT_EQ(Fitting(kFittingBudget - 1, {.limit = 1}, kFittingBudget - 1), Ids{kFittingBudget - 1});
  const auto nothing = ListFitting<Row>(Seek{.limit = 1}, Rows(kFittingBudget * 2),
                                        [](const Row&) { return false; });
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().code, Errc::kBudgetExceeded);
}

TEST(Fitting, AnErrorOfTheListIsItsError) {
  const auto failing = [](Seek) -> Result<std::vector<Row>> { return Fail(Errc::kForbidden); };
  const auto found = ListFitting<Row>(Seek{}, failing, [](const Row&) { return true; });
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::kForbidden);
}

}  // namespace
}  // namespace guildhall
