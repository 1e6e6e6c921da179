#include "store/sql/access_rows.h"
#include "store/sql/bind.h"
#include "store/sql/many.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_ACTION_COLUMNS                                                             \
  "id, owner, primary_group, everyone, signed_in, owner_rights, group_bits, grants, " \
  "collection, created_at, updated_at, uid, name, declaration"

constexpr Statement kFind{"actions_find",
                          "select " GH_ACTION_COLUMNS " from actions where tenant=$1 and id=$2"};
constexpr Statement kFindMany{"actions_find_many",
                              "select " GH_ACTION_COLUMNS
                              " from actions where tenant=$1 and id = any($2)",
                              Dialect::kPostgresOnly};
constexpr Statement kFindByUid{
    "actions_find_by_uid", "select " GH_ACTION_COLUMNS " from actions where tenant=$1 and uid=$2"};
constexpr Statement kFindByName{"actions_find_by_name",
                                "select " GH_ACTION_COLUMNS
                                " from actions where tenant=$1 and collection=$2 and name=$3"};
// The bound on the id makes SQLite walk the primary key instead of sorting.
constexpr Statement kList{"actions_list",
                          "select " GH_ACTION_COLUMNS
                          " from actions where tenant=$1 and id<$2 order by id desc limit $3"};
constexpr Statement kInsert{
    "actions_insert",
    "insert into actions(tenant, " GH_ACTION_COLUMNS
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict "
    "do nothing"};
constexpr Statement kUpdate{
    "actions_update",
    "update actions set owner=$3, primary_group=$4, everyone=$5, signed_in=$6, owner_rights=$7, "
    "group_bits=$8, grants=$9, collection=$10, created_at=$11, updated_at=$12, uid=$13, name=$14, "
    "declaration=$15 where tenant=$1 and id=$2"};
constexpr Statement kRemove{"actions_remove", "delete from actions where tenant=$1 and id=$2"};

/// The most that a list holds.
constexpr std::int32_t kAllActions = 10'000;

Action ReadAction(Columns& columns) {
  Action row;
  row.id = columns.Number<ActionId>();
  row.access = ReadAccessWithGrants(columns);
  row.collection = columns.Number<CollectionId>();
  row.created_at = columns.At();
  row.updated_at = columns.At();
  row.uid = columns.Fixed<Uid>();
  row.name = columns.Text();
  row.declaration = columns.Text();
  return row;
}

template <class Write>
Result<void> WriteAction(const Write& write, TenantId tenant, const Action& row) {
  const AccessList& access = row.access;
  return write(tenant, row.id, access.owner, access.primary_group, access.everyone,
               access.signed_in, access.owner_rights, access.group_bits, access.grants.size(),
               row.collection, row.created_at, row.updated_at, row.uid, row.name, row.declaration);
}

void TouchAction(Ledger& ledger, TenantId tenant, ActionId id) {
  ledger.Touch(tenant, {Touched::Kind::kAction, id.value()});
}

}  // namespace

StatementList ActionStatements() {
  static constexpr const Statement* kAll[] = {&kFind, &kFindMany, &kFindByUid, &kFindByName,
                                              &kList, &kInsert,   &kUpdate,    &kRemove};
  return kAll;
}

Result<std::optional<Action>> SqlActions::Find(TenantId tenant, ActionId id) const {
  GH_TRY(auto row, FindOne(connection_, kFind, ReadAction, tenant, id));
  if (row) GH_CHECK(LoadGrantsOf(connection_, tenant, kActionGrant, std::span(&*row, 1)));
  return row;
}

Result<std::optional<Action>> SqlActions::FindByUid(TenantId tenant, const Uid& uid) const {
  GH_TRY(auto row, FindOne(connection_, kFindByUid, ReadAction, tenant, uid));
  if (row) GH_CHECK(LoadGrantsOf(connection_, tenant, kActionGrant, std::span(&*row, 1)));
  return row;
}

Result<std::optional<Action>> SqlActions::FindByName(TenantId tenant, CollectionId collection,
                                                     std::string_view name) const {
  GH_TRY(auto row, FindOne(connection_, kFindByName, ReadAction, tenant, collection, name));
  if (row) GH_CHECK(LoadGrantsOf(connection_, tenant, kActionGrant, std::span(&*row, 1)));
  return row;
}

Result<std::optional<Action>> SqlActions::FindByGrant(TenantId tenant, const Uid& uid) const {
  GH_TRY(const auto id, FindGranted(connection_, tenant, kActionGrant, uid));
  if (!id) return std::optional<Action>();
  return Find(tenant, ActionId(*id));
}

Result<std::vector<Action>> SqlActions::List(TenantId tenant) const {
  const Seek seek{.descending = true, .limit = kAllActions};
  GH_TRY(auto rows, FindAll(connection_, kList, ReadAction, tenant, From(seek), LimitOf(seek)));
  GH_CHECK(LoadGrantsOf(connection_, tenant, kActionGrant, std::span(rows)));
  return rows;
}

Result<std::vector<Action>> SqlActions::ListGrantedTo(TenantId tenant, GroupId group) const {
  GH_TRY(const auto ids,
         GrantedIds<ActionId>(connection_, tenant, group, kActionGrant, kAllActions));
  GH_TRY(auto rows, FindManyRows(connection_, {kFind, kFindMany}, ReadAction,
                                 std::span<const ActionId>(ids), tenant));
  GH_CHECK(LoadGrantsOf(connection_, tenant, kActionGrant, std::span(rows)));
  return rows;
}

Result<void> SqlActions::Insert(TenantId tenant, const Action& row) {
  const auto insert = [&](const auto&... values) {
    return InsertRow(connection_, kInsert, values...);
  };
  GH_CHECK(WriteAction(insert, tenant, row));
  TouchAction(*ledger_, tenant, row.id);
  return WriteGrants(connection_, tenant, kActionGrant, row.id.value(), {}, row.access.grants);
}

Result<void> SqlActions::Update(TenantId tenant, const Action& row) {
  const auto update = [&](const auto&... values) {
    return ChangeRow(connection_, kUpdate, values...);
  };
  GH_CHECK(WriteAction(update, tenant, row));
  TouchAction(*ledger_, tenant, row.id);
  GH_TRY(const auto before, ReadGrants(connection_, tenant, kActionGrant, row.id.value()));
  return WriteGrants(connection_, tenant, kActionGrant, row.id.value(), before, row.access.grants);
}

Result<void> SqlActions::Remove(TenantId tenant, ActionId id) {
  GH_CHECK(ChangeRow(connection_, kRemove, tenant, id));
  TouchAction(*ledger_, tenant, id);
  return RemoveGrants(connection_, tenant, kActionGrant, id.value());
}

}  // namespace guildhall::store
