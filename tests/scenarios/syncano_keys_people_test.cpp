// What an API key alone may do with people: the first permission table of the Syncano v1.1 document
// "User and Group", row by row.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {
namespace {

class SyncanoKeys : public SyncanoKeysTest {};

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

GUILDHALL_EVERY_ENGINE(SyncanoKeys);

}  // namespace
}  // namespace guildhall::scenarios
