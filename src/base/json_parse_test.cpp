#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "base/json.h"

namespace guildhall {
namespace {

class JsonRoundTrip : public testing::TestWithParam<const char*> {};

TEST_P(JsonRoundTrip, CompactTextComesBackAsItWas) {
  const auto json = ParseJson(GetParam());
  ASSERT_TRUE(json) << json.error().detail;
  EXPECT_EQ(ToText(*json), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Rows, JsonRoundTrip,
                         testing::Values("null", "true", "false", "0", "-1", "1.5", "\"\"", "[]",
                                         "{}", "16.0", "1e+30", "9223372036854775807",
                                         "-9223372036854775808", R"({"a":1,"a":2})",
                                         R"(["żółć","\u0001","\"\\"])", R"({"":{"b":[[],[{}]]}})"));

TEST(JsonParser, ReadsEscapes) {
  EXPECT_EQ(ParseJson(R"("\u00e9\ud83d\ude00\/\b\f\n\r\t")").value(),
            Json("é\xF0\x9F\x98\x80/\b\f\n\r\t"));
}

TEST(JsonParser, AllowsWhiteSpaceAround) {
  EXPECT_EQ(ParseJson(" \r\n\t[ 1 , 2 ] \n").value(), Json(Json::Array{Json(1), Json(2)}));
}

struct BigRow {
  const char* text;
  double value;
};

class BigIntegers : public testing::TestWithParam<BigRow> {};

TEST_P(BigIntegers, BecomeDoubles) {
  const auto json = ParseJson(GetParam().text);
  ASSERT_TRUE(json) << json.error().detail;
  EXPECT_EQ(*json, Json(GetParam().value));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BigIntegers,
    testing::Values(BigRow{"9223372036854775808", 9223372036854775808.0},
                    BigRow{"-9223372036854775809", -9223372036854775809.0},
                    BigRow{"18446744073709551615", 18446744073709551615.0},
                    BigRow{"18446744073709551616", 18446744073709551616.0},
                    BigRow{"123456789012345678901234567890", 123456789012345678901234567890.0},
                    BigRow{"-123456789012345678901234567890", -123456789012345678901234567890.0}));

TEST(JsonParser, ReadsBigIntegersAmongOtherThings) {
  const std::string digits(30, '7');
  const std::string string = "\"" + digits + "\\\"" + digits + "\"";
  const std::string text = "[" + digits + "," + string + ",1." + digits + "," + digits + ".5," +
                           "1e-0000000000000000000000001,-" + digits + "]";
  const auto json = ParseJson(text);
  ASSERT_TRUE(json) << json.error().detail;
  const auto& items = *json->AsArray();
  ASSERT_EQ(items.size(), 6U);
  EXPECT_NE(items[0].AsDouble(), nullptr);
  EXPECT_EQ(items[1], Json(digits + "\"" + digits));
  EXPECT_DOUBLE_EQ(*items[2].AsDouble(), 1.7777777777777777);
  EXPECT_DOUBLE_EQ(*items[4].AsDouble(), 0.1);
  EXPECT_DOUBLE_EQ(*items[5].AsDouble(), -*items[0].AsDouble());
}

struct BadRow {
  std::string text;
  const char* reason;
};

class BadJson : public testing::TestWithParam<BadRow> {};

TEST_P(BadJson, IsInvalidWithAReasonThatQuotesNothing) {
  const auto json = ParseJson(GetParam().text);
  ASSERT_FALSE(json) << GetParam().text;
  EXPECT_EQ(json.error().code, Errc::kInvalid);
  EXPECT_EQ(json.error().detail, GetParam().reason);
}

constexpr char kSyntax[] = "not valid JSON";
constexpr char kNumber[] = "a number is malformed or out of range";
constexpr char kString[] = "a string is malformed";
constexpr char kZero[] = "a string contains U+0000";
constexpr char kUtf8[] = "the text is not valid UTF-8";
constexpr char kEmpty[] = "the text is empty";

INSTANTIATE_TEST_SUITE_P(
    Rows, BadJson,
    testing::Values(BadRow{"", kEmpty}, BadRow{"  \n", kEmpty}, BadRow{"{", kSyntax},
                    BadRow{"[1,]", kSyntax}, BadRow{"{\"a\":1,}", kSyntax},
                    BadRow{"[1 2]", kSyntax}, BadRow{"{} x", kSyntax}, BadRow{"[]]", kSyntax},
                    BadRow{"1 2", kSyntax}, BadRow{"{a:1}", kSyntax}, BadRow{"{'a':1}", kSyntax},
                    BadRow{"[1}", kSyntax}, BadRow{"// x\n1", kSyntax},
                    BadRow{"\xEF\xBB\xBF{}", kSyntax}, BadRow{"01", kNumber}, BadRow{"1.", kNumber},
                    BadRow{"-", kNumber}, BadRow{"1e", kNumber}, BadRow{"1e999", kNumber},
                    BadRow{"-1e999", kNumber}, BadRow{"0" + std::string(30, '1'), kNumber},
                    BadRow{std::string(400, '9'), kNumber}, BadRow{"\"\n\"", kString},
                    BadRow{"\"abc", kString}, BadRow{R"("\x")", kString},
                    BadRow{R"("\ud800")", kString}, BadRow{R"("\ude00\ud83d")", kString},
                    BadRow{R"("a\u0000b")", kZero}, BadRow{R"({"a\u0000":1})", kZero},
                    BadRow{"\"\xC3\"", kUtf8}, BadRow{"\"\xED\xA0\x80\"", kUtf8},
                    BadRow{std::string("[1]\0", 4), kSyntax}));

class BadWords : public testing::TestWithParam<const char*> {};

TEST_P(BadWords, AreNoValues) { EXPECT_FALSE(ParseJson(GetParam())) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(Rows, BadWords,
                         testing::Values("nul", "nulls", "True", "tru", "truex", "falsey", "NaN",
                                         "Infinity", "-Infinity", "+1", ".5", "0x10", "1_000",
                                         "undefined", "[1,,2]", "[,1]", "{\"a\"}", "{\"a\":}",
                                         "{\"a\" 1}", "{1:2}", ":", ",", "\"a\":1"));

std::string Nested(int depth, const char* open, const char* close) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += open;
  for (int i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(JsonParser, StopsAtTheDepthLimit) {
  EXPECT_TRUE(ParseJson(Nested(kMaxJsonDepth, "[", "]")));
  EXPECT_TRUE(ParseJson(Nested(kMaxJsonDepth - 1, "{\"a\":", "}")
                            .insert(static_cast<std::size_t>(kMaxJsonDepth - 1) * 5, "{}")));
  for (const int depth : {kMaxJsonDepth + 1, 2000, 200'000}) {
    const auto arrays = ParseJson(Nested(depth, "[", "]"));
    ASSERT_FALSE(arrays);
    EXPECT_EQ(arrays.error().detail, "nested too deep");
  }
}

TEST(JsonParser, ReadsTextAtTheEndOfAPage) {
  // The text ends exactly where its memory does, for every length: sanitizers watch.
  for (std::size_t length = 1; length < 200; ++length) {
    const std::string body = "\"" + std::string(length, 'x') + "\"";
    const auto copy = std::make_unique<char[]>(body.size());
    body.copy(copy.get(), body.size());
    const auto json = ParseJson({copy.get(), body.size()});
    ASSERT_TRUE(json);
    EXPECT_EQ(json->AsString()->size(), length);
  }
}

TEST(JsonParser, TakesAViewOfNothing) {
  EXPECT_EQ(ParseJson(std::string_view()).error().detail, "the text is empty");
}

TEST(JsonParser, GoesOnAfterABigOne) {
  EXPECT_TRUE(ParseJson("\"" + std::string(3 << 20, 'x') + "\""));
  EXPECT_EQ(ParseJson("[1]").value(), Json(Json::Array{Json(1)}));
}

TEST(MembersIn, AreThoseOfAnObjectAndNoneOfAnythingElse) {
  EXPECT_EQ(ToText(Json(MembersIn(R"({"b":1,"a":{}})"))), R"({"b":1,"a":{}})");
  for (const char* text : {"", "{", "[1]", "null", R"("a")"}) EXPECT_TRUE(MembersIn(text).empty());
}

}  // namespace
}  // namespace guildhall
