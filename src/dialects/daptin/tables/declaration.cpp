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
  out.Key("value");
  out.Text(option.value);
  out.Key("value_type");
  out.Text(option.value_type);
  out.Key("label");
  out.Text(option.label);
  out.EndObject();
}

void Write(JsonWriter& out, const ColumnRule& rule) {
  out.BeginObject();
  out.Key("column");
  out.Text(rule.column);
  out.Key("tags");
  out.Text(rule.tags);
  out.EndObject();
}

void Write(JsonWriter& out, const DefaultGroup& group) {
  out.BeginObject();
  out.Key("group");
  out.Integer(group.group.value());
  out.Key("permission");
  out.Integer(group.permission);
  out.EndObject();
}

void Write(JsonWriter& out, const std::string& text) { out.Text(text); }

template <class Part>
void Write(JsonWriter& out, const std::vector<Part>& parts);

void Write(JsonWriter& out, const Column& column) {
  out.BeginObject();
  out.Key("name");
  out.Text(column.name);
  out.Key("type");
  out.Text(column.type);
  out.Key("data_type");
  out.Text(column.data_type);
  out.Key("default");
  out.Text(column.default_value);
  out.Key("description");
  out.Text(column.description);
  out.Key("indexed");
  out.Bool(column.indexed);
  out.Key("unique");
  out.Bool(column.unique);
  out.Key("nullable");
  out.Bool(column.nullable);
  out.Key("hidden");
  out.Bool(column.hidden);
  out.Key("options");
  Write(out, column.options);
  out.Key("field");
  out.Integer(column.field);
  out.EndObject();
}

void Write(JsonWriter& out, const Relation& relation) {
  out.BeginObject();
  out.Key("name");
  out.Text(relation.name);
  out.Key("table");
  out.Text(relation.table);
  out.Key("linked");
  out.Bool(relation.kind == RelationKind::kLinked);
  out.Key("inverse");
  out.Text(relation.inverse);
  out.Key("join");
  out.Text(relation.join);
  out.Key("toward");
  out.Text(relation.toward);
  out.Key("field");
  out.Integer(relation.field);
  out.Key("nullable");
  out.Bool(relation.nullable);
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
  out.Key("rows");
  out.Text(NameOf(table.rows));
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
  out.Key("default_permission");
  out.Integer(table.default_permission);
  out.Key("default_groups");
  Write(out, table.default_groups);
  out.Key("default_order");
  out.Text(table.default_order);
  out.Key("description");
  out.Text(table.description);
  out.Key("icon");
  out.Text(table.icon);
  out.Key("top_level");
  out.Bool(table.top_level);
  out.Key("hidden");
  out.Bool(table.hidden);
  out.Key("granted");
  out.Integer(table.granted.value());
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
