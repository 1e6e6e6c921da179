#include "dialects/syncano/record_input.h"

#include <string>

#include <gtest/gtest.h>

namespace guildhall::syncano {
namespace {

Collection Books() {
  Collection collection;
  collection.fields = {{1, "title", FieldType::kString},  {2, "text", FieldType::kText},
                       {3, "pages", FieldType::kInteger}, {4, "price", FieldType::kFloat},
                       {5, "sold", FieldType::kBoolean},  {6, "printed", FieldType::kDatetime}};
  return collection;
}

struct Reading {
  Reading(std::string_view text, Extent extent) {
    const Json body = ParseJson(text).value();
    Input input(body, errors);
    record = ReadRecord(input, Books(), extent);
  }
  std::string Refused() const { return std::string(errors.Render().body.view()); }

  FieldErrors errors;
  RecordInput record;
};

TEST(RecordInput, ReadsEveryScalarType) {
  const Reading reading(R"({"title":" Ubik ","text":7,"pages":"202","price":3,"sold":"yes",)"
                        R"("printed":"1969-05-01T00:00:00.000000Z","unknown":1})",
                        Extent::kPartial);
  ASSERT_TRUE(reading.errors.empty()) << reading.Refused();
  ASSERT_EQ(reading.record.fields.size(), 6U);
  EXPECT_EQ(reading.record.fields[0].second, Value(std::string(" Ubik ")));  // not trimmed
  EXPECT_EQ(reading.record.fields[1].second, Value(std::string("7")));
  EXPECT_EQ(reading.record.fields[2].second, Value(std::int64_t{202}));
  EXPECT_EQ(reading.record.fields[3].second, Value(3.0));
  EXPECT_EQ(reading.record.fields[4].second, Value(true));
  EXPECT_TRUE(std::holds_alternative<Time>(reading.record.fields[5].second));
}

TEST(RecordInput, NullClearsAndAbsentStays) {
  const Reading reading(R"({"title":null,"sold":"null"})", Extent::kPartial);
  ASSERT_EQ(reading.record.fields.size(), 2U);
  EXPECT_TRUE(IsNull(reading.record.fields[0].second));
  EXPECT_TRUE(IsNull(reading.record.fields[1].second));
}

TEST(RecordInput, WrappedDatetimesMayBeSentBack) {
  const Reading reading(R"({"printed":{"type":"datetime","value":"1969-05-01T00:00:00.000000Z"}})",
                        Extent::kPartial);
  EXPECT_TRUE(reading.errors.empty());
}

TEST(RecordInput, RefusesWithTheSentencesOfTheTypes) {
  EXPECT_EQ(Reading(R"({"pages":"x"})", Extent::kPartial).Refused(),
            R"({"pages":["A valid integer is required."]})");
  EXPECT_EQ(Reading(R"({"pages":2147483648})", Extent::kPartial).Refused(),
            R"({"pages":["Ensure this value is less than or equal to 2147483647."]})");
  EXPECT_EQ(Reading(R"({"pages":-1e300})", Extent::kPartial).Refused(),
            R"({"pages":["Ensure this value is greater than or equal to -2147483648."]})");
  EXPECT_EQ(Reading(R"({"pages":1.5})", Extent::kPartial).Refused(),
            R"({"pages":["A valid integer is required."]})");
  EXPECT_EQ(Reading(R"({"price":"nan"})", Extent::kPartial).Refused(),
            R"({"price":["A valid number is required."]})");
  EXPECT_EQ(Reading(R"({"sold":"123"})", Extent::kPartial).Refused(),
            R"({"sold":["Not a valid boolean."]})");
  EXPECT_EQ(Reading(R"({"title":[1]})", Extent::kPartial).Refused(),
            R"({"title":["Not a valid string."]})");
  EXPECT_EQ(Reading(R"({"title":")" + std::string(129, 'x') + R"("})", Extent::kPartial).Refused(),
            R"({"title":["Ensure this field has no more than 128 characters."]})");
  EXPECT_EQ(Reading(R"({"printed":"1969-05-01"})", Extent::kPartial).Refused(),
            R"({"printed":["Datetime has wrong format. Use one of these formats instead: )"
            R"(YYYY-MM-DDThh:mm:ss.uuuuuuZ."]})");
}

TEST(RecordInput, FullUpdateResetsAbsentPermissions) {
  const Reading full("{}", Extent::kFull);
  EXPECT_EQ(full.record.access.owner_word, kObjectFull);
  EXPECT_EQ(full.record.access.group_word, kNoneWord);
  EXPECT_EQ(full.record.access.other_word, kNoneWord);
  const Reading partial("{}", Extent::kPartial);
  EXPECT_FALSE(partial.record.access.owner_word);
  EXPECT_FALSE(partial.record.access.group_word);
  EXPECT_FALSE(partial.record.access.other_word);
}

TEST(RecordInput, ProfilesIgnoreOwnerAndRevision) {
  const Json body = ParseJson(R"({"owner":9,"expected_revision":4,"title":"x"})").value();
  FieldErrors errors;
  Input input(body, errors, "profile");
  const RecordInput record = ReadProfile(input, Books(), Extent::kFull);
  EXPECT_TRUE(errors.empty());
  EXPECT_FALSE(record.access.owner);
  EXPECT_FALSE(record.expected_revision);
  EXPECT_EQ(record.fields.size(), 1U);
}

TEST(RecordInput, NewObjectsOfDefaultsNeedNoPatch) {
  const Reading reading(R"({"owner_permissions":"full","group_permissions":"none"})",
                        Extent::kCreate);
  EXPECT_TRUE(PatchOf(reading.record, NewRecordAccess()).access.empty());
}

}  // namespace
}  // namespace guildhall::syncano
