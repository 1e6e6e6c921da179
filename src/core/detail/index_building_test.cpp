#include "core/detail/index_building.h"

#include <gtest/gtest.h>

namespace guildhall::detail {
namespace {

TEST(IndexBuilding, IsReadAsItWasWritten) {
  const IndexBuilding nothing{CollectionId(16), RecordId(0), {}, {}, {}};
  EXPECT_EQ(nothing.Text(), "16 0 - - - -");
  EXPECT_EQ(IndexBuilding::Parse(nothing.Text()), nothing);
  const IndexBuilding all{CollectionId(17), RecordId(9), {3},
                          {4, 5},           {1},         {{7, {1, 2}}, {8, {1, 3}}}};
  EXPECT_EQ(all.Text(), "17 9 3 4,5 1 7,1,2;8,1,3");
  EXPECT_EQ(IndexBuilding::Parse(all.Text()), all);
}

TEST(IndexBuilding, OfAnEarlierVersionFreesNoSets) {
  const IndexBuilding building{CollectionId(17), RecordId(9), {3}, {}, {1}};
  EXPECT_EQ(IndexBuilding::Parse("17 9 3 - 1"), building);
}

TEST(IndexBuilding, ThatIsDamagedIsNothing) {
  for (const char* text : {"", "17", "17 9 3 -", "17 9 3 - 1 7", "17 9 3 - 1 7,x",
                           "17 9 3 - 1 7,1;", "17 9 3 - 1 -1,2", "x 9 3 - 1 -"}) {
    EXPECT_EQ(IndexBuilding::Parse(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace guildhall::detail
