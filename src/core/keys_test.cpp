#include "core/keys.h"

#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/crypto.h"

namespace guildhall {
namespace {

std::string HexOf(const Value& value) { return ToHex(KeyOf(value)); }

std::string KeyOfText(std::string text) { return KeyOf(Value(std::move(text))); }

bool IsIn(const KeyBounds& bounds, const std::string& text) {
  const std::string key = KeyOfText(text);
  return bounds.first <= key && key < bounds.last;
}

TEST(Keys, AreStoredAsTheyAlwaysWere) {
  EXPECT_EQ(HexOf(false), "20");
  EXPECT_EQ(HexOf(true), "21");
  EXPECT_EQ(HexOf(std::int64_t{1}), "308000000000000001");
  EXPECT_EQ(HexOf(std::int64_t{-1}), "307fffffffffffffff");
  EXPECT_EQ(HexOf(1.5), "38bff8000000000000");
  EXPECT_EQ(HexOf(-1.5), "384007ffffffffffff");
  EXPECT_EQ(HexOf(Time(2)), "408000000000000002");
  EXPECT_EQ(HexOf(std::string("ab")), "5061620001");
  EXPECT_EQ(HexOf(std::string("a\0b", 3)), "506100ff620001");
  EXPECT_EQ(HexOf(GeoPoint{0, 0}), "60c000000000000000");
  EXPECT_EQ(HexOf(GeoPoint{180, -90}), "60aaaaaaaaaaaaaaaa");
  EXPECT_EQ(HexOf(Value()), "f0");
}

TEST(Keys, OfWholeDocumentsListsAndSetsAreNone) {
  EXPECT_EQ(KeyOf(Value(Document{"{}"})), "");
  EXPECT_EQ(KeyOf(Value(Scalars{true})), "");
  EXPECT_EQ(KeyOf(Value(Ids{1})), "");
}

TEST(Keys, SortLikeTheValues) {
  const std::vector<Value> ascending = {
      false,
      true,
      std::numeric_limits<std::int64_t>::min(),
      std::int64_t{-1},
      std::int64_t{0},
      std::numeric_limits<std::int64_t>::max(),
      -std::numeric_limits<double>::max(),
      -1.0,
      -std::numeric_limits<double>::denorm_min(),
      0.0,
      std::numeric_limits<double>::denorm_min(),
      2.0,
      Time(-5),
      Time(5),
      std::string(),
      std::string("\0", 1),
      std::string("\0\0", 2),
      std::string("\x01"),
      std::string("a"),
      std::string("a\0", 2),
      std::string("a\x01"),
      std::string("ab"),
      std::string("b"),
      std::string("\xC3\xA9"),
      GeoPoint{-180, -90},
      GeoPoint{180, 90},
      Value(),
  };
  for (std::size_t i = 1; i < ascending.size(); ++i)
    EXPECT_LT(KeyOf(ascending[i - 1]), KeyOf(ascending[i])) << "of value " << i;
}

TEST(Keys, OfBothZeroesAreOne) { EXPECT_EQ(KeyOf(Value(-0.0)), KeyOf(Value(0.0))); }

TEST(Keys, OfElementsTakeEqualNumbersAsOneAndTextsApart) {
  EXPECT_EQ(KeyOf(Scalar(std::int64_t{1})), KeyOf(Scalar(1.0)));
  EXPECT_NE(KeyOf(Scalar(std::int64_t{1})), KeyOf(Scalar(std::string("1"))));
  EXPECT_NE(KeyOf(Scalar(std::int64_t{1})), KeyOf(Scalar(true)));
}

TEST(Keys, OfIdsAreThoseOfReferences) { EXPECT_EQ(KeyOfId(7), KeyOf(Value(std::int64_t{7}))); }

TEST(Keys, OfLongTextsAreCutAndSayIt) {
  const std::string fits(kMaxKey - 4, 'a');
  EXPECT_FALSE(IsCut(KeyOfText(fits)));
  for (const std::size_t length : {kMaxKey - 3, kMaxKey - 2, kMaxKey - 1, kMaxKey, 3 * kMaxKey}) {
    const std::string key = KeyOfText(std::string(length, 'a'));
    EXPECT_EQ(key.size(), kMaxKey);
    EXPECT_TRUE(IsCut(key));
    EXPECT_LT(KeyOfText(fits), key);
  }
  EXPECT_EQ(KeyOfText(std::string(3 * kMaxKey, '\0')).size(), kMaxKey);
}

TEST(Keys, OfPointsStandForAllThatIsSoNear) {
  const Value here = GeoPoint{21.0122, 52.2297};
  EXPECT_EQ(KeyOf(here), KeyOf(Value(GeoPoint{21.0122 + 1e-9, 52.2297})));
  EXPECT_NE(KeyOf(here), KeyOf(Value(GeoPoint{21.0122 + 1e-6, 52.2297})));
  EXPECT_TRUE(IsCut(KeyOf(here)));
  EXPECT_FALSE(IsCut(KeyOf(Value(std::int64_t{1}))));
}

TEST(Prefixes, BoundTheTextsThatBeginWithThem) {
  const KeyBounds bounds = BoundsOfPrefix("ab");
  for (const std::string text : {"ab", "aba", "ab\xF4\x8F\xBF\xBF", "abzz"})
    EXPECT_TRUE(IsIn(bounds, text)) << text;
  for (const std::string text : {"", "a", "aa", "ac", "b", "Ab"})
    EXPECT_FALSE(IsIn(bounds, text)) << text;
}

TEST(Prefixes, MayEndInTheLowestAndTheHighestByte) {
  const std::string with_null("a\0", 2);
  EXPECT_TRUE(IsIn(BoundsOfPrefix(with_null), with_null + "b"));
  EXPECT_FALSE(IsIn(BoundsOfPrefix(with_null), "a"));
  EXPECT_FALSE(IsIn(BoundsOfPrefix(with_null), "a\x01"));
  EXPECT_TRUE(IsIn(BoundsOfPrefix("a\xFF"), "a\xFFz"));
  EXPECT_FALSE(IsIn(BoundsOfPrefix("a\xFF"), "b"));
}

TEST(Prefixes, ThatAreEmptyBoundTextsOnly) {
  const KeyBounds bounds = BoundsOfPrefix("");
  EXPECT_TRUE(IsIn(bounds, ""));
  EXPECT_TRUE(IsIn(bounds, "\xFF\xFF"));
  EXPECT_GE(KeyOf(Value()), bounds.last);
  EXPECT_LT(KeyOf(Value(Time(0))), bounds.first);
}

TEST(Prefixes, LongerThanAKeyMissNothing) {
  const std::string prefix(2 * kMaxKey, '\xFF');
  EXPECT_TRUE(IsIn(BoundsOfPrefix(prefix), prefix + "a"));
}

TEST(UniqueKeys, TellLongTextsApart) {
  InitializeCrypto();
  const std::string long_text(kMaxKey, 'a');
  EXPECT_EQ(UniqueKeyOf(Value("a" + long_text)), UniqueKeyOf(Value("a" + long_text)));
  EXPECT_NE(UniqueKeyOf(Value(long_text + "a")), UniqueKeyOf(Value(long_text + "b")));
  EXPECT_LE(UniqueKeyOf(Value(long_text)).size(), kMaxKey);
  EXPECT_NE(UniqueKeyOf(Value(long_text)).front(), KeyOfText("a").front());
}

TEST(UniqueKeys, OfShortValuesAreTheirKeysAndOfNullNone) {
  EXPECT_EQ(UniqueKeyOf(Value(std::int64_t{1})), KeyOf(Value(std::int64_t{1})));
  EXPECT_EQ(UniqueKeyOf(Value(std::string("a"))), KeyOfText("a"));
  EXPECT_EQ(UniqueKeyOf(Value()), "");
}

}  // namespace
}  // namespace guildhall
