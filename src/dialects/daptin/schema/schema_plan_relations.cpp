#include <algorithm>
#include <utility>

#include "dialects/daptin/daptin.h"
#include "dialects/daptin/schema/schema_parts.h"
#include "dialects/daptin/schema/schema_plan.h"
#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {
namespace {

std::string PlaceOf(const RelationEntry& relation) {
  return "relation " + relation.subject + "." + relation.object_name;
}

bool IsBuiltinEnd(std::string_view table) { return table == kAccounts || table == kGroups; }

/// A table that relations can lead from: of rows, and declared here.
bool IsOwn(const PlannedTable* planned) {
  return planned != nullptr && planned->table.rows == RowKind::kRecords &&
         (!planned->stored || planned->stored->origin == kOrigin);
}

}  // namespace

void SchemaPlan::AddRelation(const RelationEntry& relation) {
  PlannedTable* subject = Find(relation.subject);
  if (!IsOwn(subject)) {
    return issue_.Say(PlaceOf(relation), "there is no table " + Quoted(relation.subject));
  }
  const PlannedTable* object = Find(relation.object);
  const bool leads = IsBuiltinEnd(relation.object) ||
                     (object != nullptr && object->table.rows == RowKind::kRecords);
  if (!leads) {
    return issue_.Say(PlaceOf(relation), "there is no table " + Quoted(relation.object));
  }
  Relation made{.name = relation.object_name, .table = relation.object};
  made.inverse = relation.subject_name;
  if (IsToOne(relation)) {
    made.nullable = relation.kind == "has_one" || IsBuiltinEnd(relation.object);
  } else {
    made.kind = RelationKind::kLinked;
    made.join = JoinTableOf(relation);
    made.toward = relation.object_name;
    AddJoin(relation);
  }
  SetRelation(*subject, made);
}

void SchemaPlan::SetRelation(PlannedTable& subject, const Relation& relation) {
  if (!subject.touched) subject.table = AsDeclared(std::move(subject.table));
  subject.touched = true;
  auto& relations = subject.table.relations;
  const auto former = std::ranges::find(relations, relation.name, &Relation::name);
  if (former == relations.end()) {
    relations.push_back(relation);
  } else if (former->kind != relation.kind || former->join != relation.join) {
    issue_.Say("relation " + subject.table.name + "." + relation.name,
               "is there already, as one of another kind");
  } else {
    *former = relation;
  }
}

void SchemaPlan::AddJoin(const RelationEntry& relation) {
  Table join{.name = JoinTableOf(relation),
             .rows = RowKind::kRecordLinks,
             .columns = relation.columns,
             .top_level = false};
  join.relations = {{.name = relation.subject_name, .table = relation.subject, .nullable = false},
                    {.name = relation.object_name, .table = relation.object, .nullable = false}};
  PlannedTable* planned = Find(join.name);
  if (planned == nullptr) {
    Put({.table = std::move(join), .touched = true});
    return;
  }
  if (planned->table.rows != RowKind::kRecordLinks) {
    return issue_.Say(PlaceOf(relation), "its join table is there already, for something else");
  }
  std::vector<Relation> ends = std::move(join.relations);
  planned->table = Merged(AsDeclared(std::move(planned->table)), join);
  planned->table.relations = std::move(ends);
  planned->touched = true;
}

}  // namespace guildhall::daptin
