#include "dialects/daptin/schema/schema_plan.h"

#include <algorithm>
#include <utility>

#include "core/people.h"
#include "dialects/daptin/daptin.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/schema/schema_parts.h"
#include "dialects/daptin/tables/builtin_tables.h"
#include "dialects/daptin/tables/declaration.h"

namespace guildhall::daptin {
namespace {

/// "Table todo", as places are called once the document is out of sight.
std::string PlaceOf(std::string_view table) { return std::string("table ").append(table); }

std::optional<GroupId> SystemGroup(std::string_view name) {
  if (name == "guests") return kGuests;
  if (name == "administrators") return kAdministrators;
  if (name == "users") return kEverybody;
  return std::nullopt;
}

Result<void> Collect(const Snapshot& snapshot, TenantId tenant,
                     const std::vector<NamedGroup>& named, GroupIds& groups) {
  for (const NamedGroup& group : named) {
    if (groups.contains(group.name)) continue;
    if (const auto id = SystemGroup(group.name)) {
      groups.emplace(group.name, *id);
      continue;
    }
    GH_TRY(const std::optional<Group> found,
           snapshot.groups().FindByUniqueName(tenant, group.name));
    if (found) groups.emplace(group.name, found->id);
  }
  return {};
}

/// The groups that the schema names and that there are.
Result<GroupIds> FindGroups(const Snapshot& snapshot, TenantId tenant,
                            const SchemaDocument& schema) {
  GroupIds groups;
  for (const TableEntry& entry : schema.tables) {
    GH_CHECK(Collect(snapshot, tenant, entry.default_groups, groups));
    GH_CHECK(Collect(snapshot, tenant, entry.access_groups, groups));
  }
  for (const ActionEntry& entry : schema.actions) {
    GH_CHECK(Collect(snapshot, tenant, entry.access_groups, groups));
  }
  return groups;
}

const Table* FindBuiltin(std::string_view name) {
  const auto& all = BuiltinTables();
  const auto found = std::ranges::find(all, name, &Table::name);
  return found == all.end() ? nullptr : &*found;
}

/// Whether a step is about rows of the table that it names.
bool IsAboutRows(const OutcomeStep& step) {
  return step.method != "EXECUTE" && step.method != "ACTIONRESPONSE";
}

}  // namespace

Result<SchemaPlan> SchemaPlan::Read(const Snapshot& snapshot, TenantId tenant) {
  constexpr std::int32_t kPage = 500;
  SchemaPlan plan;
  for (Seek seek{.limit = kPage};;) {
    GH_TRY(std::vector<Collection> page, snapshot.collections().List(tenant, kOrigin, seek));
    for (Collection& row : page) {
      seek.from = row.id.value();
      if (row.origin == kCoreOrigin) continue;
      GH_TRY(Table table, TableOf(row));
      plan.Put({.table = std::move(table), .stored = std::move(row)});
    }
    if (page.size() < static_cast<std::size_t>(kPage)) return plan;
  }
}

Result<void> SchemaPlan::Add(const Snapshot& snapshot, TenantId tenant,
                             const SchemaDocument& schema) {
  GH_TRY(const GroupIds groups, FindGroups(snapshot, tenant, schema));
  for (const TableEntry& entry : schema.tables) AddTable(entry, groups);
  for (const RelationEntry& relation : schema.relations) AddRelation(relation);
  for (PlannedTable& planned : tables_) {
    if (planned.touched) Check(planned);
  }
  for (const ActionEntry& entry : schema.actions) AddAction(entry, groups);
  for (const PlannedTable& planned : tables_) {
    if (refusal()) return {};
    if (planned.touched && planned.stored) GH_CHECK(CheckStored(snapshot, tenant, planned));
  }
  return CheckCount(snapshot, tenant);
}

PlannedTable* SchemaPlan::Find(std::string_view name) {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

bool SchemaPlan::Knows(std::string_view name) {
  return Find(name) != nullptr || FindBuiltin(name) != nullptr;
}

PlannedTable& SchemaPlan::Put(PlannedTable table) {
  PlannedTable& put = tables_.emplace_back(std::move(table));
  by_name_.emplace(put.table.name, &put);
  return put;
}

void SchemaPlan::AddTable(const TableEntry& entry, const GroupIds& groups) {
  const std::string place = PlaceOf(entry.table.name);
  PlannedTable* planned = Find(entry.table.name);
  if (planned == nullptr) {
    planned = &Put({.table = entry.table});
  } else if (planned->stored && planned->stored->origin != kOrigin) {
    return issue_.Say(place, "the name is taken by what was published here");
  } else {
    planned->table = Merged(AsDeclared(std::move(planned->table)), entry.table);
  }
  planned->touched = true;
  planned->permission = entry.permission;
  planned->table.default_groups = DefaultGroupsOf(entry, groups);
  planned->access = AccessOf(place, entry.access_groups, groups);
  AddGroupJoin(planned->table);
}

void SchemaPlan::AddGroupJoin(const Table& table) {
  std::string name = GroupJoinOf(table.name);
  if (Find(name) != nullptr) return;
  Table join{.name = std::move(name), .rows = RowKind::kRecordGrants, .top_level = false};
  join.relations = {{.name = table.name + "_id", .table = table.name, .nullable = false},
                    {.name = "usergroup_id", .table = std::string(kGroups), .nullable = false}};
  Put({.table = std::move(join), .touched = true});
}

std::vector<DefaultGroup> SchemaPlan::DefaultGroupsOf(const TableEntry& entry,
                                                      const GroupIds& groups) {
  std::vector<DefaultGroup> found;
  for (const NamedGroup& named : entry.default_groups) {
    const auto group = groups.find(named.name);
    if (group != groups.end()) {
      found.push_back({group->second, named.permission});
      continue;
    }
    warnings_.push_back(PlaceOf(entry.table.name) + ": there is no group " + Quoted(named.name) +
                        "; new rows are not linked with it");
  }
  return found;
}

std::vector<Sharing> SchemaPlan::AccessOf(std::string_view place,
                                          const std::vector<NamedGroup>& named,
                                          const GroupIds& groups) {
  std::vector<Sharing> access;
  for (const NamedGroup& one : named) {
    const auto group = groups.find(one.name);
    if (group == groups.end()) {
      issue_.Say(place, "AccessGroups: there is no group " + Quoted(one.name));
      continue;
    }
    const LinkRights link = LinkRightsOf(one.permission != 0 ? one.permission : kDefaultPermission);
    access.push_back({.group = group->second, .rights = link.rights, .rest = link.rest});
  }
  return access;
}

void SchemaPlan::AddAction(const ActionEntry& entry, const GroupIds& groups) {
  const DeclaredAction& action = entry.action;
  const std::string place = "action " + action.name + " on " + Quoted(action.table);
  const Table* builtin = FindBuiltin(action.table);
  if (builtin == nullptr && Find(action.table) == nullptr) {
    return issue_.Say(place, "OnType: there is no table " + Quoted(action.table));
  }
  for (std::size_t i = 0; i < action.steps.size(); ++i) {
    if (!IsAboutRows(action.steps[i]) || Knows(action.steps[i].type)) continue;
    issue_.Say(place, "OutFields[" + std::to_string(i) + "].Type: there is no table " +
                          Quoted(action.steps[i].type));
  }
  actions_.push_back({.action = action,
                      .builtin = builtin != nullptr ? builtin->stored.id : CollectionId(),
                      .permission = entry.permission,
                      .access = AccessOf(place, entry.access_groups, groups)});
}

}  // namespace guildhall::daptin
