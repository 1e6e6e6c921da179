// One user in three dialects: made through one API, seen, changed and removed through the others.

#include <gtest/gtest.h>

#include "tests/scenarios/cross_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kPassword = "secret of ann";

class CrossPeople : public CrossDialect {};

TEST_P(CrossPeople, FieldsAreTheSameEverywhere) {
  EXPECT_TRUE(Has(SyncanoText("users/"), R"("username":"ann@example.com")"));
  EXPECT_TRUE(Has(Users(), "ann@example.com"));
  Syncano(201, "POST", "users/", R"({"username":" Plain ","password":"x"})");
  EXPECT_EQ(TextIn(TykUser("plain"), "first_name"), "plain") << "nothing else is known of him";
  EXPECT_TRUE(Has(daptin_->SignIn("PLAIN", "x").body, "Logged in"));
}

TEST_P(CrossPeople, ATakenNameIsTakenEverywhere) {
  const Reply syncano = base().Ask("POST", "/v1.1/instances/cross-hall/users/", "$founder", "",
                                   R"({"username":"ANN@example.com","password":"x"})");
  EXPECT_EQ(syncano.status, 400) << syncano.body;
  const Reply tyk = tyk_->Api("POST", "/api/users", "$admin_key",
                              R"({"first_name":"A","last_name":"B","active":true,)"
                              R"("email_address":"Ann@Example.com",)"
                              R"("user_permissions":{"apis":"read"}})");
  EXPECT_EQ(tyk.status, 403);
  EXPECT_TRUE(Has(tyk.body, "User email already exists for this Org")) << tyk.body;
  EXPECT_EQ(daptin_->SignUp("ann").status, 409);
}

TEST_P(CrossPeople, AChangedEmailCarriesTheUserNameAlong) {
  EXPECT_EQ(PutTykUser("ann@example.com", "email_address", R"("anna@example.com")").status, 200);
  EXPECT_EQ(NumberOf("anna@example.com"), base().Get("ann_number"));
  EXPECT_EQ(daptin_->SignIn("ann@example.com", kPassword).status, 401);
  EXPECT_EQ(daptin_->SignIn("anna@example.com", kPassword).status, 200);
}

TEST_P(CrossPeople, BirthGivesEverybodyTheSame) {
  tyk_->MakeUser("tess", "$org", R"({"users":"read"})");
  Syncano(201, "POST", "users/",
          R"({"username":"plain@example.com","password":"secret of plain"})");
  daptin_->Enter("plain");
  for (const char* email : {"ann@example.com", "tess@example.com", "plain@example.com"}) {
    const Json user = Syncano(200, "GET", "users/" + NumberOf(email) + "/");
    EXPECT_EQ(TextIn(user, "user_key").size(), 40U) << email;
    ASSERT_NE(user.Find("profile"), nullptr);
    EXPECT_EQ(TextIn(*user.Find("profile"), "owner"), NumberOf(email));
  }
  EXPECT_TRUE(Has(daptin_->Api("GET", "/api/user_account/$plain/usergroup_id", "$plain_token").body,
                  R"("name":"users")"));
  EXPECT_FALSE(Has(SyncanoText("groups/"), R"("label":"users")"));
}

TEST_P(CrossPeople, KeysOpenTheirOwnDialectOnly) {
  EXPECT_EQ(App("GET", "user/", "$ann_user_key").status, 200);
  EXPECT_EQ(tyk_->Api("GET", "/api/users/me", "$ann_user_key").status, 401);
  EXPECT_NE(App("GET", "user/", "$admin_key").status, 200);
  EXPECT_NE(base().Ask("GET", "/v1.1/instances/cross-hall/users/", "$admin_key").status, 200);
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$admin_key").status, 403);
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$ann_user_key").status, 403);
  EXPECT_EQ(tyk_->Api("GET", "/api/users/me", "$ann_token").status, 401);
  EXPECT_NE(App("GET", "user/", "$ann_token").status, 200);
}

TEST_P(CrossPeople, AResetTouchesOneKey) {
  tyk_->MakeUser("tess", "$org", "{}");
  const std::string path = "users/" + NumberOf("tess@example.com") + "/";
  const std::string user_key = TextIn(Syncano(200, "GET", path), "user_key");
  EXPECT_EQ(tyk_->Api("PUT", "/api/users/$tess/actions/key/reset", "$tess_key").status, 200);
  EXPECT_EQ(tyk_->Api("GET", "/api/users/me", "$tess_key").status, 401);
  EXPECT_EQ(App("GET", "user/", user_key).status, 200);
  const std::string access_key = TextIn(TykUser("tess@example.com"), "access_key");
  EXPECT_EQ(tyk_->Api("GET", "/api/users/me", access_key).status, 200);
}

TEST_P(CrossPeople, OnePasswordAndOneEndOfSessions) {
  Syncano(200, "PATCH", "users/$ann_number/", R"({"password":" another one "})");
  EXPECT_EQ(daptin_->SignIn("ann@example.com", kPassword).status, 401);
  EXPECT_EQ(daptin_->SignIn("ANN@example.com", "another one").status, 200);
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$ann_token").status, 403);
  EXPECT_EQ(App("GET", "user/", "$ann_user_key").status, 200) << "keys stay";
  EXPECT_EQ(tyk_->Api("GET", "/api/users/me", "$admin_key").status, 200);
}

TEST_P(CrossPeople, TheSamePasswordAgainIsNoChange) {
  Syncano(200, "PATCH", "users/$ann_number/", std::string(R"({"password":")") + kPassword + "\"}");
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$ann_token").status, 200);
}

TEST_P(CrossPeople, DeactivatedPeopleAreNobodyEverywhere) {
  EXPECT_EQ(PutTykUser("ann@example.com", "active", "false").status, 200);
  EXPECT_TRUE(Has(SyncanoText("users/"), "ann@example.com")) << "still listed";
  const Reply log_in =
      App("POST", "user/auth/", "", R"({"username":"ann@example.com","password":"secret of ann"})");
  EXPECT_EQ(log_in.status, 401);
  EXPECT_TRUE(Has(log_in.body, "Invalid username.")) << log_in.body;
  EXPECT_EQ(App("GET", "user/", "$ann_user_key").status,
            App("GET", "user/", "0123456789012345678901234567890123456780").status);
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$ann_token").status, 403);
  EXPECT_EQ(daptin_->SignIn("ann@example.com", kPassword).status, 401);
  EXPECT_EQ(PutTykUser("ann@example.com", "active", "true").status, 200);
  EXPECT_EQ(App("GET", "user/", "$ann_user_key").status, 200);
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$ann_token").status, 403)
      << "sessions ended";
}

TEST_P(CrossPeople, WhomTykMadeWithoutSayingActiveIsNobodyEverywhere) {
  const Reply made = tyk_->Api("POST", "/api/users", "$admin_key",
                               R"({"first_name":"E","last_name":"F","org_id":"$org",)"
                               R"("email_address":"eve@example.com","password":"secret of eve",)"
                               R"("user_permissions":{"apis":"read"}})");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(daptin_->SignIn("eve@example.com", "secret of eve").status, 401);
  EXPECT_EQ(PutTykUser("eve@example.com", "active", "true").status, 200);
  EXPECT_EQ(daptin_->SignIn("eve@example.com", "secret of eve").status, 200);
}

TEST_P(CrossPeople, WhoIsRemovedIsGoneEverywhere) {
  Syncano(204, "DELETE", "users/$ann_number/");
  EXPECT_FALSE(Has(Users(), "ann@example.com"));
  EXPECT_EQ(daptin_->SignIn("ann@example.com", kPassword).status, 401);
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$ann_token").status, 403);
  EXPECT_NE(App("GET", "user/", "$ann_user_key").status, 200);
  EXPECT_EQ(daptin_->SignUp("ann").status, 200) << "the name is free again";
  EXPECT_NE(NumberOf("ann@example.com"), base().Get("ann_number")) << "the number is not";
}

TEST_P(CrossPeople, RemovalTakesObjectsAlongWhoeverRemoves) {
  Syncano(201, "POST", "classes/",
          R"({"name":"notes","schema":[{"name":"text","type":"string"}],)"
          R"("other_permissions":"create_objects"})");
  const Reply note = App("POST", "classes/notes/objects/", "$ann_user_key", R"({"text":"mine"})");
  ASSERT_EQ(note.status, 201) << note.body;
  AppointBoss();
  EXPECT_EQ(daptin_->Api("DELETE", "/api/user_account/$ann", "$boss_token").status, 200);
  EXPECT_EQ(NumberOf("ann@example.com"), "");
  EXPECT_FALSE(Has(SyncanoText("classes/notes/objects/"), "mine"));
  EXPECT_FALSE(Has(SyncanoText("groups/"), "Home group for ann")) << "his home goes with him";
}

TEST_P(CrossPeople, TheLastSignInIsThatOfAnyDialect) {
  EXPECT_NE(TextIn(TykUser("ann@example.com"), "last_login_date").substr(0, 4), "0001");
  Syncano(201, "POST", "users/", R"({"username":"plain@example.com","password":"x"})");
  EXPECT_EQ(TextIn(TykUser("plain@example.com"), "last_login_date").substr(0, 4), "0001");
  EXPECT_EQ(
      App("POST", "user/auth/", "", R"({"username":"plain@example.com","password":"x"})").status,
      200);
  EXPECT_NE(TextIn(TykUser("plain@example.com"), "last_login_date").substr(0, 4), "0001");
}

GUILDHALL_EVERY_ENGINE(CrossPeople);

}  // namespace
}  // namespace guildhall::scenarios
