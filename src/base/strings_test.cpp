#include "base/strings.h"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace guildhall {
namespace {

TEST(Strings, TrimTakesWhiteSpaceAtBothEnds) {
  EXPECT_EQ(Trim(" \t\r\n a b \v\f"), "a b");
  EXPECT_EQ(Trim("   "), "");
  EXPECT_EQ(Trim(""), "");
  EXPECT_EQ(Trim("\xC2\xA0x"), "\xC2\xA0x");
}

TEST(Strings, SplitTrimsItsPartsAndLeavesOutEmptyOnes) {
  const auto parts = Split(" a, b c ,, d,", ',');
  EXPECT_EQ(parts, (std::vector<std::string_view>{"a", "b c", "d"}));
  EXPECT_TRUE(Split("", ',').empty());
}

TEST(Strings, CutAtTakesTheHeadAndItsSeparator) {
  std::string_view text = "a=b=c";
  EXPECT_EQ(CutAt(text, '='), "a");
  EXPECT_EQ(text, "b=c");
  EXPECT_EQ(CutAt(text, '&'), "b=c");
  EXPECT_EQ(text, "");
  EXPECT_EQ(CutAt(text, '&'), "");
  text = "=";
  EXPECT_EQ(CutAt(text, '='), "");
  EXPECT_EQ(text, "");
}

TEST(Strings, AsciiLowerLeavesOtherLettersAlone) {
  EXPECT_EQ(ToLowerAscii("AZaz@[09\xC3\x89"), "azaz@[09\xC3\x89");
}

struct LowerRow {
  const char* text;
  const char* lowered;
};

class UnicodeLower : public testing::TestWithParam<LowerRow> {};

TEST_P(UnicodeLower, FollowsTheSimpleMapping) {
  EXPECT_EQ(ToLowerUnicode(GetParam().text), GetParam().lowered);
}

INSTANTIATE_TEST_SUITE_P(Rows, UnicodeLower,
                         testing::Values(LowerRow{"", ""}, LowerRow{"Anna-Maria", "anna-maria"},
                                         LowerRow{"ÉCOLE", "école"}, LowerRow{"ŻÓŁĆ", "żółć"},
                                         LowerRow{"ΑΣ", "ασ"}, LowerRow{"ДОМ", "дом"},
                                         LowerRow{"straße", "straße"}, LowerRow{"日本", "日本"},
                                         LowerRow{"\xF0\x90\x90\x80", "\xF0\x90\x90\xA8"}));

TEST(Strings, UnicodeLowerKeepsWhatIsNoUtf8) {
  for (const std::string text :
       {"\xC3", "\xC3(", "\xC0\xAF", "\xED\xA0\x80", "\xE0\x80\xAF", "\xF4\x90\x80\x80",
        "\xF0\x82\x82\xAC", "\x80", "\xFF\xFE", "\xE2\x82", "\xF8\x88\x80\x80\x80"}) {
    EXPECT_EQ(ToLowerUnicode(text), text);
    EXPECT_EQ(ToLowerUnicode("A" + text + "B"), "a" + text + "b");
  }
}

TEST(Strings, UnicodeUpperFollowsTheSimpleMapping) {
  EXPECT_EQ(ToUpperUnicode("żółć ÿ straße 7"), "ŻÓŁĆ Ÿ STRAßE 7");
}

TEST(Strings, LettersAreThoseOfAnyScript) {
  for (const char32_t letter : ToCodePoints("aZéжΩ漢")) EXPECT_TRUE(IsLetter(letter));
  for (const char32_t other : ToCodePoints("7 -_€½\xF0\x9F\x98\x80")) EXPECT_FALSE(IsLetter(other));
}

TEST(Strings, CodePointsComeBackAsTheyWere) {
  EXPECT_EQ(FromCodePoints(ToCodePoints("aé漢\xF0\x9F\x98\x80")), "aé漢\xF0\x9F\x98\x80");
}

TEST(Strings, LengthsCountCodePoints) {
  EXPECT_EQ(CountCodePoints(""), 0U);
  EXPECT_EQ(CountCodePoints("abc"), 3U);
  EXPECT_EQ(CountCodePoints("żółć"), 4U);
  EXPECT_EQ(CountCodePoints("\xF0\x9F\x98\x80"), 1U);
}

TEST(Strings, ValidUtf8IsTold) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("żółć \xF0\x9F\x98\x80"));
  for (const char* text : {"\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF"})
    EXPECT_FALSE(IsValidUtf8(text));
}

TEST(Strings, CaseOfHeadersIsIgnored) {
  EXPECT_TRUE(EqualsIgnoreCase("X-API-KEY", "x-api-Key"));
  EXPECT_FALSE(EqualsIgnoreCase("X-API-KEY", "X-API-KEYS"));
  EXPECT_FALSE(EqualsIgnoreCase("a@", "a`"));
}

TEST(Strings, TokensAreComparedWholeInAnyCase) {
  EXPECT_TRUE(IsToken("Host", "host"));
  EXPECT_TRUE(IsToken("x-API-key", "x-api-key"));
  EXPECT_TRUE(IsToken("Access-Control-REQUEST-Method", "access-control-request-method"));
  EXPECT_FALSE(IsToken("hos", "host"));
  EXPECT_FALSE(IsToken("hosts", "host"));
  const std::string name = "access-control-request-method";
  for (std::size_t at = 0; at < name.size(); ++at) {
    std::string other = name;
    other[at] = '!';
    EXPECT_FALSE(IsToken(other, "access-control-request-method")) << at;
  }
  for (const char* other : {"eccept", "aaccep", "accepu", "acxept"})
    EXPECT_FALSE(IsToken(other, "accept")) << other;
}

TEST(Strings, IntegersAreReadWhole) {
  EXPECT_EQ(ParseInteger("0"), 0);
  EXPECT_EQ(ParseInteger("-17"), -17);
  EXPECT_EQ(ParseInteger("9223372036854775807"), 9223372036854775807);
  for (const char* text : {"", " 1", "1 ", "+1", "1.0", "0x1", "9223372036854775808", "-"})
    EXPECT_EQ(ParseInteger(text), std::nullopt) << text;
}

}  // namespace
}  // namespace guildhall
