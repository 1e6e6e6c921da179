#include "store/sql/access_rows.h"
#include "store/sql/bind.h"
#include "store/sql/document.h"
#include "store/sql/many.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_COLLECTION_COLUMNS                                                                   \
  "id, owner, primary_group, everyone, signed_in, owner_rights, group_bits, grants, "           \
  "revision, created_at, updated_at, origin, next_field, name, description, fields, metadata, " \
  "uid, unique_sets, declaration, outlives_owners"

constexpr Statement kFind{"collections_find", "select " GH_COLLECTION_COLUMNS
                                              " from collections where tenant=$1 and id=$2"};
constexpr Statement kFindMany{"collections_find_many",
                              "select " GH_COLLECTION_COLUMNS
                              " from collections where tenant=$1 and id = any($2)",
                              Dialect::kPostgresOnly};
constexpr Statement kFindByName{"collections_find_by_name",
                                "select " GH_COLLECTION_COLUMNS
                                " from collections where tenant=$1 and origin=$2 and name=$3"};
constexpr Statement kFindPublished{
    "publications_find",
    "select collection from publications where tenant=$1 and origin=$2 and name=$3"};
constexpr Statement kFindByUid{"collections_find_by_uid",
                               "select " GH_COLLECTION_COLUMNS
                               " from collections where tenant=$1 and uid=$2"};
constexpr Statement kListTables{"collections_list_tables",
                                "select " GH_COLLECTION_COLUMNS
                                " from collections where tenant=$1 and id<0 order by id desc"};
#define GH_SERVED                                                                          \
  " and (origin=$3 or origin=0 or exists (select 1 from publications p where p.tenant=$1 " \
  "and p.collection=collections.id and p.origin=$3)) "
constexpr Listing kList{
    {"collections_list",
     "select " GH_COLLECTION_COLUMNS " from collections where tenant=$1 and id>$2" GH_SERVED
     "order by id limit $4"},
    {"collections_list_descending",
     "select " GH_COLLECTION_COLUMNS
     " from collections where tenant=$1 and id<$2 and id>0" GH_SERVED "order by id desc limit $4"}};
constexpr Statement kListPublished{
    "publications_list",
    "select origin from publications where tenant=$1 and collection=$2 order by origin"};
constexpr Statement kCount{
    "collections_count",
    "select count(*) from collections where tenant=$1 and id>0 and (origin=$2 or origin=0)"};
constexpr Statement kInsert{"collections_insert",
                            "insert into collections(tenant, " GH_COLLECTION_COLUMNS
                            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
                            "$14, $15, $16, $17, $18, $19, $20, $21, $22) "
                            "on conflict do nothing"};
constexpr Statement kUpdate{
    "collections_update",
    "update collections set owner=$3, primary_group=$4, everyone=$5, signed_in=$6, "
    "owner_rights=$7, group_bits=$8, grants=$9, revision=$10, created_at=$11, updated_at=$12, "
    "origin=$13, next_field=$14, name=$15, description=$16, fields=$17, metadata=$18, uid=$19, "
    "unique_sets=$20, declaration=$21, outlives_owners=$22 "
    "where tenant=$1 and id=$2"};
constexpr Statement kRemove{"collections_remove",
                            "delete from collections where tenant=$1 and id=$2"};
constexpr Statement kPublish{"publications_insert",
                             "insert into publications(tenant, collection, origin, name) values "
                             "($1, $2, $3, $4) on conflict do nothing"};
constexpr Statement kWithdraw{
    "publications_remove",
    "delete from publications where tenant=$1 and collection=$2 and origin=$3"};
constexpr Statement kWithdrawAll{"publications_remove_all",
                                 "delete from publications where tenant=$1 and collection=$2"};

/// More than a tenant may have.
constexpr std::int64_t kAllCollections = 100'000;

/// What was parsed of a column; nothing when it is damaged.
template <class T>
T Parsed(Columns& columns, Result<T> parsed) {
  if (parsed) return std::move(*parsed);
  columns.Damaged(std::move(parsed).error());
  return {};
}

Collection ReadCollection(Columns& columns) {
  Collection row;
  row.id = columns.Number<CollectionId>();
  row.access = ReadAccessWithGrants(columns);
  row.revision = columns.Integer();
  row.created_at = columns.At();
  row.updated_at = columns.At();
  row.origin = columns.Number<Origin>();
  row.next_field = columns.Small();
  row.name = columns.Text();
  row.description = columns.Text();
  row.fields = Parsed(columns, ParseSpec(columns.View()));
  row.metadata = columns.Text();
  row.uid = columns.Fixed<Uid>();
  row.unique_sets = Parsed(columns, ParseUniqueSets(columns.View()));
  row.declaration = columns.Text();
  row.outlives_owners = columns.Flag();
  return row;
}

template <class Write>
Result<void> WriteCollection(const Write& write, TenantId tenant, const Collection& row) {
  const AccessList& access = row.access;
  const Buffer fields = SpecText(row.fields);
  const Buffer unique_sets = UniqueSetsText(row.unique_sets);
  return write(tenant, row.id, access.owner, access.primary_group, access.everyone,
               access.signed_in, access.owner_rights, access.group_bits, access.grants.size(),
               row.revision, row.created_at, row.updated_at, row.origin, row.next_field, row.name,
               row.description, fields.view(), row.metadata, row.uid, unique_sets.view(),
               row.declaration, row.outlives_owners);
}

}  // namespace

StatementList CollectionStatements() {
  static constexpr const Statement* kAll[] = {
      &kFind,          &kFindMany,   &kFindByName,     &kFindPublished,
      &kFindByUid,     &kListTables, &kList.ascending, &kList.descending,
      &kListPublished, &kCount,      &kInsert,         &kUpdate,
      &kRemove,        &kPublish,    &kWithdraw,       &kWithdrawAll};
  return kAll;
}

Result<std::optional<Collection>> SqlCollections::Complete(TenantId tenant,
                                                           std::optional<Collection> row) const {
  if (!row) return row;
  GH_CHECK(LoadGrantsOf(connection_, tenant, kCollectionGrant, std::span(&*row, 1)));
  known_.Keep(tenant, *row);
  return row;
}

Result<std::optional<Collection>> SqlCollections::Find(TenantId tenant, CollectionId id) const {
  if (const Collection* known = known_.Find(tenant, id)) return *known;
  GH_TRY(auto row, FindOne(connection_, kFind, ReadCollection, tenant, id));
  return Complete(tenant, std::move(row));
}

Result<std::optional<Collection>> SqlCollections::FindByName(TenantId tenant, Origin origin,
                                                             std::string_view name) const {
  if (memory_ != nullptr) {
    if (const Collection* kept = memory_->Find(tenant, origin, name)) return *kept;
  }
  GH_TRY(auto row, FindOne(connection_, kFindByName, ReadCollection, tenant, origin, name));
  if (row) return Complete(tenant, std::move(row));
  return FindPublished(tenant, origin, name);
}

Result<std::optional<Collection>> SqlCollections::FindPublished(TenantId tenant, Origin origin,
                                                                std::string_view name) const {
  GH_TRY(const auto id, FindOne(
                            connection_, kFindPublished,
                            [](Columns& columns) { return columns.Number<CollectionId>(); }, tenant,
                            origin, name));
  if (!id) return std::optional<Collection>();
  GH_TRY(auto row, Find(tenant, *id));
  if (row && memory_ != nullptr) memory_->KeepName(tenant, origin, name, *id);
  return row;
}

Result<std::optional<Collection>> SqlCollections::FindByUid(TenantId tenant, const Uid& uid) const {
  GH_TRY(auto row, FindOne(connection_, kFindByUid, ReadCollection, tenant, uid));
  return Complete(tenant, std::move(row));
}

Result<std::optional<Collection>> SqlCollections::FindByGrant(TenantId tenant,
                                                              const Uid& uid) const {
  GH_TRY(const auto id, FindGranted(connection_, tenant, kCollectionGrant, uid));
  if (!id) return std::optional<Collection>();
  return Find(tenant, CollectionId(*id));
}

Result<std::vector<Collection>> SqlCollections::ListTables(TenantId tenant) const {
  GH_TRY(auto rows, FindAll(connection_, kListTables, ReadCollection, tenant));
  GH_CHECK(LoadGrantsOf(connection_, tenant, kCollectionGrant, std::span(rows)));
  return rows;
}

Result<std::vector<Collection>> SqlCollections::List(TenantId tenant, Origin origin,
                                                     Seek seek) const {
  GH_TRY(auto rows, FindAll(connection_, kList.For(seek), ReadCollection, tenant,
                            FromPositive(seek), origin, LimitOf(seek)));
  GH_CHECK(LoadGrantsOf(connection_, tenant, kCollectionGrant, std::span(rows)));
  return rows;
}

Result<std::int64_t> SqlCollections::Count(TenantId tenant, Origin origin) const {
  return FindInteger(connection_, kCount, tenant, origin);
}

Result<std::vector<Origin>> SqlCollections::ListPublished(TenantId tenant, CollectionId id) const {
  return FindAll(
      connection_, kListPublished, [](Columns& columns) { return columns.Number<Origin>(); },
      tenant, id);
}

Result<std::vector<Collection>> SqlCollections::ListGrantedTo(TenantId tenant,
                                                              GroupId group) const {
  GH_TRY(const auto ids,
         GrantedIds<CollectionId>(connection_, tenant, group, kCollectionGrant, kAllCollections));
  GH_TRY(auto rows, FindManyRows(connection_, {kFind, kFindMany}, ReadCollection,
                                 std::span<const CollectionId>(ids), tenant));
  GH_CHECK(LoadGrantsOf(connection_, tenant, kCollectionGrant, std::span(rows)));
  return rows;
}

void SqlCollections::Touch(TenantId tenant, CollectionId id) {
  if (memory_ != nullptr) memory_->ChangesCollectionsOf(tenant);
  ledger_->Touch(tenant, {Touched::Kind::kCollection, id.value()});
  ledger_->Unsettle(tenant);
}

Result<void> SqlCollections::Insert(TenantId tenant, const Collection& row) {
  const auto insert = [&](const auto&... values) {
    return InsertRow(connection_, kInsert, values...);
  };
  GH_CHECK(WriteCollection(insert, tenant, row));
  Touch(tenant, row.id);
  return WriteGrants(connection_, tenant, kCollectionGrant, row.id.value(), {}, row.access.grants);
}

Result<void> SqlCollections::Update(TenantId tenant, const Collection& row) {
  const auto update = [&](const auto&... values) {
    return ChangeRow(connection_, kUpdate, values...);
  };
  GH_CHECK(WriteCollection(update, tenant, row));
  Touch(tenant, row.id);
  GH_TRY(const auto before, ReadGrants(connection_, tenant, kCollectionGrant, row.id.value()));
  return WriteGrants(connection_, tenant, kCollectionGrant, row.id.value(), before,
                     row.access.grants);
}

Result<void> SqlCollections::Remove(TenantId tenant, CollectionId id) {
  GH_CHECK(ChangeRow(connection_, kRemove, tenant, id));
  Touch(tenant, id);
  GH_CHECK(Post(connection_, kWithdrawAll, tenant, id));
  return RemoveGrants(connection_, tenant, kCollectionGrant, id.value());
}

Result<void> SqlCollections::Publish(TenantId tenant, const Collection& row, Origin origin) {
  GH_CHECK(InsertRow(connection_, kPublish, tenant, row.id, origin, row.name));
  Touch(tenant, row.id);
  return {};
}

Result<void> SqlCollections::Withdraw(TenantId tenant, const Collection& row, Origin origin) {
  GH_CHECK(ChangeRow(connection_, kWithdraw, tenant, row.id, origin));
  Touch(tenant, row.id);
  return {};
}

}  // namespace guildhall::store
