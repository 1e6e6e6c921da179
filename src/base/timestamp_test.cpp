#include "base/timestamp.h"

#include <cstdint>
#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace guildhall {
namespace {

std::string Shown(std::int64_t microseconds) {
  Buffer out;
  AppendTimestamp(out, Time(microseconds));
  return std::string(out.view());
}

struct TimeRow {
  std::int64_t microseconds;
  const char* text;
};

class Timestamps : public testing::TestWithParam<TimeRow> {};

TEST_P(Timestamps, AreShownAndReadTheSame) {
  EXPECT_EQ(Shown(GetParam().microseconds), GetParam().text);
  EXPECT_EQ(ParseTimestamp(GetParam().text), Time(GetParam().microseconds));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Timestamps,
    testing::Values(TimeRow{0, "1970-01-01T00:00:00.000000Z"},
                    TimeRow{-1, "1969-12-31T23:59:59.999999Z"},
                    TimeRow{-86'400'000'000, "1969-12-31T00:00:00.000000Z"},
                    TimeRow{1'432'050'756'183'576, "2015-05-19T15:52:36.183576Z"},
                    TimeRow{951'782'400'000'000, "2000-02-29T00:00:00.000000Z"},
                    TimeRow{253'402'300'799'999'999, "9999-12-31T23:59:59.999999Z"},
                    TimeRow{-62'167'219'200'000'000, "0000-01-01T00:00:00.000000Z"}));

TEST(Timestamp, OutsideFourDigitsTheNearestIsShown) {
  EXPECT_EQ(Shown(std::numeric_limits<std::int64_t>::max()), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(Shown(std::numeric_limits<std::int64_t>::min()), "0000-01-01T00:00:00.000000Z");
}

TEST(Timestamp, IsShownToTheSecondAsTheHeadersOfHttpWantIt) {
  constexpr std::int64_t kSecond = 1'000'000;
  EXPECT_EQ(Rfc1123(Time(784'111'777 * kSecond + 999'999), "GMT"), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(Rfc1123(Time(), "UTC"), "Thu, 01 Jan 1970 00:00:00 UTC");
  EXPECT_EQ(Rfc1123(Time(-1), "UTC"), "Wed, 31 Dec 1969 23:59:59 UTC");
  EXPECT_EQ(Rfc1123(Time(std::numeric_limits<std::int64_t>::max()), "GMT"),
            "Fri, 31 Dec 9999 23:59:59 GMT");
}

TEST(Timestamp, ReadsNoOtherForm) {
  for (const char* text : {"",
                           "2015-05-19",
                           "2015-05-19T15:52:36Z",
                           "2015-05-19T15:52:36.183Z",
                           "2015-05-19T15:52:36.183576",
                           "2015-05-19 15:52:36.183576Z",
                           "2015-05-19T15:52:36.183576z",
                           "2015-05-19T15:52:36.183576+00",
                           "2015-05-19T15:52:36.1835766Z",
                           "2015-02-29T00:00:00.000000Z",
                           "1900-02-29T00:00:00.000000Z",
                           "2015-13-01T00:00:00.000000Z",
                           "2015-00-01T00:00:00.000000Z",
                           "2015-04-31T00:00:00.000000Z",
                           "2015-01-00T00:00:00.000000Z",
                           "2015-01-01T24:00:00.000000Z",
                           "2015-01-01T00:60:00.000000Z",
                           "2016-12-31T23:59:60.000000Z",
                           "-015-01-01T00:00:00.000000Z",
                           "2015-+1-01T00:00:00.000000Z",
                           "2015-01-01T00:00:00.00000aZ",
                           "2015/01/01T00:00:00.000000Z"})
    EXPECT_EQ(ParseTimestamp(text), std::nullopt) << text;
}

TEST(Timestamp, EveryDayComesBack) {
  constexpr std::int64_t kStep = 86'399'999'983;
  for (std::int64_t time = -62'167'219'200'000'000; time < 253'402'300'800'000'000;
       time += 37 * kStep)
    ASSERT_EQ(ParseTimestamp(Shown(time)), Time(time));
}

}  // namespace
}  // namespace guildhall
