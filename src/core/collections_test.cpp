#include "core/collections.h"

#include <gtest/gtest.h>

#include "core/detail/rules.h"
#include "tests/support/untouchable.h"

namespace guildhall {
namespace {

TEST(CollectionRefusals, OfChangesAskTheStoreNothing) {
  const FakeClock clock(Time(0));
  SeededRandom random(1);
  Identities identities(clock, random);
  const Collections collections(identities, {});
  test::Untouchable untouchable;
  for (const Caller& caller :
       {Caller(), test::KeyCaller({true, true, true, true}), test::OperatorCaller(Role::kRead)}) {
    EXPECT_EQ(test::CodeOf(collections.Create(untouchable, caller, {})), Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(collections.Update(untouchable, caller, CollectionId(20), {})),
              Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(collections.Remove(untouchable, caller, CollectionId(20))),
              Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(collections.Publish(untouchable, caller, CollectionId(20), Origin(2))),
              Errc::kForbidden);
    EXPECT_EQ(test::CodeOf(collections.Withdraw(untouchable, caller, CollectionId(20), Origin(2))),
              Errc::kForbidden);
  }
}

struct Row {
  CollectionId id;
};

/// Rows 1 to 1000 by pages, as a store gives them.
Result<std::vector<Row>> ReadPage(Seek seek) {
  std::vector<Row> rows;
  std::int64_t id = seek.from.value_or(seek.descending ? 1001 : 0);
  while (rows.size() < static_cast<std::size_t>(seek.limit)) {
    id += seek.descending ? -1 : 1;
    if (id < 1 || id > 1000) break;
    rows.push_back({CollectionId(id)});
  }
  return rows;
}

std::vector<std::int64_t> VisibleIds(Seek seek, std::int64_t every) {
  const auto rows = detail::ListVisible<Row>(
      seek, ReadPage, [&](const Row& row) { return row.id.value() % every == 0; });
  std::vector<std::int64_t> ids;
  for (const Row& row : *rows) ids.push_back(row.id.value());
  return ids;
}

using Ids = std::vector<std::int64_t>;

TEST(VisibleRows, AreFoundBehindManyThatAreNot) {
  EXPECT_EQ(VisibleIds({{}, false, 2}, 400), (Ids{400, 800}));
  EXPECT_EQ(VisibleIds({400, false, 2}, 400), Ids{800});
  EXPECT_EQ(VisibleIds({{}, true, 2}, 400), (Ids{800, 400}));
  EXPECT_EQ(VisibleIds({{}, false, 5}, 2000), Ids{});
}

TEST(VisibleRows, FillThePageAndNoMore) {
  EXPECT_EQ(VisibleIds({{}, false, 3}, 1), (Ids{1, 2, 3}));
  EXPECT_EQ(VisibleIds({{}, false, 0}, 1), Ids{});
  EXPECT_EQ(VisibleIds({{}, false, 2000}, 1).size(), 1000U);
}

}  // namespace
}  // namespace guildhall
