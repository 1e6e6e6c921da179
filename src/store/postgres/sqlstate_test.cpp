#include "store/postgres/sqlstate.h"

#include <gtest/gtest.h>

namespace guildhall::store {

TEST(SqlStates, MeanWhatCallersCanActOn) {
  EXPECT_EQ(ErrcOf(""), Errc::kUnavailable);
  EXPECT_EQ(ErrcOf("23505"), Errc::kAlreadyExists);
  EXPECT_EQ(ErrcOf("22021"), Errc::kInvalid);
  for (const char* state : {"08006", "40001", "40P01", "53300", "53100", "57014", "57P01", "55P03",
                            "25006", "28P01", "3D000", "58030"}) {
    EXPECT_EQ(ErrcOf(state), Errc::kUnavailable) << state;
  }
  for (const char* state : {"42601", "25P02", "23503", "23502", "XX000", "0A000"}) {
    EXPECT_EQ(ErrcOf(state), Errc::kInternal) << state;
  }
}

TEST(SqlStates, OnlyConflictsBetweenTransactionsAreRepeated) {
  EXPECT_TRUE(MayRepeat("40001"));
  EXPECT_TRUE(MayRepeat("40P01"));
  EXPECT_FALSE(MayRepeat("23505"));
  EXPECT_FALSE(MayRepeat(""));
}

}  // namespace guildhall::store
