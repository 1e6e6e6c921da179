#include "dialects/daptin/schema/schema.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "core/people.h"
#include "dialects/daptin/daptin.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/schema/schema_plan.h"
#include "dialects/daptin/tables/declaration.h"

namespace guildhall::daptin {
namespace {

using TableIds = std::map<std::string, CollectionId, std::less<>>;

/// Administrators pass all gates; whoever else comes so far is refused by them.
Gates AsAdministrator() { return Gates::ByLists(Rights::All(), Rights::All()); }

/// Writes a plan. Lives as long as the change.
class Writer {
 public:
  Writer(Transaction& tx, const Core& core, const Caller& caller)
      : tx_(tx), core_(core), caller_(caller) {}

  Result<SchemaChanges> Write(SchemaPlan& plan);

 private:
  Result<void> Make(PlannedTable& planned);
  Result<void> Change(PlannedTable& planned);
  Result<void> Share(const PlannedTable& planned);
  Result<void> Put(const PlannedAction& planned);
  [[nodiscard]] AccessList NewList(std::int64_t permission) const;

  Transaction& tx_;
  const Core& core_;
  const Caller& caller_;
  TableIds ids_;
  std::set<CollectionId> made_;
  SchemaChanges changes_;
};

AccessList Writer::NewList(std::int64_t permission) const {
  AccessList list;
  list = PatchOf(list, permission != 0 ? permission : kDefaultPermission).Apply(list);
  list.owner = caller_.user_id().value_or(kGuest);
  return list;
}

/// The collection alone, without fields: those may lead to tables that are not there yet.
Result<void> Writer::Make(PlannedTable& planned) {
  Table& table = planned.table;
  if (table.rows == RowKind::kRecordGrants) {
    table.granted = ids_.at(table.relations.front().table);
  }
  GH_TRY(Collection made, core_.collections().Create(tx_, caller_,
                                                     {.origin = kOrigin,
                                                      .name = table.name,
                                                      .description = table.description,
                                                      .fields = {},
                                                      .access = NewList(planned.permission),
                                                      .declaration = WriteDeclaration(table),
                                                      .outlives_owners = true,
                                                      .max_per_tenant = kMostTablesOfTenant}));
  ids_.emplace(table.name, made.id);
  made_.insert(made.id);
  planned.stored = std::move(made);
  if (!table.join()) ++changes_.tables_made;
  return {};
}

Result<void> Writer::Change(PlannedTable& planned) {
  if (planned.table.rows == RowKind::kRecordGrants) return {};
  const Collection before = *planned.stored;
  Collections::Patch patch;
  patch.description = planned.table.description;
  patch.fields = FieldsOf(planned.table, ids_);
  patch.unique_sets = UniqueSetsOf(planned.table);
  patch.declaration = WriteDeclaration(planned.table);
  GH_TRY(planned.stored, core_.collections().Update(tx_, caller_, before.id, patch));
  const bool changed = *planned.stored != before && !made_.contains(before.id);
  if (changed && !planned.table.join()) ++changes_.tables_changed;
  return {};
}

Result<void> Writer::Share(const PlannedTable& planned) {
  const CollectionId id = planned.stored->id;
  if (planned.permission != 0) {
    const AccessPatch patch = PatchOf(planned.stored->access, planned.permission);
    GH_CHECK(core_.tables().Update(tx_, caller_, id, patch, AsAdministrator()));
  }
  for (const Sharing& sharing : planned.access) {
    GH_CHECK(core_.tables().Share(tx_, caller_, id, sharing, true, AsAdministrator()));
  }
  return {};
}

Result<void> Writer::Put(const PlannedAction& planned) {
  const auto own = ids_.find(planned.action.table);
  GH_TRY(const Action action,
         core_.tables().PutAction(tx_, caller_,
                                  {.collection = own != ids_.end() ? own->second : planned.builtin,
                                   .name = planned.action.name,
                                   .declaration = WriteDeclaration(planned.action),
                                   .access = NewList(planned.permission)}));
  if (planned.permission != 0) {
    const AccessPatch patch = PatchOf(action.access, planned.permission);
    GH_CHECK(core_.tables().Update(tx_, caller_, action.id, patch, AsAdministrator()));
  }
  for (const Sharing& sharing : planned.access) {
    GH_CHECK(core_.tables().Share(tx_, caller_, action.id, sharing, true, AsAdministrator()));
  }
  ++changes_.actions_put;
  return {};
}

Result<SchemaChanges> Writer::Write(SchemaPlan& plan) {
  for (PlannedTable& planned : plan.tables()) {
    if (planned.stored) ids_.emplace(planned.table.name, planned.stored->id);
  }
  for (PlannedTable& planned : plan.tables()) {
    if (!planned.stored) GH_CHECK(Make(planned));
  }
  for (PlannedTable& planned : plan.tables()) {
    if (planned.touched) GH_CHECK(Change(planned));
  }
  for (const PlannedTable& planned : plan.tables()) {
    if (planned.touched) GH_CHECK(Share(planned));
  }
  for (const PlannedAction& planned : plan.actions()) GH_CHECK(Put(planned));
  changes_.warnings = plan.warnings();
  return std::move(changes_);
}

}  // namespace

Result<Reading<SchemaChanges>> ApplySchema(Transaction& tx, const Core& core, const Caller& caller,
                                           const SchemaDocument& schema) {
  if (!caller.Has(Power::kWriteCollections) || !caller.Has(Power::kBypassTables)) {
    return Fail(Errc::kForbidden);
  }
  GH_TRY(SchemaPlan plan, SchemaPlan::Read(tx, caller.tenant));
  GH_CHECK(plan.Add(tx, caller.tenant, schema));
  // Nothing is written yet.
  if (plan.refusal()) return Reading<SchemaChanges>(tl::unexpect, *plan.refusal());
  GH_TRY(SchemaChanges changes, Writer(tx, core, caller).Write(plan));
  return Reading<SchemaChanges>(std::move(changes));
}

}  // namespace guildhall::daptin
