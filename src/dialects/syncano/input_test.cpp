#include "dialects/syncano/input.h"

#include <string>

#include <gtest/gtest.h>

namespace guildhall::syncano {
namespace {

/// A body being read, with what it was refused for.
struct Reading {
  explicit Reading(std::string_view text) : body(ParseJson(text).value()), input(body, errors) {}
  std::string Refused() const { return std::string(errors.Render().body.view()); }

  Json body;
  FieldErrors errors;
  Input input;
};

TEST(Input, TextsAreTrimmedAndNumbersBecomeText) {
  Reading reading(R"({"a":"  Geralt ","b":7})");
  EXPECT_EQ(reading.input.Text("a", {.max = 64}), "Geralt");
  EXPECT_EQ(reading.input.Text("b", {.max = 64}), "7");
  EXPECT_TRUE(reading.errors.empty());
}

TEST(Input, TextsAreRefusedWithTheirReason) {
  Reading reading(R"({"blank":"  ","null":null,"list":[],"bool":true,"long":"abc"})");
  const TextRule rule{.max = 2, .required = true};
  for (const char* name : {"absent", "blank", "null", "list", "bool", "long"}) {
    EXPECT_FALSE(reading.input.Text(name, rule)) << name;
  }
  EXPECT_EQ(reading.Refused(),
            R"({"absent":["This field is required."],"blank":["This field may not be blank."],)"
            R"("null":["This field may not be null."],"list":["Not a valid string."],)"
            R"("bool":["Not a valid string."],)"
            R"("long":["Ensure this field has no more than 2 characters."]})");
}

TEST(Input, LengthCountsCharactersNotBytes) {
  Reading reading(R"({"a":"żółw"})");
  EXPECT_EQ(reading.input.Text("a", {.max = 4}), "żółw");
}

TEST(Input, BodyThatIsNoObjectIsRefusedOnce) {
  Reading list("[1]");
  EXPECT_FALSE(list.input.Text("username", {.required = true}));
  EXPECT_FALSE(list.input.Reference("group", true));
  EXPECT_EQ(list.Refused(), R"({"non_field_errors":)"
                            R"(["Invalid data. Expected a dictionary, but got list."]})");
  EXPECT_EQ(Reading("\"x\"").Refused(),
            R"({"non_field_errors":["Invalid data. Expected a dictionary, but got str."]})");
  EXPECT_EQ(Reading("1.5").Refused(),
            R"({"non_field_errors":["Invalid data. Expected a dictionary, but got float."]})");
  EXPECT_EQ(Reading("null").Refused(), R"({"non_field_errors":["No data provided"]})");
}

TEST(Input, BooleansHaveManySpellings) {
  for (const char* text : {"true", "1", "\"t\"", "\"YES\"", "\"On\"", "\"1\"", "\"True\""}) {
    EXPECT_EQ(ReadBoolean(ParseJson(text).value()), true) << text;
  }
  for (const char* text : {"false", "0", "\"f\"", "\"no\"", "\"OFF\"", "\"0\"", "\"FALSE\""}) {
    EXPECT_EQ(ReadBoolean(ParseJson(text).value()), false) << text;
  }
  for (const char* text : {"2", "\"123\"", "null", "[]", "\"tRUE\"", "\"\"", "1.0"}) {
    EXPECT_FALSE(ReadBoolean(ParseJson(text).value())) << text;
  }
  Reading reading(R"({"ignore_acl":"123"})");
  EXPECT_FALSE(reading.input.Boolean("ignore_acl"));
  EXPECT_EQ(reading.Refused(), R"({"ignore_acl":["\"123\" is not a valid boolean."]})");
}

TEST(Input, MetadataTakesAnObjectOrItsText) {
  Reading object(R"({"metadata":{"a":1}})");
  EXPECT_EQ(object.input.Metadata(), R"({"a":1})");
  Reading text(R"({"metadata":"{\"a\": 1}"})");
  EXPECT_EQ(text.input.Metadata(), R"({"a":1})");
  Reading null(R"({"metadata":null})");
  EXPECT_EQ(null.input.Metadata(), "{}");
  Reading empty(R"({"metadata":""})");
  EXPECT_EQ(empty.input.Metadata(), "{}");
}

TEST(Input, MetadataIsBounded) {
  Reading list(R"({"metadata":[1]})");
  EXPECT_FALSE(list.input.Metadata());
  EXPECT_EQ(list.Refused(), R"({"metadata":["Metadata passed in invalid format."]})");
  Reading many(R"({"metadata":{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1}})");
  EXPECT_FALSE(many.input.Metadata());
  EXPECT_EQ(many.Refused(), R"({"metadata":["Too many keys defined (exceeds 8)."]})");
  Reading key(R"({"metadata":{"abcdefghijklmnopq":1}})");
  EXPECT_FALSE(key.input.Metadata());
  EXPECT_EQ(key.Refused(), R"({"metadata":["Too long key defined (exceeds 16)."]})");
  Reading value(R"({"metadata":{"k":")" + std::string(4097, 'x') + R"("}})");
  EXPECT_FALSE(value.input.Metadata());
  EXPECT_EQ(value.Refused(),
            R"({"metadata":["Too long value defined for key k (exceeds 4096)."]})");
}

TEST(Input, WordsAreOfTheirVocabulary) {
  Reading reading(R"({"a":"full","b":"wrong_choice","c":{"x":1},"d":null})");
  EXPECT_EQ(reading.input.Word("a", Vocabulary::kObject), kObjectFull);
  EXPECT_FALSE(reading.input.Word("b", Vocabulary::kObject));
  EXPECT_FALSE(reading.input.Word("c", Vocabulary::kObject));
  EXPECT_FALSE(reading.input.Word("d", Vocabulary::kObject));
  EXPECT_FALSE(reading.input.Word("absent", Vocabulary::kObject));
  EXPECT_EQ(reading.Refused(), R"({"b":["\"wrong_choice\" is not a valid choice."],)"
                               R"("c":["\"{\"x\":1}\" is not a valid choice."],)"
                               R"("d":["This field may not be null."]})");
}

TEST(Input, ReferencesAreNumbersOrNumericText) {
  Reading reading(R"({"a":7,"b":" 8 ","c":"abc","d":[1],"e":null})");
  EXPECT_EQ(reading.input.Reference("a", true), 7);
  EXPECT_EQ(reading.input.Reference("b", true), 8);
  EXPECT_FALSE(reading.input.Reference("c", true));
  EXPECT_FALSE(reading.input.Reference("d", true));
  EXPECT_FALSE(reading.input.Reference("e", true));
  EXPECT_FALSE(reading.input.Reference("f", true));
  EXPECT_FALSE(reading.input.Reference("g", false));
  EXPECT_EQ(reading.Refused(),
            R"({"c":["Incorrect type. Expected pk value, received str."],)"
            R"("d":["Incorrect type. Expected pk value, received list."],)"
            R"("e":["This field may not be null."],"f":["This field is required."]})");
}

TEST(Input, NullIsAValueWhereAReferenceMayBeCleared) {
  Reading reading(R"({"group":null})");
  const auto cleared = reading.input.NullableReference("group");
  ASSERT_TRUE(cleared);
  EXPECT_FALSE(*cleared);
  EXPECT_FALSE(reading.input.NullableReference("absent"));
}

TEST(Input, FalsyExpectedRevisionsAreNotCompared) {
  EXPECT_FALSE(Reading(R"({"expected_revision":0})").input.ExpectedRevision());
  EXPECT_FALSE(Reading(R"({"expected_revision":""})").input.ExpectedRevision());
  EXPECT_EQ(Reading(R"({"expected_revision":"3"})").input.ExpectedRevision(), 3);
  Reading bad(R"({"expected_revision":"x"})");
  EXPECT_FALSE(bad.input.ExpectedRevision());
  EXPECT_FALSE(bad.errors.empty());
}

}  // namespace
}  // namespace guildhall::syncano
