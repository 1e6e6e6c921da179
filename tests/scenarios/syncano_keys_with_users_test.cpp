// How endpoints about people differ when a user key comes with the API key: the second permission
// table of the Syncano v1.1 document "User and Group", row by row.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {
namespace {

class SyncanoKeysWithUsers : public SyncanoKeysTest {};

TEST_P(SyncanoKeysWithUsers, WithAUserKeyServeOnlyThatUser) {
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

TEST_P(SyncanoKeysWithUsers, WithAUserKeyShowHisOwnMembershipsOnly) {
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

GUILDHALL_EVERY_ENGINE(SyncanoKeysWithUsers);

}  // namespace
}  // namespace guildhall::scenarios
