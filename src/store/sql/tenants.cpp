#include "store/sql/bind.h"
#include "store/sql/counters.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_TENANT_COLUMNS                                                                \
  "id, owner, created_at, updated_at, builtin, object_id, name, description, metadata, " \
  "organisation, session_key, oldest_session_key"
#define GH_TENANTS_OF                                                                  \
  "select t.id, t.owner, t.created_at, t.updated_at, t.builtin, t.object_id, t.name, " \
  "t.description, t.metadata, t.organisation, t.session_key, t.oldest_session_key "    \
  "from operator_roles r join tenants t on t.id=r.tenant where r.operator_id=$1 "

constexpr Statement kFind{"tenants_find", "select " GH_TENANT_COLUMNS " from tenants where id=$1"};
constexpr Statement kFindByName{"tenants_find_by_name",
                                "select " GH_TENANT_COLUMNS " from tenants where name=$1"};
constexpr Statement kFindByObject{"tenants_find_by_object",
                                  "select " GH_TENANT_COLUMNS " from tenants where object_id=$1"};
constexpr Listing kList{
    {"tenants_list", "select " GH_TENANT_COLUMNS " from tenants where id>$1 order by id limit $2"},
    {"tenants_list_descending",
     "select " GH_TENANT_COLUMNS " from tenants where id<$1 order by id desc limit $2"}};
// Looks at every tenant: once, when a node starts. The row of birth that came last tells of all. A
// value instead of "not exists", which PostgreSQL would turn into a join that reads the actions of
// all tenants.
constexpr Statement kListIncomplete{
    "tenants_list_incomplete",
    "select t.id from tenants t where t.id>0 and (select a.id from actions a where a.tenant=t.id "
    "and a.id=$1) is null order by t.id limit $2"};
constexpr Listing kListOf{
    {"tenants_list_of", GH_TENANTS_OF "and r.tenant>$2 order by r.tenant limit $3"},
    {"tenants_list_of_descending",
     GH_TENANTS_OF "and r.tenant<$2 order by r.tenant desc limit $3"}};
constexpr Statement kCountOwned{"tenants_count_owned",
                                "select count(*) from tenants where owner=$1 and builtin=0"};
constexpr Statement kFindRole{"tenants_find_role",
                              "select role from operator_roles where operator_id=$1 and tenant=$2"};
constexpr Statement kInsert{
    "tenants_insert",
    "insert into tenants(" GH_TENANT_COLUMNS
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing"};
constexpr Statement kUpdate{
    "tenants_update",
    "update tenants set owner=$2, created_at=$3, updated_at=$4, builtin=$5, object_id=$6, "
    "name=$7, description=$8, metadata=$9, organisation=$10, session_key=$11, "
    "oldest_session_key=$12 where id=$1"};
constexpr Statement kSetRole{
    "tenants_set_role",
    "insert into operator_roles(operator_id, tenant, role) values ($1, $2, $3) "
    "on conflict(operator_id, tenant) do update set role=excluded.role"};
constexpr Statement kRemoveRole{"tenants_remove_role",
                                "delete from operator_roles where operator_id=$1 and tenant=$2"};

Tenant ReadTenant(Columns& columns) {
  Tenant tenant;
  tenant.id = columns.Number<TenantId>();
  tenant.owner = columns.Number<OperatorId>();
  tenant.created_at = columns.At();
  tenant.updated_at = columns.At();
  tenant.builtin = columns.Flag();
  tenant.object_id = columns.Fixed<ObjectId>();
  tenant.name = columns.Text();
  tenant.description = columns.Text();
  tenant.metadata = columns.Text();
  tenant.organisation = columns.Text();
  tenant.session_key = columns.Integer();
  tenant.oldest_session_key = columns.Integer();
  return tenant;
}

/// The owner's role stands beside the others, so that one walk lists what an operator has.
Result<void> WriteRole(Connection& connection, TenantId tenant, OperatorId id, Role role) {
  GH_CHECK(Post(connection, kSetRole, id, tenant, static_cast<std::int64_t>(role)));
  return {};
}

void TouchTenant(Ledger& ledger, TenantId tenant) {
  const Touched touched{Touched::Kind::kTenant, tenant.value()};
  ledger.Touch(kSite, touched);
  ledger.Touch(tenant, touched);
}

}  // namespace

StatementList TenantStatements() {
  static constexpr const Statement* kAll[] = {&kFind,
                                              &kFindByName,
                                              &kFindByObject,
                                              &kList.ascending,
                                              &kList.descending,
                                              &kListIncomplete,
                                              &kListOf.ascending,
                                              &kListOf.descending,
                                              &kCountOwned,
                                              &kFindRole,
                                              &kInsert,
                                              &kUpdate,
                                              &kSetRole,
                                              &kRemoveRole};
  return kAll;
}

Result<std::optional<Tenant>> SqlTenants::Find(TenantId id) const {
  return FindOne(connection_, kFind, ReadTenant, id);
}

Result<std::optional<Tenant>> SqlTenants::FindByName(std::string_view name) const {
  return FindOne(connection_, kFindByName, ReadTenant, name);
}

Result<std::optional<Tenant>> SqlTenants::FindByObjectId(const ObjectId& id) const {
  return FindOne(connection_, kFindByObject, ReadTenant, id);
}

Result<std::vector<Tenant>> SqlTenants::List(Seek seek) const {
  return FindAll(connection_, kList.For(seek), ReadTenant, From(seek), LimitOf(seek));
}

Result<std::vector<TenantId>> SqlTenants::ListIncomplete(std::int32_t limit) const {
  return FindAll(
      connection_, kListIncomplete, [](Columns& columns) { return columns.Number<TenantId>(); },
      kLastOfBirth, limit);
}

Result<std::vector<Tenant>> SqlTenants::ListOf(OperatorId id, Seek seek) const {
  return FindAll(connection_, kListOf.For(seek), ReadTenant, id, From(seek), LimitOf(seek));
}

Result<std::int64_t> SqlTenants::CountOwnedBy(OperatorId id) const {
  return FindInteger(connection_, kCountOwned, id);
}

Result<Role> SqlTenants::RoleOf(TenantId tenant, OperatorId id) const {
  GH_TRY(const std::int64_t role, FindInteger(connection_, kFindRole, id, tenant));
  return static_cast<Role>(role);
}

Result<void> SqlTenants::Insert(const Tenant& tenant) {
  GH_CHECK(InsertRow(connection_, kInsert, tenant.id, tenant.owner, tenant.created_at,
                     tenant.updated_at, tenant.builtin, tenant.object_id, tenant.name,
                     tenant.description, tenant.metadata, tenant.organisation, tenant.session_key,
                     tenant.oldest_session_key));
  GH_CHECK(InsertCounters(connection_, *ledger_, tenant.id));
  TouchTenant(*ledger_, tenant.id);
  return WriteRole(connection_, tenant.id, tenant.owner, Role::kOwner);
}

Result<void> SqlTenants::Update(const Tenant& tenant) {
  GH_TRY(const auto before, Find(tenant.id));
  if (!before) return Fail(Errc::kNotFound, "tenant");
  GH_CHECK(ChangeRow(connection_, kUpdate, tenant.id, tenant.owner, tenant.created_at,
                     tenant.updated_at, tenant.builtin, tenant.object_id, tenant.name,
                     tenant.description, tenant.metadata, tenant.organisation, tenant.session_key,
                     tenant.oldest_session_key));
  TouchTenant(*ledger_, tenant.id);
  if (before->owner == tenant.owner) return {};
  GH_CHECK(SetRole(tenant.id, before->owner, Role::kNone));
  return SetRole(tenant.id, tenant.owner, Role::kOwner);
}

Result<void> SqlTenants::SetRole(TenantId tenant, OperatorId id, Role role) {
  ledger_->Touch(kSite, {Touched::Kind::kOperator, id.value()});
  if (role != Role::kNone) return WriteRole(connection_, tenant, id, role);
  GH_CHECK(Post(connection_, kRemoveRole, id, tenant));
  return {};
}

}  // namespace guildhall::store
