#include "dialects/daptin/columns/column_values.h"

#include <gtest/gtest.h>

#include "base/crypto.h"

namespace guildhall::daptin {
namespace {

Column ColumnOf(std::string type, std::string data_type = "varchar(50)") {
  Column column{.name = "c", .type = std::move(type), .data_type = std::move(data_type)};
  column.options = {{.value = "open"}, {.value = "Closed"}};
  return column;
}

const Refusal kBad{400, "invalid value for c"};
const Refusal kLong{400, "value too long for c"};

struct Row {
  Column column;
  Json sent;
  Reading<Value> read;
};

Reading<Value> Bad() { return tl::unexpected(kBad); }
Reading<Value> Long() { return tl::unexpected(kLong); }
Reading<Value> Text(std::string text) { return Value(std::move(text)); }
Reading<Value> Whole(std::int64_t number) { return Value(number); }
Reading<Value> Real(double number) { return Value(number); }
Reading<Value> Truth(bool truth) { return Value(truth); }
Reading<Value> Null() { return Value(); }

void Expect(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    EXPECT_EQ(ReadValue(row.column, row.sent), row.read)
        << row.column.type << " " << row.column.data_type << " " << ToText(row.sent);
  }
}

TEST(ColumnValues, OfTextAreKeptAsTheyAre) {
  const Json list(Json::Array{Json(1), Json("a")});
  Expect({{ColumnOf("label"), Json(" A b "), Text(" A b ")},
          {ColumnOf("label"), Json(7), Text("7")},
          {ColumnOf("label"), Json(true), Text("true")},
          {ColumnOf("label"), Json(), Null()},
          {ColumnOf("label"), list, Bad()},
          {ColumnOf("json", "text"), list, Text(R"([1,"a"])")},
          {ColumnOf("content", "text"), Json(Json::Object{{"a", Json(1)}}), Text(R"({"a":1})")},
          {ColumnOf("json", "text"), Json("{"), Text("{")},
          {ColumnOf("label", "VARCHAR(3)"), Json("żół"), Text("żół")},
          {ColumnOf("label", "varchar(3)"), Json("żółw"), Long()},
          {ColumnOf("content", "text"), Json(std::string((1 << 20) + 1, 'x')), Long()},
          {ColumnOf("label", "text"), Json(std::string(1 << 20, 'x')),
           Text(std::string(1 << 20, 'x'))}});
}

TEST(ColumnValues, OfTruthAreTrueForFewAndFalseForAllElse) {
  const Column column = ColumnOf("truefalse", "boolean");
  for (const Json& sent : {Json(true), Json("true"), Json("1"), Json(1)}) {
    Expect({{column, sent, Truth(true)}});
  }
  for (const Json& sent : {Json(false), Json("yes"), Json(""), Json(2), Json(Json::Array{})}) {
    Expect({{column, sent, Truth(false)}});
  }
}

TEST(ColumnValues, OfNumbersAreParsed) {
  const Column whole = ColumnOf("measurement", "int(11)");
  const Column real = ColumnOf("measurement", "float(7,4)");
  Expect({{whole, Json("42"), Whole(42)},
          {whole, Json(" -3 "), Whole(-3)},
          {whole, Json("3.0"), Whole(3)},
          {whole, Json(3.0), Whole(3)},
          {whole, Json(""), Whole(0)},
          {whole, Json("-"), Whole(0)},
          {whole, Json("na"), Whole(0)},
          {whole, Json(3.5), Bad()},
          {whole, Json("many"), Bad()},
          {whole, Json(true), Bad()},
          {whole, Json(1e300), Bad()},
          {real, Json("2.5"), Real(2.5)},
          {real, Json(2), Real(2)},
          {real, Json("na"), Real(0)},
          {real, Json("nan"), Bad()},
          {real, Json("1e999"), Bad()},
          {ColumnOf("rating", "int(4)"), Json("10"), Whole(10)},
          {ColumnOf("year"), Json("1999"), Whole(1999)},
          {ColumnOf("float"), Json("1"), Real(1)},
          {ColumnOf("value", "bigint"), Json("9007199254740993"), Whole(9007199254740993)},
          {ColumnOf("location.latitude", "float(7,4)"), Json("51.5"), Real(51.5)},
          {ColumnOf("location", "point"), Json("51,0"), Text("51,0")}});
}

TEST(ColumnValues, OfTimeAreParsed) {
  Expect({{ColumnOf("date", "timestamp"), Json("2006-01-02"),
           Reading<Value>(Time(1'136'160'000'000'000))},
          {ColumnOf("datetime"), Json("2006-01-02 00:00:00"),
           Reading<Value>(Time(1'136'160'000'000'000))},
          {ColumnOf("timestamp"), Json(1'136'160'000), Reading<Value>(Time(1'136'160'000'000'000))},
          {ColumnOf("timestamp"), Json(""), Null()},
          {ColumnOf("timestamp"), Json("soon"), Bad()},
          {ColumnOf("time"), Json("15:04"), Text("15:04:00")},
          {ColumnOf("time"), Json("25:00"), Bad()},
          {ColumnOf("time"), Json(5), Bad()}});
}

TEST(ColumnValues, OfOptionsAreLowerCaseAndKnown) {
  Expect({{ColumnOf("enum"), Json("OPEN"), Text("open")},
          {ColumnOf("enum"), Json("closed"), Text("closed")},
          {ColumnOf("enum"), Json("other"), Bad()},
          {ColumnOf("enum"), Json(""), Null()}});
}

TEST(ColumnValues, HaveTheFieldOfTheirType) {
  struct {
    Column column;
    FieldType type;
  } const rows[] = {
      {ColumnOf("label"), FieldType::kString},
      {ColumnOf("json", "text"), FieldType::kText},
      {ColumnOf("password", "varchar(100)"), FieldType::kString},
      {ColumnOf("truefalse", "bool"), FieldType::kBoolean},
      {ColumnOf("measurement", "int(10)"), FieldType::kInteger},
      {ColumnOf("measurement", "decimal(10,2)"), FieldType::kFloat},
      {ColumnOf("label", "int(11)"), FieldType::kInteger},
      {ColumnOf("date"), FieldType::kDatetime},
      {ColumnOf("time", "timestamp"), FieldType::kString},
      {ColumnOf("enum"), FieldType::kString},
  };
  for (const auto& row : rows) EXPECT_EQ(FieldTypeOf(row.column), row.type) << row.column.type;
}

TEST(ColumnValues, AreShownAsTheyWereMeant) {
  EXPECT_EQ(ShowValue(ColumnOf("label"), Value("a")), Json("a"));
  EXPECT_EQ(ShowValue(ColumnOf("label"), Value()), Json());
  EXPECT_EQ(ShowValue(ColumnOf("date"), Value(Time(1'136'160'000'000'000))),
            Json("2006-01-02T00:00:00.000000Z"));
  EXPECT_EQ(ShowValue(ColumnOf("password"), Value("$argon2id$x")), Json(""));
  EXPECT_EQ(ShowValue(ColumnOf("password"), Value()), Json(""));
  EXPECT_EQ(ShowValue(ColumnOf("md5"), Value("ab")), Json("ab"));
  EXPECT_EQ(ShowValue(ColumnOf("json"), Value(Scalars{std::int64_t{1}, std::string("a")})),
            Json(Json::Array{Json(1), Json("a")}));
  EXPECT_EQ(ShowValue(ColumnOf("value"), Value(Ids{1, 2})), Json());
}

TEST(ColumnValues, HaveTheDeclaredDefault) {
  const auto with = [](Column column, std::string text) {
    column.default_value = std::move(text);
    return column;
  };
  EXPECT_EQ(DefaultOf(with(ColumnOf("label"), "'text'")), Value("text"));
  EXPECT_EQ(DefaultOf(with(ColumnOf("label"), "text")), Value("text"));
  EXPECT_EQ(DefaultOf(with(ColumnOf("truefalse"), "true")), Value(true));
  EXPECT_EQ(DefaultOf(with(ColumnOf("measurement", "int"), "'5'")), Value(std::int64_t{5}));
  EXPECT_EQ(DefaultOf(with(ColumnOf("measurement", "int"), "x")), Value());
  EXPECT_EQ(DefaultOf(with(ColumnOf("label"), "NULL")), Value());
  EXPECT_EQ(DefaultOf(ColumnOf("label")), Value());
  EXPECT_EQ(DefaultOf(with(ColumnOf("password"), "'secret'")), Value());
  EXPECT_TRUE(DefaultsToNow(with(ColumnOf("datetime"), "current_timestamp")));
  EXPECT_FALSE(DefaultsToNow(with(ColumnOf("label"), "current_timestamp")));
}

TEST(ColumnValues, ThatAreHashedAreNotAskedBy) {
  for (const char* type : {"password", "bcrypt", "md5", "md5-bcrypt"}) {
    EXPECT_FALSE(MayAskBy(ColumnOf(type))) << type;
    EXPECT_TRUE(NeedsHash(ColumnOf(type), Json("secret"))) << type;
    EXPECT_FALSE(NeedsHash(ColumnOf(type), Json(""))) << type;
    EXPECT_FALSE(NeedsHash(ColumnOf(type), Json())) << type;
  }
  Column hidden = ColumnOf("label");
  EXPECT_TRUE(MayAskBy(hidden));
  EXPECT_FALSE(NeedsHash(hidden, Json("secret")));
  hidden.hidden = true;
  EXPECT_FALSE(MayAskBy(hidden));
}

TEST(ColumnValues, AreHashedByTheirType) {
  InitializeCrypto();
  const struct {
    const char* type;
    const char* start;
  } rows[] = {{"password", "$argon2id$"},
              {"bcrypt", "$2a$11$"},
              {"md5", "5ebe2294ecd0e0f08eab7690d2a6ee69"},
              {"md5-bcrypt", "$2a$11$"}};
  for (const auto& row : rows) {
    const Column column = ColumnOf(row.type);
    const auto hash = HashFor(column, "secret");
    ASSERT_TRUE(hash) << row.type;
    EXPECT_TRUE(hash->starts_with(row.start)) << *hash;
    EXPECT_TRUE(IsHashOf(column, *hash, "secret")) << row.type;
    EXPECT_FALSE(IsHashOf(column, *hash, "Secret")) << row.type;
  }
  EXPECT_EQ(HashFor(ColumnOf("bcrypt"), std::string(73, 'x')).error(), kLong);
  EXPECT_EQ(HashFor(ColumnOf("password"), std::string(2000, 'x')).error(), kLong);
}

}  // namespace
}  // namespace guildhall::daptin
