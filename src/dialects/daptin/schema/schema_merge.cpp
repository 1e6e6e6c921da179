#include <algorithm>
#include <utility>

#include "core/collections.h"
#include "dialects/daptin/columns/column_values.h"
#include "dialects/daptin/schema/schema_plan.h"
#include "dialects/daptin/tables/builtin_tables.h"
#include "dialects/daptin/tables/declaration.h"

namespace guildhall::daptin {
namespace {

/// Whether values of the type can be put in order.
bool HasOrder(FieldType type) {
  switch (type) {
    case FieldType::kString:
    case FieldType::kText:
    case FieldType::kInteger:
    case FieldType::kFloat:
    case FieldType::kBoolean:
    case FieldType::kDatetime:
    case FieldType::kReference:
    case FieldType::kGeoPoint:
      return true;
    case FieldType::kFile:
    case FieldType::kDocument:
    case FieldType::kList:
    case FieldType::kRelation:
      return false;
  }
  GH_BUG("unknown type of field");
}

Collections::FieldDraft FieldOf(const Column& column) {
  const FieldType type = FieldTypeOf(column);
  const bool indexed = column.indexed && MayAskBy(column) && HasOrder(type);
  return {.name = column.name,
          .type = type,
          .ordered = indexed,
          .filterable = indexed,
          .unique = column.unique && HasOrder(type)};
}

guildhall::Target TargetOf(const std::string& table, CollectionId id) {
  using Kind = guildhall::Target::Kind;
  if (table == kAccounts) return {.kind = Kind::kUsers, .collection = {}, .shown = table};
  if (table == kGroups) return {.kind = Kind::kGroups, .collection = {}, .shown = table};
  return {.kind = Kind::kCollection, .collection = id, .shown = table};
}

}  // namespace

std::vector<Collections::FieldDraft> FieldsOf(
    const Table& table, const std::map<std::string, CollectionId, std::less<>>& ids) {
  std::vector<Collections::FieldDraft> fields;
  if (table.rows == RowKind::kRecordGrants) return fields;
  for (const Column& column : table.columns) fields.push_back(FieldOf(column));
  for (const Relation& relation : table.relations) {
    if (!relation.to_one()) continue;
    const auto id = ids.find(relation.table);
    const Field* former = table.stored.FindField(relation.name);
    Collections::FieldDraft field{
        .name = relation.name, .type = FieldType::kReference, .filterable = true};
    field.target = id == ids.end() && former != nullptr
                       ? former->target
                       : TargetOf(relation.table, id != ids.end() ? id->second : CollectionId());
    fields.push_back(std::move(field));
  }
  return fields;
}

std::vector<Collections::UniqueNames> UniqueSetsOf(const Table& table) {
  if (table.rows == RowKind::kRecordLinks) {
    return {{table.relations.at(0).name, table.relations.at(1).name}};
  }
  return table.composite_keys;
}

Table Merged(Table before, const Table& wanted) {
  Table merged = wanted;
  merged.relations = std::move(before.relations);
  for (Column& column : before.columns) {
    const Column* declared = wanted.FindColumn(column.name);
    if (declared != nullptr) column = *declared;
  }
  for (const Column& column : wanted.columns) {
    if (before.FindColumn(column.name) == nullptr) before.columns.push_back(column);
  }
  merged.columns = std::move(before.columns);
  merged.stored = std::move(before.stored);
  return merged;
}

Table AsDeclared(Table table) {
  const Relation owner = OwnerRelation();
  std::erase_if(table.relations, [&](const Relation& relation) {
    if (relation.derived || relation.kind == RelationKind::kReverse) return true;
    if (table.rows != RowKind::kRecords) return false;
    return relation.to_one() ? relation.field == 0 && relation.name == owner.name
                             : relation.join == GroupJoinOf(table.name);
  });
  for (Column& column : table.columns) column.field = 0;
  for (Relation& relation : table.relations) relation.field = 0;
  return table;
}

}  // namespace guildhall::daptin
