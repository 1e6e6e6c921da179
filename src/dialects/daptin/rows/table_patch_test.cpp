#include "dialects/daptin/rows/table_patch.h"

#include <string>

#include <gtest/gtest.h>

#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/tables/declaration.h"
#include "dialects/daptin/tables/table_schema.h"

namespace guildhall::daptin {
namespace {

Table Todo() {
  Table table{.name = "todo"};
  table.columns = {{.name = "title", .type = "label", .data_type = "varchar(50)", .field = 1},
                   {.name = "code", .type = "password", .data_type = "varchar(100)", .field = 2}};
  table.relations = {OwnerRelation(),
                     GroupRelationOf("todo"),
                     {.name = "project_id", .table = "project", .inverse = "tasks", .field = 3}};
  table.validations = {{"title", "required"}};
  table.stored.id = CollectionId(17);
  table.stored.name = "todo";
  table.stored.declaration = WriteDeclaration(table);
  return table;
}

/// The table as it is after a patch of this attribute, or nothing.
std::optional<Table> After(std::string name, Json value) {
  Table table = Todo();
  RowDocument document;
  document.attributes = {{std::move(name), std::move(value)}};
  const auto declaration = PatchOfTable(document, table).value();
  if (!declaration) return std::nullopt;
  table.stored.declaration = *declaration;
  return TableOf(table.stored).value();
}

Error Refusal(const Table& table, std::string name, Json value) {
  RowDocument document;
  document.attributes = {{std::move(name), std::move(value)}};
  const auto refused = PatchOfTable(document, table);
  return refused ? Error{} : refused.error();
}

TEST(PatchesOfTables, ChangeOrderIconAndWhetherItIsHidden) {
  EXPECT_EQ(After("default_order", Json("-title"))->default_order, "-title");
  EXPECT_EQ(After("default_order", Json("title"))->default_order, "+title");
  EXPECT_EQ(After("default_order", Json("+id"))->default_order, "+created_at");
  EXPECT_EQ(After("icon", Json("fa-check"))->icon, "fa-check");
  EXPECT_TRUE(After("is_hidden", Json("true"))->hidden);
}

TEST(PatchesOfTables, TakeOnlyTheDefaultPermissionFromASchema) {
  const auto table = After("world_schema_json",
                           Json(R"({"DefaultPermission":16257,"TableName":"other","Columns":[]})"));
  EXPECT_EQ(table->default_permission, 16'257);
  EXPECT_EQ(table->columns, Todo().columns);
  EXPECT_EQ(table->name, "todo");
}

TEST(PatchesOfTables, ChangeNothingWhereWhatIsShownComesBack) {
  const Table table = Todo();
  EXPECT_FALSE(After("default_order", Json(table.default_order)));
  EXPECT_FALSE(After("icon", Json(table.icon)));
  EXPECT_FALSE(After("is_hidden", Json(false)));
  EXPECT_FALSE(After("world_schema_json", Json(WriteTableSchema(table, "", 561'441, {}))));
  EXPECT_FALSE(After("table_name", Json("other")));
}

TEST(PatchesOfTables, RefuseWhatCannotBe) {
  const Table table = Todo();
  EXPECT_EQ(Refusal(table, "default_order", Json("-nothing")).problems,
            (std::vector<Problem>{{"default_order", Reason::kUnknownName}}));
  EXPECT_EQ(Refusal(table, "default_order", Json("code")).code, Errc::kInvalid);
  EXPECT_EQ(Refusal(table, "default_order", Json("")).code, Errc::kInvalid);
  EXPECT_EQ(Refusal(table, "icon", Json(7)).code, Errc::kInvalid);
  EXPECT_EQ(Refusal(table, "icon", Json(std::string(101, 'x'))).code, Errc::kInvalid);
  EXPECT_EQ(Refusal(table, "world_schema_json", Json("no json")).code, Errc::kInvalid);
  EXPECT_EQ(Refusal(table, "world_schema_json", Json(R"({"DefaultPermission":-1})")).code,
            Errc::kInvalid);
}

TEST(PatchesOfTables, LeaveTablesThatWereNotDeclaredAsTheyAre) {
  const Table& accounts = BuiltinTables().front();
  EXPECT_EQ(Refusal(accounts, "icon", Json("fa-check")).problems,
            (std::vector<Problem>{{"icon", Reason::kImmutable}}));
  EXPECT_EQ(Refusal(accounts, "icon", Json(accounts.icon)), Error{});
}

TEST(TableSchemas, NameColumnsRelationsAndGroups) {
  Table table = Todo();
  table.default_groups = {{kEverybody, 0}, {GroupId(99), 0}};
  Group users;
  users.id = kEverybody;
  const Json schema =
      ParseJson(WriteTableSchema(table, "owner", 2'097'151, std::vector<Group>{users})).value();
  EXPECT_EQ(*schema.Find("TableName"), Json("todo"));
  EXPECT_EQ(*schema.Find("DefaultPermission"), Json(kDefaultPermission));
  EXPECT_EQ(*schema.Find("Permission"), Json(2'097'151));
  EXPECT_EQ(*schema.Find("UserId"), Json("owner"));
  EXPECT_EQ(ToText(*schema.Find("DefaultGroups")), R"([{"Name":"users","Permission":561441}])");
  EXPECT_EQ(ToText(*schema.Find("Validations")), R"([{"ColumnName":"title","Tags":"required"}])");
  const Json::Array* relations = schema.Find("Relations")->AsArray();
  ASSERT_EQ(relations->size(), 3U);
  EXPECT_EQ(ToText(relations->at(2)),
            R"({"Subject":"todo","Object":"project","Relation":"has_one",)"
            R"("SubjectName":"tasks","ObjectName":"project_id"})");
  EXPECT_EQ(schema.Find("Columns")->AsArray()->size(), 6U);
}

}  // namespace
}  // namespace guildhall::daptin
