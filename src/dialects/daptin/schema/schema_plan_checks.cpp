#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "dialects/daptin/columns/column_values.h"
#include "dialects/daptin/daptin.h"
#include "dialects/daptin/schema/schema_parts.h"
#include "dialects/daptin/schema/schema_plan.h"
#include "dialects/daptin/tables/default_order.h"

namespace guildhall::daptin {
namespace {

bool HasValue(const Table& table, std::string_view name) {
  const Relation* relation = table.FindRelation(name);
  return table.FindColumn(name) != nullptr || (relation != nullptr && relation->to_one());
}

Result<bool> HasRows(const Snapshot& snapshot, TenantId tenant, CollectionId id) {
  constexpr std::array<Audience, 1> kAll{kAudienceAll};
  GH_TRY(const std::int64_t count, snapshot.records().Count(tenant, id, kAll, 1));
  return count > 0;
}

/// Whether the collection has a set of these fields.
bool HasSet(const Collection& stored, const std::vector<std::string>& names) {
  return std::ranges::any_of(stored.unique_sets, [&](const UniqueSet& set) {
    std::set<std::string> fields;
    for (const std::int32_t number : set.fields) {
      const Field* field = stored.FindField(number);
      if (field != nullptr) fields.insert(field->name);
    }
    return fields == std::set<std::string>(names.begin(), names.end());
  });
}

}  // namespace

void SchemaPlan::Check(PlannedTable& planned) {
  Table& table = planned.table;
  const std::string place = "table " + table.name;
  if (table.columns.size() > kMostColumns) issue_.Say(place, "has more than 200 columns");
  for (const Relation& relation : table.relations) {
    if (table.FindColumn(relation.name) == nullptr) continue;
    issue_.Say(place, Quoted(relation.name) + " is a column and a relation");
  }
  for (const auto& rules : {table.validations, table.conformations}) {
    for (const ColumnRule& rule : rules) {
      if (HasValue(table, rule.column)) continue;
      issue_.Say(place, "Validations, Conformations: there is no column " + Quoted(rule.column));
    }
  }
  for (const auto& key : table.composite_keys) {
    for (const std::string& column : key) {
      if (HasValue(table, column)) continue;
      issue_.Say(place, "CompositeKeys: there is no column " + Quoted(column));
    }
  }
  if (const auto order = NormalOrder(table, table.default_order)) {
    table.default_order = *order;
  } else {
    issue_.Say(place, "DefaultOrder: " + Quoted(table.default_order) + " is no column");
  }
}

Result<void> SchemaPlan::CheckStored(const Snapshot& snapshot, TenantId tenant,
                                     const PlannedTable& planned) {
  const Collection& stored = *planned.stored;
  const std::string place = "table " + planned.table.name;
  for (const Column& column : planned.table.columns) {
    const Field* field = stored.FindField(column.name);
    if (field == nullptr || field->unique || !column.unique) continue;
    if (field->type == FieldTypeOf(column)) {
      issue_.Say(place, "the column " + Quoted(column.name) +
                            " is there already; only a new one can be unique");
    }
  }
  const bool adds = std::ranges::any_of(UniqueSetsOf(planned.table),
                                        [&](const auto& names) { return !HasSet(stored, names); });
  if (!adds) return {};
  GH_TRY(const bool filled, HasRows(snapshot, tenant, stored.id));
  if (filled) issue_.Say(place, "CompositeKeys: none can be added to a table that has rows");
  return {};
}

Result<void> SchemaPlan::CheckCount(const Snapshot& snapshot, TenantId tenant) {
  GH_TRY(const std::int64_t count, snapshot.collections().Count(tenant, kOrigin));
  const auto added =
      std::ranges::count_if(tables_, [](const PlannedTable& planned) { return !planned.stored; });
  if (count + added > kMostTablesOfTenant) {
    issue_.Say("Tables", "more than 1000 tables, join tables counted");
  }
  return {};
}

}  // namespace guildhall::daptin
