// No take-over from one vocabulary into another, and no right that follows from another one's.

#include <gtest/gtest.h>

#include "tests/scenarios/cross_world.h"

namespace guildhall::scenarios {
namespace {

class CrossRights : public CrossDialect {};

TEST_P(CrossRights, AnOperatorTakesOverNoAdministrator) {
  AppointBoss();
  for (const char* email : {"admin@example.com", "boss@example.com"}) {
    SCOPED_TRACE(email);
    const std::string path = "/v1.1/instances/cross-hall/users/" + NumberOf(email) + "/";
    const std::string before = base().Ask("GET", path, "$founder").body;
    EXPECT_EQ(base().Ask("PATCH", path, "$founder", "", R"({"password":"mine now"})").status, 403);
    EXPECT_EQ(base().Ask("PATCH", path, "$founder", "", R"({"username":"mine"})").status, 403);
    EXPECT_EQ(base().Ask("POST", path + "reset_key/", "$founder").status, 403);
    EXPECT_EQ(base().Ask("DELETE", path, "$founder").status, 403);
    EXPECT_EQ(base().Ask("GET", path, "$founder").body, before);
  }
  EXPECT_EQ(daptin_->SignIn("boss@example.com", "mine now").status, 401);
}

TEST_P(CrossRights, ATykAdministratorTakesOverNoDaptinAdministrator) {
  AppointBoss();
  const std::string email = "boss@example.com";
  EXPECT_EQ(PutTykUser(email, "email_address", R"("mine@example.com")").status, 403);
  EXPECT_EQ(PutTykUser(email, "active", "false").status, 403);
  const std::string path = "/api/users/" + TextIn(TykUser(email), "id");
  EXPECT_EQ(
      tyk_->Api("POST", path + "/actions/reset", "$admin_key", R"({"new_password":"mine now"})")
          .status,
      403);
  EXPECT_EQ(tyk_->Api("PUT", path + "/actions/key/reset", "$admin_key").status, 403);
  EXPECT_EQ(tyk_->Api("DELETE", path, "$admin_key").status, 403);
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$boss_token").status, 200);
}

TEST_P(CrossRights, ADaptinAdministratorTakesOverNobodyWithCapabilities) {
  AppointBoss();
  tyk_->MakeUser("tess", "$org", R"({"users":"read"})");
  for (const char* email : {"admin@example.com", "tess@example.com"}) {
    SCOPED_TRACE(email);
    const Json list = daptin_->ApiOf(200, "GET", "/api/user_account?page[size]=100", "$boss_token");
    std::string id;
    for (const Json& row : *list.Find("data")->AsArray()) {
      if (TextIn(*row.Find("attributes"), "email") == email) id = TextIn(row, "id");
    }
    ASSERT_FALSE(id.empty());
    const std::string path = "/api/user_account/" + id;
    for (const char* change : {R"({"password":"mine now"})", R"({"email":"mine@example.com"})"}) {
      EXPECT_EQ(
          daptin_->Api("PATCH", path, "$boss_token", RowOf("user_account", id, change)).status, 403)
          << change;
    }
    EXPECT_EQ(daptin_->Api("DELETE", path, "$boss_token").status, 403);
    EXPECT_EQ(daptin_->SignIn(email, "mine now").status, 401);
  }
  EXPECT_EQ(tyk_->Api("GET", "/api/users/me", "$admin_key").status, 200);
}

TEST_P(CrossRights, WhoHasNoRightsIsCaredForByEveryVocabulary) {
  AppointBoss();
  EXPECT_EQ(daptin_
                ->Api("PATCH", "/api/user_account/$ann", "$boss_token",
                      RowOf("user_account", "$ann", R"({"password":"by the boss"})"))
                .status,
            200);
  EXPECT_EQ(daptin_->SignIn("ann@example.com", "by the boss").status, 200);
  EXPECT_EQ(PutTykUser("ann@example.com", "first_name", R"("Anna")").status, 200);
  Syncano(200, "PATCH", "users/$ann_number/", R"({"password":"by the founder"})");
  EXPECT_EQ(daptin_->SignIn("ann@example.com", "by the founder").status, 200);
}

TEST_P(CrossRights, TheThreeRightsAreThreeRights) {
  AppointBoss();
  // The Tyk administrator, as a person of Daptin and of Syncano.
  EXPECT_EQ(tyk_->Api("POST", "/api/users/$admin/actions/reset", "$admin_key",
                      R"({"new_password":"secret of admin"})")
                .status,
            200);
  daptin_->Enter("admin");
  EXPECT_EQ(daptin_
                ->Api("POST", "/api/usergroup", "$admin_token",
                      RowOf("usergroup", "", R"({"name":"editors"})"))
                .status,
            403);
  const std::string admin_path = "users/" + NumberOf("admin@example.com") + "/";
  const std::string admin_key = TextIn(Syncano(200, "GET", admin_path), "user_key");
  EXPECT_FALSE(Has(App("GET", "users/", admin_key).body, "ann@example.com")) << "himself only";
  // The Daptin administrator, as a person of Tyk and of Syncano.
  EXPECT_EQ(TextIn(TykUser("boss@example.com"), "access_key"), "");
  const std::string boss_path = "users/" + NumberOf("boss@example.com") + "/";
  const std::string boss_key = TextIn(Syncano(200, "GET", boss_path), "user_key");
  EXPECT_FALSE(Has(App("GET", "users/", boss_key).body, "ann@example.com")) << "himself only";
  EXPECT_EQ(App("POST", "groups/", boss_key, R"({"label":"rebels"})").status, 403);
  // And somebody without any of them.
  EXPECT_EQ(
      daptin_->Api("POST", "/action/world/become_an_administrator", "$ann_token", "{}").status,
      403);
}

TEST_P(CrossRights, PeopleOfAnotherVocabularyCloseTheFounding) {
  // $org had a user of Tyk before anybody signed up.
  EXPECT_EQ(
      daptin_->Api("POST", "/action/world/become_an_administrator", "$ann_token", "{}").status,
      403);
  const Reply made = daptin_->Api("POST", "/api/usergroup", "$ann_token",
                                  RowOf("usergroup", "", R"({"name":"editors"})"));
  EXPECT_EQ(made.status, 403) << made.body;
}

TEST_P(CrossRights, TheLastAdministratorStaysWhoeverWouldRemoveHim) {
  AppointBoss();
  EXPECT_EQ(daptin_->Api("DELETE", "/api/user_account/$boss", "$boss_token").status, 409);
  const std::string id = TextIn(TykUser("boss@example.com"), "id");
  EXPECT_EQ(tyk_->Admin("PUT", "/admin/users/" + id,
                        R"({"first_name":"b","last_name":"b","active":false,"org_id":"$org",)"
                        R"("email_address":"boss@example.com","user_permissions":{}})")
                .status,
            403);
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$boss_token").status, 200);
}

GUILDHALL_EVERY_ENGINE(CrossRights);

}  // namespace
}  // namespace guildhall::scenarios
