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

Collection Places() {
  Collection collection;
  collection.fields = {{1, "book", FieldType::kReference},   {2, "notes", FieldType::kDocument},
                       {3, "tags", FieldType::kList},        {4, "place", FieldType::kGeoPoint},
                       {5, "friends", FieldType::kRelation}, {6, "visits", FieldType::kInteger},
                       {7, "text", FieldType::kText},        {8, "more", FieldType::kText}};
  return collection;
}

/// The one value that a place's body gives.
Value ReadPlaceValue(const std::string& body) {
  FieldErrors errors;
  const Json json = ParseJson(body).value();
  Input input(json, errors);
  const RecordInput record = ReadRecord(input, Places(), Extent::kPartial);
  EXPECT_TRUE(errors.empty()) << errors.Render().body.view();
  EXPECT_EQ(record.fields.size(), 1U) << body;
  return record.fields.empty() ? Value() : record.fields.front().second;
}

std::string RefusedPlace(const std::string& body, Extent extent = Extent::kPartial) {
  FieldErrors errors;
  const Json json = ParseJson(body).value();
  Input input(json, errors);
  ReadRecord(input, Places(), extent);
  return std::string(errors.Render().body.view());
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
  FieldErrors errors;
  EXPECT_TRUE(PatchOf(reading.record, Books(), NewRecord(), errors).access.empty());
  EXPECT_TRUE(errors.empty());
}

TEST(RecordInput, ReadsEveryOtherTypeAsSentShownOrText) {
  EXPECT_EQ(ReadPlaceValue(R"({"book":7})"), Value(std::int64_t{7}));
  EXPECT_EQ(ReadPlaceValue(R"({"book":{"type":"reference","target":"book","value":7}})"),
            Value(std::int64_t{7}));
  EXPECT_EQ(ReadPlaceValue(R"({"notes":{"a": [1, {}]}})"), Value(Document{R"({"a":[1,{}]})"}));
  EXPECT_EQ(ReadPlaceValue(R"({"notes":"{\"a\":1}"})"), Value(Document{R"({"a":1})"}));
  EXPECT_EQ(ReadPlaceValue(R"({"tags":["a",1,true,1.5]})"),
            Value(Scalars{std::string("a"), std::int64_t{1}, true, 1.5}));
  EXPECT_EQ(ReadPlaceValue(R"({"tags":"[1]"})"), Value(Scalars{std::int64_t{1}}));
  EXPECT_EQ(ReadPlaceValue(R"({"place":{"type":"geopoint","longitude":21,"latitude":52.5}})"),
            Value(GeoPoint{21, 52.5}));
  EXPECT_EQ(ReadPlaceValue(R"({"place":"{\"longitude\":180,\"latitude\":-90}"})"),
            Value(GeoPoint{180, -90}));
  EXPECT_EQ(ReadPlaceValue(R"({"friends":[5,4,5]})"), Value(Ids{4, 5}));
  EXPECT_EQ(ReadPlaceValue(R"({"friends":{"type":"relation","target":"self","value":[4]}})"),
            Value(Ids{4}));
  EXPECT_TRUE(IsNull(ReadPlaceValue(R"({"friends":[]})"))) << "an empty relation is null";
  EXPECT_TRUE(IsNull(ReadPlaceValue(R"({"notes":""})")));
  EXPECT_EQ(ReadPlaceValue(R"({"tags":[]})"), Value(Scalars{}));
}

TEST(RecordInput, RefusesTheOtherTypesWithTheirSentences) {
  EXPECT_EQ(RefusedPlace(R"({"book":"x"})"), R"({"book":["A valid integer is required."]})");
  EXPECT_EQ(RefusedPlace(R"({"notes":[]})"), R"({"notes":["Not a valid object."]})");
  EXPECT_EQ(RefusedPlace(R"({"notes":"{"})"), R"({"notes":["Not a valid object."]})");
  EXPECT_EQ(RefusedPlace(R"({"tags":{}})"), R"({"tags":["Not a valid array."]})");
  EXPECT_EQ(RefusedPlace(R"({"tags":[null]})"),
            R"({"tags":["Array can only contain strings, booleans, integers and floats."]})");
  EXPECT_EQ(RefusedPlace(R"({"friends":1})"), R"({"friends":["Not a valid relation."]})");
  EXPECT_EQ(RefusedPlace(R"({"friends":[true]})"),
            R"({"friends":["Relation can only contain integers (object ids)."]})");
  std::string many = "1";
  for (int i = 0; i < 1000; ++i) many += ",1";
  EXPECT_EQ(RefusedPlace(R"({"friends":[)" + many + "]}"),
            R"({"friends":["Relation length limit exceeded (1000)."]})");
  for (const char* wrong : {"[]", "{}", R"({"longitude":181,"latitude":0})",
                            R"({"longitude":0,"latitude":90.1})", R"({"longitude":0})"}) {
    EXPECT_EQ(RefusedPlace(R"({"place":)" + std::string(wrong) + "}"),
              R"({"place":["Not a valid geopoint."]})");
  }
}

TEST(RecordInput, OperatorsAreForUpdates) {
  EXPECT_EQ(RefusedPlace(R"({"visits":{"_increment":1}})"), "{}");
  EXPECT_EQ(RefusedPlace(R"({"visits":{"_increment":1}})", Extent::kCreate),
            R"({"visits":["A valid integer is required."]})");
}

TEST(RecordInput, OperatorsBeginAtThePresentValue) {
  const Json json = ParseJson(R"({"visits":{"_increment":2147483647}})").value();
  FieldErrors errors;
  Input input(json, errors);
  const RecordInput record = ReadRecord(input, Places(), Extent::kPartial);
  Record before = NewRecord();
  EXPECT_EQ(PatchOf(record, Places(), before, errors).fields.at(0).second,
            Value(std::int64_t{2147483647}));
  before.fields = {{6, Value(std::int64_t{1})}};
  EXPECT_TRUE(errors.empty());
  PatchOf(record, Places(), before, errors);
  EXPECT_EQ(errors.Render().body.view(),
            R"({"visits":["Ensure this value is less than or equal to 2147483647."]})");
}

TEST(RecordInput, TheWholeObjectHasALimit) {
  const Json json = ParseJson(R"({"text":")" + std::string(32'000, 'x') + R"("})").value();
  FieldErrors errors;
  Input input(json, errors);
  const RecordInput record = ReadRecord(input, Places(), Extent::kPartial);
  Record before = NewRecord();
  before.fields = {{8, Value(std::string(645, 'x'))}};  // 103 + 6 + 4 + 32'000 + 6 + 4 + 645
  PatchOf(record, Places(), before, errors);
  EXPECT_TRUE(errors.empty());
  before.fields = {{8, Value(std::string(646, 'x'))}};
  PatchOf(record, Places(), before, errors);
  EXPECT_EQ(errors.Render().body.view(),
            R"({"non_field_errors":["Object maximum size exceeded."]})");
}

}  // namespace
}  // namespace guildhall::syncano
