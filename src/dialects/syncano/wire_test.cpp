#include "dialects/syncano/wire.h"

#include <string>

#include <gtest/gtest.h>

#include "base/json.h"
#include "base/timestamp.h"
#include "dialects/syncano/field_wire.h"

namespace guildhall::syncano {
namespace {

UserView Geralt() {
  UserView view;
  view.user.id = UserId(1);
  view.user.username = "geralt";
  view.user_key = Secret("afd4bf084f71c8e7659e7a3e53e9df762c6fad9a");
  view.profile.id = RecordId(1);
  view.profile.access.owner = UserId(1);
  view.profile.access.owner_rights = Rights::All();
  view.profile.created_at = ParseTimestamp("2015-05-19T15:52:36.183576Z").value();
  view.profile.updated_at = ParseTimestamp("2015-05-19T15:52:36.183608Z").value();
  Group group;
  group.id = GroupId(1);
  group.name = "witchers";
  view.groups.push_back(std::make_shared<const Group>(group));
  return view;
}

std::string Written(const UserView& view, const Collection& profiles, const UserStyle& style) {
  Buffer out;
  WriteUser(out, "rivia", view, profiles, style);
  return std::string(out.view());
}

TEST(Wire, UserStandsAsPrinted) {
  // Source: Syncano v1.1 "User - details", white space apart.
  EXPECT_EQ(
      Written(Geralt(), Collection{}, UserStyle{}),
      R"({"username":"geralt","profile":{"channel_room":null,"group":null,"links":)"
      R"({"owner":"/v1.1/instances/rivia/users/1/",)"
      R"("self":"/v1.1/instances/rivia/classes/user_profile/objects/1/"},)"
      R"("group_permissions":"none","created_at":"2015-05-19T15:52:36.183576Z",)"
      R"("owner_permissions":"full","updated_at":"2015-05-19T15:52:36.183608Z",)"
      R"("other_permissions":"none","owner":1,"id":1,"channel":null,"revision":1},)"
      R"("links":{"profile":"/v1.1/instances/rivia/classes/user_profile/objects/1/",)"
      R"("self":"/v1.1/instances/rivia/users/1/","groups":"/v1.1/instances/rivia/users/1/groups/",)"
      R"("reset-key":"/v1.1/instances/rivia/users/1/reset_key/"},)"
      R"("user_key":"afd4bf084f71c8e7659e7a3e53e9df762c6fad9a",)"
      R"("groups":[{"description":"","id":1,"links":{"self":"/v1.1/instances/rivia/groups/1/",)"
      R"("users":"/v1.1/instances/rivia/groups/1/users/"},"label":"witchers"}],"id":1})");
}

TEST(Wire, NamesAreEscaped) {
  UserView view = Geralt();
  view.user.username = "a\"b\n\\";
  Group odd;
  odd.id = GroupId(2);
  odd.name = "\t\"";
  view.groups.push_back(std::make_shared<const Group>(odd));
  const auto parsed = ParseJson(Written(view, Collection{}, UserStyle{}));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed->Find("username")->AsString(), "a\"b\n\\");
  EXPECT_EQ(parsed->Find("groups")->AsArray()->size(), 2U);
}

TEST(Wire, WritesEchoTheNameAsItWasSent) {
  UserStyle style;
  style.username = "Geralt";
  EXPECT_TRUE(Written(Geralt(), Collection{}, style).starts_with(R"({"username":"Geralt",)"));
}

TEST(Wire, PersonalAndSystemGroupsAreHidden) {
  UserView view = Geralt();
  Group home;
  home.id = GroupId(3);
  home.personal = true;
  Group system;
  system.id = GroupId(-2);
  view.groups = {std::make_shared<const Group>(home), std::make_shared<const Group>(system)};
  UserStyle stranger;
  stranger.personal_groups = false;
  EXPECT_NE(Written(view, Collection{}, stranger).find("\"groups\":[]"), std::string::npos);
  const std::string own = Written(view, Collection{}, UserStyle{});
  EXPECT_NE(own.find("\"id\":3"), std::string::npos);
  EXPECT_EQ(own.find("-2"), std::string::npos);
}

TEST(Wire, ProfileFieldsFollowTheSchema) {
  Collection profiles;
  profiles.fields = {{1, "bio", FieldType::kString}, {2, "born", FieldType::kDatetime}};
  UserView view = Geralt();
  view.profile.fields = {{2, Value(Time(0))}, {9, Value(std::string("of a removed field"))}};
  const std::string text = Written(view, profiles, UserStyle{});
  EXPECT_NE(text.find(R"("revision":1,"bio":null,)"
                      R"("born":{"type":"datetime","value":"1970-01-01T00:00:00.000000Z"}})"),
            std::string::npos);
  EXPECT_EQ(text.find("removed"), std::string::npos);
}

TEST(Wire, ProfileGroupIsShownWithItsLink) {
  UserView view = Geralt();
  view.profile.access.SetPrimary(GroupId(4), Rights{Right::kPeek, Right::kRead});
  const auto parsed = ParseJson(Written(view, Collection{}, UserStyle{}));
  ASSERT_TRUE(parsed);
  const Json* profile = parsed->Find("profile");
  EXPECT_EQ(*profile->Find("group")->AsInteger(), 4);
  EXPECT_EQ(*profile->Find("group_permissions")->AsString(), "read");
  EXPECT_EQ(*profile->Find("links")->Find("group")->AsString(), "/v1.1/instances/rivia/groups/4/");
}

TEST(Wire, ApiKeyShowsItsFlagsAndLinks) {
  ApiKeyView key;
  key.row.id = ApiKeyId(3);
  key.row.description = "mobile app";
  key.row.flags.create_users = true;
  key.key = Secret("9f0c5f9a51c0f1a3bd1d7cf2a5a0d5c1f0a3b2c7");
  Buffer out;
  WriteApiKey(out, "rivia", key);
  EXPECT_EQ(out.view(),
            R"({"id":3,"description":"mobile app",)"
            R"("api_key":"9f0c5f9a51c0f1a3bd1d7cf2a5a0d5c1f0a3b2c7","ignore_acl":false,)"
            R"("allow_user_create":true,"allow_group_create":false,"allow_anonymous_read":false,)"
            R"("created_at":"1970-01-01T00:00:00.000000Z",)"
            R"("links":{"self":"/v1.1/instances/rivia/api_keys/3/",)"
            R"("reset_key":"/v1.1/instances/rivia/api_keys/3/reset_key/"}})");
}

TEST(Wire, AccountShowsItsKeyOnlyWhenToldTo) {
  Operator row;
  row.id = OperatorId(1);
  row.email = "geralt@rivia.com";
  row.first_name = "Geralt";
  row.password_hash = "$argon2id$...";
  Buffer bare;
  WriteAccount(bare, row, nullptr);
  EXPECT_EQ(bare.view(),
            R"({"id":1,"email":"geralt@rivia.com","first_name":"Geralt","last_name":"",)"
            R"("is_active":false,"has_password":true,"metadata":{}})");
  EXPECT_EQ(bare.view().find("argon2id"), std::string_view::npos);
  const Secret key("def0123456789876543210def012345678987654");
  Buffer full;
  WriteAccount(full, row, &key);
  EXPECT_TRUE(
      full.view().ends_with(R"("account_key":"def0123456789876543210def012345678987654"})"));
}

std::size_t CountLinks(bool v1) {
  Tenant tenant;
  tenant.name = "rivia";
  Buffer out;
  WriteInstance(out, tenant, Operator{}, {"full", "local", v1});
  const auto parsed = ParseJson(out.view());
  return parsed ? parsed->Find("links")->AsObject()->size() : 0;
}

TEST(Wire, InstanceHasEighteenLinks) {
  EXPECT_EQ(CountLinks(false), 18U);
  EXPECT_EQ(CountLinks(true), 20U);
}

TEST(Wire, ValuesSayWhatTheyAre) {
  const auto written = [](FieldType type, const Value& value) {
    Field field;
    field.type = type;
    field.target.shown = "book";
    Buffer out;
    WriteFieldValue(out, field, value);
    return std::string(out.view());
  };
  // Source: Syncano v1.1 "Data Objects".
  EXPECT_EQ(written(FieldType::kReference, std::int64_t{3}),
            R"({"type":"reference","target":"book","value":3})");
  EXPECT_EQ(written(FieldType::kInteger, std::int64_t{3}), "3");
  EXPECT_EQ(written(FieldType::kRelation, Ids{4, 5}),
            R"({"type":"relation","target":"book","value":[4,5]})");
  EXPECT_EQ(written(FieldType::kRelation, Ids{}), "null");
  EXPECT_EQ(written(FieldType::kGeoPoint, GeoPoint{21.0122, 52}),
            R"({"type":"geopoint","longitude":21.0122,"latitude":52.0})");
  EXPECT_EQ(written(FieldType::kDocument, Document{R"({"a":[1]})"}), R"({"a":[1]})");
  EXPECT_EQ(written(FieldType::kList, Scalars{std::string("a\""), std::int64_t{1}, true, 1.5}),
            R"(["a\"",1,true,1.5])");
  EXPECT_EQ(written(FieldType::kList, Scalars{}), "[]");
  EXPECT_EQ(written(FieldType::kReference, Value()), "null");
  EXPECT_EQ(written(FieldType::kFile, FileValue{"ab.png", 7}),
            R"({"type":"file","value":"/files/ab.png"})");
}

}  // namespace
}  // namespace guildhall::syncano
