#include "dialects/syncano/record_operators.h"

#include <string>

#include <gtest/gtest.h>

namespace guildhall::syncano {
namespace {

Field Of(FieldType type) {
  Field field;
  field.number = 1;
  field.name = "f";
  field.type = type;
  return field;
}

/// What `before` becomes.
ReadValueResult After(FieldType type, const std::string& json, const Value& before) {
  const auto operators = ReadOperators(Of(type), ParseJson(json).value());
  EXPECT_TRUE(operators) << json;
  if (!*operators) return tl::unexpected<ValueRefusal>(operators->error());
  return Apply(**operators, Of(type), before);
}

std::string Refused(FieldType type, const std::string& json, const Value& before = {}) {
  const ReadValueResult after = After(type, json, before);
  return after ? "accepted" : after.error().text;
}

TEST(RecordOperators, IncrementNumbers) {
  EXPECT_EQ(*After(FieldType::kInteger, R"({"_increment":2})", Value(std::int64_t{40})),
            Value(std::int64_t{42}));
  EXPECT_EQ(*After(FieldType::kInteger, R"({"_increment":-1})", Value()), Value(std::int64_t{-1}));
  EXPECT_EQ(*After(FieldType::kFloat, R"({"_increment":0.5})", Value(1.0)), Value(1.5));
  EXPECT_EQ(*After(FieldType::kInteger, R"("{\"_increment\":\"3\"}")", Value()),
            Value(std::int64_t{3}));
}

TEST(RecordOperators, AnIncrementStaysWithinTheType) {
  EXPECT_EQ(Refused(FieldType::kInteger, R"({"_increment":1})", Value(std::int64_t{2147483647})),
            "Ensure this value is less than or equal to 2147483647.");
  EXPECT_EQ(Refused(FieldType::kFloat, R"({"_increment":1e308})", Value(1e308)),
            "A valid number is required.");
  EXPECT_EQ(Refused(FieldType::kInteger, R"({"_increment":1.5})"), "A valid integer is required.");
  EXPECT_EQ(Refused(FieldType::kInteger, R"({"_increment":null})"), "A valid integer is required.");
  EXPECT_EQ(Refused(FieldType::kFloat, R"({"_increment":1,"x":1})"), "A valid number is required.");
}

TEST(RecordOperators, ArraysGrowAndShrink) {
  const Value before(Scalars{std::string("a"), std::int64_t{1}, std::string("a")});
  EXPECT_EQ(*After(FieldType::kList, R"({"_add":["b","a"]})", before),
            Value(Scalars{std::string("a"), std::int64_t{1}, std::string("a"), std::string("b"),
                          std::string("a")}));
  EXPECT_EQ(*After(FieldType::kList, R"({"_addunique":["a","c","c",1.0,"1"]})", before),
            Value(Scalars{std::string("a"), std::int64_t{1}, std::string("a"), std::string("c"),
                          std::string("1")}));
  EXPECT_EQ(*After(FieldType::kList, R"({"_remove":"a"})", before),
            Value(Scalars{std::int64_t{1}}));
  EXPECT_EQ(*After(FieldType::kList, R"({"_remove":["a",1]})", before), Value(Scalars{}))
      << "an emptied array stays";
  EXPECT_EQ(*After(FieldType::kList, R"({"_remove":"b","_add":["b","c"]})", Value()),
            Value(Scalars{std::string("c")}))
      << "removing comes last";
  EXPECT_EQ(Refused(FieldType::kList, R"({"_add":[[]]})"),
            "Array can only contain strings, booleans, integers and floats.");
  EXPECT_EQ(Refused(FieldType::kList, R"({"_add":1,"_foo":1})"), "Not a valid array.");
}

TEST(RecordOperators, RelationsAreSets) {
  EXPECT_EQ(*After(FieldType::kRelation, R"({"_add":[3,1,3]})", Value(Ids{2})),
            Value(Ids{1, 2, 3}));
  EXPECT_EQ(*After(FieldType::kRelation, R"({"_remove":2})", Value(Ids{2})), Value());
  EXPECT_EQ(Refused(FieldType::kRelation, R"({"_addunique":[1]})"), "Not a valid relation.");
  EXPECT_EQ(Refused(FieldType::kRelation, R"({"_add":["1"]})"),
            "Relation can only contain integers (object ids).");
  Ids full;
  for (std::int64_t id = 1; id <= 1000; ++id) full.push_back(id);
  EXPECT_EQ(Refused(FieldType::kRelation, R"({"_add":1001})", Value(full)),
            "Relation length limit exceeded (1000).");
}

TEST(RecordOperators, OtherValuesAreNone) {
  EXPECT_FALSE(ReadOperators(Of(FieldType::kString), ParseJson(R"({"_add":1})").value()));
  EXPECT_FALSE(ReadOperators(Of(FieldType::kDocument), ParseJson(R"({"_add":1})").value()));
  EXPECT_FALSE(ReadOperators(Of(FieldType::kList), ParseJson(R"([1])").value()));
  EXPECT_FALSE(ReadOperators(Of(FieldType::kInteger), ParseJson(R"("{")").value()));
}

}  // namespace
}  // namespace guildhall::syncano
