#include "dialects/daptin/pipeline.h"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "dialects/daptin/columns/column_types.h"
#include "dialects/daptin/routes.h"
#include "dialects/daptin/tables/builtin_tables.h"
#include "dialects/daptin/tables/catalog.h"
#include "dialects/daptin/tables/models.h"

namespace guildhall::daptin {
namespace {

const RouteSpec* RouteOf(http::Method method, std::string_view path) {
  const auto routes = AllRoutes();
  const auto found = std::find_if(routes.begin(), routes.end(), [&](const RouteSpec& spec) {
    return spec.method == method && spec.path == path;
  });
  return found == routes.end() ? nullptr : &*found;
}

http::Response ResponseOf(http::Answer answer) {
  return std::get<http::Response>(std::move(answer));
}

std::string HeaderOf(const http::Response& response, std::string_view name) {
  for (const auto& [header, value] : response.headers) {
    if (header == name) return value;
  }
  return "none";
}

TEST(Routes, AreThereOnce) {
  std::set<std::pair<http::Method, std::string_view>> seen;
  for (const RouteSpec& spec : AllRoutes()) {
    EXPECT_TRUE(seen.emplace(spec.method, spec.path).second) << spec.path;
  }
}

TEST(Routes, ThoseThatNameATableServeAllThatTheGeneralOnesDo) {
  for (const RouteSpec& spec : AllRoutes()) {
    if (spec.table.empty()) continue;
    std::string general(spec.path);
    general.replace(general.find(spec.table), spec.table.size(), "{table}");
    for (const RouteSpec& other : AllRoutes()) {
      if (other.path != general) continue;
      EXPECT_TRUE(RouteOf(other.method, spec.path)) << spec.path;
    }
  }
}

TEST(Routes, WhoMayHashRunsWhereHashesRun) {
  for (const char* path : {"/action/user_account/{relation}", "/api/user_account"}) {
    const RouteSpec* spec = RouteOf(http::Method::kPost, path);
    ASSERT_NE(spec, nullptr) << path;
    EXPECT_EQ(spec->place, http::Place::kHashing) << path;
  }
  EXPECT_EQ(RouteOf(http::Method::kPatch, "/api/user_account/{id}")->place, http::Place::kHashing);
}

TEST(Faults, SpeakTheDialectsShapes) {
  const http::Response large = Pipeline::RenderFault(http::Fault::kBodyTooLarge, 65536);
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(large.body.view(),
            R"({"errors":[{"status":"413","title":"request body exceeds 65536 bytes"}]})");
  EXPECT_EQ(Pipeline::RenderFault(http::Fault::kOverloaded, 0).status, 503);
  EXPECT_EQ(HeaderOf(Pipeline::RenderFault(http::Fault::kOverloaded, 0), "Retry-After"), "1");
  EXPECT_EQ(Pipeline::RenderFault(http::Fault::kInternal, 0).status, 500);
}

TEST(WrongMethods, OptionsTellWhatIsAllowed) {
  http::Request request;
  request.method = http::Method::kOptions;
  request.allow = "GET, POST";
  const http::Response options = ResponseOf(Pipeline::WrongMethod(request));
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.allow, "GET, POST");
  request.method = http::Method::kPut;
  EXPECT_EQ(ResponseOf(Pipeline::WrongMethod(request)).status, 405);
}

TEST(NotFound, AnswersBrowsersToo) {
  http::Request request;
  request.headers[0] = {"Origin", "http://localhost:3000"};
  request.header_count = 1;
  const http::Response missing = ResponseOf(Pipeline::NotFound(request));
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.body.view(), R"({"errors":[{"status":"404","title":"no such resource"}]})");
  EXPECT_EQ(HeaderOf(missing, "Access-Control-Allow-Origin"), "*");
  request.method = http::Method::kOptions;
  request.headers[1] = {"Access-Control-Request-Method", "POST"};
  request.header_count = 2;
  EXPECT_EQ(ResponseOf(Pipeline::NotFound(request)).status, 204);
}

TEST(BuiltinTables, AreFoundByCollectionAndLeadToEachOther) {
  const Catalog catalog(BuiltinTables());
  for (const Table& table : BuiltinTables()) {
    EXPECT_EQ(FindBuiltinTable(table.collection()), &table);
    ASSERT_TRUE(catalog.Find(table.name)) << table.name;
    EXPECT_EQ(catalog.Find(table.name)->collection(), table.collection());
    for (const Relation& relation : table.relations) {
      EXPECT_TRUE(catalog.Find(table.name)->FindRelation(relation.name)) << relation.name;
      EXPECT_TRUE(catalog.Find(relation.table)) << relation.name;
    }
  }
  EXPECT_FALSE(FindBuiltinTable(CollectionId(17)));
}

TEST(BuiltinTables, OfLinksHaveBothEndsFirst) {
  for (const Table& table : BuiltinTables()) {
    if (!table.join()) continue;
    ASSERT_EQ(table.relations.size(), 2U) << table.name;
    EXPECT_EQ(table.relations[1].table, kGroups) << table.name;
  }
}

TEST(BuiltinActions, AreFoundByTableAndName) {
  for (const BuiltinAction& action : kBuiltinActions) {
    EXPECT_EQ(FindBuiltinAction(action.table, action.name), &action);
    EXPECT_EQ(FindBuiltinAction(action.id), &action);
  }
  EXPECT_TRUE(FindBuiltinAction(kWorld, "become_an_administrator"));
  EXPECT_FALSE(FindBuiltinAction(kAccounts, "become_an_administrator"));
}

TEST(Models, DescribeColumnsWithAllMembers) {
  Buffer out;
  JsonWriter writer(out);
  WriteColumn(writer, BuiltinTables().front().columns.front());
  EXPECT_EQ(out.view(),
            R"x({"Name":"name","ColumnName":"name","ColumnDescription":"","ColumnType":"label",)x"
            R"x("IsPrimaryKey":false,"IsAutoIncrement":false,"IsIndexed":true,"IsUnique":false,)x"
            R"x("IsNullable":false,"Permission":0,"IsForeignKey":false,"ExcludeFromApi":false,)x"
            R"x("ForeignKeyData":{"DataSource":"","Namespace":"","KeyName":""},)x"
            R"x("DataType":"varchar(80)","DefaultValue":"","Options":null})x");
}

TEST(Models, SayWhatAColumnMayHold) {
  Buffer out;
  JsonWriter writer(out);
  const Column column{.name = "state",
                      .type = "enum",
                      .data_type = "varchar(50)",
                      .description = "How far it is",
                      .options = {{"open", "string", "Open"}}};
  WriteColumn(writer, column);
  const Json model = ParseJson(out.view()).value();
  EXPECT_EQ(ToText(*model.Find("Options")),
            R"([{"ValueType":"string","Value":"open","Label":"Open"}])");
  EXPECT_EQ(*model.Find("ColumnDescription"), Json("How far it is"));
}

TEST(ColumnTypes, CoverTheBuiltinTables) {
  const Json types = ParseJson(WriteColumnTypes()).value();
  for (const Table& table : BuiltinTables()) {
    for (const Column& column : table.columns) EXPECT_TRUE(types.Find(column.type)) << column.type;
  }
  for (const Column& column : StandardColumns()) {
    EXPECT_TRUE(types.Find(column.type)) << column.type;
  }
  EXPECT_TRUE(types.Find("label"));
}

}  // namespace
}  // namespace guildhall::daptin
