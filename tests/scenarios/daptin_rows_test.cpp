// The built-in tables of the Daptin dialect: who may do what with their rows, and how they look.

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kJoin = "/api/user_account_user_account_id_has_usergroup_usergroup_id";
constexpr const char* kTableDenied = "TableAccessPermissionChecker";
constexpr const char* kObjectDenied = "ObjectAccessPermissionChecker";

/// A tenant that boss administers, with ann and bob in it.
class DaptinRows : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
  }
};

TEST_P(DaptinRows, AreReadBySignedInMembersAndNotByGuests) {
  const Reply guest = daptin_->Api("GET", "/api/user_account", "");
  EXPECT_EQ(guest.status, 200);
  EXPECT_TRUE(Has(guest.body, R"("total":0)")) << guest.body;
  const Reply member = daptin_->Api("GET", "/api/user_account", "$ann_token");
  EXPECT_TRUE(Has(member.body, "bob@example.com")) << member.body;
  EXPECT_TRUE(Has(member.body, R"("password":"")"));
  EXPECT_FALSE(Has(member.body, "argon2"));
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/$ann", "").status, 403);
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "").status, 403);
}

TEST_P(DaptinRows, AreMadeByWhoMayUseTheTable) {
  const std::string body = RowOf("usergroup", "", R"({"name":"editors","permission":0})");
  EXPECT_TRUE(Has(daptin_->Api("POST", "/api/usergroup", "$ann_token", body).body, kTableDenied));
  const Json made = daptin_->ApiOf(201, "POST", "/api/usergroup", "$boss_token", body);
  EXPECT_EQ(AttributeIn(made, "permission"), "561441");
  EXPECT_EQ(daptin_->Api("POST", "/api/usergroup", "$boss_token", body).status, 409);
  // Example A: a table that guests may peek and read, and a row that they may read only.
  daptin_->Open("usergroup", "3", "$boss_token");
  const std::string path = "/api/usergroup/" + IdIn(made);
  daptin_->ApiOf(200, "PATCH", path, "$boss_token",
                 RowOf("usergroup", IdIn(made), R"({"permission":"2"})"));
  EXPECT_TRUE(Has(daptin_->Api("GET", "/api/usergroup", "").body, "editors"));
  EXPECT_TRUE(Has(daptin_->Api("POST", "/api/usergroup", "", body).body, kTableDenied));
  EXPECT_TRUE(Has(daptin_->Api("GET", path, "").body, kObjectDenied));
  daptin_->ApiOf(200, "PATCH", path, "$boss_token",
                 RowOf("usergroup", IdIn(made), R"({"permission":3})"));
  EXPECT_EQ(daptin_->Api("GET", path, "").status, 200);
}

TEST_P(DaptinRows, GroupBitsOfATableGiveNothing) {
  daptin_->Open("usergroup", "16384", "$boss_token");
  EXPECT_EQ(daptin_->Api("GET", "/api/usergroup", "").status, 403);
  EXPECT_EQ(daptin_->Api("GET", "/api/usergroup", "$ann_token").status, 403);
  EXPECT_EQ(daptin_->Api("GET", "/api/usergroup", "$boss_token").status, 200);
}

TEST_P(DaptinRows, OneChangesOneselfAndNobodyElse) {
  const Json changed =
      daptin_->ApiOf(200, "PATCH", "/api/user_account/$ann", "$ann_token",
                     RowOf("user_account", "$ann", R"({"name":"Ann","permission":561441})"));
  EXPECT_EQ(AttributeIn(changed, "name"), R"("Ann")");
  EXPECT_EQ(daptin_
                ->Api("PATCH", "/api/user_account/$ann", "$ann_token",
                      RowOf("user_account", "$ann", R"({"permission":2097151})"))
                .status,
            403);
  EXPECT_EQ(daptin_
                ->Api("PATCH", "/api/user_account/$bob", "$ann_token",
                      RowOf("user_account", "$bob", R"({"name":"Ann"})"))
                .status,
            403);
  EXPECT_EQ(daptin_
                ->Api("PATCH", "/api/user_account/$ann", "$ann_token",
                      RowOf("user_account", "$bob", "{}"))
                .status,
            409);
}

TEST_P(DaptinRows, MembersAreAddedInFourWays) {
  const std::string user = R"([{"type":"user_account","id":"$ann"}])";
  for (const char* name : {"one", "two", "three", "four"}) daptin_->MakeGroup(name, "$boss_token");
  const std::string link = RowOf("join", "", R"({"user_account_id":"$ann","usergroup_id":"$one"})");
  EXPECT_EQ(daptin_->Api("POST", kJoin, "$boss_token", link).status, 201);
  EXPECT_EQ(daptin_->Api("POST", kJoin, "$boss_token", link).status, 409);
  EXPECT_EQ(daptin_
                ->Api("PATCH", "/api/user_account/$ann", "$boss_token",
                      R"({"data":{"type":"user_account","id":"$ann","relationships":)"
                      R"({"usergroup_id":{"data":[{"type":"usergroup","id":"$two"}]}}}})")
                .status,
            200);
  EXPECT_EQ(daptin_
                ->Api("PATCH", "/api/usergroup/$three", "$boss_token",
                      R"({"data":{"type":"usergroup","id":"$three","relationships":)"
                      R"({"user_account_id":{"data":)" +
                          user + "}}}}")
                .status,
            200);
  const char* relation = "/api/user_account/$ann/relationships/usergroup_id";
  for (int twice = 0; twice < 2; ++twice) {
    EXPECT_EQ(daptin_->Api("PATCH", relation, "$boss_token", TargetOf("usergroup", "$four")).status,
              204);
  }
  const std::string own =
      daptin_->Api("GET", "/api/user_account/$ann/usergroup_id", "$ann_token").body;
  for (const char* name : {"$one", "$two", "$three", "$four"}) {
    EXPECT_TRUE(Has(own, world_->Fill(std::string(R"("relation_reference_id":")") + name + "\"")))
        << own;
  }
  EXPECT_EQ(daptin_->Api("PATCH", relation, "$bob_token", TargetOf("usergroup", "$one")).status,
            403);
  EXPECT_EQ(daptin_->Api("DELETE", relation, "$boss_token", TargetOf("usergroup", "$four")).status,
            204);
  EXPECT_FALSE(Has(daptin_->Api("GET", "/api/usergroup/$four/user_account_id", "$boss_token").body,
                   "ann@example.com"));
}

TEST_P(DaptinRows, ALinkIsSharedAndRemovedByItsId) {
  daptin_->MakeGroup("editors", "$boss_token");
  const Json made =
      daptin_->ApiOf(201, "POST", kJoin, "$boss_token",
                     RowOf("join", "", R"({"user_account_id":"$ann","usergroup_id":"$editors"})"));
  EXPECT_EQ(AttributeIn(made, "permission"), "561441");
  const std::string path = std::string(kJoin) + "/" + IdIn(made);
  const Json changed = daptin_->ApiOf(200, "PATCH", path, "$boss_token",
                                      RowOf("join", IdIn(made), R"({"permission":2277377})"));
  EXPECT_EQ(AttributeIn(changed, "permission"), "2277377");
  EXPECT_EQ(daptin_->Api("DELETE", path, "$ann_token").status, 403);
  EXPECT_EQ(daptin_->Api("DELETE", path, "$boss_token").body, R"({"meta":null})");
  EXPECT_EQ(daptin_->Api("GET", path, "$boss_token").status, 404);
}

TEST_P(DaptinRows, ListsShowWhatSingleReadsShow) {
  daptin_->MakeGroup("editors", "$boss_token");
  for (const char* token : {"", "$ann_token", "$boss_token"}) {
    for (const char* table : {"user_account", "usergroup", "world", "action"}) {
      const std::string path = std::string("/api/") + table;
      const Json list = daptin_->ApiOf(200, "GET", path + "?page[size]=100", token);
      ASSERT_NE(list.Find("data"), nullptr);
      for (const Json& row : *list.Find("data")->AsArray()) {
        const Json one =
            daptin_->ApiOf(200, "GET", path + "/" + *row.Find("id")->AsString(), token);
        EXPECT_EQ(*one.Find("data"), row);
      }
    }
  }
}

TEST_P(DaptinRows, PagesAndQueriesFollowThePage) {
  for (const char* name : {"ga", "gb", "gc"}) daptin_->MakeGroup(name, "$boss_token");
  const std::string page =
      daptin_->Api("GET", "/api/usergroup?page[number]=2&page[size]=2", "$boss_token").body;
  EXPECT_TRUE(Has(page, R"("current_page":2,"from":2,"to":4,"per_page":2)")) << page;
  EXPECT_TRUE(Has(page, R"("prev_page_url":"/api/usergroup?page[number]=1&page[size]=2")"));
  const std::string found =
      daptin_
          ->Api("GET",
                "/api/usergroup?sort=-name&query=[%7B%22column%22:%22name%22,%22operator%22:"
                "%22like%22,%22value%22:%22g_%22%7D]",
                "$boss_token")
          .body;
  EXPECT_TRUE(Has(found, R"("total":3)")) << found;
  EXPECT_LT(found.find(R"("gc")"), found.find(R"("ga")"));
  const Reply hidden = daptin_->Api("GET", "/api/user_account?sort=password", "$boss_token");
  EXPECT_EQ(hidden.status, 400);
  EXPECT_TRUE(Has(hidden.body, "table [user_account] invalid sort column [password]"));
}

TEST_P(DaptinRows, SystemGroupsAndTheLastAdministratorStay) {
  const Json groups = daptin_->ApiOf(200, "GET", "/api/usergroup?page[size]=100", "$boss_token");
  for (const Json& row : *groups.Find("data")->AsArray()) {
    const std::string name = *row.Find("attributes")->Find("name")->AsString();
    if (name != "guests" && name != "administrators" && name != "users") continue;
    const std::string path = "/api/usergroup/" + *row.Find("id")->AsString();
    EXPECT_EQ(daptin_->Api("DELETE", path, "$boss_token").status, 409) << name;
  }
  EXPECT_EQ(daptin_->Api("DELETE", "/api/user_account/$boss", "$boss_token").status, 409);
}

GUILDHALL_EVERY_ENGINE(DaptinRows);

}  // namespace
}  // namespace guildhall::scenarios
