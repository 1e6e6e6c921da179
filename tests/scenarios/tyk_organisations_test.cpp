// Organisations and the installation's endpoints of the Tyk dialect: an id of another organisation
// is exactly like one that does not exist.

#include <gtest/gtest.h>

#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kNowhere = "54bd0ad9ff4329b88985aafb";

class TykOrganisations : public TykTest {};

TEST_P(TykOrganisations, AreMadeReadAndListed) {
  const Reply made = world_->Admin("POST", "/admin/organisations",
                                   R"({"owner_name":"Default Org.","cname":"portal.example.com",
                                       "cname_enabled":true,"ui":{"languages":{"id":"x"}},
                                       "unknown":1,"id":"54bd0ad9ff4329b88985aafb"})");
  const auto parsed = ParseJson(made.body);
  ASSERT_TRUE(parsed);
  world_->base().Set("made", TextIn(*parsed, "Meta"));
  EXPECT_EQ(made.body, world_->Fill(R"({"Status":"OK","Message":"Org created","Meta":"$made"})"));
  EXPECT_NE(world_->Fill("$made"), kNowhere);
  EXPECT_EQ(world_->Admin("GET", "/admin/organisations/$made").body,
            world_->Fill(R"({"id":"$made","owner_name":"Default Org.","owner_slug":"default-org",)"
                         R"("cname_enabled":true,"cname":"portal.example.com","apis":[],)"
                         R"("sso_enabled":false,"developer_quota":0,"developer_count":0,)"
                         R"("event_options":{},"hybrid_enabled":false,)"
                         R"("ui":{"languages":{"id":"x"}},"org_options_meta":{}})"));
  world_->Play({
      {"all",
       WithSecret("GET", "/admin/organisations"),
       200,
       {R"("id":"$org")", R"("id":"$other")", R"("id":"$made")", R"("pages":0})"},
       {}},
      {"a page", WithSecret("GET", "/admin/organisations?p=1"), 200, {R"("pages":1})"}, {}},
      {"the same name",
       WithSecret("POST", "/admin/organisations", R"({"owner_name":"Default Org."})"),
       200,
       {},
       {}},
      {"no such",
       WithSecret("GET", std::string("/admin/organisations/") + kNowhere),
       404,
       {Refusal("Could not retrieve org detail")},
       {}},
      {"no id",
       WithSecret("GET", "/admin/organisations/x"),
       404,
       {Refusal("Could not retrieve org detail")},
       {}},
      {"empty",
       WithSecret("POST", "/admin/organisations"),
       500,
       {Refusal("Failed to read response body, body empty")},
       {}},
      {"malformed",
       WithSecret("POST", "/admin/organisations", R"({"owner_name":1})"),
       403,
       {Refusal("Request body malformed")},
       {}},
  });
}

TEST_P(TykOrganisations, AUserMadeWithTheSecretHasAKeyInBothPlaces) {
  const Reply reply = world_->Admin("POST", "/admin/users",
                                    R"({"org_id":"$org","first_name":"A","last_name":"B",
                                        "email_address":"New@Example.com","active":true,
                                        "password":"not taken"})");
  EXPECT_EQ(reply.status, 200);
  const auto made = ParseJson(reply.body);
  ASSERT_TRUE(made && made->Find("Meta") != nullptr) << reply.body;
  const Json& user = *made->Find("Meta");
  EXPECT_EQ(TextIn(*made, "Message"), TextIn(user, "access_key"));
  EXPECT_EQ(TextIn(user, "user_permissions"), R"({"IsAdmin":"admin","ResetPassword":"admin"})");
  EXPECT_EQ(TextIn(user, "password_updated"), "0001-01-01T00:00:00Z");
  world_->base().Set("new", TextIn(user, "id"));
  world_->base().Set("new_key", TextIn(user, "access_key"));
  world_->Play({
      {"no password was set",
       WithAccessKey("POST", "/api/users/$new/actions/reset", "$new_key",
                     R"({"new_password":"thisisatest"})"),
       200,
       {},
       {}},
      {"an administrator", WithAccessKey("GET", "/api/users", "$new_key"), 200, {"$boss"}, {}},
      {"shown", WithSecret("GET", "/admin/users/$new"), 200, {"$new_key"}, {"password\":"}},
  });
}

TEST_P(TykOrganisations, TheInstallationChangesUsersOfAnyOrganisation) {
  world_->MakeUser("user", "$org", R"({"apis":"read"})");
  const std::string_view path = "/admin/users/$user";
  world_->Play({
      {"active is false by default",
       WithSecret("POST", "/admin/users", R"({"org_id":"$org","email_address":"a@b.cd"})"),
       200,
       {R"("active":false)"},
       {}},
      {"names",
       WithSecret("PUT", path, R"({"first_name":"New","email_address":"user@example.com",
                                            "password":"test123"})"),
       200,
       {R"("Message":"$user_key","Meta":{"api_model":{},"first_name":"New")"},
       {"test123"}},
      {"its password",
       WithAccessKey("POST", "/api/users/$user/actions/reset", "$user_key",
                     R"({"new_password":"test124","current_password":"test123"})"),
       200,
       {},
       {}},
      {"weak",
       WithSecret("PUT", path, R"({"password":"12345"})"),
       403,
       {Refusal("Password must have at least 6 characters")},
       {}},
      {"the same key",
       WithSecret("PUT", path, R"({"access_key":"$user_key"})"),
       200,
       {R"("Message":"$user_key")"},
       {}},
      {"another's key",
       WithSecret("PUT", path, R"({"access_key":"$boss_key"})"),
       403,
       {Refusal("Request body malformed")},
       {}},
      {"a short key", WithSecret("PUT", path, R"({"access_key":"short"})"), 403, {}, {}},
      {"a key of one's choice",
       WithSecret("PUT", path, R"({"access_key":"a-key-of-my-choice"})"),
       200,
       {R"("Message":"a-key-of-my-choice")"},
       {}},
      {"it opens", WithAccessKey("GET", "/api/users/me", "a-key-of-my-choice"), 200, {"$user"}, {}},
      {"the old one does not", WithAccessKey("GET", "/api/users/me", "$user_key"), 401, {}, {}},
      {"taken",
       WithSecret("PUT", path, R"({"email_address":"BOSS@example.com"})"),
       403,
       {Refusal("User email already exists for this Org")},
       {}},
      {"no such",
       WithSecret("PUT", std::string("/admin/users/") + kNowhere, "{}"),
       404,
       {Refusal("User not found")},
       {}},
      {"no such",
       WithSecret("GET", std::string("/admin/users/") + kNowhere),
       404,
       {Refusal("Could not retrieve user detail")},
       {}},
      {"malformed", WithSecret("PUT", path, "[]"), 403, {Refusal("Request body malformed")}, {}},
      {"no list", WithSecret("GET", "/admin/users"), 404, {Refusal("Not found")}, {}},
      {"no removal", WithSecret("DELETE", path), 404, {Refusal("Not found")}, {}},
      {"no organisation",
       WithSecret("POST", "/admin/users", R"({"email_address":"b@b.cd"})"),
       403,
       {Refusal("Users without an organisation are not supported")},
       {}},
      {"unknown organisation",
       WithSecret("POST", "/admin/users",
                  R"({"org_id":"54bd0ad9ff4329b88985aafb",
                                              "email_address":"b@b.cd"})"),
       403,
       {Refusal("Request body malformed")},
       {}},
  });
}

// Two organisations: whatever is asked across the border is answered as if it were not there.
TEST_P(TykOrganisations, ForeignIdsAreLikeMissingOnes) {
  world_->MakeGroup("group", "$stranger_key", R"({"users":"read"})");
  const struct {
    const char* method;
    const char* path;
    const char* id;
    const char* body;
  } kAsked[] = {
      {"GET", "/api/usergroups/", "$group", ""},
      {"PUT", "/api/usergroups/", "$group", R"({"name":"taken over"})"},
      {"DELETE", "/api/usergroups/", "$group", ""},
      {"GET", "/api/users/", "$stranger", ""},
      {"PUT", "/api/users/", "$stranger", R"({"active":false})"},
      {"DELETE", "/api/users/", "$stranger", ""},
      {"PUT", "/api/users/{}/actions/key/reset", "$stranger", ""},
      {"PUT", "/api/users/{}/actions/revoke", "$stranger", ""},
      {"POST", "/api/users/{}/actions/reset", "$stranger", R"({"new_password":"test123"})"},
  };
  const auto path = [](std::string pattern, const std::string& id) {
    const auto at = pattern.find("{}");
    return at == std::string::npos ? pattern + id : pattern.replace(at, 2, id);
  };
  for (const auto& asked : kAsked) {
    SCOPED_TRACE(std::string(asked.method) + " " + asked.path);
    const Reply foreign =
        world_->Api(asked.method, path(asked.path, asked.id), "$boss_key", asked.body);
    const Reply missing =
        world_->Api(asked.method, path(asked.path, kNowhere), "$boss_key", asked.body);
    EXPECT_GE(foreign.status, 400);
    EXPECT_EQ(foreign.status, missing.status);
    EXPECT_EQ(foreign.body, missing.body);
  }
  world_->Play({
      {"assigning",
       WithAccessKey("PUT", "/api/users/$boss", "$boss_key", R"({"group_id":"$group"})"),
       400,
       {Refusal("Group ID does not exist")},
       {}},
      {"users",
       WithAccessKey("GET", "/api/users", "$boss_key"),
       200,
       {"$boss"},
       {"$stranger", "$other"}},
      {"groups",
       WithAccessKey("GET", "/api/usergroups", "$boss_key"),
       200,
       {R"({"groups":[],"pages":0})"},
       {}},
      {"unharmed",
       WithAccessKey("GET", "/api/users/me", "$stranger_key"),
       200,
       {R"("active":true)"},
       {}},
      {"unharmed",
       WithAccessKey("GET", "/api/usergroups/$group", "$stranger_key"),
       200,
       {R"("name":"group")"},
       {}},
      {"org_id is the caller's",
       WithAccessKey("POST", "/api/usergroups", "$boss_key",
                     R"({"name":"mine","org_id":"$other"})"),
       200,
       {},
       {}},
      {"not there",
       WithAccessKey("GET", "/api/usergroups", "$stranger_key"),
       200,
       {},
       {R"("name":"mine")"}},
      {"here",
       WithAccessKey("GET", "/api/usergroups", "$boss_key"),
       200,
       {R"("org_id":"$org")", R"("name":"mine")"},
       {"$other"}},
  });
}

GUILDHALL_EVERY_ENGINE(TykOrganisations);

}  // namespace
}  // namespace guildhall::scenarios
