#include "dialects/daptin/tables/catalog.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "dialects/daptin/tables/foreign_table.h"

namespace guildhall::daptin {
namespace {

/// Whether a relation of that name can be added to the table.
bool IsFree(const Table& table, std::string_view name) {
  const auto& standard = StandardColumns();
  return table.FindColumn(name) == nullptr && table.FindRelation(name) == nullptr &&
         std::none_of(standard.begin(), standard.end(),
                      [&](const Column& column) { return column.name == name; });
}

/// What the table at the other end of `relation`, which `table` has, calls the way back.
Relation BackOf(const Table& table, const Relation& relation) {
  Relation back;
  back.table = table.name;
  back.derived = true;
  if (relation.to_one()) {
    back.name = relation.inverse.empty() ? table.name + "_id" : relation.inverse;
    back.kind = RelationKind::kReverse;
    back.inverse = relation.name;
  } else {
    back.name = relation.inverse;
    back.kind = RelationKind::kLinked;
    back.inverse = relation.toward;
    back.join = relation.join;
    back.toward = relation.inverse;
  }
  return back;
}

/// Columns that point to rows of other collections become relations where their table is known.
void ResolveReferences(const Catalog& known, Table& table) {
  if (!table.stored.declaration.empty()) return;
  for (const Field& field : table.stored.fields) {
    if (field.type != FieldType::kReference) continue;
    if (field.target.kind != guildhall::Target::Kind::kCollection) continue;
    const Table* target = known.Find(field.target.collection);
    if (target != nullptr) ResolveReference(table, field, target->name);
  }
}

/// Columns and relations of the same name: the first one stays, and columns before relations.
void LeaveOutTwins(Table& table) {
  const std::vector<Relation> relations = std::move(table.relations);
  table.relations.clear();
  for (const Relation& relation : relations) {
    if (IsFree(table, relation.name)) table.relations.push_back(relation);
  }
}

/// Whether the rows of `join` lead from here to the other end.
bool Links(const Table* join, const Relation& relation) {
  return join != nullptr && join->join() && join->FindRelation(relation.inverse) != nullptr &&
         join->FindRelation(relation.toward) != nullptr;
}

}  // namespace

Catalog::Catalog(std::vector<Table> tables) : tables_(std::move(tables)) {
  by_name_.resize(tables_.size());
  std::iota(by_name_.begin(), by_name_.end(), std::size_t{0});
  by_id_ = by_name_;
  // Stable: of two tables of one name, the first is found.
  std::stable_sort(by_name_.begin(), by_name_.end(),
                   [&](std::size_t a, std::size_t b) { return tables_[a].name < tables_[b].name; });
  std::stable_sort(by_id_.begin(), by_id_.end(), [&](std::size_t a, std::size_t b) {
    return tables_[a].collection() < tables_[b].collection();
  });
  for (Table& table : tables_) {
    ResolveReferences(*this, table);
    std::erase_if(table.relations,
                  [&](const Relation& relation) { return Find(relation.table) == nullptr; });
    LeaveOutTwins(table);
  }
  // Only now join tables have no ends but those that are there.
  for (Table& table : tables_) {
    std::erase_if(table.relations, [&](const Relation& relation) {
      return relation.kind == RelationKind::kLinked && !Links(Find(relation.join), relation);
    });
  }
  LeadBack();
}

void Catalog::LeadBack() {
  std::vector<std::pair<std::string, Relation>> backs;
  for (const Table& table : tables_) {
    if (table.join()) continue;
    for (const Relation& relation : table.relations) {
      if (relation.kind == RelationKind::kReverse || relation.derived) continue;
      backs.emplace_back(relation.table, BackOf(table, relation));
    }
  }
  for (auto& [name, back] : backs) {
    const auto place = FindPlace(name);
    if (place && IsFree(tables_[*place], back.name)) {
      tables_[*place].relations.push_back(std::move(back));
    }
  }
}

std::optional<std::size_t> Catalog::FindPlace(std::string_view name) const {
  const auto found = std::lower_bound(
      by_name_.begin(), by_name_.end(), name,
      [&](std::size_t place, std::string_view wanted) { return tables_[place].name < wanted; });
  if (found == by_name_.end() || tables_[*found].name != name) return std::nullopt;
  return *found;
}

const Table* Catalog::Find(std::string_view name) const {
  const auto place = FindPlace(name);
  return place ? &tables_[*place] : nullptr;
}

const Table* Catalog::Find(CollectionId id) const {
  const auto found = std::lower_bound(
      by_id_.begin(), by_id_.end(), id,
      [&](std::size_t place, CollectionId wanted) { return tables_[place].collection() < wanted; });
  if (found == by_id_.end() || tables_[*found].collection() != id) return nullptr;
  return &tables_[*found];
}

}  // namespace guildhall::daptin
