#include "import/progress_bar.h"

#include <gtest/gtest.h>

namespace guildhall::import {
namespace {

TEST(ProgressBar, SaysHowFarHowFastAndHowLong) {
  Progress progress{.offset = 500, .size = 1'000, .made = 1'234'567, .refused = 3};
  EXPECT_EQ(
      ProgressLine(progress, 10'000'000),
      "[############............] 50%  1,234,567 people, 3 refused, 123,456 a second, 0:10 left");
}

TEST(ProgressBar, CountsOnlyWhatThisRunHasDone) {
  const Progress progress{.offset = 750,
                          .size = 1'000,
                          .made = 300,
                          .refused = 0,
                          .resumed_at = 500,
                          .made_before = 200};
  EXPECT_EQ(ProgressLine(progress, 10'000'000),
            "[##################......] 75%  300 people, 10 a second, 0:10 left");
}

TEST(ProgressBar, KnowsNoSpeedAtTheStart) {
  EXPECT_EQ(ProgressLine({.size = 1'000}, 0), "[........................] 0%  0 people");
}

}  // namespace
}  // namespace guildhall::import
