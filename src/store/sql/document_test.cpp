#include "store/sql/document.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace guildhall::store {
namespace {

Fields RoundTrip(const Fields& fields) {
  const Buffer text = FieldsText(fields);
  auto parsed = ParseFields(text.view());
  if (!parsed) ADD_FAILURE() << text.view();
  return parsed ? *parsed : Fields();
}

TEST(Documents, ReadBackExactly) {
  using Integers = std::numeric_limits<std::int64_t>;
  using Doubles = std::numeric_limits<double>;
  const Fields fields{{1, std::string("plain \"quoted\" \\ \n \xF0\x9F\x98\x80")},
                      {2, std::string()},
                      {20, std::string("\0zero\0", 6)},
                      {21, std::string("\"\\/\b\f\n\r\t\x01\x1F\x7F")},
                      {3, true},
                      {4, false},
                      {5, Integers::max()},
                      {6, Integers::min()},
                      {7, 0.1},
                      {8, 16.0},
                      {9, Doubles::max()},
                      {10, Doubles::denorm_min()},
                      {11, 9007199254740993.0},
                      {12, Time(1'432'051'956'183'576)},
                      {13, Time(-1)},
                      {14, Doubles::infinity()},
                      {1'000'000, std::int64_t{0}}};
  EXPECT_EQ(RoundTrip(fields), fields);
}

TEST(Documents, KeepTheSignOfZeroAndNotANumber) {
  const Fields back = RoundTrip({{1, -0.0}, {2, std::nan("")}});
  ASSERT_EQ(back.size(), 2U);
  EXPECT_TRUE(std::signbit(std::get<double>(back[0].second)));
  EXPECT_TRUE(std::isnan(std::get<double>(back[1].second)));
}

TEST(Documents, TellIntegersFromFloats) {
  const Fields back = RoundTrip({{1, std::int64_t{3}}, {2, 3.0}});
  EXPECT_TRUE(std::holds_alternative<std::int64_t>(back[0].second));
  EXPECT_TRUE(std::holds_alternative<double>(back[1].second));
}

TEST(Documents, DamageIsAnErrorAndNoValue) {
  for (const char* text :
       {"", "{", "[]", "{\"a\":1}", "{\"1\":[]}", "{\"1\":{\"x\":1}}", "{\"1\":1}x", "{\"1\":\"a}",
        "{\"1\":\"\\u00\"}", "{\"1\":1.5.5}", "{\"1\":--1}"}) {
    EXPECT_FALSE(ParseFields(text)) << text;
  }
  EXPECT_FALSE(ParseSpec("{}"));
  EXPECT_FALSE(ParseSpec("[{\"number\":1}]"));
}

TEST(Documents, AnyTextIsReadOrRefusedButNeverRunOver) {
  const Buffer whole = FieldsText({{1, std::string("a\n\"b")}, {2, 1.5}, {3, Time(7)}, {4, true}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(ParseFields(whole.view().substr(0, size))) << size;
  }
}

TEST(Documents, SpecificationsReadBackExactly) {
  const std::vector<Field> fields{{1, "title", FieldType::kString, true, false},
                                  {7, "caf\xC3\xA9", FieldType::kDatetime, false, true}};
  const auto back = ParseSpec(SpecText(fields).view());
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, fields);
}

}  // namespace
}  // namespace guildhall::store
