#include <algorithm>
#include <string>

#include "dialects/daptin/schema/schema_parts.h"
#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {
namespace {

// [Daptin "schema": TableRelation]
constexpr std::string_view kKeys[] = {"Subject",     "Relation",   "Object",
                                      "SubjectName", "ObjectName", "Columns"};
constexpr std::string_view kKinds[] = {"belongs_to", "has_one", "has_many",
                                       "has_many_and_belongs_to_many"};

std::string NameOr(const SchemaObject& object, std::string_view key, const std::string& usual) {
  std::string name = object.Text(key);
  return name.empty() ? usual : name;
}

/// Whether it only says what every table has: its owner, and its links with groups.
bool IsStandard(const RelationEntry& relation) {
  const bool usual = relation.subject_name == relation.subject + "_id" &&
                     relation.object_name == relation.object + "_id";
  return usual && relation.object == (IsToOne(relation) ? kAccounts : kGroups);
}

void CheckNames(const SchemaObject& object, const RelationEntry& relation) {
  if (std::string refusal = RefusedTableName(relation.subject); !refusal.empty()) {
    object.Say("Subject", refusal);
  }
  if (relation.object != kAccounts && relation.object != kGroups) {
    if (std::string refusal = RefusedTableName(relation.object); !refusal.empty()) {
      object.Say("Object", refusal);
    }
  }
  if (std::ranges::find(kKinds, relation.kind) == std::end(kKinds)) {
    object.Say("Relation",
               relation.kind.empty() ? "is missing" : Quoted(relation.kind) + " is not known");
  }
  if (IsStandard(relation)) return;
  if (std::string refusal = RefusedColumnName(relation.object_name); !refusal.empty()) {
    object.Say("ObjectName", refusal);
  }
  if (std::string refusal = RefusedColumnName(relation.subject_name); !refusal.empty()) {
    object.Say("SubjectName", refusal);
  }
}

void CheckColumns(const SchemaObject& object, const RelationEntry& relation) {
  if (IsToOne(relation) && !relation.columns.empty()) {
    object.Say("Columns", "are possible for many relations only");
  }
  if (IsToOne(relation)) return;
  if (relation.subject_name == relation.object_name) {
    object.Say("SubjectName", "and ObjectName must differ");
  }
  for (const Column& column : relation.columns) {
    if (column.name == relation.subject_name || column.name == relation.object_name) {
      object.Say("Columns", Quoted(column.name) + " is the name of an end of the relation");
    }
  }
}

RelationEntry ReadRelation(const SchemaObject& object) {
  RelationEntry relation{.subject = object.Text("Subject"),
                         .object = object.Text("Object"),
                         .kind = object.Text("Relation"),
                         .subject_name = {},
                         .object_name = {}};
  relation.subject_name = NameOr(object, "SubjectName", relation.subject + "_id");
  relation.object_name = NameOr(object, "ObjectName", relation.object + "_id");
  relation.columns = ReadColumns(object, "Columns", ColumnsOf::kJoinTable);
  CheckNames(object, relation);
  CheckColumns(object, relation);
  return relation;
}

}  // namespace

bool IsToOne(const RelationEntry& relation) {
  return relation.kind == "belongs_to" || relation.kind == "has_one";
}

std::string JoinTableOf(const RelationEntry& relation) {
  return relation.subject + "_" + relation.subject_name + "_has_" + relation.object + "_" +
         relation.object_name;
}

std::vector<RelationEntry> ReadRelations(const SchemaObject& root) {
  std::vector<RelationEntry> relations;
  std::size_t index = 0;
  for (const Json& json : root.List("Relations", kMostRelations)) {
    const SchemaObject object(json, root.PlaceOf("Relations", index++), kKeys, root.issue());
    RelationEntry relation = ReadRelation(object);
    if (!IsStandard(relation)) relations.push_back(std::move(relation));
  }
  return relations;
}

}  // namespace guildhall::daptin
