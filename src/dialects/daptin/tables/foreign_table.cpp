#include "dialects/daptin/tables/foreign_table.h"

#include <algorithm>
#include <utility>

#include "dialects/daptin/tables/builtin_tables.h"
#include "dialects/daptin/tables/declaration.h"

namespace guildhall::daptin {
namespace {

struct Meaning {
  std::string_view type;
  std::string_view data_type;
};

Meaning MeaningOf(FieldType type) {
  switch (type) {
    case FieldType::kString:
      return {"label", "varchar(128)"};
    case FieldType::kText:
      return {"content", "text"};
    case FieldType::kInteger:
      return {"measurement", "int(11)"};
    case FieldType::kFloat:
      return {"float", "float"};
    case FieldType::kBoolean:
      return {"truefalse", "boolean"};
    case FieldType::kDatetime:
      return {"datetime", "datetime"};
    case FieldType::kReference:
      return {"value", "int(11)"};
    case FieldType::kFile:
    case FieldType::kDocument:
    case FieldType::kList:
    case FieldType::kGeoPoint:
    case FieldType::kRelation:
      return {"json", "text"};
  }
  GH_BUG("unknown type of a field");
}

bool IsReserved(std::string_view name) {
  constexpr std::string_view kKept[] = {"id", "version", "__type", "user_account_id",
                                        "usergroup_id"};
  const auto& standard = StandardColumns();
  return std::find(std::begin(kKept), std::end(kKept), name) != std::end(kKept) ||
         std::any_of(standard.begin(), standard.end(),
                     [&](const Column& column) { return column.name == name; });
}

Relation ReferenceTo(std::string_view target, const Field& field) {
  return {.name = field.name, .table = std::string(target), .field = field.number};
}

/// The table that a reference points to, as far as that is known without a catalog.
std::string_view KnownTarget(const Collection& collection, const Field& field) {
  if (field.type != FieldType::kReference) return {};
  switch (field.target.kind) {
    case guildhall::Target::Kind::kSelf:
      return collection.name;
    case guildhall::Target::Kind::kUsers:
      return kAccounts;
    case guildhall::Target::Kind::kGroups:
      return kGroups;
    case guildhall::Target::Kind::kNone:
    case guildhall::Target::Kind::kCollection:
      return {};
  }
  GH_BUG("unknown kind of target");
}

}  // namespace

Table ForeignTable(const Collection& collection) {
  Table table{.name = collection.name, .description = collection.description};
  table.relations = {OwnerRelation(), GroupRelationOf(table.name)};
  for (const Field& field : collection.fields) {
    if (IsReserved(field.name)) continue;
    if (const auto target = KnownTarget(collection, field); !target.empty()) {
      table.relations.push_back(ReferenceTo(target, field));
      continue;
    }
    const Meaning meaning = MeaningOf(field.type);
    table.columns.push_back({.name = field.name,
                             .type = std::string(meaning.type),
                             .data_type = std::string(meaning.data_type),
                             .indexed = field.ordered || field.filterable,
                             .unique = field.unique,
                             .nullable = true,
                             .field = field.number});
  }
  table.stored = collection;
  return table;
}

void ResolveReference(Table& table, const Field& reference, std::string_view target) {
  const auto removed = std::erase_if(
      table.columns, [&](const Column& column) { return column.field == reference.number; });
  if (removed != 0) table.relations.push_back(ReferenceTo(target, reference));
}

}  // namespace guildhall::daptin
