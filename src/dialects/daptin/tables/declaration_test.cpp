#include "dialects/daptin/tables/declaration.h"

#include <tuple>
#include <utility>

#include <gtest/gtest.h>

#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {
namespace {

Table FullTable() {
  Table table{.name = "todo"};
  table.columns = {{.name = "title",
                    .type = "label",
                    .data_type = "varchar(500)",
                    .default_value = "new \"thing\"",
                    .description = "What is to be done",
                    .indexed = true,
                    .unique = true,
                    .field = 1},
                   {.name = "state",
                    .type = "enum",
                    .data_type = "varchar(50)",
                    .nullable = true,
                    .hidden = true,
                    .options = {{"open", "string", "Open"}, {"done", "string", "Done"}},
                    .field = 2}};
  table.relations = {OwnerRelation(),
                     GroupRelationOf("todo"),
                     {.name = "project_id",
                      .table = "project",
                      .inverse = "task_id",
                      .field = 3,
                      .nullable = false},
                     {.name = "tag_id",
                      .table = "tag",
                      .kind = RelationKind::kLinked,
                      .inverse = "todo_id",
                      .join = "todo_todo_id_has_tag_tag_id",
                      .toward = "tag_id"}};
  table.validations = {{"title", "required,min=3"}};
  table.conformations = {{"title", "trim"}};
  table.composite_keys = {{"title", "state"}};
  table.default_permission = 16'257;
  table.default_groups = {{GroupId(3), 0}, {GroupId(4), 114'688}};
  table.default_order = "-title";
  table.description = "Things to do";
  table.icon = "fa-check";
  table.top_level = false;
  table.hidden = true;
  return table;
}

Collection CollectionOf(const Table& table) {
  Collection collection;
  collection.id = CollectionId(17);
  collection.origin = Origin(2);
  collection.name = table.name;
  collection.declaration = WriteDeclaration(table);
  return collection;
}

bool SameTable(const Table& a, const Table& b) {
  return std::tie(a.name, a.rows, a.columns, a.relations, a.validations, a.conformations,
                  a.composite_keys, a.default_permission, a.default_groups, a.default_order,
                  a.description, a.icon, a.top_level, a.hidden, a.granted) ==
         std::tie(b.name, b.rows, b.columns, b.relations, b.validations, b.conformations,
                  b.composite_keys, b.default_permission, b.default_groups, b.default_order,
                  b.description, b.icon, b.top_level, b.hidden, b.granted);
}

TEST(Declarations, GiveBackTheTable) {
  const Table table = FullTable();
  const Collection collection = CollectionOf(table);
  const auto read = TableOf(collection);
  ASSERT_TRUE(read);
  EXPECT_TRUE(SameTable(*read, table));
  EXPECT_EQ(read->stored, collection);
}

TEST(Declarations, OfLinkTablesKeepTheirEnds) {
  Table join{.name = GroupJoinOf("todo"), .rows = RowKind::kRecordGrants};
  join.relations = {{.name = "todo_id", .table = "todo"},
                    {.name = "usergroup_id", .table = std::string(kGroups)}};
  join.granted = CollectionId(17);
  const auto read = TableOf(CollectionOf(join));
  ASSERT_TRUE(read);
  EXPECT_TRUE(SameTable(*read, join));
  EXPECT_TRUE(read->join());
}

TEST(Declarations, LeaveOutWhatFollowsFromOtherTables) {
  Table table = FullTable();
  const Table before = table;
  table.relations.push_back({.name = "note_id",
                             .table = "note",
                             .kind = RelationKind::kReverse,
                             .inverse = "todo_id",
                             .derived = true});
  table.relations.push_back({.name = "person_id",
                             .table = "person",
                             .kind = RelationKind::kLinked,
                             .inverse = "todo_id",
                             .join = "person_person_id_has_todo_todo_id",
                             .toward = "person_id",
                             .derived = true});
  EXPECT_EQ(WriteDeclaration(table), WriteDeclaration(before));
}

TEST(Declarations, FindFieldsByNameWhereTheyHadNoNumberYet) {
  Table table = FullTable();
  table.columns[0].field = 0;
  table.relations[2].field = 0;
  Collection collection = CollectionOf(table);
  collection.fields = {{.number = 8, .name = "title"}, {.number = 9, .name = "project_id"}};
  const auto read = TableOf(collection);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->FindColumn("title")->field, 8);
  EXPECT_EQ(read->FindColumn("state")->field, 2);
  EXPECT_EQ(read->FindRelation("project_id")->field, 9);
  EXPECT_EQ(read->FindRelation("user_account_id")->field, 0);
}

TEST(Declarations, OfAnybodyElseAreRefused) {
  for (const char* text : {"no json", "[]", "{}", R"({"rows":"records"})"}) {
    Collection collection = CollectionOf(FullTable());
    collection.declaration = text;
    const auto read = TableOf(collection);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, Errc::kInternal);
  }
}

Field FieldNamed(std::int32_t number, std::string name, FieldType type) {
  return {.number = number, .name = std::move(name), .type = type};
}

TEST(CollectionsOfOtherDialects, HaveAColumnForEachField) {
  Collection collection;
  collection.name = "book";
  collection.description = "What one reads";
  collection.fields = {FieldNamed(1, "title", FieldType::kString),
                       FieldNamed(2, "summary", FieldType::kText),
                       FieldNamed(3, "pages", FieldType::kInteger),
                       FieldNamed(4, "weight", FieldType::kFloat),
                       FieldNamed(5, "sold", FieldType::kBoolean),
                       FieldNamed(6, "printed", FieldType::kDatetime),
                       FieldNamed(7, "cover", FieldType::kFile),
                       FieldNamed(8, "permission", FieldType::kInteger)};
  collection.fields[0].ordered = true;
  collection.fields[2].unique = true;
  const auto table = TableOf(collection);
  ASSERT_TRUE(table);
  std::vector<std::pair<std::string, std::string>> types;
  for (const Column& column : table->columns) types.emplace_back(column.name, column.type);
  const std::vector<std::pair<std::string, std::string>> wanted{
      {"title", "label"},    {"summary", "content"},  {"pages", "measurement"}, {"weight", "float"},
      {"sold", "truefalse"}, {"printed", "datetime"}, {"cover", "json"}};
  EXPECT_EQ(types, wanted);
  EXPECT_EQ(table->columns[0].data_type, "varchar(128)");
  EXPECT_EQ(table->columns[0].field, 1);
  EXPECT_TRUE(table->columns[0].indexed && table->columns[0].nullable);
  EXPECT_TRUE(table->columns[2].unique);
  EXPECT_EQ(table->description, "What one reads");
  EXPECT_EQ(table->rows, RowKind::kRecords);
}

TEST(CollectionsOfOtherDialects, AreRelatedToPeopleAndToThemselves) {
  Collection collection;
  collection.name = "book";
  collection.fields = {FieldNamed(1, "author", FieldType::kReference),
                       FieldNamed(2, "sequel", FieldType::kReference),
                       FieldNamed(3, "shelf", FieldType::kReference)};
  collection.fields[0].target.kind = Target::Kind::kUsers;
  collection.fields[1].target.kind = Target::Kind::kSelf;
  collection.fields[2].target.kind = Target::Kind::kCollection;
  const auto table = TableOf(collection);
  ASSERT_TRUE(table);
  const std::vector<Relation> wanted{
      OwnerRelation(),
      GroupRelationOf("book"),
      {.name = "author", .table = std::string(kAccounts), .field = 1},
      {.name = "sequel", .table = "book", .field = 2}};
  EXPECT_EQ(table->relations, wanted);
  ASSERT_EQ(table->columns.size(), 1U);
  EXPECT_EQ(table->columns[0].type, "value");
}

}  // namespace
}  // namespace guildhall::daptin
