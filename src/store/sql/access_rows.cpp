#include "store/sql/access_rows.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <vector>

#include "store/sql/registry.h"

namespace guildhall::store {
namespace {

#define GH_GRANT_COLUMNS "group_id, rights, rest, id, uid, created_at, updated_at"

constexpr Statement kList{
    "grants_list", "select " GH_GRANT_COLUMNS
                   " from grants where tenant=$1 and kind=$2 and object=$3 order by group_id"};
constexpr Statement kListMany{
    "grants_list_many",
    "select object, " GH_GRANT_COLUMNS
    " from grants where tenant=$1 and kind=$2 and object = any($3) order by object, group_id",
    Dialect::kPostgresOnly};
constexpr Statement kListBehind{
    "grants_list_behind",
    "select object, " GH_GRANT_COLUMNS
    " from grants where tenant=$1 and kind=$2 and (object,group_id) > ($3,$4) "
    "order by object, group_id limit $5"};
constexpr Statement kGranted{
    "grants_of_group",
    "select kind, object from grants where tenant=$1 and group_id=$2 and kind>=$3 and kind<=$4 "
    "order by kind, object limit $5"};
constexpr Statement kFindByUid{"grants_find_by_uid",
                               "select object from grants where tenant=$1 and uid=$2 and kind=$3"};
constexpr Statement kInsert{"grants_insert",
                            "insert into grants(tenant, kind, object, " GH_GRANT_COLUMNS
                            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                            Dialect::kBoth, Gathering::kRow};
constexpr Statement kUpdate{
    "grants_update",
    "update grants set rights=$5, rest=$6, id=$7, uid=$8, created_at=$9, updated_at=$10 "
    "where tenant=$1 and kind=$2 and object=$3 and group_id=$4"};
constexpr Statement kDelete{
    "grants_delete",
    "delete from grants where tenant=$1 and kind=$2 and object=$3 and group_id=$4"};
constexpr Statement kDeleteAll{"grants_delete_all",
                               "delete from grants where tenant=$1 and kind=$2 and object=$3"};

Grant ReadGrant(Columns& columns) {
  Grant grant;
  grant.group = columns.Number<GroupId>();
  grant.rights = columns.Rights();
  grant.rest = columns.Small();
  grant.id = columns.Number<GrantId>();
  grant.uid = columns.Fixed<Uid>();
  grant.created_at = columns.At();
  grant.updated_at = columns.At();
  return grant;
}

Result<void> LoadTogether(Connection& connection, TenantId tenant, GrantKind kind,
                          std::span<const GrantedObject> objects) {
  std::map<std::int64_t, AccessList*> wanted;
  std::vector<std::int64_t> ids;
  for (const GrantedObject& object : objects) {
    if (object.access->grants.empty()) continue;
    object.access->grants.clear();
    wanted.emplace(object.id, object.access);
    ids.push_back(object.id);
  }
  if (ids.empty()) return {};
  GH_CHECK(FindAll(
      connection, kListMany,
      [&](Columns& columns) {
        const auto found = wanted.find(columns.Integer());
        if (found != wanted.end()) found->second->grants.push_back(ReadGrant(columns));
        return 0;
      },
      tenant, kind, Integers{ids}));
  return {};
}

}  // namespace

StatementList GrantStatements() {
  static constexpr const Statement* kAll[] = {&kList,    &kListMany,  &kListBehind,
                                              &kGranted, &kFindByUid, &kInsert,
                                              &kUpdate,  &kDelete,    &kDeleteAll};
  return kAll;
}

AccessList ReadAccess(Columns& columns) {
  AccessList access;
  access.owner = columns.NumberOrNull<UserId>();
  access.primary_group = columns.NumberOrNull<GroupId>();
  access.everyone = columns.Rights();
  access.signed_in = columns.Rights();
  access.owner_rights = columns.Rights();
  access.group_bits = columns.Small();
  return access;
}

AccessList ReadAccessWithGrants(Columns& columns) {
  AccessList access = ReadAccess(columns);
  access.grants.resize(static_cast<std::size_t>(columns.Integer()));
  return access;
}

Result<void> LoadGrants(Connection& connection, TenantId tenant, GrantKind kind,
                        std::span<const GrantedObject> objects) {
  if (connection.engine() == Engine::kPostgres && objects.size() > 1) {
    return LoadTogether(connection, tenant, kind, objects);
  }
  for (const GrantedObject& object : objects) {
    if (object.access->grants.empty()) continue;
    GH_TRY(object.access->grants, ReadGrants(connection, tenant, kind, object.id));
  }
  return {};
}

Result<std::vector<Grant>> ReadGrants(Connection& connection, TenantId tenant, GrantKind kind,
                                      std::int64_t object) {
  return FindAll(connection, kList, ReadGrant, tenant, kind, object);
}

Result<void> WriteGrants(Connection& connection, TenantId tenant, GrantKind kind,
                         std::int64_t object, std::span<const Grant> before,
                         std::span<const Grant> after) {
  const auto is_in = [](std::span<const Grant> grants, GroupId group) {
    return std::ranges::any_of(grants, [&](const Grant& grant) { return grant.group == group; });
  };
  for (const Grant& old : before) {
    if (is_in(after, old.group)) continue;
    GH_CHECK(Post(connection, kDelete, tenant, kind, object, old.group));
  }
  for (const Grant& grant : after) {
    if (std::find(before.begin(), before.end(), grant) != before.end()) continue;
    GH_CHECK(Post(connection, is_in(before, grant.group) ? kUpdate : kInsert, tenant, kind, object,
                  grant.group, grant.rights, grant.rest, grant.id, grant.uid, grant.created_at,
                  grant.updated_at));
  }
  return {};
}

Result<void> RemoveGrants(Connection& connection, TenantId tenant, GrantKind kind,
                          std::int64_t object) {
  GH_CHECK(Post(connection, kDeleteAll, tenant, kind, object));
  return {};
}

Result<std::optional<std::int64_t>> FindGranted(Connection& connection, TenantId tenant,
                                                GrantKind kind, const Uid& uid) {
  return FindOne(
      connection, kFindByUid, [](Columns& columns) { return columns.Integer(); }, tenant, uid,
      kind);
}

Result<std::vector<ObjectGrant>> ListGrantsBehind(Connection& connection, TenantId tenant,
                                                  GrantKind kind, ObjectPlace after,
                                                  std::int32_t limit) {
  return FindAll(
      connection, kListBehind,
      [](Columns& columns) {
        const std::int64_t object = columns.Integer();
        return ObjectGrant{object, ReadGrant(columns)};
      },
      tenant, kind, after.object, after.group, std::max(limit, 0));
}

Result<std::vector<GrantedKey>> ListGranted(Connection& connection, TenantId tenant, GroupId group,
                                            GrantKind first, GrantKind last, std::int64_t limit) {
  return FindAll(
      connection, kGranted,
      [](Columns& columns) {
        const GrantKind kind = columns.Integer();
        return GrantedKey{kind, columns.Integer()};
      },
      tenant, group, first, last, limit);
}

}  // namespace guildhall::store
