#include "dialects/daptin/lists/list_query.h"

#include <array>
#include <string_view>

#include <gtest/gtest.h>

namespace guildhall::daptin {
namespace {

constexpr auto kColumns = std::to_array<std::string_view>({"name", "permission", "created_at"});
constexpr auto kFiltered = std::to_array<std::string_view>({"name"});

ListQuery Read(std::string_view query) {
  const auto read = ReadListQuery(query, "usergroup");
  EXPECT_TRUE(read) << query;
  return read.value_or(ListQuery{});
}

bool Holds(std::string operation, Json value, const Json& stored) {
  ListQuery query;
  query.conditions = {{"name", std::move(operation), std::move(value)}};
  EXPECT_TRUE(CheckColumns(query, "usergroup", kColumns));
  return Matches(query, {{"name", stored}}, kFiltered);
}

TEST(ListQuery, HasTheUsualPage) {
  const ListQuery query = Read("");
  EXPECT_EQ(query.number, 1);
  EXPECT_EQ(query.size, 10);
  EXPECT_FALSE(query.paged);
}

TEST(ListQuery, ReadsPages) {
  EXPECT_EQ(Read("page[number]=3&page%5Bsize%5D=20").number, 3);
  EXPECT_TRUE(Read("page[number]=3&page[size]=20").paged);
  EXPECT_EQ(Read("page[size]=0").size, 1);
  EXPECT_EQ(Read("page[size]=5000").size, ListQuery::kMaxSize);
  EXPECT_EQ(ReadListQuery("page[number]=x", "t").error().status, 400);
}

TEST(ListQuery, ReadsTheOrder) {
  EXPECT_EQ(Read("sort=name,-created_at,+permission").sort,
            (std::vector<SortKey>{{"name"}, {"created_at", true}, {"permission"}}));
}

TEST(ListQuery, ReadsBothFormsOfConditions) {
  const std::vector<Condition> wanted{{"name", "is", Json("a,b")}, {"permission", "gt", Json("1")}};
  EXPECT_EQ(Read(R"(query=[{"column":"name","operator":"is","value":"a,b"},)"
                 R"({"column":"permission","operator":"gt","value":"1"}])")
                .conditions,
            wanted);
  EXPECT_EQ(Read("query[][column]=name&query[][operator]=is&query[][value]=a,b&"
                 "query[][column]=permission&query[][operator]=gt&query[][value]=1")
                .conditions,
            wanted);
  EXPECT_EQ(ReadListQuery("query={", "t").error().status, 400);
}

TEST(ListQuery, RefusesColumnsThatNobodyMayAskBy) {
  EXPECT_EQ(CheckColumns(Read("sort=password"), "user_account", kColumns).error(),
            (Refusal{400, "table [user_account] invalid sort column [password]"}));
  EXPECT_EQ(CheckColumns(Read(R"(query=[{"column":"password","operator":"like","value":"$2%25"}])"),
                         "user_account", kColumns)
                .error(),
            (Refusal{400, "table [user_account] invalid column query [password]"}));
  EXPECT_FALSE(
      CheckColumns(Read(R"(query=[{"column":"name","operator":"or 1=1"}])"), "t", kColumns));
  EXPECT_FALSE(CheckColumns(
      Read(R"(query=[{"column":"name,password","operator":"fuzzy","value":"a"}])"), "t", kColumns));
}

TEST(ListQuery, KnowsEveryOperator) {
  const Json editors("editors");
  EXPECT_TRUE(Holds("is", editors, editors));
  EXPECT_TRUE(Holds("eq", Json(), Json()));
  EXPECT_FALSE(Holds("neq", editors, editors));
  EXPECT_TRUE(Holds("is not", Json(), editors));
  EXPECT_TRUE(Holds("contains", Json("%dit%"), editors));
  EXPECT_FALSE(Holds("contains", Json("dit"), editors));
  EXPECT_TRUE(Holds("begins with", Json("ed%"), editors));
  EXPECT_TRUE(Holds("ends with", Json("%rs"), editors));
  EXPECT_TRUE(Holds("like", Json("_ditors"), editors));
  EXPECT_FALSE(Holds("like", Json("ED%"), editors));
  EXPECT_TRUE(Holds("ilike", Json("ED%"), editors));
  EXPECT_TRUE(Holds("not like", Json("x%"), editors));
  EXPECT_FALSE(Holds("not ilike", Json("ED%"), editors));
  EXPECT_TRUE(Holds("in", Json(Json::Array{Json("a"), editors}), editors));
  EXPECT_TRUE(Holds("none of", Json(Json::Array{Json("a")}), editors));
  EXPECT_TRUE(Holds("more than", Json(2), Json(3)));
  EXPECT_TRUE(Holds("before", Json("2026-01-01"), Json("2025-12-31T00:00:00.000000Z")));
  EXPECT_TRUE(Holds("gte", Json("3"), Json(3)));
  EXPECT_TRUE(Holds("lte", Json(3), Json(3)));
  EXPECT_FALSE(Holds("lt", Json(3), Json()));
  EXPECT_TRUE(Holds("is empty", Json("ignored"), Json()));
  EXPECT_TRUE(Holds("is true", Json(), Json(true)));
  EXPECT_TRUE(Holds("is false", Json(), Json(false)));
  EXPECT_TRUE(Holds("fuzzy", Json("EDIT nothing"), editors));
  EXPECT_TRUE(Holds("fuzzy_any", Json("nothing edit"), editors));
  EXPECT_FALSE(Holds("fuzzy_all", Json("nothing edit"), editors));
}

TEST(ListQuery, GroupsAreAlternatives) {
  ListQuery query;
  query.conditions = {{"name", "is", Json("a"), "g"},
                      {"name", "is", Json("b"), "g"},
                      {"permission", "is", Json(1)}};
  EXPECT_TRUE(Matches(query, {{"name", Json("b")}, {"permission", Json(1)}}, kFiltered));
  EXPECT_FALSE(Matches(query, {{"name", Json("c")}, {"permission", Json(1)}}, kFiltered));
  EXPECT_FALSE(Matches(query, {{"name", Json("b")}, {"permission", Json(2)}}, kFiltered));
}

TEST(ListQuery, FiltersInAnyCase) {
  EXPECT_TRUE(Matches(Read("filter=EDIT"), {{"name", Json("editors")}}, kFiltered));
  EXPECT_FALSE(Matches(Read("filter=EDIT"), {{"other", Json("editors")}}, kFiltered));
}

TEST(ListQuery, SortsNumbersAsNumbersAndNullLast) {
  const std::vector<SortKey> up{{"permission"}};
  EXPECT_TRUE(ComesBefore(up, {{"permission", Json(2)}}, {{"permission", Json(10)}}));
  EXPECT_TRUE(ComesBefore(up, {{"permission", Json(1)}}, {{"permission", Json()}}));
  EXPECT_FALSE(ComesBefore(up, {{"permission", Json()}}, {{"permission", Json(1)}}));
  const std::vector<SortKey> down{{"permission", true}};
  EXPECT_TRUE(ComesBefore(down, {{"permission", Json(10)}}, {{"permission", Json(2)}}));
  EXPECT_TRUE(ComesBefore(down, {{"permission", Json()}}, {{"permission", Json(2)}}));
}

TEST(ListQuery, ComparesNumbersExactly) {
  const Json big(std::int64_t{9'007'199'254'740'993});
  EXPECT_FALSE(Holds("is", Json(std::int64_t{9'007'199'254'740'992}), big));
  EXPECT_TRUE(Holds("is", Json("9007199254740993"), big));
  EXPECT_TRUE(Holds("gt", Json("2.5"), Json(3)));
  EXPECT_TRUE(Holds("is", Json("2.5"), Json(2.5)));
  EXPECT_FALSE(Holds("is", Json("nan"), Json(0)));
  EXPECT_TRUE(Holds("any of", Json(Json::Array{Json("1"), Json(2)}), Json(2)));
}

}  // namespace
}  // namespace guildhall::daptin
