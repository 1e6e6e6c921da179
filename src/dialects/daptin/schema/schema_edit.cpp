#include "dialects/daptin/schema/schema_edit.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "dialects/daptin/daptin.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/schema/schema_parts.h"
#include "dialects/daptin/schema/schema_plan.h"
#include "dialects/daptin/tables/declaration.h"

namespace guildhall::daptin {
namespace {

constexpr std::string_view kUsualOrder = "-created_at";

/// A tenant's declared tables in the middle of a change.
struct Editing {
  Transaction& tx;
  const Core& core;
  const Caller& caller;
  SchemaPlan plan;
};

Result<Editing> Open(Transaction& tx, const Core& core, const Caller& caller) {
  if (!caller.Has(Power::kWriteCollections) || !caller.Has(Power::kBypassTables)) {
    return Fail(Errc::kForbidden);
  }
  GH_TRY(SchemaPlan plan, SchemaPlan::Read(tx, caller.tenant));
  return Editing{tx, core, caller, std::move(plan)};
}

bool IsChosen(const PlannedTable& planned, const TableChoice& choice) {
  return choice.id ? planned.stored->uid == *choice.id : planned.table.name == choice.name;
}

/// One that a schema has declared, by itself or by a relation.
Result<PlannedTable*> Choose(Editing& editing, const TableChoice& choice) {
  auto& tables = editing.plan.tables();
  const auto found = std::ranges::find_if(
      tables, [&](const PlannedTable& planned) { return IsChosen(planned, choice); });
  if (found == tables.end()) return FailWith({400, "there is no such declared table"});
  const bool own = found->stored->origin == kOrigin;
  if (!own || found->table.rows == RowKind::kRecordGrants) {
    return FailWith({400, "the table " + Quoted(found->table.name) + " cannot be changed"});
  }
  found->table = AsDeclared(std::move(found->table));
  return &*found;
}

/// Stores the table as it is declared now. `renamed`: a field that goes on under a new name.
Result<void> Store(Editing& editing, const PlannedTable& planned,
                   const std::pair<std::string_view, std::string_view>& renamed = {}) {
  std::map<std::string, CollectionId, std::less<>> ids;
  for (const PlannedTable& other : editing.plan.tables()) {
    ids.emplace(other.table.name, other.stored->id);
  }
  Collections::Patch patch;
  patch.fields = FieldsOf(planned.table, ids);
  for (Collections::FieldDraft& field : *patch.fields) {
    if (!renamed.first.empty() && field.name == renamed.second) field.former_name = renamed.first;
  }
  patch.unique_sets = UniqueSetsOf(planned.table);
  patch.declaration = WriteDeclaration(planned.table);
  GH_CHECK(
      editing.core.collections().Update(editing.tx, editing.caller, planned.stored->id, patch));
  return {};
}

/// Takes `gone` out of the relations of the table; whether there was any.
bool DropRelations(PlannedTable& planned, const Table& gone) {
  planned.table = AsDeclared(std::move(planned.table));
  return std::erase_if(planned.table.relations, [&](const Relation& relation) {
           return relation.table == gone.name || relation.join == gone.name;
         }) > 0;
}

/// Whether the rows of `planned` are nothing but links of rows of `gone`.
bool IsLinkOf(const PlannedTable& planned, const Table& gone) {
  return planned.table.join() &&
         std::ranges::any_of(planned.table.relations,
                             [&](const Relation& relation) { return relation.table == gone.name; });
}

/// The column, or the relation that the rows hold themselves, as its name; null for neither.
std::string* FindName(Table& table, std::string_view name) {
  const auto column = std::ranges::find(table.columns, name, &Column::name);
  if (column != table.columns.end()) return &column->name;
  const auto relation = std::ranges::find(table.relations, name, &Relation::name);
  if (relation == table.relations.end() || !relation->to_one()) return nullptr;
  // The ends of a join table are what it is.
  return table.join() ? nullptr : &relation->name;
}

Result<std::string*> GetName(Table& table, std::string_view name) {
  std::string* found = FindName(table, name);
  if (found == nullptr) return FailWith({400, "there is no column " + Quoted(name)});
  return found;
}

bool IsOrderedBy(const Table& table, std::string_view column) {
  return !table.default_order.empty() && std::string_view(table.default_order).substr(1) == column;
}

}  // namespace

Result<void> RemoveTable(Transaction& tx, const Core& core, const Caller& caller,
                         const TableChoice& choice) {
  GH_TRY(Editing editing, Open(tx, core, caller));
  GH_TRY(const PlannedTable* chosen, Choose(editing, choice));
  const Table gone = chosen->table;
  for (PlannedTable& other : editing.plan.tables()) {
    if (&other == chosen || other.stored->origin != kOrigin) continue;
    if (IsLinkOf(other, gone)) {
      GH_CHECK(core.collections().Remove(tx, caller, other.stored->id));
    } else if (!other.table.join() && DropRelations(other, gone)) {
      GH_CHECK(Store(editing, other));
    }
  }
  return core.collections().Remove(tx, caller, chosen->stored->id);
}

Result<void> RemoveColumn(Transaction& tx, const Core& core, const Caller& caller,
                          const TableChoice& choice, std::string_view column) {
  GH_TRY(Editing editing, Open(tx, core, caller));
  GH_TRY(PlannedTable * chosen, Choose(editing, choice));
  Table& table = chosen->table;
  GH_CHECK(GetName(table, column));
  std::erase_if(table.columns, [&](const Column& one) { return one.name == column; });
  std::erase_if(table.relations, [&](const Relation& one) { return one.name == column; });
  for (auto* rules : {&table.validations, &table.conformations}) {
    std::erase_if(*rules, [&](const ColumnRule& rule) { return rule.column == column; });
  }
  std::erase_if(table.composite_keys,
                [&](const auto& key) { return std::ranges::find(key, column) != key.end(); });
  if (IsOrderedBy(table, column)) table.default_order = kUsualOrder;
  return Store(editing, *chosen);
}

Result<void> RenameColumn(Transaction& tx, const Core& core, const Caller& caller,
                          const TableChoice& choice, std::string_view column,
                          std::string_view new_name) {
  if (const std::string refusal = RefusedColumnName(new_name); !refusal.empty()) {
    return FailWith({400, "new_column_name: " + refusal});
  }
  GH_TRY(Editing editing, Open(tx, core, caller));
  GH_TRY(PlannedTable * chosen, Choose(editing, choice));
  Table& table = chosen->table;
  GH_TRY(std::string * name, GetName(table, column));
  if (table.FindColumn(new_name) != nullptr || table.FindRelation(new_name) != nullptr) {
    return FailWith({400, "new_column_name: " + Quoted(new_name) + " is there already"});
  }
  *name = new_name;
  for (auto* rules : {&table.validations, &table.conformations}) {
    for (ColumnRule& rule : *rules) {
      if (rule.column == column) rule.column = new_name;
    }
  }
  for (auto& key : table.composite_keys) std::ranges::replace(key, column, std::string(new_name));
  if (IsOrderedBy(table, column)) table.default_order.replace(1, column.size(), new_name);
  return Store(editing, *chosen, {column, new_name});
}

}  // namespace guildhall::daptin
