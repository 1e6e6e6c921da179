// Links of rows with each other and with groups: who sees them, who changes them, and what they
// carry.

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kSchema = R"(
Tables:
  - TableName: team
    Permission: 561445
    DefaultPermission: 15875
    Columns: [{Name: name, DataType: varchar(80), ColumnType: label}]
  - TableName: player
    Permission: 561445
    DefaultPermission: 15875
    Columns: [{Name: name, DataType: varchar(80), ColumnType: label}]
Relations:
  - {Subject: player, Relation: has_one, Object: team, SubjectName: captain_of, ObjectName: leads}
  - Subject: player
    Relation: has_many
    Object: team
    Columns:
      - {Name: position, DataType: varchar(50), ColumnType: label, IsNullable: true}
)";
constexpr const char* kPlaces = "/api/player_player_id_has_team_team_id";
constexpr const char* kShares = "/api/player_player_id_has_usergroup_usergroup_id";

class DaptinLinks : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
    const Reply declared = daptin_->Declare(kSchema, "$boss_token");
    ASSERT_EQ(declared.status, 200) << declared.body;
    for (const char* table : {"team", "player"}) {
      const Json made = daptin_->ApiOf(201, "POST", std::string("/api/") + table, "$boss_token",
                                       RowOf(table, "", R"({"name":"first"})"));
      world_->Set(table, IdIn(made));
    }
  }
  int Send(const std::string& method, const std::string& target, const std::string& body,
           std::string_view token = "$boss_token") {
    return daptin_->Api(method, target, token, body).status;
  }
  std::string Captain() {
    const Json shown = daptin_->ApiOf(200, "GET", "/api/player/$player", "$boss_token");
    return AttributeIn(shown, "leads");
  }
};

TEST_P(DaptinLinks, CarryColumnsOfTheirOwn) {
  const std::string place = R"({"player_id":"$player","team_id":"$team","position":"keeper"})";
  const Json made = daptin_->ApiOf(201, "POST", kPlaces, "$boss_token", RowOf("x", "", place));
  EXPECT_EQ(AttributeIn(made, "position"), "\"keeper\"");
  EXPECT_EQ(AttributeIn(made, "permission"), "561441");
  const std::string path = std::string(kPlaces) + "/" + IdIn(made);
  EXPECT_EQ(AttributeIn(daptin_->ApiOf(200, "PATCH", path, "$boss_token",
                                       RowOf("x", IdIn(made), R"({"position":"wing"})")),
                        "position"),
            "\"wing\"");
  const std::string teams = daptin_->Api("GET", "/api/player/$player/team_id", "$boss_token").body;
  EXPECT_TRUE(Has(teams, R"("position":"wing")")) << teams;
  EXPECT_TRUE(Has(teams, world_->Fill(R"("id":"$team")"))) << "the row's own id: " << teams;
  EXPECT_TRUE(Has(teams, "relation_created_at"));
  EXPECT_EQ(Send("PATCH", path, RowOf("x", IdIn(made), R"({"team_id":"$player"})")), 400);
  const Reply again = daptin_->Api("POST", kPlaces, "$boss_token", RowOf("x", "", place));
  EXPECT_EQ(again.status, 409);
  EXPECT_TRUE(Has(again.body, ".player_id, ")) << again.body;
  EXPECT_EQ(Send("DELETE", path, "", "$ann_token"), 403);
  EXPECT_EQ(Send("DELETE", path, ""), 200);
  EXPECT_EQ(Send("GET", path, ""), 404);
}

TEST_P(DaptinLinks, OfAQueryThatNamesAnEndAreThoseOfThatRow) {
  EXPECT_EQ(Send("PATCH", "/api/player/$player/relationships/team_id", TargetOf("team", "$team")),
            204);
  EXPECT_EQ(daptin_->TotalOf(std::string(kPlaces) + "?player_id=$player", "$boss_token"), "1");
  EXPECT_EQ(daptin_->TotalOf(std::string(kPlaces) + "?player_id=$team", "$boss_token"), "0");
  EXPECT_EQ(daptin_->TotalOf(std::string(kPlaces) +
                                 R"(?query=[{"column":"team_id","operator":"is","value":"$team"}])",
                             "$boss_token"),
            "1");
}

TEST_P(DaptinLinks, AreSeenByWhoMayReadBothEnds) {
  daptin_->MakeGroup("fans", "$boss_token");
  EXPECT_EQ(Send("PATCH", "/api/user_account/$ann/relationships/usergroup_id",
                 TargetOf("usergroup", "$fans")),
            204);
  daptin_->ApiOf(200, "PATCH", "/api/player/$player", "$boss_token",
                 RowOf("player", "$player", R"({"permission":0})"));
  const std::string place = R"({"player_id":"$player","usergroup_id":"$fans"})";
  EXPECT_EQ(Send("POST", kShares, RowOf("x", "", place), "$ann_token"), 403);
  EXPECT_EQ(daptin_->TotalOf(kShares, "$ann_token"), "0");
  EXPECT_EQ(Send("GET", "/api/player/$player", "", "$ann_token"), 403);
  daptin_->ShareRow("player", "$player", "$fans", "49152", "$boss_token");
  EXPECT_EQ(Send("GET", "/api/player/$player", "", "$ann_token"), 200);
  EXPECT_EQ(daptin_->TotalOf(kShares, "$ann_token"), "1");
  EXPECT_EQ(daptin_->TotalOf(kShares, "$bob_token"), "0");
  EXPECT_EQ(Send("POST", kShares, RowOf("x", "", place)), 409);
  EXPECT_EQ(Send("DELETE", "/api/player/$player/relationships/usergroup_id",
                 TargetOf("usergroup", "$fans"), "$ann_token"),
            403);
  EXPECT_EQ(Send("DELETE", "/api/player/$player/relationships/usergroup_id",
                 TargetOf("usergroup", "$fans")),
            204);
  EXPECT_EQ(Send("GET", "/api/player/$player", "", "$ann_token"), 403);
}

TEST_P(DaptinLinks, ToOneRowAreSetAndClearedAsRelationships) {
  const std::string path = "/api/player/$player/relationships/leads";
  EXPECT_EQ(daptin_->Api("GET", "/api/player/$player/leads", "$boss_token").body,
            R"({"data":null})");
  EXPECT_EQ(Send("PATCH", path, R"({"data":{"type":"team","id":"$team"}})"), 204);
  EXPECT_EQ(Captain(), world_->Fill("\"$team\""));
  EXPECT_TRUE(Has(daptin_->Api("GET", path, "$boss_token").body, world_->Fill("$team")));
  EXPECT_EQ(Send("DELETE", path, TargetOf("team", "$player")), 204) << "it leads elsewhere";
  EXPECT_EQ(Captain(), world_->Fill("\"$team\""));
  EXPECT_EQ(Send("DELETE", path, TargetOf("team", "$team"), "$bob_token"), 403);
  EXPECT_EQ(Send("DELETE", path, TargetOf("team", "$team")), 204);
  EXPECT_EQ(Captain(), "null");
  EXPECT_EQ(Send("POST", path, R"({"data":{"type":"team","id":"$team"}})"), 204);
  EXPECT_EQ(Send("PATCH", path, R"({"data":null})"), 204);
  EXPECT_EQ(Captain(), "null");
  EXPECT_EQ(Send("PATCH", path, R"({"data":{"type":"team","id":"$player"}})"), 400);
}

TEST_P(DaptinLinks, BackwardsChangeTheRowsThatNameThisOne) {
  const std::string path = "/api/team/$team/relationships/captain_of";
  EXPECT_EQ(Send("PATCH", path, TargetOf("player", "$player")), 204);
  EXPECT_EQ(Captain(), world_->Fill("\"$team\""));
  EXPECT_EQ(Send("DELETE", path, TargetOf("player", "$player")), 204);
  EXPECT_EQ(Captain(), "null");
}

TEST_P(DaptinLinks, OfNothingThatIsThereAreNotFound) {
  EXPECT_EQ(Send("GET", "/api/nonesuch/$team/team_id", ""), 404);
  EXPECT_EQ(Send("GET", "/api/team/no-id/usergroup_id", ""), 404);
  const Reply reply = daptin_->Api("GET", "/api/team/$team/relationships/nonesuch", "$boss_token");
  EXPECT_EQ(reply.status, 404);
  EXPECT_TRUE(Has(reply.body, "There is no relation with the name nonesuch")) << reply.body;
  EXPECT_EQ(Send("PATCH", "/api/nonesuch/$team/relationships/x", TargetOf("team", "$team")), 404);
}

GUILDHALL_EVERY_ENGINE(DaptinLinks);

}  // namespace
}  // namespace guildhall::scenarios
