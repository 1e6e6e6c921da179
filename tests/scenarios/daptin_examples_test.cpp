// The worked examples of Daptin's permissions, over the tables that every tenant has: who passes
// the table's gate, who the row's, and which of the two refused.

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kTableDenied = "TableAccessPermissionChecker";
constexpr const char* kObjectDenied = "ObjectAccessPermissionChecker";
constexpr const char* kWorldJoin = "/api/world_world_id_has_usergroup_usergroup_id";
constexpr const char* kActionJoin = "/api/action_action_id_has_usergroup_usergroup_id";
constexpr const char* kSignUp =
    R"({"attributes":{"email":"late@example.com","name":"late","password":"password","passwordConfirm":"password"}})";

/// A tenant that boss administers, with ann and bob in it.
class DaptinExamples : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
    world_->Set("users", IdOf("usergroup", "name", "users"));
  }
  /// The id of the row whose attribute has this text, as boss sees it.
  std::string IdOf(const std::string& table, std::string_view attribute, std::string_view text) {
    const Json list =
        daptin_->ApiOf(200, "GET", "/api/" + table + "?page[size]=100", "$boss_token");
    for (const Json& row : *list.Find("data")->AsArray()) {
      const Json* value = row.Find("attributes")->Find(attribute);
      if (value != nullptr && value->AsString() != nullptr && *value->AsString() == text) {
        return *row.Find("id")->AsString();
      }
    }
    ADD_FAILURE() << "no " << table << " with " << text;
    return "";
  }
  /// Shares a row of `world` or `action` with the group of everybody.
  void ShareWithUsers(const char* join, const std::string& column, const std::string& id,
                      const std::string& permission) {
    const Json made = daptin_->ApiOf(
        201, "POST", join, "$boss_token",
        RowOf("join", "", "{\"" + column + "\":\"" + id + R"(","usergroup_id":"$users"})"));
    daptin_->ApiOf(200, "PATCH", std::string(join) + "/" + IdIn(made), "$boss_token",
                   RowOf("join", IdIn(made), "{\"permission\":" + permission + "}"));
  }
  void SetPermission(const std::string& table, const std::string& id, const std::string& number) {
    daptin_->ApiOf(200, "PATCH", "/api/" + table + "/" + id, "$boss_token",
                   RowOf(table, id, "{\"permission\":" + number + "}"));
  }
};

TEST_P(DaptinExamples, BAPrivateTableIsOpenedByALinkWithAGroup) {
  daptin_->Open("usergroup", "16384", "$boss_token");
  ShareWithUsers(kWorldJoin, "world_id", world_->Get("usergroup_row"), "114688");
  const std::string body = RowOf("usergroup", "", R"({"name":"by ann"})");
  EXPECT_EQ(daptin_->Api("GET", "/api/usergroup", "").status, 403);
  EXPECT_EQ(daptin_->Api("GET", "/api/usergroup", "$ann_token").status, 200);
  const Json made = daptin_->ApiOf(201, "POST", "/api/usergroup", "$ann_token", body);
  const Reply changed = daptin_->Api("PATCH", "/api/usergroup/" + IdIn(made), "$ann_token",
                                     RowOf("usergroup", IdIn(made), R"({"name":"again"})"));
  EXPECT_EQ(changed.status, 403);
  EXPECT_TRUE(Has(changed.body, kTableDenied)) << changed.body;
  EXPECT_EQ(changed.headers.at("X-Denied-Level"), "table");
}

TEST_P(DaptinExamples, DOneRowIsTakenOutOfSight) {
  daptin_->Open("usergroup", "3", "$boss_token");
  for (const char* name : {"shown", "hidden"}) {
    daptin_->MakeGroup(name, "$boss_token");
    SetPermission("usergroup", world_->Get(name), "2");
  }
  SetPermission("usergroup", world_->Get("hidden"), "0");
  const std::string guest = daptin_->Api("GET", "/api/usergroup?page[size]=100", "").body;
  EXPECT_TRUE(Has(guest, R"("name":"shown")"));
  EXPECT_FALSE(Has(guest, R"("name":"hidden")"));
  EXPECT_TRUE(Has(daptin_->Api("GET", "/api/usergroup?page[size]=100", "$boss_token").body,
                  R"("name":"hidden")"));
}

TEST_P(DaptinExamples, EOneGroupOpensTheTableAndAnotherTheRow) {
  daptin_->Open("usergroup", "16384", "$boss_token");
  ShareWithUsers(kWorldJoin, "world_id", world_->Get("usergroup_row"), "245760");
  daptin_->MakeGroup("editors", "$boss_token");
  // Members of editors may peek at, read and update the row of the group itself.
  SetPermission("usergroup", world_->Get("editors"), "180224");
  EXPECT_EQ(daptin_
                ->Api("PATCH", "/api/user_account/$ann/relationships/usergroup_id", "$boss_token",
                      TargetOf("usergroup", "$editors"))
                .status,
            204);
  const std::string change = RowOf("usergroup", "$editors", R"({"name":"writers"})");
  EXPECT_EQ(daptin_->Api("PATCH", "/api/usergroup/$editors", "$ann_token", change).status, 200);
  const Reply refused = daptin_->Api("PATCH", "/api/usergroup/$editors", "$bob_token", change);
  EXPECT_EQ(refused.status, 403);
  EXPECT_TRUE(Has(refused.body, kObjectDenied)) << refused.body;
  EXPECT_EQ(refused.headers.at("X-Denied-Level"), "object");
}

TEST_P(DaptinExamples, FAnActionAsksTheTableAndTheAction) {
  const std::string sign_up = IdOf("action", "action_name", "signup");
  SetPermission("action", sign_up, "0");
  EXPECT_EQ(daptin_->Api("POST", "/action/user_account/signup", "$ann_token", kSignUp).status, 403);
  ShareWithUsers(kActionJoin, "action_id", sign_up, "524288");
  EXPECT_EQ(daptin_->Api("POST", "/action/user_account/signup", "", kSignUp).status, 403);
  EXPECT_EQ(daptin_->Api("POST", "/action/user_account/signup", "$ann_token", kSignUp).status, 200);
  daptin_->Open("user_account", "1", "$boss_token");
  EXPECT_EQ(daptin_->Api("POST", "/action/user_account/signup", "$ann_token", kSignUp).status, 403)
      << "the table's Execute is gone";
}

TEST_P(DaptinExamples, GAMemberReadsHisOwnAndChangesNothing) {
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/$ann", "$ann_token").status, 200);
  const Reply group = daptin_->Api("POST", "/api/usergroup", "$ann_token",
                                   RowOf("usergroup", "", R"({"name":"mine"})"));
  EXPECT_EQ(group.status, 403);
  EXPECT_TRUE(Has(group.body, kTableDenied));
  EXPECT_EQ(daptin_->Api("DELETE", "/api/user_account/$ann", "$ann_token").status, 403);
}

TEST_P(DaptinExamples, HSigningUpIsClosedByTheFirstAdministratorAndOpenedByOnePatch) {
  EXPECT_EQ(daptin_->Api("POST", "/action/user_account/signup", "", kSignUp).status, 403);
  const std::string sign_up = IdOf("action", "action_name", "signup");
  const Json shown = daptin_->ApiOf(200, "GET", "/api/action/" + sign_up, "$boss_token");
  EXPECT_EQ(AttributeIn(shown, "permission"), "2085120");
  SetPermission("action", sign_up, "2085152");
  EXPECT_EQ(daptin_->Api("POST", "/action/user_account/signup", "", kSignUp).status, 200);
}

TEST_P(DaptinExamples, IMembersOfAGroupSeeEachOtherAndChangeNobody) {
  EXPECT_TRUE(Has(daptin_->Api("GET", "/api/user_account", "$bob_token").body, "ann@example.com"));
  daptin_->Open("user_account", "561445", "$boss_token");
  const Reply changed = daptin_->Api("PATCH", "/api/user_account/$ann", "$bob_token",
                                     RowOf("user_account", "$ann", R"({"name":"by bob"})"));
  EXPECT_EQ(changed.status, 403) << changed.body;
}

TEST_P(DaptinExamples, BothGatesMoveWithTheirPermissionsAtOnce) {
  EXPECT_EQ(daptin_->Api("GET", "/api/usergroup", "").status, 200);
  daptin_->Open("usergroup", "0", "$boss_token");
  EXPECT_EQ(daptin_->Api("GET", "/api/usergroup", "").status, 403);
  EXPECT_EQ(daptin_->Api("GET", "/api/usergroup", "$ann_token").status, 403);
  daptin_->Open("usergroup", "\"561441\"", "$boss_token");
  EXPECT_EQ(daptin_->Api("GET", "/api/usergroup", "").status, 200) << "a number as text";
  const Reply refused = daptin_->Api("PATCH", "/api/world/$usergroup_row", "$ann_token",
                                     RowOf("world", "$usergroup_row", R"({"permission":2097151})"));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(
      daptin_
          ->Api("POST", "/api/usergroup", "$ann_token", RowOf("usergroup", "", R"({"name":"x"})"))
          .status,
      403);
}

GUILDHALL_EVERY_ENGINE(DaptinExamples);

}  // namespace
}  // namespace guildhall::scenarios
