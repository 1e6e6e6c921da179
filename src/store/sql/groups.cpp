#include <utility>

#include "store/sql/access_rows.h"
#include "store/sql/audience_walk.h"
#include "store/sql/bind.h"
#include "store/sql/many.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_GROUP_COLUMNS                                                              \
  "id, owner, primary_group, everyone, signed_in, owner_rights, group_bits, grants, " \
  "created_at, updated_at, active, personal, uid, object_id, name, description, "     \
  "unique_name, capabilities, password_max_days"

constexpr Statement kFind{
    "groups_find", "select " GH_GROUP_COLUMNS " from groups where tenant=$1 and id=$2 and gone=0"};
constexpr Statement kFindMany{"groups_find_many",
                              "select " GH_GROUP_COLUMNS
                              " from groups where tenant=$1 and id = any($2) and gone=0",
                              Dialect::kPostgresOnly};
constexpr Statement kFindByUid{"groups_find_by_uid",
                               "select " GH_GROUP_COLUMNS
                               " from groups where tenant=$1 and uid=$2 and gone=0"};
constexpr Statement kFindByObject{"groups_find_by_object",
                                  "select " GH_GROUP_COLUMNS
                                  " from groups where tenant=$1 and object_id=$2 and gone=0"};
constexpr Statement kFindByUniqueName{"groups_find_by_unique_name",
                                      "select " GH_GROUP_COLUMNS
                                      " from groups where tenant=$1 and unique_name=$2"};
constexpr Listing kList{
    {"groups_list", "select " GH_GROUP_COLUMNS
                    " from groups where tenant=$1 and id>$2 and gone=0 order by id limit $3"},
    {"groups_list_descending",
     "select " GH_GROUP_COLUMNS
     " from groups where tenant=$1 and id<$2 and id>0 and gone=0 order by id desc limit $3"}};
constexpr Listing kListShared{
    {"groups_list_shared",
     "select " GH_GROUP_COLUMNS
     " from groups where tenant=$1 and personal=0 and id>$2 and gone=0 order by id limit $3"},
    {"groups_list_shared_descending",
     "select " GH_GROUP_COLUMNS
     " from groups where tenant=$1 and personal=0 and id<$2 and id>0 and gone=0 "
     "order by id desc limit $3"}};
constexpr Statement kInsert{"groups_insert",
                            "insert into groups(tenant, " GH_GROUP_COLUMNS
                            ", gone) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
                            "$13, $14, $15, $16, $17, $18, $19, $20, 0)"
                            " on conflict do nothing"};
constexpr Statement kUpdate{
    "groups_update",
    "update groups set owner=$3, primary_group=$4, everyone=$5, signed_in=$6, owner_rights=$7, "
    "group_bits=$8, grants=$9, created_at=$10, updated_at=$11, active=$12, personal=$13, uid=$14, "
    "object_id=$15, name=$16, description=$17, unique_name=$18, capabilities=$19, "
    "password_max_days=$20 where tenant=$1 and id=$2 and gone=0"};
constexpr Statement kRemove{
    "groups_remove",
    "update groups set gone=1, active=0, unique_name=null where tenant=$1 and id=$2 and gone=0"};

Group ReadGroup(Columns& columns) {
  Group row;
  row.id = columns.Number<GroupId>();
  row.access = ReadAccessWithGrants(columns);
  row.created_at = columns.At();
  row.updated_at = columns.At();
  row.active = columns.Flag();
  row.personal = columns.Flag();
  row.uid = columns.Fixed<Uid>();
  row.object_id = columns.Fixed<ObjectId>();
  row.name = columns.Text();
  row.description = columns.Text();
  row.unique_name = columns.Text();
  row.capabilities = columns.Text();
  row.password_max_days = columns.Small();
  return row;
}

template <class Write>
Result<void> WriteGroup(const Write& write, TenantId tenant, const Group& row) {
  const AccessList& access = row.access;
  return write(tenant, row.id, access.owner, access.primary_group, access.everyone,
               access.signed_in, access.owner_rights, access.group_bits, access.grants.size(),
               row.created_at, row.updated_at, row.active, row.personal, row.uid, row.object_id,
               row.name, row.description, NullIfEmpty(row.unique_name), row.capabilities,
               row.password_max_days);
}

SeekPlace PlaceOf(TenantId tenant, GroupId id) { return {tenant, kGroupTable, id.value()}; }

/// The entries in the list of groups.
std::vector<SeekRow> SeekRowsOfGroup(const Group& row) {
  return SeekRowsOf(ReadAudiences(ListOf(row)));
}

}  // namespace

StatementList GroupStatements() {
  static constexpr const Statement* kAll[] = {&kFind,
                                              &kFindMany,
                                              &kFindByUid,
                                              &kFindByObject,
                                              &kFindByUniqueName,
                                              &kList.ascending,
                                              &kList.descending,
                                              &kListShared.ascending,
                                              &kListShared.descending,
                                              &kInsert,
                                              &kUpdate,
                                              &kRemove};
  return kAll;
}

Result<std::optional<Group>> SqlGroups::Find(TenantId tenant, GroupId id) const {
  if (const Group* known = known_.Find(tenant, id)) return *known;
  GH_TRY(std::optional<Group> row, FindBy(kFind, tenant, id));
  if (row) known_.Keep(tenant, *row);
  return row;
}

template <class Key>
Result<std::optional<Group>> SqlGroups::FindBy(const Statement& statement, TenantId tenant,
                                               const Key& key) const {
  GH_TRY(auto row, FindOne(connection_, statement, ReadGroup, tenant, key));
  if (row) GH_CHECK(LoadGrantsOf(connection_, tenant, kGroupGrant, std::span(&*row, 1)));
  return row;
}

Result<Group> SqlGroups::Before(TenantId tenant, GroupId id) const {
  GH_TRY(auto row, FindOne(connection_, kFind, ReadGroup, tenant, id));
  if (!row) return Fail(Errc::kNotFound, "group");
  return std::move(*row);
}

Result<std::optional<Group>> SqlGroups::FindByUid(TenantId tenant, const Uid& uid) const {
  return FindBy(kFindByUid, tenant, uid);
}

Result<std::optional<Group>> SqlGroups::FindByObjectId(TenantId tenant, const ObjectId& id) const {
  return FindBy(kFindByObject, tenant, id);
}

Result<std::optional<Group>> SqlGroups::FindByUniqueName(TenantId tenant,
                                                         std::string_view name) const {
  return FindBy(kFindByUniqueName, tenant, name);
}

Result<std::vector<Group>> SqlGroups::FindMany(TenantId tenant,
                                               std::span<const GroupId> ids) const {
  if (memory_ != nullptr) return FindEach(ids, [&](GroupId id) { return Find(tenant, id); });
  GH_TRY(std::vector<Group> rows,
         FindManyRows(connection_, {kFind, kFindMany}, ReadGroup, ids, tenant));
  GH_CHECK(LoadGrantsOf(connection_, tenant, kGroupGrant, std::span(rows)));
  return rows;
}

Result<std::vector<Group>> SqlGroups::List(TenantId tenant, Seek seek, bool personal) const {
  const Statement& statement = (personal ? kList : kListShared).For(seek);
  GH_TRY(std::vector<Group> rows,
         FindAll(connection_, statement, ReadGroup, tenant, FromPositive(seek), LimitOf(seek)));
  GH_CHECK(LoadGrantsOf(connection_, tenant, kGroupGrant, std::span(rows)));
  return rows;
}

void SqlGroups::Touch(TenantId tenant, GroupId id) {
  if (memory_ != nullptr) memory_->Changes(tenant, id);
  ledger_->Touch(tenant, {Touched::Kind::kGroup, id.value()});
  ledger_->Unsettle(tenant);
}

Result<void> SqlGroups::Insert(TenantId tenant, const Group& row) {
  const auto insert = [&](const auto&... values) {
    return InsertRow(connection_, kInsert, values...);
  };
  GH_CHECK(WriteGroup(insert, tenant, row));
  Touch(tenant, row.id);
  GH_CHECK(WriteSeek(connection_, PlaceOf(tenant, row.id), {}, SeekRowsOfGroup(row)));
  return WriteGrants(connection_, tenant, kGroupGrant, row.id.value(), {}, row.access.grants);
}

Result<void> SqlGroups::Update(TenantId tenant, const Group& row) {
  GH_TRY(const Group former, Before(tenant, row.id));
  const auto update = [&](const auto&... values) {
    return ChangeRow(connection_, kUpdate, values...);
  };
  GH_CHECK(WriteGroup(update, tenant, row));
  Touch(tenant, row.id);
  GH_CHECK(WriteSeek(connection_, PlaceOf(tenant, row.id), SeekRowsOfGroup(former),
                     SeekRowsOfGroup(row)));
  GH_TRY(const auto before, ReadGrants(connection_, tenant, kGroupGrant, row.id.value()));
  return WriteGrants(connection_, tenant, kGroupGrant, row.id.value(), before, row.access.grants);
}

Result<void> SqlGroups::Remove(TenantId tenant, GroupId id) {
  GH_TRY(const Group former, Before(tenant, id));
  GH_CHECK(ChangeRow(connection_, kRemove, tenant, id));
  Touch(tenant, id);
  GH_CHECK(WriteSeek(connection_, PlaceOf(tenant, id), SeekRowsOfGroup(former), {}));
  return RemoveGrants(connection_, tenant, kGroupGrant, id.value());
}

}  // namespace guildhall::store
