#include "dialects/daptin/links/links.h"

#include <gtest/gtest.h>

#include "dialects/daptin/links/link_kinds.h"

namespace guildhall::daptin {
namespace {

Table Named(std::string name, RowKind rows, std::int64_t id) {
  Table table{.name = std::move(name), .rows = rows};
  table.stored.id = CollectionId(id);
  return table;
}

Relation ToOne(std::string name, std::string table, std::int32_t field) {
  return {.name = std::move(name), .table = std::move(table), .field = field};
}

Relation Over(std::string join, Relation relation, std::string inverse) {
  relation.kind = RelationKind::kLinked;
  relation.toward = relation.name;
  relation.inverse = std::move(inverse);
  relation.join = std::move(join);
  return relation;
}

/// Tasks are shared with groups, and have tags; people have friends. Tasks belong to projects. The
/// table of notes' links has lost the notes.
Catalog Tables() {
  Table groups = Named("usergroup", RowKind::kGroups, -2);
  groups.relations = {Over("task_groups", ToOne("task_id", "task", 0), "usergroup_id")};
  Table task = Named("task", RowKind::kRecords, 20);
  task.relations = {Over("task_groups", ToOne("usergroup_id", "usergroup", 0), "task_id"),
                    Over("task_tags", ToOne("tags", "tag", 0), "task_id"),
                    ToOne("project_id", "project", 1),
                    Over("note_groups", ToOne("notes", "tag", 0), "task_id")};
  Table task_groups = Named("task_groups", RowKind::kRecordGrants, 21);
  task_groups.relations = {ToOne("task_id", "task", 0), ToOne("usergroup_id", "usergroup", 0)};
  Table tag = Named("tag", RowKind::kRecords, 22);
  tag.relations = {Over("task_tags", ToOne("task_id", "task", 0), "tags")};
  Table task_tags = Named("task_tags", RowKind::kRecordLinks, 23);
  task_tags.relations = {ToOne("task_id", "task", 1), ToOne("tags", "tag", 2)};
  Table project = Named("project", RowKind::kRecords, 24);
  Table person = Named("person", RowKind::kRecords, 25);
  person.relations = {Over("friends", ToOne("friend_id", "person", 0), "person_id"),
                      Over("friends", ToOne("person_id", "person", 0), "friend_id")};
  Table friends = Named("friends", RowKind::kRecordLinks, 26);
  friends.relations = {ToOne("person_id", "person", 1), ToOne("friend_id", "person", 2)};
  Table note_groups = Named("note_groups", RowKind::kRecordLinks, 27);
  note_groups.relations = {ToOne("task_id", "task", 1)};
  return Catalog(
      {groups, task, task_groups, tag, task_tags, project, person, friends, note_groups});
}

struct Way {
  const char* table;
  const char* relation;
  const char* join;  ///< "" for none
  const char* target;
  bool from_object;
};

TEST(LinkPaths, LeadOverTheJoinTableFromBothEnds) {
  const Catalog catalog = Tables();
  const Way ways[] = {
      {"task", "usergroup_id", "task_groups", "usergroup", false},
      {"usergroup", "task_id", "task_groups", "task", true},
      {"task", "tags", "task_tags", "tag", false},
      {"tag", "task_id", "task_tags", "task", true},
      {"person", "friend_id", "friends", "person", false},
      {"person", "person_id", "friends", "person", true},
      {"task", "project_id", "", "", false},
      {"project", "task_id", "", "", false},
      {"task", "nonesuch", "", "", false},
      {"task", "notes", "", "", false},
  };
  for (const Way& way : ways) {
    const auto path = FindLinkPath(catalog, *catalog.Find(way.table), way.relation);
    ASSERT_EQ(path.has_value(), *way.join != '\0') << way.table << "." << way.relation;
    if (!path) continue;
    EXPECT_EQ(path->join->name, way.join) << way.table << "." << way.relation;
    EXPECT_EQ(path->target->name, way.target) << way.table << "." << way.relation;
    EXPECT_EQ(path->from_object, way.from_object) << way.table << "." << way.relation;
    EXPECT_EQ(FarEnd(*path).name, way.relation);
    EXPECT_EQ(FarEnd(*path).table, way.target);
  }
}

TEST(LinkPaths, OfADocumentCountWhereTargetsAreNamed) {
  const Catalog catalog = Tables();
  const Table& task = *catalog.Find("task");
  RowDocument document;
  document.relations = {{.name = "project_id", .targets = {{.id = "x"}}},
                        {.name = "tags", .many = true}};
  EXPECT_FALSE(NamesLinks(catalog, document, task));
  document.relations.back().targets = {{.id = "x"}};
  EXPECT_TRUE(NamesLinks(catalog, document, task));
}

TEST(LinkPaths, TargetsAreBounded) {
  RelationInput input{.name = "tags", .many = true};
  input.targets.resize(kMostTargets);
  EXPECT_TRUE(CheckTargets(input));
  input.targets.emplace_back();
  EXPECT_FALSE(CheckTargets(input));
}

TEST(AllAtOnce, IsInTheOrderOfTheSeekAndEndsThere) {
  std::vector<Link> links(3);
  links[0].row.number = 2;
  links[1].row.number = 3;
  links[2].row.number = 1;
  EXPECT_EQ(AllAtOnce(links, {}).front().row.number, 1);
  EXPECT_EQ(AllAtOnce(links, {.descending = true}).front().row.number, 3);
  EXPECT_TRUE(AllAtOnce(links, {.from = 1}).empty());
}

}  // namespace
}  // namespace guildhall::daptin
