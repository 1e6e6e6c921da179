#include "dialects/syncano/class_schema.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall::syncano {
namespace {

using Drafts = std::optional<std::vector<Collections::FieldDraft>>;

struct Reading {
  explicit Reading(const std::string& schema) {
    const Json body = ParseJson(R"({"schema":)" + schema + "}").value();
    Input input(body, errors);
    fields = ReadSchema(input);
  }
  std::string Refused() const { return std::string(errors.Render().body.view()); }

  FieldErrors errors;
  Drafts fields;
};

/// The sentence that refuses a schema of this one field.
std::string RefusedField(const std::string& definition) {
  return Reading("[" + definition + "]").Refused();
}

/// The same inside the answer: `name` is the field's as the sentence has it.
std::string Sentence(const std::string& name, const std::string& escaped) {
  return R"({"schema":["Error processing field definition \")" + name + R"(\" #0: )" + escaped +
         R"("]})";
}

TEST(ClassSchema, ReadsEveryType) {
  const Reading reading(
      R"([{"name":"a","type":"STRING","order_index":true,"filter_index":false},)"
      R"({"name":"b","type":"text"},{"name":"c","type":"integer","unique":true},)"
      R"({"name":"d","type":"float"},{"name":"e","type":"boolean"},)"
      R"({"name":"f","type":"datetime"},{"name":"g","type":"reference","target":"Book"},)"
      R"({"name":"h","type":"object"},{"name":"i","type":"array","filter_index":true},)"
      R"({"name":"j","type":"geopoint","filter_index":true},)"
      R"({"name":"k","type":"relation","target":"self"},)"
      R"({"name":"l","type":"reference","target":"user"}])");
  ASSERT_TRUE(reading.errors.empty()) << reading.Refused();
  ASSERT_EQ(reading.fields->size(), 12U);
  const auto& fields = *reading.fields;
  EXPECT_TRUE(fields[0].ordered);
  EXPECT_FALSE(fields[0].filterable);
  EXPECT_TRUE(fields[2].unique);
  EXPECT_TRUE(fields[2].filterable) << "unique brings a filter index";
  EXPECT_EQ(fields[6].target.kind, Target::Kind::kCollection);
  EXPECT_EQ(fields[6].target.shown, "Book");
  EXPECT_EQ(fields[7].type, FieldType::kDocument);
  EXPECT_EQ(fields[10].target.kind, Target::Kind::kSelf);
  EXPECT_EQ(fields[11].target.kind, Target::Kind::kUsers);
}

TEST(ClassSchema, MayComeAsTextAndNothingIsTheDefault) {
  EXPECT_EQ(Reading(R"("[{\"name\":\"a\",\"type\":\"string\"}]")").fields->size(), 1U);
  EXPECT_TRUE(Reading("null").fields->empty());
  EXPECT_TRUE(Reading(R"("")").fields->empty());
  EXPECT_EQ(Reading(R"("[")").Refused(), R"({"schema":["Not a valid JSON string."]})");
  for (const char* wrong : {"{}", "1", "[1]", R"("\"x\"")"}) {
    EXPECT_EQ(Reading(wrong).Refused(), R"({"schema":["Schema passed in invalid format."]})");
  }
}

TEST(ClassSchema, RefusesNames) {
  EXPECT_EQ(RefusedField("{}"), Sentence("unknown", "Field name and type is required."));
  EXPECT_EQ(RefusedField(R"({"name":1,"type":"string"})"),
            Sentence("unknown", "Invalid type of field name. Expected string."));
  EXPECT_EQ(RefusedField(R"({"name":"a","type":1})"),
            Sentence("a", "Invalid type of field type. Expected string."));
  const std::string longer(65, 'a');
  EXPECT_EQ(RefusedField(R"({"name":")" + longer + R"(","type":"string"})"),
            Sentence(longer, "Value of field name is too long, maximum length is 64."));
  EXPECT_EQ(RefusedField(R"({"name":"","type":"string"})"),
            Sentence("", "Value of field name is too short, minimum length is 1."));
  EXPECT_EQ(
      RefusedField(R"({"name":"1a","type":"string"})"),
      Sentence("1a",
               R"(Wrong characters used in field name \"1a\". Allowed characters are: letters, )"
               "numbers and underscores. Name has to start with a letter."));
  EXPECT_EQ(RefusedField(R"({"name":"Owner","type":"string"})"),
            Sentence("Owner", R"(Field name \"Owner\" is reserved.)"));
}

TEST(ClassSchema, RefusesTypesAndKeys) {
  EXPECT_EQ(RefusedField(R"({"name":"a","type":"blob"})"),
            Sentence("a",
                     "Invalid field type value. Possible types: string, text, integer, float, "
                     "boolean, datetime, file, reference, object, array, geopoint, relation."));
  EXPECT_EQ(RefusedField(R"({"name":"a","type":"text","order_index":true})"),
            Sentence("a", "Field text definition can only consist of name, type."));
  EXPECT_EQ(RefusedField(R"({"name":"a","type":"array","unique":true})"),
            Sentence("a", "Field array definition can only consist of name, type, filter_index."));
  EXPECT_EQ(RefusedField(R"({"name":"a","type":"string","target":"x"})"),
            Sentence("a",
                     "Field string definition can only consist of name, type, order_index, "
                     "filter_index, unique."));
  EXPECT_EQ(RefusedField(R"({"name":"a","type":"string","filter_index":1})"),
            Sentence("a", R"(Invalid type of field \"filter index\". Expected boolean.)"));
}

TEST(ClassSchema, RefusesTargets) {
  for (const char* target : {"", R"(,"target":null)"}) {
    EXPECT_EQ(RefusedField(R"({"name":"a","type":"reference")" + std::string(target) + "}"),
              Sentence("a", R"(Target must specify class name or \"self\".)"));
  }
  for (const char* target : {"1", R"("")"}) {
    EXPECT_EQ(
        RefusedField(R"({"name":"a","type":"relation","target":)" + std::string(target) + "}"),
        Sentence("a", "Invalid value of target. Expected non-empty string."));
  }
  EXPECT_EQ(RefusedField(R"({"name":"a","type":"relation","target":"users"})"),
            Sentence("a", R"(Target cannot be set to \"users\". Use \"user\" instead.)"));
}

TEST(ClassSchema, CountsFieldsAndIndexes) {
  const auto many = [](int count, const std::string& members) {
    std::string fields;
    for (int i = 0; i < count; ++i) {
      fields += (i > 0 ? "," : "") + std::string(R"({"name":"f)") + std::to_string(i) + "\"," +
                members + "}";
    }
    return Reading("[" + fields + "]");
  };
  EXPECT_TRUE(many(32, R"("type":"text")").errors.empty());
  EXPECT_EQ(many(33, R"("type":"text")").Refused(),
            R"({"schema":["Too many fields defined (exceeds 32)."]})");
  const std::string both = R"("type":"string","order_index":true,"filter_index":true)";
  EXPECT_TRUE(many(8, both).errors.empty());
  EXPECT_NE(many(9, both).Refused().find("#8: Too many indexes defined (exceeds 16)."),
            std::string::npos);
  EXPECT_NE(many(2, R"("type":"geopoint","filter_index":true)")
                .Refused()
                .find("#1: Too many indexes defined on field type geopoint (exceeds 1)."),
            std::string::npos);
  EXPECT_NE(Reading(R"([{"name":"a","type":"text"},{"name":"a","type":"text"}])")
                .Refused()
                .find(R"(#1: Field \"a\" defined more than once.)"),
            std::string::npos);
  EXPECT_TRUE(
      Reading(R"([{"name":"abc","type":"text"},{"name":"aBc","type":"text"}])").errors.empty());
}

TEST(ClassSchema, IsShownAsItWasWritten) {
  Field title;
  title.name = "title";
  title.filterable = true;
  title.unique = true;
  Field author;
  author.name = "author";
  author.type = FieldType::kReference;
  author.target = {Target::Kind::kCollection, CollectionId(20), "Author"};
  Buffer out;
  WriteSchema(out, {title, author});
  EXPECT_EQ(out.view(), R"([{"name":"title","type":"string","filter_index":true,"unique":true},)"
                        R"({"name":"author","type":"reference","target":"Author"}])");
}

}  // namespace
}  // namespace guildhall::syncano
