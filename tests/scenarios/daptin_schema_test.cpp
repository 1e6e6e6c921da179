// What administrators declare while the server runs: schemas are applied at once and whole, once
// more without harm, and columns and tables can be changed and taken away again.

#include <string>

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kSchema = R"(
Tables:
  - TableName: project
    Columns: [{Name: name, ColumnType: label, IsUnique: true}]
  - TableName: todo
    CompositeKeys: [[title, state]]
    DefaultOrder: -title
    Columns:
      - {Name: title, ColumnType: label, IsIndexed: true}
      - {Name: state, ColumnType: label, IsNullable: true}
    Validations: [{ColumnName: title, Tags: required}]
Relations:
  - {Subject: todo, Relation: has_one, Object: project}
  - {Subject: todo, Relation: has_many, Object: user_account, ObjectName: watcher}
Actions:
  - {Name: greet, OnType: todo, InstanceOptional: true, OutFields: [{Type: client.notify, Method: ACTIONRESPONSE}]}
)";

class DaptinSchemas : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
  }
  void Declare(std::string_view schema) {
    const Reply reply = daptin_->Declare(schema, "$boss_token");
    ASSERT_EQ(reply.status, 200) << reply.body;
  }
  void ExpectRefused(std::string_view schema, const std::string& why) {
    const Reply reply = daptin_->Declare(schema, "$boss_token");
    EXPECT_EQ(reply.status, 400) << reply.body;
    EXPECT_TRUE(Has(reply.body, why)) << reply.body;
  }
  Reply Act(const std::string& action, const std::string& attributes, std::string_view token) {
    return daptin_->Api("POST", "/action/world/" + action, token,
                        "{\"attributes\":{" + attributes + "}}");
  }
  std::string Make(const std::string& attributes) {
    return IdIn(daptin_->ApiOf(201, "POST", "/api/todo", "$boss_token",
                               RowOf("todo", "", "{" + attributes + "}")));
  }
  Json Show(const std::string& id) {
    return daptin_->ApiOf(200, "GET", "/api/todo/" + id, "$boss_token");
  }
};
TEST_P(DaptinSchemas, AreInForceAtOnce) {
  EXPECT_EQ(daptin_->Api("GET", "/api/todo", "$boss_token").status, 404);
  Declare(kSchema);
  EXPECT_EQ(AttributeIn(Show(Make(R"("title":"x")")), "title"), "\"x\"");
  EXPECT_EQ(daptin_->TotalOf("/api/todo_todo_id_has_usergroup_usergroup_id", "$boss_token"), "0");
  EXPECT_EQ(daptin_->TotalOf("/api/todo_todo_id_has_user_account_watcher", "$boss_token"), "0");
  EXPECT_EQ(daptin_->Api("POST", "/action/todo/greet", "$boss_token", "{}").status, 200);
}

TEST_P(DaptinSchemas, AreForAdministratorsOnly) {
  EXPECT_EQ(daptin_->Declare(kSchema, "").status, 403);
  EXPECT_EQ(daptin_->Declare(kSchema, "$ann_token").status, 403);
  EXPECT_EQ(daptin_->Api("GET", "/api/todo", "$boss_token").status, 404);
}

TEST_P(DaptinSchemas, AppliedOnceMoreChangeNothing) {
  Declare(kSchema);
  const std::string id = Make(R"("title":"x")");
  const Reply again = daptin_->Declare(kSchema, "$boss_token");
  EXPECT_TRUE(Has(again.body, "Tables made: 0, changed: 0.")) << again.body;
  EXPECT_EQ(AttributeIn(Show(id), "title"), "\"x\"");
}

TEST_P(DaptinSchemas, KeepWhatTheyDoNotName) {
  Declare(kSchema);
  const std::string id = Make(R"("title":"x","state":"open")");
  Declare(
      "Tables: [{TableName: todo, Columns: [{Name: due, ColumnType: label, IsNullable: true}]}]");
  EXPECT_EQ(AttributeIn(Show(id), "title"), "\"x\"");
  EXPECT_EQ(AttributeIn(Show(id), "state"), "\"open\"");
  EXPECT_EQ(AttributeIn(Show(id), "due"), "null");
}

TEST_P(DaptinSchemas, AreRefusedWhole) {
  ExpectRefused(R"(
Tables: [{TableName: todo}]
Relations: [{Subject: todo, Relation: has_one, Object: nothing}]
)",
                R"(relation todo.nothing_id: there is no table \"nothing\")");
  EXPECT_EQ(daptin_->Api("GET", "/api/todo", "$boss_token").status, 404);
  ExpectRefused("Tables: [{TableName: todo, AccessGroups: [nobody]}]",
                R"(table todo: AccessGroups: there is no group \"nobody\")");
  ExpectRefused("Tables: [{TableName: todo, CompositeKeys: [[a, b]]}]",
                R"(table todo: CompositeKeys: there is no column \"a\")");
  ExpectRefused("Tables: [{TableName: todo, DefaultOrder: -a}]",
                R"(table todo: DefaultOrder: \"-a\" is no column)");
  ExpectRefused("Actions: [{Name: a, OnType: todo}]", R"(there is no table \"todo\")");
  ExpectRefused("Tables: [{TableName: todo}, {TableName: todo}]", "is declared twice");
  ExpectRefused("Table: []", "the key \\\"Table\\\" is not known");
}

TEST_P(DaptinSchemas, WarnOfDefaultGroupsThatAreNotThere) {
  const Reply reply =
      daptin_->Declare("Tables: [{TableName: todo, DefaultGroups: [nobody]}]", "$boss_token");
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(Has(reply.body, R"(Warning: table todo: there is no group \"nobody\")"))
      << reply.body;
}

TEST_P(DaptinSchemas, CannotMakeColumnsOfRowsUnique) {
  Declare(kSchema);
  ExpectRefused("Tables: [{TableName: todo, Columns: [{Name: title, IsUnique: true}]}]",
                R"(the column \"title\" is there already; only a new one can be unique)");
  Make(R"("title":"x")");
  ExpectRefused("Tables: [{TableName: todo, CompositeKeys: [[title, project_id]]}]",
                "CompositeKeys: none can be added to a table that has rows");
}

TEST_P(DaptinSchemas, ColumnsGetNewNamesAndKeepTheirValues) {
  Declare(kSchema);
  const std::string id = Make(R"("title":"x","state":"open")");
  const std::string other = R"("table_name":"todo","column_name":"title","new_column_name":)";
  EXPECT_EQ(Act("rename_column", other + R"("permission")", "$boss_token").status, 400);
  EXPECT_EQ(Act("rename_column", other + R"("state")", "$boss_token").status, 400);
  EXPECT_EQ(Act("rename_column", other + R"("subject_line")", "$ann_token").status, 403);
  const Reply renamed = Act("rename_column", other + R"("subject_line")", "$boss_token");
  ASSERT_EQ(renamed.status, 200) << renamed.body;
  EXPECT_EQ(AttributeIn(Show(id), "subject_line"), "\"x\"");
  EXPECT_EQ(AttributeIn(Show(id), "title"), "");
  // The rules about it have gone along.
  EXPECT_EQ(
      daptin_->Api("POST", "/api/todo", "$boss_token", RowOf("todo", "", R"({"subject_line":""})"))
          .status,
      400);
  EXPECT_EQ(daptin_
                ->Api("POST", "/api/todo", "$boss_token",
                      RowOf("todo", "", R"({"subject_line":"x","state":"open"})"))
                .status,
            409);
}

TEST_P(DaptinSchemas, ColumnsAndTablesAreTakenAway) {
  Declare(kSchema);
  daptin_->Open("todo", "561445", "$boss_token");
  daptin_->Open("project", "561445", "$boss_token");
  const std::string id = Make(R"("title":"x","state":"open")");
  const std::string state = R"("world_id":"$todo_row","column_name":"state")";
  EXPECT_NE(Act("remove_column", state, "$ann_token").status, 200);
  ASSERT_EQ(Act("remove_column", state, "$boss_token").status, 200);
  EXPECT_EQ(AttributeIn(Show(id), "state"), "");
  ASSERT_EQ(Act("remove_table", R"("world_id":"$project_row")", "$boss_token").status, 200);
  EXPECT_EQ(daptin_->Api("GET", "/api/project", "$boss_token").status, 404);
  EXPECT_EQ(AttributeIn(Show(id), "title"), "\"x\"");
  EXPECT_EQ(AttributeIn(Show(id), "project_id"), "");
  ASSERT_EQ(Act("remove_table", R"("world_id":"$todo_row")", "$boss_token").status, 200);
  for (const char* table : {"todo", "todo_todo_id_has_usergroup_usergroup_id",
                            "todo_todo_id_has_user_account_watcher"}) {
    EXPECT_EQ(daptin_->Api("GET", std::string("/api/") + table, "$boss_token").status, 404);
  }
  Declare(kSchema);
  EXPECT_EQ(daptin_->TotalOf("/api/todo", "$boss_token"), "0");
}

TEST_P(DaptinSchemas, BuiltInTablesStay) {
  daptin_->Open("usergroup", "561441", "$boss_token");
  EXPECT_EQ(Act("remove_table", R"("world_id":"$usergroup_row")", "$boss_token").status, 400);
  EXPECT_EQ(
      Act("remove_column", R"("world_id":"$usergroup_row","column_name":"name")", "$boss_token")
          .status,
      400);
}

GUILDHALL_EVERY_ENGINE(DaptinSchemas);

}  // namespace
}  // namespace guildhall::scenarios
