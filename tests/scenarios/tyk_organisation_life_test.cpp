// The life of an organisation in the Tyk dialect: import, replacement and removal, its own names of
// permissions, and the switch for setting other people's passwords.

#include <gtest/gtest.h>

#include "dialects/tyk/object_ids.h"
#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kChosen = "54bd0ad9ff4329b88985aafb";
constexpr const char* kNowhere = "000000000000000000000001";

class TykOrganisationLife : public TykTest {};

TEST_P(TykOrganisationLife, AnImportedOneKeepsItsId) {
  const std::string failed = Refusal("Failed to save new Org object to DB");
  const auto import = [](std::string_view id) {
    return WithSecret("POST", "/admin/organisations/import",
                      R"({"owner_name":"Imported","id":)" + std::string(id) + "}");
  };
  world_->Play({
      {"made",
       import(R"("54BD0AD9FF4329B88985AAFB")"),
       200,
       {R"({"Status":"OK","Message":"Org imported","Meta":"54bd0ad9ff4329b88985aafb"})"},
       {}},
      {"shown",
       WithSecret("GET", std::string("/admin/organisations/") + kChosen),
       200,
       {R"({"id":"54bd0ad9ff4329b88985aafb","owner_name":"Imported")"},
       {}},
      {"again", import(R"("54bd0ad9ff4329b88985aafb")"), 403, {failed}, {}},
      {"another's", import(R"("$org")"), 403, {failed}, {}},
      {"short", import(R"("54bd0ad9")"), 403, {failed}, {}},
      {"no digits", import(R"("54bd0ad9ff4329b88985aafz")"), 403, {failed}, {}},
      {"no id",
       WithSecret("POST", "/admin/organisations/import", R"({"owner_name":"x"})"),
       403,
       {failed},
       {}},
      {"no text", import("7"), 403, {Refusal("Request body malformed")}, {}},
      {"empty",
       WithSecret("POST", "/admin/organisations/import"),
       500,
       {Refusal("Failed to read response body, body empty")},
       {}},
      {"people come in",
       WithSecret("POST", "/admin/users",
                  R"({"org_id":"54bd0ad9ff4329b88985aafb","email_address":"a@b.cd"})"),
       200,
       {R"("org_id":"54bd0ad9ff4329b88985aafb")"},
       {}},
  });
}

TEST_P(TykOrganisationLife, APutReplacesAllButTheId) {
  const std::string path = "/admin/organisations/$org";
  world_->Play({
      {"all of it",
       WithSecret("PUT", path,
                  R"({"id":"54bd0ad9ff4329b88985aafb","owner_name":"New","cname":"c",
                      "cname_enabled":true,"ui":{"login_page":{"id":"inner"}},"apis":[{"id":"x"}],
                      "unknown":1})"),
       200,
       {R"({"Status":"OK","Message":"Org updated","Meta":null})"},
       {}},
      {"the id stands first",
       WithSecret("GET", path),
       200,
       {R"({"id":"$org","owner_name":"New",)", R"("cname":"c","apis":[{"id":"x"}])",
        R"("ui":{"login_page":{"id":"inner"}})"},
       {"unknown", kChosen}},
      {"less of it", WithSecret("PUT", path, R"({"owner_name":"Newer"})"), 200, {}, {}},
      {"the rest is as if it had never been given",
       WithSecret("GET", path),
       200,
       {R"("owner_name":"Newer")", R"("cname_enabled":false,"cname":"","apis":[])", R"("ui":{})"},
       {"inner"}},
      {"its people stay",
       WithAccessKey("GET", "/api/users/me", "$boss_key"),
       200,
       {R"("org_id":"$org")"},
       {}},
      {"missing",
       WithSecret("PUT", std::string("/admin/organisations/") + kNowhere, "{}"),
       404,
       {Refusal("Could not retrieve org detail")},
       {}},
      {"no id", WithSecret("PUT", "/admin/organisations/x", "{}"), 404, {}, {}},
      {"empty",
       WithSecret("PUT", path),
       500,
       {Refusal("Failed to read response body, body empty")},
       {}},
      {"malformed", WithSecret("PUT", path, "[]"), 403, {Refusal("Request body malformed")}, {}},
      {"wrong type",
       WithSecret("PUT", path, R"({"apis":{}})"),
       403,
       {Refusal("Request body malformed")},
       {}},
  });
}

TEST_P(TykOrganisationLife, ARemovedOneIsGoneWithItsPeopleAndKeys) {
  world_->MakeGroup("group", "$boss_key", R"({"users":"read"})");
  world_->MakeUser("user", "$org", "{}", R"(,"group_id":"$group")");
  const std::string missing = Refusal("Could not retrieve org detail");
  const std::string stranger = Refusal("Not authorised");
  const std::string path = "/admin/organisations/$org";
  world_->Play({
      {"in use", WithAccessKey("GET", "/api/users", "$user_key"), 200, {}, {}},
      {"without the secret", WithAccessKey("DELETE", path, "$boss_key"), 401, {stranger}, {}},
      {"removed",
       WithSecret("DELETE", path),
       200,
       {R"({"Status":"OK","Message":"Org deleted","Meta":null})"},
       {}},
      {"gone", WithSecret("GET", path), 404, {missing}, {}},
      {"again", WithSecret("DELETE", path), 404, {missing}, {}},
      {"not to be changed", WithSecret("PUT", path, "{}"), 404, {missing}, {}},
      {"not listed", WithSecret("GET", "/admin/organisations"), 200, {"$other"}, {"$org"}},
      {"its administrator",
       WithAccessKey("GET", "/api/users/me", "$boss_key"),
       401,
       {stranger},
       {}},
      {"its user", WithAccessKey("GET", "/api/users/me", "$user_key"), 401, {stranger}, {}},
      {"a change", WithAccessKey("POST", "/api/usergroups", "$boss_key", "{}"), 401, {}, {}},
      {"its user's row", WithSecret("GET", "/admin/users/$user"), 404, {}, {}},
      {"nobody joins",
       WithSecret("POST", "/admin/users", R"({"org_id":"$org","email_address":"a@b.cd"})"),
       403,
       {Refusal("Request body malformed")},
       {}},
      {"the neighbour", WithAccessKey("GET", "/api/users", "$stranger_key"), 200, {}, {}},
      {"its id is free",
       WithSecret("POST", "/admin/organisations/import", R"({"id":"$org"})"),
       200,
       {},
       {}},
      {"it is another one", WithAccessKey("GET", "/api/users/me", "$boss_key"), 401, {}, {}},
  });
}

TEST_P(TykOrganisationLife, HasNamesOfPermissionsOfItsOwn) {
  world_->MakeUser("writer", "$org", R"({"users":"write","user_groups":"write","system":"write"})");
  const std::string path = "/api/org/permissions";
  const std::string names =
      R"({"additional_permissions":{"api_developer":"API Developer","ops":"Operations"}})";
  const std::string malformed = Refusal("Failed to unmarshal response body.");
  const std::string refused =
      Refusal("access denied: You do not have permission to access  /api/org/permissions");
  world_->Play({
      {"none",
       WithAccessKey("GET", path, "$boss_key"),
       200,
       {R"({"additional_permissions":{}})"},
       {}},
      {"no administrator", WithAccessKey("GET", path, "$writer_key"), 403, {refused}, {}},
      {"no administrator", WithAccessKey("PUT", path, "$writer_key", names), 403, {refused}, {}},
      {"set",
       WithAccessKey("PUT", path, "$boss_key", names),
       200,
       {R"({"Status":"OK","Message":"Additional Permissions updated in org level.","Meta":null})"},
       {}},
      {"shown", WithAccessKey("GET", path + "/", "$boss_key"), 200, {names}, {}},
      {"part of the document",
       WithSecret("GET", "/admin/organisations/$org"),
       200,
       {R"("owner_name":"org")", R"("additional_permissions":{"api_developer":)"},
       {}},
      {"not the neighbour's",
       WithAccessKey("GET", path, "$stranger_key"),
       200,
       {R"({"additional_permissions":{}})"},
       {}},
      {"empty",
       WithAccessKey("PUT", path, "$boss_key"),
       400,
       {Refusal("Failed to read response body.")},
       {}},
      {"malformed", WithAccessKey("PUT", path, "$boss_key", "{"), 500, {malformed}, {}},
      {"no names", WithAccessKey("PUT", path, "$boss_key", "{}"), 500, {malformed}, {}},
      {"no text",
       WithAccessKey("PUT", path, "$boss_key", R"({"additional_permissions":{"a":1}})"),
       500,
       {malformed},
       {}},
      {"nothing came of it", WithAccessKey("GET", path, "$boss_key"), 200, {names}, {}},
      {"replaced",
       WithAccessKey("PUT", path, "$boss_key", R"({"additional_permissions":{"b":"B"}})"),
       200,
       {},
       {}},
      {"all of them",
       WithAccessKey("GET", path, "$boss_key"),
       200,
       {R"({"additional_permissions":{"b":"B"}})"},
       {}},
  });
}

TEST_P(TykOrganisationLife, OpenPolicyIsRefusedAsWithoutALicense) {
  world_->MakeUser("writer", "$org", R"({"system":"write"})");
  const std::string refused = Refusal("Your license does not support Open Policy.");
  world_->Play({
      {"read", WithAccessKey("GET", "/api/org/opa", "$boss_key"), 403, {refused}, {}},
      {"write",
       WithAccessKey("PUT", "/api/org/opa", "$boss_key", R"({"open_policy":{"enabled":true}})"),
       403,
       {refused},
       {}},
      {"no administrator",
       WithAccessKey("GET", "/api/org/opa", "$writer_key"),
       403,
       {"access denied"},
       {}},
      {"unknown",
       WithAccessKey("GET", "/api/org/other", "$boss_key"),
       404,
       {Refusal("Not found")},
       {}},
  });
}

TEST_P(TykOrganisationLife, TheSwitchForOtherPeoplesPasswordsCountsAtOnce) {
  world_->MakeUser("admin", "$org", R"({"IsAdmin":"admin","logs":"deny"})");
  world_->MakeUser("user", "$org", R"({"apis":"read"})");
  const Call reset = WithAccessKey("POST", "/api/users/$user/actions/reset", "$admin_key",
                                   R"({"new_password":"test123"})");
  const auto turn = [](std::string_view how, std::string_view who) {
    return WithSecret("PUT", "/admin/users/" + std::string(who) + "/actions/" + std::string(how) +
                                 "_reset_passwords");
  };
  const std::string missing = Refusal("Could not retrieve user detail");
  world_->Play({
      {"before", reset, 403, {"to reset the password for other users."}, {}},
      {"allowed",
       turn("allow", "$admin"),
       200,
       {R"({"Status":"OK","Message":"User updated","Meta":{"api_model":{})",
        R"("user_permissions":{"IsAdmin":"admin","logs":"deny","ResetPassword":"admin"})",
        R"("access_key":"$admin_key")"},
       {}},
      {"at once", reset, 200, {}, {}},
      {"twice", turn("allow", "$admin"), 200, {R"("ResetPassword":"admin")"}, {}},
      {"disallowed",
       turn("disallow", "$admin"),
       200,
       {R"("user_permissions":{"IsAdmin":"admin","logs":"deny"})"},
       {"ResetPassword"}},
      {"no more", reset, 403, {}, {}},
      {"twice", turn("disallow", "$admin"), 200, {}, {"ResetPassword"}},
      {"missing", turn("allow", kNowhere), 404, {missing}, {}},
      {"missing", turn("disallow", "x"), 404, {missing}, {}},
      {"with a key",
       WithAccessKey("PUT", "/admin/users/$admin/actions/allow_reset_passwords", "$admin_key"),
       401,
       {},
       {}},
  });
}

TEST_P(TykOrganisationLife, ARememberedIdIsOfTheOrganisationThatHasItsNumberNow) {
  const auto organisation_of = [&](std::string_view key) {
    return TextIn(world_->ApiOf(200, "GET", "/api/users/me", key), "org_id");
  };
  world_->MakeUser("admin", "$org", R"({"IsAdmin":"admin"})");
  EXPECT_EQ(organisation_of("$admin_key"), world_->Fill("$org"));
  // As a database that was put back, and has given the number to another since.
  World& world = world_->base();
  const ObjectId former = tyk::ParseObjectId(world_->Fill("$org")).value();
  const auto found = world.core().callers().FindTenantByObjectId(Patience::kMayWait, former);
  const TenantId tenant = (*found)->id;
  const auto replaced =
      WriteAndWait(world.store(), {kSite, tenant}, [&](Transaction& tx) -> Result<void> {
        GH_TRY(std::optional<Tenant> row, tx.tenants().Find(tenant));
        row.value().object_id = tyk::ParseObjectId(kChosen).value();
        return tx.tenants().Update(*row);
      });
  ASSERT_TRUE(replaced) << replaced.error().detail;
  EXPECT_EQ(organisation_of("$admin_key"), kChosen);
}

GUILDHALL_EVERY_ENGINE(TykOrganisationLife);

}  // namespace
}  // namespace guildhall::scenarios
