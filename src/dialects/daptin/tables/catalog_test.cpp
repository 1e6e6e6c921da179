#include "dialects/daptin/tables/catalog.h"

#include <string>

#include <gtest/gtest.h>

#include "dialects/daptin/tables/builtin_tables.h"
#include "dialects/daptin/tables/declaration.h"

namespace guildhall::daptin {
namespace {

Table MakeTable(std::int64_t id, std::string name, std::vector<Relation> relations = {}) {
  Table table{.name = std::move(name)};
  table.relations = {OwnerRelation(), GroupRelationOf(table.name)};
  table.relations.insert(table.relations.end(), relations.begin(), relations.end());
  table.stored.id = CollectionId(id);
  table.stored.name = table.name;
  table.stored.declaration = "{}";
  return table;
}

Table GroupJoin(std::int64_t id, const Table& granted) {
  Table join{.name = GroupJoinOf(granted.name), .rows = RowKind::kRecordGrants};
  join.relations = {{.name = granted.name + "_id", .table = granted.name},
                    {.name = "usergroup_id", .table = std::string(kGroups)}};
  join.granted = granted.collection();
  join.stored.id = CollectionId(id);
  return join;
}

/// The built-in tables, and these.
Catalog With(std::vector<Table> tables) {
  std::vector<Table> all = BuiltinTables();
  for (Table& table : tables) all.push_back(std::move(table));
  return Catalog(std::move(all));
}

std::vector<std::string> RelationsOf(const Catalog& catalog, std::string_view table) {
  std::vector<std::string> names;
  for (const Relation& relation : catalog.Find(table)->relations) names.push_back(relation.name);
  return names;
}

using Names = std::vector<std::string>;

TEST(Catalogs, FindTablesByNameAndById) {
  const Catalog catalog = With({MakeTable(17, "todo"), MakeTable(18, "project")});
  ASSERT_NE(catalog.Find("todo"), nullptr);
  EXPECT_EQ(catalog.Find(CollectionId(17)), catalog.Find("todo"));
  EXPECT_EQ(catalog.Find(kAccountTable), catalog.Find(kAccounts));
  EXPECT_EQ(catalog.Find("tod"), nullptr);
  EXPECT_EQ(catalog.Find(CollectionId(19)), nullptr);
  EXPECT_EQ(catalog.tables().front().name, kAccounts);
}

TEST(Catalogs, OfTwoTablesOfOneNameGiveTheFirst) {
  const Catalog catalog = With({MakeTable(17, std::string(kGroups))});
  EXPECT_EQ(catalog.Find(kGroups)->collection(), kGroupTable);
  EXPECT_NE(catalog.Find(CollectionId(17)), nullptr);
}

TEST(Catalogs, LeadBackFromWhatRowsName) {
  const Catalog catalog =
      With({MakeTable(17, "todo", {{.name = "project_id", .table = "project", .field = 1}}),
            MakeTable(18, "project")});
  const Relation* back = catalog.Find("project")->FindRelation("todo_id");
  ASSERT_NE(back, nullptr);
  EXPECT_EQ(*back, (Relation{.name = "todo_id",
                             .table = "todo",
                             .kind = RelationKind::kReverse,
                             .inverse = "project_id",
                             .derived = true}));
}

TEST(Catalogs, CallTheWayBackAsTheDeclarationSays) {
  const Catalog catalog =
      With({MakeTable(17, "todo",
                      {{.name = "project_id", .table = "project", .inverse = "tasks", .field = 1}}),
            MakeTable(18, "project")});
  EXPECT_EQ(RelationsOf(catalog, "project"), (Names{"user_account_id", "tasks"}));
}

TEST(Catalogs, AccountsAndGroupsLeadToTheRowsOfEveryTable) {
  const Table todo = MakeTable(17, "todo");
  const Catalog catalog = With({todo, GroupJoin(18, todo)});
  const Relation* owned = catalog.Find(kAccounts)->FindRelation("todo_id");
  ASSERT_NE(owned, nullptr);
  EXPECT_EQ(owned->kind, RelationKind::kReverse);
  EXPECT_EQ(owned->inverse, "user_account_id");
  const Relation* shared = catalog.Find(kGroups)->FindRelation("todo_id");
  ASSERT_NE(shared, nullptr);
  EXPECT_EQ(shared->kind, RelationKind::kLinked);
  EXPECT_EQ(shared->join, GroupJoinOf("todo"));
  EXPECT_EQ(shared->inverse, "usergroup_id");
  EXPECT_EQ(shared->toward, "todo_id");
}

TEST(Catalogs, BuiltinTablesLeadToEachOther) {
  const Catalog catalog = With({});
  EXPECT_EQ(RelationsOf(catalog, kAccounts),
            (Names{"user_account_id", "usergroup_id", "world_id", "action_id"}));
  EXPECT_EQ(RelationsOf(catalog, kGroups), (Names{"user_account_id", "world_id", "action_id"}));
  EXPECT_EQ(RelationsOf(catalog, kWorld), (Names{"user_account_id", "usergroup_id", "action_id"}));
  EXPECT_EQ(RelationsOf(catalog, kActions), (Names{"world_id", "user_account_id", "usergroup_id"}));
  EXPECT_EQ(RelationsOf(catalog, kMembershipJoin), (Names{"user_account_id", "usergroup_id"}));
}

TEST(Catalogs, LinkBothEndsOfADeclaredJoinTable) {
  const std::string name = "todo_todo_id_has_tag_tag_id";
  Table join{.name = name, .rows = RowKind::kRecordLinks};
  join.relations = {{.name = "todo_id", .table = "todo", .field = 1},
                    {.name = "tag_id", .table = "tag", .field = 2}};
  join.stored.id = CollectionId(19);
  const Catalog catalog = With({MakeTable(17, "todo",
                                          {{.name = "tag_id",
                                            .table = "tag",
                                            .kind = RelationKind::kLinked,
                                            .inverse = "todo_id",
                                            .join = name,
                                            .toward = "tag_id"}}),
                                MakeTable(18, "tag"), join});
  const Relation* back = catalog.Find("tag")->FindRelation("todo_id");
  ASSERT_NE(back, nullptr);
  EXPECT_EQ(*back, (Relation{.name = "todo_id",
                             .table = "todo",
                             .kind = RelationKind::kLinked,
                             .inverse = "tag_id",
                             .join = name,
                             .toward = "todo_id",
                             .derived = true}));
  EXPECT_EQ(RelationsOf(catalog, "todo"), (Names{"user_account_id", "tag_id"}));
}

TEST(Catalogs, KeepTheFirstOfOneName) {
  Table project = MakeTable(18, "project");
  project.columns = {{.name = "todo_id", .type = "label", .data_type = ""}};
  const Catalog catalog =
      With({MakeTable(17, "todo",
                      {{.name = "project_id", .table = "project", .field = 1},
                       {.name = "helper_id", .table = std::string(kAccounts), .field = 2}}),
            project});
  EXPECT_EQ(catalog.Find("project")->FindRelation("todo_id"), nullptr);
  EXPECT_EQ(catalog.Find(kAccounts)->FindRelation("todo_id")->inverse, "user_account_id");
}

TEST(Catalogs, LeaveOutWhatLeadsNowhere) {
  const Catalog catalog =
      With({MakeTable(17, "todo", {{.name = "project_id", .table = "project", .field = 1}})});
  // Its join table is not there either.
  EXPECT_EQ(RelationsOf(catalog, "todo"), (Names{"user_account_id"}));
}

TEST(Catalogs, LeaveOutLinksOfWhichAnEndIsGone) {
  Table join{.name = "todo_todo_id_has_tag_tag_id", .rows = RowKind::kRecordLinks};
  join.relations = {{.name = "todo_id", .table = "todo", .field = 1},
                    {.name = "tag_id", .table = "gone", .field = 2}};
  join.stored.id = CollectionId(19);
  const Catalog catalog = With({MakeTable(17, "todo",
                                          {{.name = "tag_id",
                                            .table = "tag",
                                            .kind = RelationKind::kLinked,
                                            .inverse = "todo_id",
                                            .join = join.name,
                                            .toward = "tag_id"}}),
                                MakeTable(18, "tag"), join});
  EXPECT_EQ(RelationsOf(catalog, "todo"), (Names{"user_account_id"}));
  EXPECT_EQ(RelationsOf(catalog, "tag"), (Names{"user_account_id"}));
}

TEST(Catalogs, KnowWhereReferencesOfOtherDialectsLead) {
  Collection shelf;
  shelf.id = CollectionId(17);
  shelf.name = "shelf";
  Collection book;
  book.id = CollectionId(18);
  book.name = "book";
  book.fields = {{.number = 1, .name = "place", .type = FieldType::kReference},
                 {.number = 2, .name = "lost", .type = FieldType::kReference}};
  book.fields[0].target = {.kind = Target::Kind::kCollection, .collection = shelf.id, .shown = {}};
  book.fields[1].target = {
      .kind = Target::Kind::kCollection, .collection = CollectionId(99), .shown = {}};
  const Catalog catalog = With({TableOf(shelf).value(), TableOf(book).value()});
  const Relation* place = catalog.Find("book")->FindRelation("place");
  ASSERT_NE(place, nullptr);
  EXPECT_EQ(place->table, "shelf");
  EXPECT_EQ(place->field, 1);
  EXPECT_EQ(catalog.Find("book")->FindColumn("place"), nullptr);
  EXPECT_NE(catalog.Find("book")->FindColumn("lost"), nullptr);
  EXPECT_EQ(catalog.Find("shelf")->FindRelation("book_id")->inverse, "place");
}

}  // namespace
}  // namespace guildhall::daptin
