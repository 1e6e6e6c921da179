#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_API_KEY_COLUMNS                                                              \
  "id, tenant, created_at, bypass_lists, create_users, create_groups, anonymous_read, " \
  "digest, sealed, description"

// The only look-up here that binds no tenant: it finds it.
constexpr Statement kFindByDigest{"api_keys_find_by_digest",
                                  "select " GH_API_KEY_COLUMNS " from api_keys where digest=$1"};
constexpr Statement kFind{"api_keys_find",
                          "select " GH_API_KEY_COLUMNS " from api_keys where tenant=$1 and id=$2"};
constexpr Listing kList{
    {"api_keys_list",
     "select " GH_API_KEY_COLUMNS " from api_keys where tenant=$1 and id>$2 order by id limit $3"},
    {"api_keys_list_descending",
     "select " GH_API_KEY_COLUMNS
     " from api_keys where tenant=$1 and id<$2 order by id desc limit $3"}};
constexpr Statement kInsert{
    "api_keys_insert", "insert into api_keys(" GH_API_KEY_COLUMNS
                       ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing"};
constexpr Statement kUpdate{
    "api_keys_update",
    "update api_keys set created_at=$3, bypass_lists=$4, create_users=$5, create_groups=$6, "
    "anonymous_read=$7, digest=$8, sealed=$9, description=$10 where id=$1 and tenant=$2"};
constexpr Statement kRemove{"api_keys_remove", "delete from api_keys where tenant=$1 and id=$2"};

ApiKey ReadApiKey(Columns& columns) {
  ApiKey row;
  row.id = columns.Number<ApiKeyId>();
  row.tenant = columns.Number<TenantId>();
  row.created_at = columns.At();
  row.flags.bypass_lists = columns.Flag();
  row.flags.create_users = columns.Flag();
  row.flags.create_groups = columns.Flag();
  row.flags.anonymous_read = columns.Flag();
  row.digest = columns.Blob();
  row.sealed = columns.Blob();
  row.description = columns.Text();
  return row;
}

void TouchApiKey(Ledger& ledger, TenantId tenant, ApiKeyId id) {
  ledger.Touch(tenant, {Touched::Kind::kApiKey, id.value()});
}

}  // namespace

StatementList ApiKeyStatements() {
  static constexpr const Statement* kAll[] = {
      &kFindByDigest, &kFind, &kList.ascending, &kList.descending, &kInsert, &kUpdate, &kRemove};
  return kAll;
}

Result<std::optional<ApiKey>> SqlApiKeys::FindByDigest(std::string_view digest) const {
  return FindOne(connection_, kFindByDigest, ReadApiKey, BytesOf(digest));
}

Result<std::optional<ApiKey>> SqlApiKeys::Find(TenantId tenant, ApiKeyId id) const {
  return FindOne(connection_, kFind, ReadApiKey, tenant, id);
}

Result<std::vector<ApiKey>> SqlApiKeys::List(TenantId tenant, Seek seek) const {
  return FindAll(connection_, kList.For(seek), ReadApiKey, tenant, From(seek), LimitOf(seek));
}

Result<void> SqlApiKeys::Insert(const ApiKey& row) {
  GH_CHECK(InsertRow(connection_, kInsert, row.id, row.tenant, row.created_at,
                     row.flags.bypass_lists, row.flags.create_users, row.flags.create_groups,
                     row.flags.anonymous_read, BytesOf(row.digest), BytesOf(row.sealed),
                     row.description));
  TouchApiKey(*ledger_, row.tenant, row.id);
  return {};
}

Result<void> SqlApiKeys::Update(const ApiKey& row) {
  GH_CHECK(ChangeRow(connection_, kUpdate, row.id, row.tenant, row.created_at,
                     row.flags.bypass_lists, row.flags.create_users, row.flags.create_groups,
                     row.flags.anonymous_read, BytesOf(row.digest), BytesOf(row.sealed),
                     row.description));
  TouchApiKey(*ledger_, row.tenant, row.id);
  return {};
}

Result<void> SqlApiKeys::Remove(TenantId tenant, ApiKeyId id) {
  GH_CHECK(ChangeRow(connection_, kRemove, tenant, id));
  TouchApiKey(*ledger_, tenant, id);
  return {};
}

}  // namespace guildhall::store
