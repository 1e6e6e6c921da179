#include "dialects/daptin/lists/aggregate_query.h"

#include <gtest/gtest.h>

namespace guildhall::daptin {
namespace {

AggregateQuery Read(std::string_view query, std::string_view body = "null") {
  const auto read = ReadAggregateQuery(query, ParseJson(body).value());
  EXPECT_TRUE(read) << query << ": " << read.error().title;
  return read.value_or(AggregateQuery());
}

std::string RefusalOf(std::string_view query) {
  const auto read = ReadAggregateQuery(query, Json());
  return read ? "accepted" : read.error().title;
}

TEST(AggregateQueries, CountRowsWhenNothingIsAskedFor) {
  EXPECT_EQ(Read("").figures, (std::vector<Figure>{{"count", Function::kCount, ""}}));
}

TEST(AggregateQueries, NameTheirFiguresAsTheyWereAskedFor) {
  const AggregateQuery query =
      Read("group=state,kind&column=kind,count,sum(price)&column=avg(price)");
  EXPECT_EQ(query.groups, (std::vector<std::string>{"state", "kind"}));
  EXPECT_EQ(query.figures, (std::vector<Figure>{{"count", Function::kCount, ""},
                                                {"sum(price)", Function::kSum, "price"},
                                                {"avg(price)", Function::kAverage, "price"}}));
}

TEST(AggregateQueries, ReadConditionsWithCommasAndNumbers) {
  const AggregateQuery query = Read(
      "filter=eq(title,a,%20b),gt(price,10)&filter=in(state,open,7)&having=gte(sum(price),2.5)");
  EXPECT_EQ(query.rows.conditions,
            (std::vector<Condition>{{"title", "eq", Json("a, b")},
                                    {"price", "gt", Json(10)},
                                    {"state", "in", Json(Json::Array{Json("open"), Json(7)})}}));
  EXPECT_EQ(query.having, (std::vector<Condition>{{"sum(price)", "gte", Json(2.5)}}));
}

TEST(AggregateQueries, ReadTheirOrderAndABody) {
  const AggregateQuery query =
      Read("order=-sum(price),state", R"j({"group":["state"],"column":["count","sum(price)"]})j");
  EXPECT_EQ(query.order, (std::vector<SortKey>{{"sum(price)", true}, {"state", false}}));
  EXPECT_EQ(query.groups, std::vector<std::string>{"state"});
  EXPECT_EQ(query.figures.size(), 2U);
}

TEST(AggregateQueries, RefuseWhatTheyCannotRead) {
  EXPECT_EQ(RefusalOf("column=price"), "invalid aggregate column price");
  EXPECT_EQ(RefusalOf("column=sum()"), "invalid aggregate column sum()");
  EXPECT_EQ(RefusalOf("column=drop(price)"), "invalid aggregate column drop(price)");
  EXPECT_EQ(RefusalOf("filter=price=1"), "invalid filter price=1");
  EXPECT_EQ(RefusalOf("filter=eq(price)"), "invalid filter eq(price)");
  EXPECT_EQ(RefusalOf("filter=%zz"), "invalid query string");
  std::string many;
  for (int i = 0; i < 101; ++i) many += "group=a&";
  EXPECT_EQ(RefusalOf(many), "too many parts of an aggregate");
}

}  // namespace
}  // namespace guildhall::daptin
