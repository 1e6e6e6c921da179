#include "dialects/daptin/tables/declaration.h"

#include <utility>

#include "base/json.h"
#include "dialects/daptin/tables/builtin_tables.h"
#include "dialects/daptin/tables/declaration_reading.h"
#include "dialects/daptin/tables/foreign_table.h"

namespace guildhall::daptin {
namespace {

constexpr std::string_view kOwner = "user_account_id";
constexpr std::string_view kGroupRelation = "usergroup_id";

/// Whether `TableOf` adds it by itself.
bool IsAutomatic(const Table& table, const Relation& relation) {
  if (table.rows != RowKind::kRecords) return false;
  if (relation.to_one()) return relation.field == 0 && relation.name == kOwner;
  return relation.join == GroupJoinOf(table.name);
}

void Write(JsonWriter& out, const Option& option) {
  out.BeginObject();
  out.Member("value", option.value);
  out.Member("value_type", option.value_type);
  out.Member("label", option.label);
  out.EndObject();
}

void Write(JsonWriter& out, const ColumnRule& rule) {
  out.BeginObject();
  out.Member("column", rule.column);
  out.Member("tags", rule.tags);
  out.EndObject();
}

void Write(JsonWriter& out, const DefaultGroup& group) {
  out.BeginObject();
  out.Member("group", group.group.value());
  out.Member("permission", group.permission);
  out.EndObject();
}

void Write(JsonWriter& out, const std::string& text) { out.Text(text); }

template <class Part>
void Write(JsonWriter& out, const std::vector<Part>& parts);

void Write(JsonWriter& out, const Column& column) {
  out.BeginObject();
  out.Member("name", column.name);
  out.Member("type", column.type);
  out.Member("data_type", column.data_type);
  out.Member("default", column.default_value);
  out.Member("description", column.description);
  out.Member("indexed", column.indexed);
  out.Member("unique", column.unique);
  out.Member("nullable", column.nullable);
  out.Member("hidden", column.hidden);
  out.Key("options");
  Write(out, column.options);
  out.Member("field", column.field);
  out.EndObject();
}

void Write(JsonWriter& out, const Relation& relation) {
  out.BeginObject();
  out.Member("name", relation.name);
  out.Member("table", relation.table);
  out.Member("linked", relation.kind == RelationKind::kLinked);
  out.Member("inverse", relation.inverse);
  out.Member("join", relation.join);
  out.Member("toward", relation.toward);
  out.Member("field", relation.field);
  out.Member("nullable", relation.nullable);
  out.EndObject();
}

template <class Part>
void Write(JsonWriter& out, const std::vector<Part>& parts) {
  out.BeginArray();
  for (const Part& part : parts) Write(out, part);
  out.EndArray();
}

/// The field that a declaration left to its name, because it was written before the field had a
/// number.
std::int32_t FieldOf(const Collection& collection, std::int32_t declared, std::string_view name) {
  if (declared != 0) return declared;
  const Field* field = collection.FindField(name);
  return field != nullptr ? field->number : 0;
}

}  // namespace

Relation OwnerRelation() { return {.name = std::string(kOwner), .table = std::string(kAccounts)}; }

Relation GroupRelationOf(std::string_view table) {
  return {.name = std::string(kGroupRelation),
          .table = std::string(kGroups),
          .kind = RelationKind::kLinked,
          .inverse = std::string(table) + "_id",
          .join = GroupJoinOf(table),
          .toward = std::string(kGroupRelation)};
}

std::string WriteDeclaration(const Table& table) {
  std::vector<Relation> relations;
  for (const Relation& relation : table.relations) {
    if (relation.derived || relation.kind == RelationKind::kReverse) continue;
    if (!IsAutomatic(table, relation)) relations.push_back(relation);
  }
  Buffer text;
  JsonWriter out(text);
  out.BeginObject();
  out.Member("rows", NameOf(table.rows));
  out.Key("columns");
  Write(out, table.columns);
  out.Key("relations");
  Write(out, relations);
  out.Key("validations");
  Write(out, table.validations);
  out.Key("conformations");
  Write(out, table.conformations);
  out.Key("composite_keys");
  Write(out, table.composite_keys);
  out.Member("default_permission", table.default_permission);
  out.Key("default_groups");
  Write(out, table.default_groups);
  out.Member("default_order", table.default_order);
  out.Member("description", table.description);
  out.Member("icon", table.icon);
  out.Member("top_level", table.top_level);
  out.Member("hidden", table.hidden);
  out.Member("granted", table.granted.value());
  out.EndObject();
  return std::string(text.view());
}

Result<Table> TableOf(const Collection& collection) {
  if (collection.declaration.empty()) return ForeignTable(collection);
  Result<Table> read = ReadTable(collection.declaration);
  if (!read) {
    return Fail(Errc::kInternal, "declaration of collection " +
                                     std::to_string(collection.id.value()) + ": " +
                                     read.error().detail);
  }
  Table table = std::move(*read);
  table.name = collection.name;
  table.stored = collection;
  for (Column& column : table.columns) {
    column.field = FieldOf(collection, column.field, column.name);
  }
  for (Relation& relation : table.relations) {
    if (relation.to_one()) relation.field = FieldOf(collection, relation.field, relation.name);
  }
  if (table.rows == RowKind::kRecords) {
    table.relations.insert(table.relations.begin(), {OwnerRelation(), GroupRelationOf(table.name)});
  }
  return table;
}

}  // namespace guildhall::daptin
