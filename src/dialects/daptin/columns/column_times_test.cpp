#include "dialects/daptin/columns/column_times.h"

#include <gtest/gtest.h>

namespace guildhall::daptin {
namespace {

std::string Shown(const Json& value) {
  const auto moment = ReadMoment(value);
  return moment ? ShowMoment(*moment) : "nothing";
}

TEST(ColumnTimes, ReadTheCommonForms) {
  struct Row {
    Json value;
    std::string shown;
  };
  const Row rows[] = {
      {Json("2026-05-25T10:35:46.249Z"), "2026-05-25T10:35:46.249000Z"},
      {Json("2026-05-25T10:35:46+05:30"), "2026-05-25T05:05:46.000000Z"},
      {Json("2026-05-25 10:35:46 -0800"), "2026-05-25T18:35:46.000000Z"},
      {Json("2026-05-25T10:35:46.123456789Z"), "2026-05-25T10:35:46.123456Z"},
      {Json(" 2026-05-25 10:35 "), "2026-05-25T10:35:00.000000Z"},
      {Json("2026-05-25"), "2026-05-25T00:00:00.000000Z"},
      {Json("2026/05/25"), "2026-05-25T00:00:00.000000Z"},
      {Json("1384216367"), "2013-11-12T00:32:47.000000Z"},
      {Json(1384216367), "2013-11-12T00:32:47.000000Z"},
      {Json(std::int64_t{1384216367111}), "2013-11-12T00:32:47.111000Z"},
      {Json(1384216367.5), "2013-11-12T00:32:47.500000Z"},
      {Json(0), "1970-01-01T00:00:00.000000Z"},
      {Json("9999-12-31T23:59:59.999999Z"), "9999-12-31T23:59:59.999999Z"},
      {Json("0000-01-01"), "0000-01-01T00:00:00.000000Z"},
  };
  for (const Row& row : rows) EXPECT_EQ(Shown(row.value), row.shown) << ToText(row.value);
}

TEST(ColumnTimes, AreNothingElse) {
  for (const char* text :
       {"", "today", "2026-02-30", "2026-13-01", "2026-05-25T24:00:00Z", "2026-05-25T10:35:46Zx",
        "2026-05/25", "2026-05-25T", "26-05-25", "0000-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00", "2026-05-25T1"}) {
    EXPECT_EQ(Shown(Json(text)), "nothing") << text;
  }
  EXPECT_EQ(Shown(Json(1e300)), "nothing");
  EXPECT_EQ(Shown(Json(true)), "nothing");
  EXPECT_EQ(Shown(Json()), "nothing");
  EXPECT_EQ(Shown(Json(std::int64_t{9'000'000'000'000'000'000})), "nothing");
}

TEST(ColumnTimes, OfDayHaveSeconds) {
  EXPECT_EQ(ReadTimeOfDay("15:04:05"), "15:04:05");
  EXPECT_EQ(ReadTimeOfDay("15:04"), "15:04:00");
  for (const char* text : {"", "24:00:00", "15:60", "15", "15:04:05Z", "3:04:05"}) {
    EXPECT_FALSE(ReadTimeOfDay(text)) << text;
  }
}

}  // namespace
}  // namespace guildhall::daptin
