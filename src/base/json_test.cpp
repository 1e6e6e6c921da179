#include "base/json.h"

#include <cstdint>
#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace guildhall {
namespace {

std::string Escaped(std::string_view text) {
  Buffer out;
  AppendEscaped(out, text);
  return std::string(out.view());
}

TEST(JsonWriter, PutsTheCommasItself) {
  Buffer out;
  JsonWriter json(out);
  json.BeginObject();
  json.Member("name", "Ann");
  json.Key("groups");
  json.BeginArray();
  json.Integer(1);
  json.BeginObject();
  json.EndObject();
  json.BeginArray();
  json.EndArray();
  json.Null();
  json.EndArray();
  json.KeyText("a\"b");
  json.Bool(true);
  json.Key("raw");
  json.Raw("{\"x\":1}");
  json.Key("piece");
  json.BeginText().AppendNumber(7);
  json.EndText();
  json.Member("no", false);
  json.EndObject();
  EXPECT_EQ(
      out.view(),
      R"({"name":"Ann","groups":[1,{},[],null],"a\"b":true,"raw":{"x":1},"piece":"7","no":false})");
}

TEST(JsonWriter, WritesAMemberByTheTypeOfItsValue) {
  Buffer out;
  JsonWriter json(out);
  json.BeginObject();
  json.Member("name", "Ann");
  json.Member("nick", std::string("A"));
  json.Member("age", 7);
  json.Member("weight", 1.5);
  json.Member("active", true);
  json.EndObject();
  EXPECT_EQ(out.view(), R"({"name":"Ann","nick":"A","age":7,"weight":1.5,"active":true})");
}

TEST(JsonWriter, EscapesWhatMustBe) {
  EXPECT_EQ(Escaped("a\"b\\c/\b\f\n\r\t"), R"(a\"b\\c/\b\f\n\r\t)");
  EXPECT_EQ(Escaped(std::string_view("\0\x01\x1F\x7F", 4)), "\\u0000\\u0001\\u001f\x7F");
  EXPECT_EQ(Escaped("żółć \xF0\x9F\x98\x80"), "żółć \xF0\x9F\x98\x80");
  EXPECT_EQ(Escaped(""), "");
}

TEST(JsonWriter, FindsACharacterToEscapeAtEveryPlace) {
  for (std::size_t length = 1; length <= 24; ++length) {
    for (std::size_t place = 0; place < length; ++place) {
      for (const char c : {'"', '\\', '\x1F', '\0'}) {
        for (const char filler : {'x', '\xFF', '!', ' ', ']'}) {
          std::string text(length, filler);
          text[place] = c;
          const std::string before(place, filler);
          const std::string after(length - place - 1, filler);
          const std::string escape = c == '\x1F' ? "\\u001f"
                                     : c == '\0' ? "\\u0000"
                                                 : std::string("\\") + c;
          ASSERT_EQ(Escaped(text), before + escape + after);
        }
      }
    }
  }
}

struct NumberRow {
  double value;
  const char* text;
};

class JsonNumbers : public testing::TestWithParam<NumberRow> {};

TEST_P(JsonNumbers, AreShortAndKeepTheirFraction) {
  const auto& [value, text] = GetParam();
  EXPECT_EQ(ToText(Json(value)), text);
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();

INSTANTIATE_TEST_SUITE_P(
    Rows, JsonNumbers,
    testing::Values(NumberRow{16.0, "16.0"}, NumberRow{0.0, "0.0"}, NumberRow{-0.0, "-0.0"},
                    NumberRow{0.1, "0.1"}, NumberRow{-2.5, "-2.5"}, NumberRow{1e300, "1e+300"},
                    NumberRow{5e-324, "5e-324"},
                    NumberRow{1.7976931348623157e308, "1.7976931348623157e+308"},
                    NumberRow{kInfinity, "null"}, NumberRow{-kInfinity, "null"},
                    NumberRow{std::numeric_limits<double>::quiet_NaN(), "null"}));

TEST(Json, FindsTheLastMemberOfAName) {
  const Json json(Json::Object{{"a", Json(1)}, {"b", Json(2)}, {"a", Json(3)}});
  ASSERT_NE(json.Find("a"), nullptr);
  EXPECT_EQ(*json.Find("a"), Json(3));
  EXPECT_EQ(json.Find("c"), nullptr);
  EXPECT_EQ(Json("text").Find("a"), nullptr);
}

TEST(Json, KnowsItsKind) {
  EXPECT_TRUE(Json().IsNull());
  EXPECT_NE(Json(true).AsBool(), nullptr);
  EXPECT_NE(Json(1).AsInteger(), nullptr);
  EXPECT_NE(Json(1.0).AsDouble(), nullptr);
  EXPECT_NE(Json("x").AsString(), nullptr);
  EXPECT_EQ(Json("x").AsBool(), nullptr);
  EXPECT_NE(Json(1), Json(1.0));
}

TEST(Json, IsWrittenCompactAndInOrder) {
  const Json json(Json::Object{{"z", Json(Json::Array{Json(), Json(true), Json("é")})},
                               {"a", Json(Json::Object{})}});
  EXPECT_EQ(ToText(json), "{\"z\":[null,true,\"é\"],\"a\":{}}");
}

}  // namespace
}  // namespace guildhall
