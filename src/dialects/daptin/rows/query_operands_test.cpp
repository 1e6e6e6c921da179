#include "dialects/daptin/rows/query_operands.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "dialects/daptin/columns/column_times.h"
#include "dialects/daptin/columns/column_values.h"

namespace guildhall::daptin {
namespace {

/// A table with one column of a type, and a field to it.
Table TableWith(std::string type, std::string data_type) {
  Table table{.name = "thing"};
  Column column{.name = "c", .type = std::move(type), .data_type = std::move(data_type)};
  column.field = 1;
  table.stored.fields = {{.number = 1, .name = "c", .type = FieldTypeOf(column)}};
  table.columns = {std::move(column)};
  return table;
}

const std::vector<Json>& Asked() {
  static const std::vector<Json> kAsked = [] {
    std::vector<Json> asked{Json(),
                            Json(""),
                            Json("a"),
                            Json("A%"),
                            Json("%b_"),
                            Json("a\\%"),
                            Json("\\"),
                            Json("żó%"),
                            Json("%"),
                            Json("true"),
                            Json("false"),
                            Json("2"),
                            Json("2.5"),
                            Json("-1"),
                            Json("1e3"),
                            Json("nan"),
                            Json("2026-01-01"),
                            Json("2026-01-01 01:00:00+01:00"),
                            Json("2026-01-01T00:00:00.000000Z"),
                            Json("9007199254740993"),
                            Json(true),
                            Json(false),
                            Json(0),
                            Json(1),
                            Json(2),
                            Json(2.0),
                            Json(2.5),
                            Json(1767225600),
                            Json(std::int64_t{9'007'199'254'740'993}),
                            Json(9'007'199'254'740'992.0),
                            Json(1e300)};
    asked.emplace_back(Json::Array{});
    asked.emplace_back(Json::Array{Json("a"), Json(2), Json("2026-01-01")});
    asked.emplace_back(Json::Array{Json(2), Json(0)});
    asked.emplace_back(Json::Array{Json("2.5"), Json(true)});
    asked.emplace_back(Json::Array{Json("a"), Json()});
    asked.emplace_back(Json::Array{Json("2026-01-01"), Json("2027-01-01")});
    asked.emplace_back(Json::Object{{"a", Json(1)}});
    return asked;
  }();
  return kAsked;
}

const std::vector<std::string> kOperations = {
    "is",        "eq",          "is not",    "neq",     "not",          "contains",
    "like",      "begins with", "ends with", "ilike",   "not contains", "not like",
    "not ilike", "in",          "any of",    "none of", "more than",    "after",
    "gt",        "less than",   "before",    "lt",      "gte",          "lte",
    "is empty",  "is true",     "is false",  "fuzzy",   "fuzzy_any",    "fuzzy_all"};

/// How many translations there were.
int ExpectSame(const Table& table, const std::vector<Value>& stored) {
  const Column& column = table.columns.front();
  const auto place = PlaceOf(table, "c");
  int translated = 0;
  for (const std::string& operation : kOperations) {
    for (const Json& asked : Asked()) {
      const auto filter = ConditionsOf(*place, operation, asked);
      if (!filter) continue;
      ++translated;
      ListQuery query;
      query.conditions = {{"c", operation, asked}};
      query = WithMoments(table, query);
      for (const Value& value : stored) {
        const bool fits = std::all_of(filter->begin(), filter->end(), [&](const auto& condition) {
          return Fulfils(condition, value);
        });
        const Json::Object shown{{"c", ShowValue(column, value)}};
        EXPECT_EQ(fits, Matches(query, shown, {}))
            << column.type << " " << operation << " " << ToText(asked) << " of "
            << ToText(shown.front().second);
      }
    }
  }
  return translated;
}

TEST(QueryOperands, OfTextHoldWhereTheShownTextDoes) {
  const std::vector<Value> stored{
      Value(),       Value(""),     Value("a"),    Value("A"),   Value("ab"),        Value("Abc"),
      Value("a\\x"), Value("a%"),   Value("\\"),   Value("2"),   Value("2.5"),       Value("true"),
      Value("żółw"), Value("ŻÓŁW"), Value("a\\%"), Value("zzz"), Value("2026-01-01")};
  EXPECT_GT(ExpectSame(TableWith("label", "varchar(50)"), stored), 300);
}

TEST(QueryOperands, OfNumbersHoldWhereTheShownNumberDoes) {
  const std::vector<Value> whole{Value(),
                                 Value(std::int64_t{-1}),
                                 Value(std::int64_t{0}),
                                 Value(std::int64_t{1}),
                                 Value(std::int64_t{2}),
                                 Value(std::int64_t{3}),
                                 Value(std::int64_t{1000}),
                                 Value(std::int64_t{9'007'199'254'740'992}),
                                 Value(std::int64_t{9'007'199'254'740'993}),
                                 Value(std::int64_t{9'223'372'036'854'775'807})};
  EXPECT_GT(ExpectSame(TableWith("measurement", "int(11)"), whole), 100);
  const std::vector<Value> real{Value(),     Value(-1.0),   Value(0.0),
                                Value(-0.0), Value(1.0),    Value(2.0),
                                Value(2.5),  Value(1000.0), Value(9'007'199'254'740'992.0),
                                Value(1e300)};
  EXPECT_GT(ExpectSame(TableWith("float", "float(7,4)"), real), 100);
}

TEST(QueryOperands, OfTruthHoldWhereTheShownTruthDoes) {
  EXPECT_GT(ExpectSame(TableWith("truefalse", "boolean"), {Value(), Value(true), Value(false)}),
            50);
}

TEST(QueryOperands, OfTimesHoldWhereTheShownTimeDoes) {
  std::vector<Value> stored{Value(), Value(Time())};
  for (const char* text :
       {"2025-12-31T23:59:59.999999Z", "2026-01-01", "2026-01-01T00:00:00.000001Z", "2027-01-01",
        "0000-01-01", "9999-12-31"}) {
    stored.emplace_back(*ReadMoment(Json(text)));
  }
  EXPECT_GT(ExpectSame(TableWith("datetime", "timestamp"), stored), 50);
}

TEST(QueryOperands, HaveNoPlaceForWhatIsNotInAField) {
  const Table table = TableWith("label", "varchar(50)");
  EXPECT_FALSE(PlaceOf(table, "permission"));
  EXPECT_FALSE(PlaceOf(table, "nothing"));
  EXPECT_TRUE(PlaceOf(table, "created_at"));
  EXPECT_FALSE(ConditionsOf(*PlaceOf(table, "c"), "or 1=1", Json("a")));
}

}  // namespace
}  // namespace guildhall::daptin
