#include "dialects/daptin/publishing.h"

#include <optional>
#include <string>

#include "dialects/daptin/daptin.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/schema/schema_parts.h"
#include "dialects/daptin/schema/schema_plan.h"
#include "dialects/daptin/tables/builtin_tables.h"
#include "dialects/daptin/tables/declaration.h"

namespace guildhall::daptin {
namespace {

/// As tables are changed here, which asks for both powers.
Caller CommandOf(TenantId tenant) {
  Caller command = dialects::CommandOf(tenant);
  command.powers = command.powers | Powers{Power::kBypassTables};
  return command;
}

/// The table of the links of its rows with groups: nobody but administrators shares them until
/// its own row says otherwise.
Result<void> MakeGroupJoin(Transaction& tx, const Core& core, const Caller& command,
                           const Collection& collection) {
  Table join;
  join.name = GroupJoinOf(collection.name);
  join.rows = RowKind::kRecordGrants;
  join.granted = collection.id;
  join.top_level = false;
  join.relations = {{.name = collection.name + "_id", .table = collection.name, .nullable = false},
                    {.name = "usergroup_id", .table = std::string(kGroups), .nullable = false}};
  Collections::Draft draft;
  draft.origin = kOrigin;
  draft.name = join.name;
  draft.declaration = WriteDeclaration(join);
  draft.access = PatchOf({}, kDefaultPermission).Apply({});
  draft.outlives_owners = true;
  draft.max_per_tenant = kMostTablesOfTenant;
  GH_CHECK(core.collections().Create(tx, command, draft));
  return {};
}

Result<void> RemoveGroupJoin(Transaction& tx, const Core& core, const Caller& command,
                             const dialects::Published& wanted) {
  GH_TRY(const std::optional<Collection> join,
         tx.collections().FindByName(wanted.tenant, kOrigin, GroupJoinOf(wanted.name)));
  if (!join) return {};
  return core.collections().Remove(tx, command, join->id);
}

}  // namespace

Result<void> Publish(Transaction& tx, const Core& core, const dialects::Published& wanted) {
  GH_TRY(const Collection collection, dialects::GetPublished(tx, wanted));
  if (!RefusedTableName(wanted.name).empty())
    return Fail(Errc::kInvalid, Problem{"name", Reason::kTaken});
  const Caller command = CommandOf(wanted.tenant);
  GH_CHECK(core.collections().Publish(tx, command, collection.id, kOrigin));
  // What a former collection of the name has left behind.
  GH_CHECK(RemoveGroupJoin(tx, core, command, wanted));
  return MakeGroupJoin(tx, core, command, collection);
}

Result<void> Withdraw(Transaction& tx, const Core& core, const dialects::Published& wanted) {
  GH_TRY(const Collection collection, dialects::GetPublished(tx, wanted));
  const Caller command = CommandOf(wanted.tenant);
  GH_CHECK(core.collections().Withdraw(tx, command, collection.id, kOrigin));
  return RemoveGroupJoin(tx, core, command, wanted);
}

}  // namespace guildhall::daptin
