// Tables that a schema declares, under Daptin's worked examples of permissions: who passes the
// table's gate, who the row's, and which of the two refused.

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kTableDenied = "TableAccessPermissionChecker";
constexpr const char* kObjectDenied = "ObjectAccessPermissionChecker";

constexpr const char* kSchema = R"(
Tables:
  - TableName: page
    Permission: 3
    DefaultPermission: 2
    Columns: [{Name: title, DataType: varchar(80), ColumnType: label}]
  - TableName: desk
    Permission: 16384
    AccessGroups: [{Name: users, Permission: 114688}]
    DefaultPermission: 1
    DefaultGroups: [{Name: users, Permission: 49152}]
    Columns: [{Name: title, DataType: varchar(80), ColumnType: label}]
  - TableName: diary
    Permission: 16384
    AccessGroups: [{Name: users, Permission: 114688}]
    DefaultPermission: 256
    Columns: [{Name: title, DataType: varchar(80), ColumnType: label}]
  - TableName: board
    Permission: 16384
    AccessGroups: [{Name: users, Permission: 245760}]
    DefaultPermission: 1
    Columns: [{Name: title, DataType: varchar(80), ColumnType: label}]
  - TableName: todo
    Columns: [{Name: title, DataType: varchar(80), ColumnType: label}]
  - TableName: note
    Permission: 561445
    AccessGroups: [{Name: users, Permission: 475136}]
    DefaultPermission: 15744
    Columns: [{Name: title, DataType: varchar(80), ColumnType: label}]
)";

std::string Titled(std::string_view table, std::string_view title, std::string_view id = "") {
  return RowOf(table, id, "{\"title\":\"" + std::string(title) + "\"}");
}

/// A tenant that boss administers, with ann, bob and the tables above.
class DaptinTables : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
    const Reply declared = daptin_->Declare(kSchema, "$boss_token");
    ASSERT_EQ(declared.status, 200) << declared.body;
  }
  std::string Make(const std::string& table, std::string_view title, std::string_view token) {
    return IdIn(daptin_->ApiOf(201, "POST", "/api/" + table, token, Titled(table, title)));
  }
  void ExpectDenied(const Reply& reply, const char* title, const char* level) {
    EXPECT_EQ(reply.status, 403) << reply.body;
    EXPECT_TRUE(Has(reply.body, title)) << reply.body;
    const auto denied = reply.headers.find("X-Denied-Level");
    ASSERT_NE(denied, reply.headers.end());
    EXPECT_EQ(denied->second, level);
  }
};

TEST_P(DaptinTables, AAPublicPageIsReadByGuestsAndWrittenByNone) {
  const std::string id = Make("page", "welcome", "$boss_token");
  EXPECT_EQ(daptin_->TotalOf("/api/page", ""), "1");
  ExpectDenied(daptin_->Api("POST", "/api/page", "", Titled("page", "mine")), kTableDenied,
               "table");
  ExpectDenied(daptin_->Api("GET", "/api/page/" + id, ""), kObjectDenied, "object");
  daptin_->ApiOf(200, "PATCH", "/api/page/" + id, "$boss_token",
                 RowOf("page", id, R"({"permission":3})"));
  EXPECT_EQ(daptin_->Api("GET", "/api/page/" + id, "").status, 200);
}

TEST_P(DaptinTables, BAPrivateSiteIsReadAndWrittenByItsUsers) {
  EXPECT_EQ(daptin_->Api("GET", "/api/desk", "").status, 403);
  const std::string id = Make("desk", "by boss", "$boss_token");
  EXPECT_EQ(daptin_->TotalOf("/api/desk", "$ann_token"), "1");
  const Json made = daptin_->ApiOf(201, "POST", "/api/desk", "$ann_token", Titled("desk", "ann's"));
  EXPECT_EQ(AttributeIn(made, "title"), "\"ann's\"") << "the whole document";
  EXPECT_EQ(AttributeIn(made, "permission"), "1");
  ExpectDenied(daptin_->Api("PATCH", "/api/desk/" + id, "$ann_token", Titled("desk", "x", id)),
               kTableDenied, "table");
}

TEST_P(DaptinTables, COwnersRowsAreListedForTheOwnerAlone) {
  const Json made =
      daptin_->ApiOf(201, "POST", "/api/diary", "$ann_token", Titled("diary", "monday"));
  const std::string id = IdIn(made);
  EXPECT_EQ(daptin_->TotalOf("/api/diary", "$ann_token"), "1");
  EXPECT_EQ(daptin_->TotalOf("/api/diary", "$bob_token"), "0");
  // A list asks Read, a single read Peek and Read.
  ExpectDenied(daptin_->Api("GET", "/api/diary/" + id, "$ann_token"), kObjectDenied, "object");
}

TEST_P(DaptinTables, DOneRowIsTakenOutOfSight) {
  Make("page", "shown", "$boss_token");
  const std::string id = Make("page", "hidden", "$boss_token");
  EXPECT_EQ(daptin_->TotalOf("/api/page", ""), "2");
  daptin_->ApiOf(200, "PATCH", "/api/page/" + id, "$boss_token",
                 RowOf("page", id, R"({"permission":0})"));
  EXPECT_EQ(daptin_->TotalOf("/api/page", ""), "1");
  EXPECT_EQ(daptin_->TotalOf("/api/page", "$boss_token"), "2");
}

TEST_P(DaptinTables, EOneGroupOpensTheTableAndAnotherTheRow) {
  daptin_->MakeGroup("editors", "$boss_token");
  daptin_->MakeGroup("members", "$boss_token");
  for (const auto& [who, group] : {std::pair("$ann", "$editors"), std::pair("$bob", "$members")}) {
    EXPECT_EQ(
        daptin_
            ->Api("PATCH", "/api/user_account/" + std::string(who) + "/relationships/usergroup_id",
                  "$boss_token", TargetOf("usergroup", group))
            .status,
        204);
  }
  const std::string id = Make("board", "plans", "$boss_token");
  EXPECT_EQ(daptin_->TotalOf("/api/board", "$ann_token"), "0");
  daptin_->ShareRow("board", id, "$editors", "180224", "$boss_token");
  daptin_->ShareRow("board", id, "$members", "49152", "$boss_token");
  EXPECT_EQ(daptin_->TotalOf("/api/board", "$ann_token"), "1");
  EXPECT_EQ(daptin_->TotalOf("/api/board", "$bob_token"), "1");
  EXPECT_EQ(
      daptin_->Api("PATCH", "/api/board/" + id, "$ann_token", Titled("board", "new", id)).status,
      200);
  ExpectDenied(
      daptin_->Api("PATCH", "/api/board/" + id, "$bob_token", Titled("board", "newer", id)),
      kObjectDenied, "object");
  // Leaving the group takes effect with the next request.
  EXPECT_EQ(daptin_
                ->Api("DELETE", "/api/user_account/$ann/relationships/usergroup_id", "$boss_token",
                      TargetOf("usergroup", "$editors"))
                .status,
            204);
  EXPECT_EQ(daptin_->TotalOf("/api/board", "$ann_token"), "0");
}

TEST_P(DaptinTables, GDefaultsLetOwnersReadAndChangeNothing) {
  ExpectDenied(daptin_->Api("POST", "/api/todo", "$ann_token", Titled("todo", "x")), kTableDenied,
               "table");
  const std::string id = Make("note", "by ann", "$ann_token");
  EXPECT_EQ(daptin_->Api("GET", "/api/note/" + id, "$ann_token").status, 200);
  EXPECT_EQ(
      daptin_->Api("PATCH", "/api/note/" + id, "$ann_token", Titled("note", "again", id)).status,
      200);
  ExpectDenied(daptin_->Api("GET", "/api/note/" + id, "$bob_token"), kObjectDenied, "object");
  ExpectDenied(daptin_->Api("DELETE", "/api/note/" + id, "$bob_token"), kObjectDenied, "object");
  EXPECT_EQ(daptin_->Api("DELETE", "/api/note/" + id, "$ann_token").status, 200);
  EXPECT_EQ(daptin_->TotalOf("/api/note", "$ann_token"), "0");
}

TEST_P(DaptinTables, WhatDoesNotExistLooksLikeWhatIsRefused) {
  const std::string id = Make("note", "by ann", "$ann_token");
  const std::string missing = "/api/note/019bfa88-8fc8-7242-bafc-5ca3da2a34fe";
  EXPECT_EQ(daptin_->Api("GET", missing, "$bob_token").body,
            daptin_->Api("GET", "/api/note/" + id, "$bob_token").body);
  EXPECT_EQ(daptin_->Api("GET", missing, "$boss_token").status, 404);
}

TEST_P(DaptinTables, APostSetsNoPermissionAndAPatchDoes) {
  const Json made = daptin_->ApiOf(201, "POST", "/api/note", "$ann_token",
                                   RowOf("note", "", R"({"title":"x","permission":2097151})"));
  EXPECT_EQ(AttributeIn(made, "permission"), "15744");
  const std::string id = IdIn(made);
  daptin_->ApiOf(200, "PATCH", "/api/note/" + id, "$ann_token",
                 RowOf("note", id, R"({"permission":"15747"})"));
  EXPECT_EQ(daptin_->Api("GET", "/api/note/" + id, "").status, 200) << "a numeric string counts";
  for (const char* wrong : {R"("x")", "-1", "4194304", "[1]", "1.5"}) {
    EXPECT_EQ(daptin_
                  ->Api("PATCH", "/api/note/" + id, "$ann_token",
                        RowOf("note", id, R"({"permission":)" + std::string(wrong) + "}"))
                  .status,
              400)
        << wrong;
  }
}

TEST_P(DaptinTables, OnlyAdministratorsDeclareThem) {
  for (const char* token : {"", "$ann_token"}) {
    EXPECT_EQ(daptin_->Declare(kSchema, token).status, 403);
  }
  EXPECT_EQ(daptin_->Declare(kSchema, "$boss_token").status, 200) << "once more changes nothing";
  const Reply bad = daptin_->Declare("Tables: [{TableName: page, Permision: 3}]", "$boss_token");
  EXPECT_EQ(bad.status, 400);
  EXPECT_TRUE(Has(bad.body, "Permision")) << bad.body;
  EXPECT_EQ(daptin_->TotalOf("/api/page", "$boss_token"), "0") << "the table is still there";
}

TEST_P(DaptinTables, AChangedDefaultCountsForNewRows) {
  const std::string before = Make("page", "before", "$boss_token");
  ASSERT_EQ(daptin_
                ->Declare("Tables: [{TableName: page, Permission: 3, DefaultPermission: 16256}]",
                          "$boss_token")
                .status,
            200);
  Make("page", "after", "$boss_token");
  EXPECT_EQ(daptin_->TotalOf("/api/page", ""), "1");
  EXPECT_EQ(daptin_->Api("GET", "/api/page/" + before, "$boss_token").status, 200);
}

GUILDHALL_EVERY_ENGINE(DaptinTables);

}  // namespace
}  // namespace guildhall::scenarios
