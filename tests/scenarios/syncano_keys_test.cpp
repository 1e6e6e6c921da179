// Both permission tables of the Syncano v1.1 document "User and Group", row by row: what an API key
// may do, and how endpoints differ when a user key comes with it.

#include <gtest/gtest.h>

#include "tests/scenarios/engines.h"
#include "tests/scenarios/world.h"

namespace guildhall::scenarios {
namespace {

constexpr char kPermission[] = R"({"detail":"You do not have permission to perform this action."})";
constexpr char kNotFound[] = R"({"detail":"Not found."})";

class SyncanoKeys : public EngineTest {
 protected:
  void SetUp() override {
    world_ = MakeWorld();
    BuildRivia(*world_);
  }
  void Play(const std::vector<Row>& rows) { scenarios::Play(*world_, rows); }
  // A class or channel with the given members beside its name.
  void Make(const std::string& what, const std::string& name, const std::string& members) {
    world_->Expect(201, With("POST", "/v1.1/instances/rivia/" + what + "/", "$admin", "",
                             R"({"name":")" + name + "\"" + members + "}"));
  }
  std::unique_ptr<World> world_;
};

TEST_P(SyncanoKeys, SeeOnlyTheirOwnInstance) {
  Play({{"list",
         With("GET", "/v1.1/instances/", "$app"),
         200,
         {R"("name":"rivia")", R"("role":"api_key")"},
         {"novigrad"}},
        {"detail", With("GET", "/v1.1/instances/rivia/", "$app"), 200, {R"("name":"rivia")"}, {}},
        {"foreign detail", With("GET", "/v1.1/instances/novigrad/", "$app"), 404, {kNotFound}, {}},
        {"no creating",
         With("POST", "/v1.1/instances/", "$app", "", R"({"name":"temeria"})"),
         403,
         {kPermission},
         {}},
        {"no changing",
         With("PATCH", "/v1.1/instances/rivia/", "$app", "", R"({"description":"mine"})"),
         403,
         {kPermission},
         {}}});
}

TEST_P(SyncanoKeys, SeeOnlyThemselves) {
  Play({{"list",
         With("GET", "/v1.1/instances/rivia/api_keys/", "$app"),
         200,
         {"$app"},
         {"$ignore_acl", "$user_create", "$foreign"}},
        {"own detail",
         With("GET", "/v1.1/instances/rivia/api_keys/$app_id/", "$app"),
         200,
         {"$app"},
         {}},
        {"another's detail",
         With("GET", "/v1.1/instances/rivia/api_keys/$ignore_acl_id/", "$app"),
         404,
         {kNotFound},
         {"$ignore_acl"}},
        {"no creating",
         With("POST", "/v1.1/instances/rivia/api_keys/", "$app", "", "{}"),
         403,
         {kPermission},
         {}},
        {"no raising of oneself",
         With("PATCH", "/v1.1/instances/rivia/api_keys/$app_id/", "$app", "",
              R"({"ignore_acl":true})"),
         403,
         {kPermission},
         {}},
        {"all for an account",
         With("GET", "/v1.1/instances/rivia/api_keys/", "$admin"),
         200,
         {"$app", "$ignore_acl", "$user_create", "$group_create", "$anonymous_read"},
         {"$foreign"}}});
}

TEST_P(SyncanoKeys, SignUsersInAndGetTheirKey) {
  const char* url = "/v1.1/instances/rivia/user/auth/";
  Play({{"right",
         With("POST", url, "$app", "", R"({"username":"geralt","password":"secret"})"),
         200,
         {R"("user_key":"$geralt")", R"("username":"geralt")"},
         {}},
        {"any case",
         With("POST", url, "$app", "", R"({"username":" GERALT ","password":"secret"})"),
         200,
         {"$geralt"},
         {}},
        {"wrong password",
         With("POST", url, "$app", "", R"({"username":"geralt","password":"no"})"),
         401,
         {R"({"detail":"Invalid password."})"},
         {"$geralt"}},
        {"unknown user",
         With("POST", url, "$app", "", R"({"username":"roach","password":"no"})"),
         401,
         {R"({"detail":"Invalid username."})"},
         {}},
        {"missing password",
         With("POST", url, "$app", "", R"({"username":"geralt"})"),
         400,
         {R"({"password":["This field is required."]})"},
         {}},
        {"without a key",
         With("POST", url, "", "", R"({"username":"geralt","password":"secret"})"),
         403,
         {kPermission},
         {"$geralt"}},
        {"a foreign key",
         With("POST", url, "$foreign", "", R"({"username":"geralt","password":"secret"})"),
         403,
         {R"({"detail":"No such API Key."})"},
         {"$geralt"}},
        {"a foreign operator",
         With("POST", url, "$stranger", "", R"({"username":"geralt","password":"secret"})"),
         403,
         {kPermission},
         {"$geralt"}}});
}

TEST_P(SyncanoKeys, ListNoUsersAndAddThemOnlyWithTheFlag) {
  const char* url = "/v1.1/instances/rivia/users/";
  const char* body = R"({"username":"vesemir","password":"secret"})";
  Play({{"list", With("GET", url, "$app"), 403, {kPermission}, {"geralt"}},
        {"detail",
         With("GET", "/v1.1/instances/rivia/users/1/", "$app"),
         403,
         {kPermission},
         {"geralt"}},
        {"create without the flag", With("POST", url, "$app", "", body), 403, {kPermission}, {}},
        {"create with a flag for groups",
         With("POST", url, "$group_create", "", body),
         403,
         {kPermission},
         {}},
        {"create with the flag",
         With("POST", url, "$user_create", "", body),
         201,
         {R"("username":"vesemir")", R"("id":4)"},
         {}},
        {"the flag does not list", With("GET", url, "$user_create"), 403, {kPermission}, {}},
        {"ignore_acl lists",
         With("GET", url, "$ignore_acl"),
         200,
         {"geralt", "ciri", "vesemir"},
         {"foreign_user"}},
        {"ignore_acl creates",
         With("POST", url, "$ignore_acl", "", R"({"username":"lambert","password":"x"})"),
         201,
         {},
         {}},
        {"ignore_acl changes",
         With("PATCH", "/v1.1/instances/rivia/users/4/", "$ignore_acl", "",
              R"({"username":"eskel"})"),
         200,
         {R"("username":"eskel")"},
         {}},
        {"ignore_acl deletes",
         With("DELETE", "/v1.1/instances/rivia/users/4/", "$ignore_acl"),
         204,
         {},
         {}},
        {"and he is gone",
         With("GET", "/v1.1/instances/rivia/users/4/", "$admin"),
         404,
         {kNotFound},
         {"eskel"}}});
}

TEST_P(SyncanoKeys, ReadGroupsAndCreateThemOnlyWithTheFlag) {
  const char* url = "/v1.1/instances/rivia/groups/";
  const char* body = R"({"label":"mages"})";
  Play({{"list", With("GET", url, "$app"), 200, {R"("label":"witchers")"}, {}},
        {"detail",
         With("GET", "/v1.1/instances/rivia/groups/1/", "$app"),
         200,
         {R"({"description":"","id":1,"links":{"self":"/v1.1/instances/rivia/groups/1/",)"
          R"("users":"/v1.1/instances/rivia/groups/1/users/"},"label":"witchers"})"},
         {}},
        {"create without the flag", With("POST", url, "$app", "", body), 403, {kPermission}, {}},
        {"ignore_acl is no such flag",
         With("POST", url, "$ignore_acl", "", body),
         403,
         {kPermission},
         {}},
        {"create with the flag",
         With("POST", url, "$group_create", "", body),
         201,
         {R"("label":"mages")", R"("id":2)"},
         {}},
        {"the flag does not change",
         With("PATCH", "/v1.1/instances/rivia/groups/2/", "$group_create", "", R"({"label":"x"})"),
         403,
         {kPermission},
         {}},
        {"the flag does not delete",
         With("DELETE", "/v1.1/instances/rivia/groups/2/", "$group_create"),
         403,
         {kPermission},
         {}},
        {"ignore_acl adds no member",
         With("POST", "/v1.1/instances/rivia/groups/2/users/", "$ignore_acl", "", R"({"user":1})"),
         403,
         {kPermission},
         {}}});
}

TEST_P(SyncanoKeys, SeeClassesByTheirPermissions) {
  Make("classes", "open", R"(,"other_permissions":"create_objects","group_permissions":"none")");
  Make("classes", "readable", R"(,"other_permissions":"read","group_permissions":"none")");
  Make("classes", "closed", R"(,"other_permissions":"none","group_permissions":"none")");
  Make("classes", "shared", R"(,"other_permissions":"none","group":1,"group_permissions":"read")");
  const char* url = "/v1.1/instances/rivia/classes/";
  Play({{"key",
         With("GET", url, "$app"),
         200,
         {R"("name":"open")", R"("name":"readable")"},
         {R"("name":"closed")", R"("name":"shared")"}},
        {"closed is not found",
         With("GET", "/v1.1/instances/rivia/classes/closed/", "$app"),
         404,
         {kNotFound},
         {}},
        {"member",
         With("GET", url, "$app", "$geralt"),
         200,
         {R"("name":"shared")"},
         {R"("name":"closed")"}},
        {"stranger",
         With("GET", url, "$app", "$ciri"),
         200,
         {R"("name":"open")"},
         {R"("name":"shared")"}},
        {"ignore_acl",
         With("GET", url, "$ignore_acl"),
         200,
         {R"("name":"closed")", R"("name":"shared")"},
         {}},
        {"no creating",
         With("POST", url, "$ignore_acl", "", R"({"name":"mine"})"),
         403,
         {kPermission},
         {}},
        {"no changing",
         With("PATCH", "/v1.1/instances/rivia/classes/open/", "$app", "", R"({"description":"x"})"),
         403,
         {kPermission},
         {}}});
}

TEST_P(SyncanoKeys, CreateObjectsWhereTheClassLetsOthers) {
  Make("classes", "open", R"(,"schema":[{"name":"title","type":"string"}])");
  Make("classes", "readable", R"(,"other_permissions":"read","group_permissions":"none")");
  Make("classes", "closed", R"(,"other_permissions":"none","group_permissions":"none")");
  const auto objects = [](const std::string& name) {
    return "/v1.1/instances/rivia/classes/" + name + "/objects/";
  };
  Play({{"open",
         With("POST", objects("open"), "$app", "", R"({"title":"Ubik"})"),
         201,
         {R"("title":"Ubik")", R"("owner":null)"},
         {}},
        {"read is not create",
         With("POST", objects("readable"), "$app", "", "{}"),
         403,
         {kPermission},
         {}},
        {"closed", With("POST", objects("closed"), "$app", "", "{}"), 403, {kPermission}, {}},
        {"closed to readers", With("GET", objects("closed"), "$app"), 403, {kPermission}, {}},
        {"ignore_acl", With("POST", objects("closed"), "$ignore_acl", "", "{}"), 201, {}, {}},
        {"a bare key makes no objects of others",
         With("POST", objects("open"), "$app", "", R"({"owner":1})"),
         201,
         {R"("owner":null)"},
         {}},
        {"as a user",
         With("POST", objects("open"), "$app", "$ciri", R"({"owner":1})"),
         201,
         {R"("owner":2)"},
         {}}});
}

TEST_P(SyncanoKeys, ObjectsObeyOwnerGroupAndOther) {
  Make("classes", "book", R"(,"schema":[{"name":"title","type":"string"}])");
  const std::string list = "/v1.1/instances/rivia/classes/book/objects/";
  const auto made = world_->Expect(
      201, With("POST", list, "$app", "$ciri", R"({"title":"Diary","other_permissions":"none"})"));
  world_->Set("private", ToText(*made.Find("id")));
  const auto shared =
      world_->Expect(201, With("POST", list, "$app", "$geralt",
                               R"({"title":"Bestiary","group":1,"group_permissions":"write"})"));
  world_->Set("shared", ToText(*shared.Find("id")));
  const auto open = world_->Expect(201, With("POST", list, "$app", "$geralt",
                                             R"({"title":"Ballads","other_permissions":"read"})"));
  world_->Set("open", ToText(*open.Find("id")));
  Play(
      {{"owner", With("GET", list + "$private/", "$app", "$ciri"), 200, {"Diary"}, {}},
       {"stranger", With("GET", list + "$private/", "$app", "$triss"), 404, {kNotFound}, {"Diary"}},
       {"bare key", With("GET", list + "$private/", "$app"), 404, {kNotFound}, {"Diary"}},
       {"stranger's list",
        With("GET", list, "$app", "$triss"),
        200,
        {"Ballads"},
        {"Diary", "Bestiary"}},
       {"bare key's list", With("GET", list, "$app"), 200, {"Ballads"}, {"Diary", "Bestiary"}},
       {"ignore_acl's list",
        With("GET", list, "$ignore_acl"),
        200,
        {"Diary", "Bestiary", "Ballads"},
        {}},
       {"others read and do not write",
        With("PATCH", list + "$open/", "$app", "$triss", R"({"title":"x"})"),
        403,
        {kPermission},
        {}},
       {"others do not delete", With("DELETE", list + "$open/", "$app"), 403, {kPermission}, {}},
       {"what is invisible cannot be deleted",
        With("DELETE", list + "$private/", "$app", "$triss"),
        404,
        {kNotFound},
        {}},
       {"PUT is not served here",
        With("PUT", list + "$open/", "$app", "$geralt", "{}"),
        405,
        {R"({"detail":"Method \"PUT\" not allowed."})"},
        {}},
       {"the owner deletes", With("DELETE", list + "$private/", "$app", "$ciri"), 204, {}, {}}});
}

TEST_P(SyncanoKeys, MembersWriteAtMostWhatTheyHold) {
  Make("classes", "book", R"(,"schema":[{"name":"title","type":"string"}])");
  const std::string list = "/v1.1/instances/rivia/classes/book/objects/";
  world_->Expect(
      201, With("POST", "/v1.1/instances/rivia/groups/1/users/", "$admin", "", R"({"user":3})"));
  const auto shared = world_->Expect(
      201, With("POST", list, "$app", "$geralt", R"({"group":1,"group_permissions":"write"})"));
  world_->Set("shared", ToText(*shared.Find("id")));
  Play({{"a member writes",
         With("PATCH", list + "$shared/", "$app", "$triss", R"({"title":"Ours"})"),
         200,
         {R"("title":"Ours")", R"("revision":2)"},
         {}},
        {"and grants no more than he has",
         With("PATCH", list + "$shared/", "$app", "$triss", R"({"other_permissions":"full"})"),
         200,
         {R"("other_permissions":"write")"},
         {}},
        {"and does not delete",
         With("DELETE", list + "$shared/", "$app", "$triss"),
         403,
         {kPermission},
         {}},
        {"a group that he is not in",
         With("POST", list, "$app", "$ciri", R"({"group":1,"group_permissions":"read"})"),
         400,
         {R"({"group":["Invalid group specified."]})"},
         {}},
        {"giving it away",
         With("PATCH", list + "$shared/", "$app", "$triss", R"({"owner":2})"),
         400,
         {R"({"owner":["Cannot change owner of Data Object."]})"},
         {}}});
  const auto family = world_->Expect(
      201, With("POST", list, "$app", "$geralt", R"({"group":1,"group_permissions":"full"})"));
  world_->Set("family", ToText(*family.Find("id")));
  Play({{"a member reads", With("GET", list + "$family/", "$app", "$triss"), 200, {}, {}}});
  EXPECT_EQ(world_->Ask("DELETE", "/v1.1/instances/rivia/groups/1/users/3/", "$admin").status, 204);
  Play({{"who left the group loses it at once",
         With("GET", list + "$family/", "$app", "$triss"),
         404,
         {kNotFound},
         {}}});
}

TEST_P(SyncanoKeys, SeePublishAndReadChannelsByTheirPermissions) {
  Make("channels", "silent", "");
  Make("channels", "heard", R"(,"other_permissions":"subscribe","custom_publish":true)");
  Make("channels", "spoken", R"(,"other_permissions":"publish","custom_publish":true)");
  Make("channels", "members", R"(,"group":1,"group_permissions":"publish","custom_publish":true)");
  const std::string channels = "/v1.1/instances/rivia/channels/";
  const char* payload = R"({"payload":{"content":"hi"}})";
  Play({{"list",
         With("GET", channels, "$app"),
         200,
         {R"("name":"heard")", R"("name":"spoken")"},
         {R"("name":"silent")", R"("name":"members")", R"("name":"default")"}},
        {"a denied channel", With("GET", channels + "silent/", "$app"), 403, {kPermission}, {}},
        {"member's list",
         With("GET", channels, "$app", "$geralt"),
         200,
         {R"("name":"members")"},
         {R"("name":"silent")"}},
        {"publish where others may",
         With("POST", channels + "spoken/publish/", "$app", "", payload),
         201,
         {R"("action":"custom")", R"("payload":{"content":"hi"})", R"("id":1)"},
         {}},
        {"not where they listen",
         With("POST", channels + "heard/publish/", "$app", "", payload),
         403,
         {kPermission},
         {}},
        {"a member publishes",
         With("POST", channels + "members/publish/", "$app", "$geralt", payload),
         201,
         {R"("author":{"api_key":$app_id,"user":1})", R"("id":2)"},
         {}},
        {"a stranger does not",
         With("POST", channels + "members/publish/", "$app", "$ciri", payload),
         403,
         {kPermission},
         {}},
        {"history where they listen",
         With("GET", channels + "heard/history/", "$app"),
         200,
         {R"("objects":[])"},
         {}},
        {"history of what was said",
         With("GET", channels + "spoken/history/", "$app"),
         200,
         {R"("content":"hi")"},
         {}},
        {"a message after the first",
         With("POST", channels + "spoken/publish/", "$app", "",
              R"({"payload":{"content":"again"}})"),
         201,
         {R"("id":3)"},
         {}},
        {"history after a message, oldest first",
         With("GET", channels + "spoken/history/?ordering=asc&page_size=1&last_id=1", "$app"),
         200,
         {R"("content":"again")"},
         {R"("content":"hi")"}},
        {"no history of a closed one",
         With("GET", channels + "members/history/", "$app"),
         403,
         {kPermission},
         {"content"}},
        {"a message of another channel",
         With("GET", channels + "spoken/history/2/", "$app"),
         404,
         {kNotFound},
         {"content"}},
        {"no creating",
         With("POST", channels, "$app", "$geralt", R"({"name":"mine"})"),
         403,
         {kPermission},
         {}},
        {"no deleting",
         With("DELETE", channels + "spoken/", "$app", "$geralt"),
         403,
         {kPermission},
         {}},
        {"ignore_acl creates",
         With("POST", channels, "$ignore_acl", "", R"({"name":"mine"})"),
         201,
         {R"("name":"mine")"},
         {}}});
}

// The second table: API key and user key.

TEST_P(SyncanoKeys, WithAUserKeyServeOnlyThatUser) {
  const char* user = "/v1.1/instances/rivia/user/";
  Play({{"own details",
         With("GET", user, "$app", "$ciri"),
         200,
         {R"("username":"ciri")"},
         {"geralt"}},
        {"no user key", With("GET", user, "$app"), 403, {kPermission}, {}},
        {"an unknown user key",
         With("GET", user, "$app", "0123456789012345678901234567890123456788"),
         403,
         {kPermission},
         {}},
        {"another instance's user",
         With("GET", user, "$app", "$foreign_user"),
         403,
         {kPermission},
         {"foreign"}},
        {"ignore_acl alone", With("GET", user, "$ignore_acl"), 403, {kPermission}, {}},
        {"the list",
         With("GET", "/v1.1/instances/rivia/users/", "$app", "$ciri"),
         200,
         {R"("username":"ciri")"},
         {"geralt", "triss"}},
        {"the list with ignore_acl",
         With("GET", "/v1.1/instances/rivia/users/", "$ignore_acl", "$ciri"),
         200,
         {"ciri"},
         {"geralt", "triss"}},
        {"own row",
         With("GET", "/v1.1/instances/rivia/users/2/", "$app", "$ciri"),
         200,
         {"ciri"},
         {}},
        {"another's row",
         With("GET", "/v1.1/instances/rivia/users/1/", "$app", "$ciri"),
         404,
         {kNotFound},
         {"geralt"}},
        {"changing another",
         With("PATCH", "/v1.1/instances/rivia/users/1/", "$app", "$ciri", R"({"username":"x"})"),
         404,
         {kNotFound},
         {"geralt"}},
        {"deleting oneself",
         With("DELETE", "/v1.1/instances/rivia/users/2/", "$app", "$ciri"),
         403,
         {kPermission},
         {}},
        {"DELETE on user/",
         With("DELETE", user, "$app", "$ciri"),
         405,
         {R"({"detail":"Method \"DELETE\" not allowed."})"},
         {}},
        {"own name",
         With("PATCH", user, "$app", "$ciri", R"({"username":"Cirilla"})"),
         200,
         {R"("username":"Cirilla")"},
         {}},
        {"as stored", With("GET", user, "$app", "$ciri"), 200, {R"("username":"cirilla")"}, {}},
        {"own password",
         With("PATCH", "/v1.1/instances/rivia/users/2/", "$app", "$ciri", R"({"password":"new"})"),
         200,
         {"$ciri"},
         {}},
        {"signs in with it",
         With("POST", "/v1.1/instances/rivia/user/auth/", "$app", "",
              R"({"username":"cirilla","password":"new"})"),
         200,
         {"$ciri"},
         {}}});
}

TEST_P(SyncanoKeys, WithAUserKeyShowHisOwnMembershipsOnly) {
  world_->Expect(
      201, With("POST", "/v1.1/instances/rivia/groups/1/users/", "$admin", "", R"({"user":3})"));
  const std::string users = "/v1.1/instances/rivia/users/";
  const std::string members = "/v1.1/instances/rivia/groups/1/users/";
  Play({{"own groups",
         With("GET", users + "1/groups/", "$app", "$geralt"),
         200,
         {R"("label":"witchers")", R"("self":"/v1.1/instances/rivia/users/1/groups/1/")"},
         {}},
        {"another's groups",
         With("GET", users + "3/groups/", "$app", "$geralt"),
         403,
         {kPermission},
         {"witchers"}},
        {"bare key", With("GET", users + "1/groups/", "$app"), 403, {kPermission}, {"witchers"}},
        {"ignore_acl has no effect",
         With("GET", users + "1/groups/", "$ignore_acl"),
         403,
         {kPermission},
         {"witchers"}},
        {"himself among the members",
         With("GET", members, "$app", "$geralt"),
         200,
         {R"("username":"geralt")", R"("self":"/v1.1/instances/rivia/groups/1/users/1/")"},
         {"triss", "$triss"}},
        {"who is no member sees nobody",
         With("GET", members, "$app", "$ciri"),
         200,
         {R"("objects":[])"},
         {"geralt", "triss"}},
        {"another's row",
         With("GET", members + "3/", "$app", "$geralt"),
         404,
         {kNotFound},
         {"triss"}},
        {"no joining",
         With("POST", members, "$app", "$ciri", R"({"user":2})"),
         403,
         {kPermission},
         {}},
        {"no leaving", With("DELETE", members + "1/", "$app", "$geralt"), 403, {kPermission}, {}},
        {"an unknown group",
         With("GET", "/v1.1/instances/rivia/groups/99/users/", "$app"),
         404,
         {R"({"detail":"Group was not found."})"},
         {}},
        {"an unknown user",
         With("GET", users + "99/groups/", "$app"),
         404,
         {R"({"detail":"User was not found."})"},
         {}}});
}

GUILDHALL_EVERY_ENGINE(SyncanoKeys);

}  // namespace
}  // namespace guildhall::scenarios
