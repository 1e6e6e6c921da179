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

TEST(Documents, ReadBackPointsDocumentsListsAndSetsOfIds) {
  using Integers = std::numeric_limits<std::int64_t>;
  const Fields fields{{1, GeoPoint{-122.5, 37.0}},
                      {2, GeoPoint{0.1, std::numeric_limits<double>::infinity()}},
                      {3, Document{R"({"a":[1,{"b":"c\"\\"}],"z":null})"}},
                      {4, Document{"{}"}},
                      {5, Scalars{}},
                      {6, Scalars{true, false, std::int64_t{3}, 3.0, std::string("]}\",{"),
                                  -std::numeric_limits<double>::infinity(), Integers::min()}},
                      {7, Scalars{std::string()}},
                      {8, Ids{}},
                      {9, Ids{1, 2, Integers::max()}},
                      {10, 7.5},
                      {11, FileValue{"0a\"1.png", Integers::max()}}};
  EXPECT_EQ(RoundTrip(fields), fields);
}

TEST(Documents, AreWrittenAsTheyWillBeReadByLaterVersions) {
  const Fields fields{{1, GeoPoint{1.5, -2.0}},
                      {2, Document{R"({"a":1})"}},
                      {3, Scalars{std::int64_t{1}, std::string("b")}},
                      {4, Ids{4, 5}},
                      {5, Time(6)},
                      {6, FileValue{"a.png", 7}}};
  EXPECT_EQ(
      FieldsText(fields).view(),
      R"({"1":{"g":[1.5,-2.0]},"2":{"d":"{\"a\":1}"},"3":[1,"b"],"4":{"i":[4,5]},"5":{"t":6},)"
      R"("6":{"f":["a.png",7]}})");
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
  for (const char* text : {"",
                           "{",
                           "[]",
                           "{\"a\":1}",
                           "{\"1\":[}",
                           "{\"1\":{\"x\":1}}",
                           "{\"1\":1}x",
                           "{\"1\":\"a}",
                           "{\"1\":\"\\u00\"}",
                           "{\"1\":1.5.5}",
                           "{\"1\":--1}",
                           "{\"1\":[1,]}",
                           "{\"1\":[null]}",
                           "{\"1\":[[1]]}",
                           "{\"1\":[{\"t\":1}]}",
                           "{\"1\":[{\"i\":[1]}]}",
                           "{\"1\":{\"i\":[1.5]}}",
                           "{\"1\":{\"i\":1}}",
                           "{\"1\":{\"g\":[1,2.0]}}",
                           "{\"1\":{\"g\":[1.0]}}",
                           "{\"1\":{\"g\":[1.0,2.0,3.0]}}",
                           "{\"1\":{\"g\":[true,2.0]}}",
                           "{\"1\":{\"d\":{}}}",
                           "{\"1\":{\"t\":1,\"t\":2}}",
                           "{\"1\":{}}",
                           "{\"1\":{\"t\"}}"}) {
    EXPECT_FALSE(ParseFields(text)) << text;
  }
  EXPECT_FALSE(ParseSpec("{}"));
  EXPECT_FALSE(ParseSpec("[{\"number\":1}]"));
  for (const char* target : {"1", "{}", R"({"kind":9,"shown":""})", R"({"kind":-1,"shown":""})",
                             R"({"kind":1,"shown":1})"}) {
    const std::string text =
        R"([{"number":1,"name":"a","type":8,"target":)" + std::string(target) + "}]";
    EXPECT_FALSE(ParseSpec(text)) << text;
  }
}

/// A value of every kind.
Buffer SomeOfAll() {
  return FieldsText({{1, std::string("a\n\"b")},
                     {2, 1.5},
                     {3, Time(7)},
                     {4, true},
                     {5, GeoPoint{1.5, -2.5}},
                     {6, Document{R"({"a":[1]})"}},
                     {7, Scalars{true, std::int64_t{1}, 2.5, std::string("c"), std::nan("")}},
                     {8, Ids{1, 2}},
                     {9, std::nan("")},
                     {10, Value()}});
}

TEST(Documents, AnyTextIsReadOrRefusedButNeverRunOver) {
  const Buffer whole = SomeOfAll();
  ASSERT_TRUE(ParseFields(whole.view()));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(ParseFields(whole.view().substr(0, size))) << size;
  }
}

TEST(Documents, DamageOfAnyByteIsReadOrRefused) {
  const Buffer whole = SomeOfAll();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    // What has a meaning somewhere, and what has none anywhere.
    for (const char byte : std::string_view("\"\\{}[]:,0-.eEtfnbgdiu \0\x1f\x80\xff", 26)) {
      std::string text(whole.view());
      text[at] = byte;
      const auto read = ParseFields(text);
      EXPECT_LE(read ? read->size() : 0, 10U);
      text.erase(at, 1);
      static_cast<void>(ParseFields(text));
    }
  }
}

TEST(Documents, DeepNestingIsRefusedWithoutDescending) {
  for (const std::string open : {"[", "{\"g\":[", "{\"i\":[", "{\"d\":"}) {
    std::string text = "{\"1\":";
    for (int depth = 0; depth < 200'000; ++depth) text += open;
    EXPECT_FALSE(ParseFields(text)) << open;
  }
}

TEST(Documents, SpecificationsReadBackExactly) {
  const std::vector<Field> fields{
      {1, "title", FieldType::kString, true, false},
      {7, "caf\xC3\xA9", FieldType::kDatetime, false, true},
      {8,
       "author",
       FieldType::kReference,
       true,
       true,
       true,
       {Target::Kind::kCollection, CollectionId(17), "authors"},
       9,
       true},
      {10, "parts", FieldType::kRelation, false, true, false, {Target::Kind::kSelf, {}, "self"}},
      {11, "by", FieldType::kRelation, false, true, false, {Target::Kind::kUsers, {}, "user"}, 12},
      {13, "in", FieldType::kReference, false, true, false, {Target::Kind::kGroups, {}, "group"}}};
  const auto back = ParseSpec(SpecText(fields).view());
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, fields);
}

TEST(Documents, SetsOfUniqueFieldsReadBackExactly) {
  const std::vector<UniqueSet> sets{{7, {1, 3}}, {12, {3, 5, 1}}};
  const auto back = ParseUniqueSets(UniqueSetsText(sets).view());
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, sets);
  const auto none = ParseUniqueSets(UniqueSetsText({}).view());
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
}

TEST(Documents, DamagedSetsOfUniqueFieldsAreAnErrorAndNoSets) {
  for (const char* text : {"", "{}", "[1]", "[{}]", R"([{"number":1}])", R"([{"fields":[1]}])",
                           R"([{"number":"1","fields":[1]}])", R"([{"number":1,"fields":1}])",
                           R"([{"number":1,"fields":["a"]}])"}) {
    EXPECT_FALSE(ParseUniqueSets(text)) << text;
  }
}

TEST(Documents, SpecificationsOfFormerVersionsHaveNoLists) {
  const auto back =
      ParseSpec(R"([{"number":1,"name":"title","type":1,"ordered":true,"filterable":true}])");
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, std::vector<Field>({{1, "title", FieldType::kString, true, true}}));
  EXPECT_EQ(back->front().index, 0);
  EXPECT_FALSE(back->front().unique);
  EXPECT_FALSE(back->front().building);
}

}  // namespace
}  // namespace guildhall::store
