#include "base/result.h"

#include <memory>
#include <set>
#include <string>
#include <unordered_set>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/id.h"

namespace guildhall {
namespace {

using HouseId = Id<struct HouseTag>;
using DoorId = Id<struct DoorTag>;

Result<int> Half(int value) {
  if (value % 2 != 0) return Fail(Errc::kInvalid, Problem{"value", Reason::kBadFormat, value});
  return value / 2;
}

Result<void> Refuse(bool refuse) {
  if (refuse) return Fail(Errc::kForbidden, "not today");
  return {};
}

Result<std::string> Quarter(int value, bool refuse) {
  GH_TRY(const int half, Half(value));
  GH_CHECK(Refuse(refuse));
  GH_TRY(auto quarter, Half(half));
  return std::to_string(quarter);
}

TEST(Results, PassTheirValueOn) { EXPECT_EQ(Quarter(12, false).value(), "3"); }

TEST(Results, PassTheErrorToTheCaller) {
  const auto odd = Quarter(6, false);
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error(), (Error{Errc::kInvalid, {{"value", Reason::kBadFormat, 3, 0}}, ""}));
  const auto refused = Quarter(12, true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), (Error{Errc::kForbidden, {}, "not today"}));
}

TEST(Results, HoldWhatCanOnlyBeMoved) {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(4); };
  const auto use = [&]() -> Result<int> {
    GH_TRY(const auto made, make());
    return *made;
  };
  EXPECT_EQ(use().value(), 4);
}

TEST(ResultsDeathTest, ABugEndsTheProcess) {
  EXPECT_DEATH(GH_BUG("two owners"), "BUG at .*result_test.cpp:[0-9]+: two owners");
}

TEST(Errors, EveryCodeHasItsName) {
  std::set<std::string> names;
  for (int code = 0; code <= static_cast<int>(Errc::kInternal); ++code)
    names.insert(NameOf(static_cast<Errc>(code)));
  EXPECT_EQ(names.size(), 11U);
  EXPECT_FALSE(names.contains("unknown"));
  EXPECT_STREQ(NameOf(Errc::kNotFound), "not_found");
}

TEST(Ids, OfDifferentThingsDoNotMix) {
  static_assert(!std::is_convertible_v<HouseId, DoorId>);
  static_assert(!std::is_convertible_v<std::int64_t, HouseId>);
  EXPECT_LT(HouseId(1), HouseId(2));
  EXPECT_EQ((std::unordered_set<HouseId>{HouseId(1), HouseId(1), HouseId(2)}.size()), 2U);
}

TEST(Clocks, StandStillUntilTold) {
  FakeClock clock(Time(5));
  EXPECT_EQ(clock.Now(), Time(5));
  clock.Advance(10);
  EXPECT_EQ(clock.Now(), Time(15));
}

TEST(Clocks, TheSystemsIsInThisCentury) {
  EXPECT_GT(SystemClock().Now(), Time(1'600'000'000'000'000));
}

}  // namespace
}  // namespace guildhall
