// What API keys may do with classes, objects and channels, alone and with a user key: both
// permission tables of the Syncano v1.1 document "User and Group", row by row.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {
namespace {

class SyncanoKeysAndData : public SyncanoKeysTest {};

TEST_P(SyncanoKeysAndData, SeeClassesByTheirPermissions) {
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

TEST_P(SyncanoKeysAndData, CreateObjectsWhereTheClassLetsOthers) {
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

TEST_P(SyncanoKeysAndData, ObjectsObeyOwnerGroupAndOther) {
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

TEST_P(SyncanoKeysAndData, MembersWriteAtMostWhatTheyHold) {
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

TEST_P(SyncanoKeysAndData, SeePublishAndReadChannelsByTheirPermissions) {
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

GUILDHALL_EVERY_ENGINE(SyncanoKeysAndData);

}  // namespace
}  // namespace guildhall::scenarios
