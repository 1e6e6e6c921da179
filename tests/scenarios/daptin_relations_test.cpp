// Rows that lead to others: columns that name a row, declared join tables, and what clients send to
// tie and untie them; and lists of them.

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kSchema = R"(
Tables:
  - TableName: project
    Permission: 561445
    AccessGroups: [{Name: users, Permission: 475136}]
    DefaultPermission: 15875
    Columns:
      - {Name: name, DataType: varchar(80), ColumnType: label, IsIndexed: true, IsUnique: true}
  - TableName: issue
    Permission: 561445
    AccessGroups: [{Name: users, Permission: 475136}]
    DefaultPermission: 15875
    DefaultOrder: "+rank"
    CompositeKeys: [[project_id, title]]
    Columns:
      - {Name: title, DataType: varchar(80), ColumnType: label, IsIndexed: true}
      - {Name: rank, DataType: int(11), ColumnType: measurement, IsIndexed: true, DefaultValue: "5"}
      - {Name: done, DataType: bool, ColumnType: truefalse, IsNullable: true}
      - {Name: state, DataType: varchar(20), ColumnType: enum, IsNullable: true, Options: [{Value: open}, {Value: closed}]}
      - {Name: secret, DataType: varchar(100), ColumnType: password, IsNullable: true}
      - {Name: inner, DataType: varchar(100), ColumnType: label, IsNullable: true, ExcludeFromApi: true}
    Validations: [{ColumnName: title, Tags: "required,max=20"}]
    Conformations: [{ColumnName: title, Tags: trim}]
  - TableName: label
    DefaultPermission: 15875
    Permission: 561445
    AccessGroups: [{Name: users, Permission: 475136}]
    Columns: [{Name: text, DataType: varchar(80), ColumnType: label}]
Relations:
  - {Subject: issue, Relation: belongs_to, Object: project}
  - {Subject: issue, Relation: has_one, Object: user_account, ObjectName: assignee_id}
  - {Subject: issue, Relation: has_many, Object: label}
)";
constexpr const char* kLabels = "/api/issue_issue_id_has_label_label_id";

class DaptinRelations : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
    const Reply declared = daptin_->Declare(kSchema, "$boss_token");
    ASSERT_EQ(declared.status, 200) << declared.body;
    world_->Set("alpha", Make("project", R"({"name":"alpha"})"));
    world_->Set("beta", Make("project", R"({"name":"beta"})"));
  }
  std::string Make(const std::string& table, const std::string& attributes) {
    return IdIn(
        daptin_->ApiOf(201, "POST", "/api/" + table, "$boss_token", RowOf(table, "", attributes)));
  }
  std::string Issue(const std::string& title, const std::string& more = "") {
    return Make("issue", R"({"project_id":"$alpha","title":")" + title + "\"" + more + "}");
  }
  std::string Titles(const std::string& target, std::string_view token = "$boss_token") {
    const Json list = daptin_->ApiOf(200, "GET", target, token);
    const Json* rows = list.Find("data");
    if (rows == nullptr || rows->AsArray() == nullptr) return ToText(list);
    std::string titles;
    for (const Json& row : *rows->AsArray()) {
      const Json* title = row.Find("attributes")->Find("title");
      if (title == nullptr) title = row.Find("attributes")->Find("text");
      titles += title == nullptr ? "?" : *title->AsString();
      titles += ' ';
    }
    return titles;
  }
  int Patch(const std::string& path, const std::string& body,
            std::string_view token = "$boss_token") {
    return daptin_->Api("PATCH", path, token, body).status;
  }
};

TEST_P(DaptinRelations, ARowNamesAnotherInAnAttributeOrARelationship) {
  const std::string one = Issue("one");
  const Json shown = daptin_->ApiOf(200, "GET", "/api/issue/" + one, "$boss_token");
  EXPECT_EQ(AttributeIn(shown, "project_id"), "\"" + world_->Get("alpha") + "\"");
  const Reply two = daptin_->Api(
      "POST", "/api/issue", "$boss_token",
      R"({"data":{"type":"issue","attributes":{"title":"two"},"relationships":{"project_id":{"data":{"type":"project","id":"$beta"}}}}})");
  EXPECT_EQ(two.status, 201) << two.body;
  EXPECT_EQ(Titles("/api/project/$alpha/issue_id"), "one ");
  EXPECT_EQ(Titles("/api/project/$beta/issue_id"), "two ");
  EXPECT_EQ(Titles("/api/issue?project_id=$beta"), "two ");
  EXPECT_EQ(IdIn(daptin_->ApiOf(200, "GET", "/api/issue/" + one + "/project_id", "$boss_token")),
            world_->Get("alpha"));
  const Reply none = daptin_->Api("POST", "/api/issue", "$boss_token",
                                  RowOf("issue", "", R"({"title":"homeless"})"));
  EXPECT_EQ(none.status, 400) << none.body;
  EXPECT_TRUE(Has(none.body, "project_id is required")) << none.body;
}

TEST_P(DaptinRelations, ANullableOneIsSetAndCleared) {
  const std::string id = Issue("one");
  const auto assignee = [&] {
    return AttributeIn(daptin_->ApiOf(200, "GET", "/api/issue/" + id, "$boss_token"),
                       "assignee_id");
  };
  EXPECT_EQ(assignee(), "null");
  EXPECT_EQ(Patch("/api/issue/" + id, RowOf("issue", id, R"({"assignee_id":"$ann"})")), 200);
  EXPECT_EQ(assignee(), "\"" + world_->Get("ann") + "\"");
  EXPECT_EQ(Patch("/api/issue/" + id,
                  R"({"data":{"type":"issue","id":")" + id +
                      R"(","attributes":{},"relationships":{"assignee_id":{"data":null}}}})"),
            200);
  EXPECT_EQ(assignee(), "null");
  EXPECT_EQ(Patch("/api/issue/" + id, RowOf("issue", id, R"({"project_id":null})")), 400);
}

TEST_P(DaptinRelations, ManyAreAddedInFourWaysAndTakenAwayInTwo) {
  const std::string id = Issue("one");
  std::vector<std::string> labels;
  for (const char* text : {"red", "green", "blue", "grey"}) {
    labels.push_back(Make("label", R"({"text":")" + std::string(text) + "\"}"));
  }
  EXPECT_EQ(
      daptin_
          ->Api("POST", kLabels, "$boss_token",
                RowOf("x", "", R"({"issue_id":")" + id + R"(","label_id":")" + labels[0] + "\"}"))
          .status,
      201);
  EXPECT_EQ(Patch("/api/issue/" + id, R"({"data":{"type":"issue","id":")" + id +
                                          R"(","attributes":{},"relationships":{"label_id":)" +
                                          TargetOf("label", labels[1]) + "}}}"),
            200);
  EXPECT_EQ(
      Patch("/api/label/" + labels[2], R"({"data":{"type":"label","id":")" + labels[2] +
                                           R"(","attributes":{},"relationships":{"issue_id":)" +
                                           TargetOf("issue", id) + "}}}"),
      200);
  const std::string path = "/api/issue/" + id + "/relationships/label_id";
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Patch(path, TargetOf("label", labels[3])), 204) << "what is there stays";
  }
  EXPECT_EQ(Titles("/api/issue/" + id + "/label_id?sort=text"), "blue green grey red ");
  EXPECT_EQ(
      daptin_
          ->Api("POST", kLabels, "$boss_token",
                RowOf("x", "", R"({"issue_id":")" + id + R"(","label_id":")" + labels[0] + "\"}"))
          .status,
      409);
  EXPECT_EQ(daptin_->Api("DELETE", path, "$boss_token", TargetOf("label", labels[3])).status, 204);
  EXPECT_EQ(daptin_->Api("DELETE", path, "$boss_token", TargetOf("label", labels[3])).status, 204);
  EXPECT_EQ(Titles("/api/issue/" + id + "/label_id?sort=text"), "blue green red ");
  EXPECT_EQ(Titles("/api/label/" + labels[0] + "/issue_id"), "one ");
  EXPECT_EQ(daptin_->Api("DELETE", "/api/label/" + labels[0], "$boss_token").status, 200);
  EXPECT_EQ(daptin_->TotalOf(kLabels, "$boss_token"), "2") << "its links went with it";
}

TEST_P(DaptinRelations, TheyAreIncludedWhenAskedFor) {
  const std::string id = Issue("one");
  const std::string label = Make("label", R"({"text":"red"})");
  Patch("/api/issue/" + id + "/relationships/label_id", TargetOf("label", label));
  const std::string plain = daptin_->Api("GET", "/api/issue/" + id, "$boss_token").body;
  EXPECT_TRUE(Has(plain, R"("label_id":{"data":[]})")) << plain;
  EXPECT_FALSE(Has(plain, "included"));
  for (const char* which : {"label_id", "*"}) {
    const std::string body =
        daptin_->Api("GET", "/api/issue?included_relations=" + std::string(which), "$boss_token")
            .body;
    EXPECT_TRUE(Has(body, R"("label_id":{"data":[{"type":"label","id":")" + label)) << body;
    EXPECT_TRUE(Has(body, R"("text":"red")")) << body;
  }
}

TEST_P(DaptinRelations, AGroupsRowsAreListedByTheirLinks) {
  const std::string id = Issue("one");
  daptin_->MakeGroup("team", "$boss_token");
  daptin_->ShareRow("issue", id, "$team", "49152", "$boss_token");
  const Json rows = daptin_->ApiOf(200, "GET", "/api/usergroup/$team/issue_id", "$boss_token");
  const std::string body = ToText(rows);
  EXPECT_TRUE(Has(body, R"("relation_reference_id":")" + id)) << body;
  EXPECT_TRUE(Has(body, R"("permission":49152)")) << "the link's: " << body;
  EXPECT_FALSE(Has(body, R"("id":")" + id + R"(","attributes")")) << "the link's id: " << body;
}

TEST_P(DaptinRelations, RulesOfColumnsHold) {
  const auto refusal = [&](const std::string& attributes) {
    const Reply reply =
        daptin_->Api("POST", "/api/issue", "$boss_token", RowOf("issue", "", attributes));
    return std::to_string(reply.status) + " " + reply.body;
  };
  EXPECT_TRUE(Has(refusal(R"({"project_id":"$alpha","title":""})"),
                  "Field validation 'title' failed on the 'required' tag"));
  EXPECT_TRUE(Has(refusal(R"({"project_id":"$alpha","title":"longer than twenty characters"})"),
                  "failed on the 'max' tag"));
  EXPECT_TRUE(Has(refusal(R"({"project_id":"$alpha","title":"x","state":"lost"})"),
                  "invalid value for state"));
  EXPECT_TRUE(Has(refusal(R"({"project_id":"$alpha"})"), "400 "));
  const std::string id = Issue("  trimmed  ", R"(,"state":"OPEN","done":"true","secret":"a b c")");
  const Json shown = daptin_->ApiOf(200, "GET", "/api/issue/" + id, "$boss_token");
  EXPECT_EQ(AttributeIn(shown, "title"), "\"trimmed\"");
  EXPECT_EQ(AttributeIn(shown, "state"), "\"open\"");
  EXPECT_EQ(AttributeIn(shown, "done"), "true");
  EXPECT_EQ(AttributeIn(shown, "rank"), "5") << "its default";
  EXPECT_EQ(AttributeIn(shown, "secret"), "\"\"");
  EXPECT_EQ(AttributeIn(shown, "inner"), "") << "not shown";
}

TEST_P(DaptinRelations, WhatIsUniqueIsTakenOnce) {
  const Reply again = daptin_->Api("POST", "/api/project", "$boss_token",
                                   RowOf("project", "", R"({"name":"alpha"})"));
  EXPECT_EQ(again.status, 409);
  EXPECT_TRUE(Has(again.body, "UNIQUE constraint failed: project.name")) << again.body;
  Issue("one");
  EXPECT_EQ(daptin_
                ->Api("POST", "/api/issue", "$boss_token",
                      RowOf("issue", "", R"({"project_id":"$alpha","title":"one"})"))
                .status,
            409)
      << "two columns together";
  EXPECT_EQ(daptin_
                ->Api("POST", "/api/issue", "$boss_token",
                      RowOf("issue", "", R"({"project_id":"$beta","title":"one"})"))
                .status,
            201);
}

TEST_P(DaptinRelations, ListsAreFilteredSortedAndPaged) {
  for (int i = 1; i <= 12; ++i) {
    Issue("t" + std::to_string(i), R"(,"rank":)" + std::to_string(20 - i) + R"(,"state":")" +
                                       (i % 2 == 0 ? "open" : "closed") + "\"");
  }
  EXPECT_EQ(daptin_->TotalOf("/api/issue", "$boss_token"), "12");
  EXPECT_EQ(Titles("/api/issue?page[size]=3"), "t12 t11 t10 ") << "by the table's own order";
  EXPECT_EQ(Titles("/api/issue?page[size]=3&page[number]=4&sort=-rank"), "t10 t11 t12 ");
  EXPECT_EQ(Titles("/api/issue?page[size]=2&sort=title"), "t1 t10 ");
  EXPECT_EQ(Titles(R"(/api/issue?sort=rank&query=[{"column":"rank","operator":"gte","value":17}])"),
            "t3 t2 t1 ");
  EXPECT_EQ(
      Titles(
          R"(/api/issue?sort=rank&query=[{"column":"title","operator":"like","value":"t1%25"},{"column":"state","operator":"is","value":"open"}])"),
      "t12 t10 ");
  EXPECT_EQ(
      Titles(
          R"(/api/issue?sort=rank&query=[{"column":"title","operator":"is","value":"t1","logical_group":"a"},{"column":"title","operator":"is","value":"t2","logical_group":"a"}])"),
      "t2 t1 ");
  EXPECT_EQ(Titles(R"(/api/issue?query[][column]=title&query[][operator]=is&query[][value]=t5)"),
            "t5 ");
  EXPECT_EQ(Titles("/api/issue?filter=t1&sort=title"), "t1 t10 t11 t12 ");
}

TEST_P(DaptinRelations, HostileNamesAreRefusedAndReachNoStatement) {
  Issue("one");
  const std::vector<std::string> names = {"title'; drop table records; --",
                                          "title\"",
                                          "(select 1)",
                                          "id",
                                          "version",
                                          "secret",
                                          "inner",
                                          "records.fields",
                                          "title;",
                                          "1=1",
                                          "\\",
                                          "%00"};
  for (const std::string& name : names) {
    std::string escaped;
    for (const char c : name) {
      static constexpr std::string_view kHex = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      escaped += '%';
      escaped += kHex[byte >> 4U];
      escaped += kHex[byte & 15U];
    }
    std::string quoted;
    for (const char c : name) {
      if (c == '"' || c == '\\') quoted += "%5C";
      quoted += c == '%'    ? std::string("%25")
                : c == '"'  ? std::string("%22")
                : c == '\\' ? std::string("%5C")
                : c == ' '  ? std::string("%20")
                : c == ';'  ? std::string("%3B")
                            : std::string(1, c);
    }
    for (const std::string& target :
         {"/api/issue?sort=" + escaped,
          R"(/api/issue?query=[{"column":")" + quoted + R"(","operator":"is","value":1}])",
          "/aggregate/issue?group=" + escaped, "/aggregate/issue?column=sum(" + escaped + ")",
          "/aggregate/issue?filter=eq(" + escaped + ",1)"}) {
      const Reply reply = daptin_->Api("GET", target, "$boss_token");
      EXPECT_EQ(reply.status, 400) << target << '\n' << reply.body;
    }
  }
  EXPECT_EQ(Titles("/api/issue"), "one ");
}

TEST_P(DaptinRelations, FiguresAreOfTheRowsThatOneMayRead) {
  Issue("one", R"(,"rank":1,"state":"open")");
  Issue("two", R"(,"rank":4,"state":"open")");
  const std::string third = Issue("three", R"(,"rank":7,"state":"closed")");
  const std::string target =
      "/aggregate/"
      "issue?group=state&column=count,sum(rank),avg(rank),min(title),max(rank)&order=-state";
  const std::string all = daptin_->Api("GET", target, "$boss_token").body;
  EXPECT_TRUE(Has(all, R"("type":"aggregate_issue")")) << all;
  EXPECT_TRUE(Has(
      all,
      R"j("state":"open","count":2,"sum(rank)":5,"avg(rank)":2.5,"min(title)":"one","max(rank)":4)j"))
      << all;
  EXPECT_TRUE(Has(all, R"("state":"closed","count":1)")) << all;
  daptin_->ApiOf(200, "PATCH", "/api/issue/" + third, "$boss_token",
                 RowOf("issue", third, R"({"permission":0})"));
  EXPECT_FALSE(Has(daptin_->Api("GET", target, "$ann_token").body, "closed"));
  const Reply guest = daptin_->Api("GET", target, "");
  EXPECT_EQ(guest.status, 403);
  EXPECT_EQ(guest.body, "");
  EXPECT_TRUE(Has(daptin_->Api("GET", "/aggregate/issue?filter=gt(rank,3)", "$boss_token").body,
                  R"("count":2)"));
}

TEST_P(DaptinRelations, WhatAdministratorsSetIsReadByThemAlone) {
  EXPECT_EQ(daptin_->Api("POST", "/_config/backend/hostname", "$boss_token", "\"hall\"").status,
            200);
  EXPECT_EQ(daptin_->Api("GET", "/_config/backend/hostname", "$boss_token").body, "hall");
  EXPECT_EQ(daptin_->Api("GET", "/_config/backend/jwt.token.life.hours", "$boss_token").body, "72");
  const std::string all = daptin_->Api("GET", "/_config", "$boss_token").body;
  EXPECT_TRUE(Has(all, R"("hostname":"hall")")) << all;
  EXPECT_FALSE(Has(all, "secret")) << all;
  EXPECT_EQ(daptin_->Api("GET", "/_config/backend/jwt.secret", "$boss_token").status, 404);
  EXPECT_EQ(daptin_->Api("POST", "/_config/backend/jwt.secret", "$boss_token", "x").status, 400);
  for (const char* token : {"", "$ann_token"}) {
    for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
      const Reply reply = daptin_->Api(method, "/_config/backend/hostname", token, "x");
      EXPECT_EQ(reply.status, 403) << method;
      EXPECT_EQ(reply.body, "");
    }
    EXPECT_EQ(daptin_->Api("GET", "/_config", token).status, 403);
  }
  EXPECT_EQ(daptin_->Api("DELETE", "/_config/backend/hostname", "$boss_token").status, 200);
  EXPECT_EQ(daptin_->Api("GET", "/_config/backend/hostname", "$boss_token").status, 404);
}

TEST_P(DaptinRelations, ModelsAndDescriptionsNameTheTables) {
  const Reply model = daptin_->Api("GET", "/jsmodel/issue.js", "");
  EXPECT_EQ(model.status, 200);
  EXPECT_TRUE(
      Has(model.body, R"("project_id":{"jsonApi":"hasOne","columnType":"entity","type":"project")"))
      << model.body;
  EXPECT_TRUE(
      Has(model.body, R"("label_id":{"jsonApi":"hasMany","columnType":"entity","type":"label")"));
  EXPECT_FALSE(Has(model.body, "inner"));
  EXPECT_TRUE(Has(daptin_->Api("GET", "/jsmodel/project.js", "").body,
                  R"("issue_id":{"jsonApi":"hasMany","columnType":"entity","type":"issue")"));
  const Reply description = daptin_->Api("GET", "/openapi.yaml", "");
  EXPECT_EQ(description.status, 200);
  EXPECT_TRUE(Has(description.body, R"("/api/issue/{reference_id}")"));
  EXPECT_EQ(daptin_->Api("GET", "/statistics", "").status, 200);
}

GUILDHALL_EVERY_ENGINE(DaptinRelations);

}  // namespace
}  // namespace guildhall::scenarios
