#include <utility>

#include "store/sql/access_keys.h"
#include "store/sql/access_rows.h"
#include "store/sql/audience_walk.h"
#include "store/sql/bind.h"
#include "store/sql/many.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_USER_COLUMNS                                                                  \
  "id, owner, primary_group, everyone, signed_in, owner_rights, group_bits, profile, "   \
  "auth_version, revision, created_at, updated_at, active, uid, object_id, key_digest, " \
  "key_sealed, username, email, display_name, first_name, last_name, password_hash, "    \
  "confirmed, access_key_digest, access_key_sealed, capabilities, capability_group, "    \
  "password_max_days, password_set_at, last_sign_in_at"

constexpr Statement kFind{
    "users_find", "select " GH_USER_COLUMNS " from users where tenant=$1 and id=$2 and gone=0"};
// A name is unique across both columns: both halves find the same user, if any.
constexpr Statement kFindByName{
    "users_find_by_name",
    "select " GH_USER_COLUMNS
    " from users where tenant=$1 and username_key=$2 union all select " GH_USER_COLUMNS
    " from users where tenant=$1 and email_key=$2 limit 1"};
constexpr Statement kFindByKey{
    "users_find_by_key", "select " GH_USER_COLUMNS " from users where tenant=$1 and key_digest=$2"};
constexpr Statement kFindByUid{"users_find_by_uid",
                               "select " GH_USER_COLUMNS
                               " from users where tenant=$1 and uid=$2 and gone=0"};
constexpr Statement kFindByObject{"users_find_by_object",
                                  "select " GH_USER_COLUMNS
                                  " from users where tenant=$1 and object_id=$2 and gone=0"};
constexpr Statement kFindMany{"users_find_many",
                              "select " GH_USER_COLUMNS
                              " from users where tenant=$1 and id = any($2) and gone=0",
                              Dialect::kPostgresOnly};
constexpr Statement kGroupsOf{"users_groups",
                              "select group_id from memberships where tenant=$1 and user_id=$2"};
constexpr Listing kList{
    {"users_list", "select " GH_USER_COLUMNS
                   " from users where tenant=$1 and id>$2 and gone=0 order by id limit $3"},
    {"users_list_descending",
     "select " GH_USER_COLUMNS
     " from users where tenant=$1 and id<$2 and id>0 and gone=0 order by id desc limit $3"}};
constexpr Listing kListIds{
    {"users_list_ids",
     "select id from users where tenant=$1 and id>$2 and gone=0 order by id limit $3"},
    {"users_list_ids_descending",
     "select id from users where tenant=$1 and id<$2 and id>0 and gone=0 order by id desc limit "
     "$3"}};
constexpr Statement kInsert{
    "users_insert",
    "insert into users(tenant, " GH_USER_COLUMNS
    ", username_key, email_key, gone) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
    "$13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, "
    "$31, $32, $33, $34, 0) "
    "on conflict do nothing"};
constexpr Statement kUpdate{
    "users_update",
    "update users set owner=$3, primary_group=$4, everyone=$5, signed_in=$6, owner_rights=$7, "
    "group_bits=$8, profile=$9, auth_version=$10, revision=$11, created_at=$12, updated_at=$13, "
    "active=$14, uid=$15, object_id=$16, key_digest=$17, key_sealed=$18, username=$19, email=$20, "
    "display_name=$21, first_name=$22, last_name=$23, password_hash=$24, confirmed=$25, "
    "access_key_digest=$26, access_key_sealed=$27, capabilities=$28, capability_group=$29, "
    "password_max_days=$30, password_set_at=$31, last_sign_in_at=$32, username_key=$33, "
    "email_key=$34 where tenant=$1 and id=$2 and gone=0"};
// What could still open the account goes at once; the row stays for what points at it.
constexpr Statement kRemove{
    "users_remove",
    "update users set gone=1, active=0, username_key=null, email_key=null, key_digest=null, "
    "key_sealed=$3, access_key_digest=null, access_key_sealed=null, password_hash='' where "
    "tenant=$1 and id=$2 and gone=0"};

User ReadUser(Columns& columns) {
  User row;
  row.id = columns.Number<UserId>();
  row.access = ReadAccess(columns);
  row.profile = columns.Number<RecordId>();
  row.auth_version = columns.Integer();
  row.revision = columns.Integer();
  row.created_at = columns.At();
  row.updated_at = columns.At();
  row.active = columns.Flag();
  row.uid = columns.Fixed<Uid>();
  row.object_id = columns.Fixed<ObjectId>();
  row.key_digest = columns.Blob();
  row.key_sealed = columns.Blob();
  row.username = columns.Text();
  row.email = columns.Text();
  row.display_name = columns.Text();
  row.first_name = columns.Text();
  row.last_name = columns.Text();
  row.password_hash = columns.Text();
  row.confirmed = columns.Flag();
  row.access_key_digest = columns.Blob();
  row.access_key_sealed = columns.Blob();
  row.capabilities = columns.Text();
  row.capability_group = columns.Text();
  row.password_max_days = columns.Small();
  row.password_set_at = columns.At();
  row.last_sign_in_at = columns.At();
  return row;
}

/// `write` is `InsertRow` or `ChangeRow`: both statements take the same parameters.
template <class Write>
Result<void> WriteUser(const Write& write, TenantId tenant, const User& row) {
  const AccessList& access = row.access;
  // Nobody signs in under the name of a row of birth, and it takes no name from others.
  const bool named = !IsSystem(row.id);
  return write(tenant, row.id, access.owner, access.primary_group, access.everyone,
               access.signed_in, access.owner_rights, access.group_bits, row.profile,
               row.auth_version, row.revision, row.created_at, row.updated_at, row.active, row.uid,
               row.object_id, NullIfNoBytes(row.key_digest), BytesOf(row.key_sealed), row.username,
               row.email, row.display_name, row.first_name, row.last_name, row.password_hash,
               row.confirmed, NullIfNoBytes(row.access_key_digest),
               NullIfNoBytes(row.access_key_sealed), row.capabilities, row.capability_group,
               row.password_max_days, row.password_set_at, row.last_sign_in_at,
               NullIfEmpty(named ? std::string_view(row.username) : ""),
               NullIfEmpty(named ? std::string_view(row.email) : ""));
}

/// Writes the row and its access key, which was `former`. The new key comes first, because it may
/// be somebody's; a row that is refused gives it back, as the transaction may go on.
template <class Write>
Result<void> WriteWithKey(Connection& connection, const Write& write, TenantId tenant,
                          std::string_view former, const User& row) {
  const UserRows::Holder holder{tenant, row.id};
  const bool changed = former != row.access_key_digest;
  if (changed) GH_CHECK(TakeAccessKey(connection, holder, row.access_key_digest));
  auto written = WriteUser(write, tenant, row);
  if (!changed) return written;
  if (written) return FreeAccessKey(connection, holder, former);
  const Errc code = written.error().code;
  if (code == Errc::kAlreadyExists || code == Errc::kInvalid) {
    GH_CHECK(FreeAccessKey(connection, holder, row.access_key_digest));
  }
  return written;
}

/// The entries in the list of accounts that the row itself brings; memberships bring the others.
std::vector<SeekRow> OwnSeekRows(const User& row) {
  AccessList own = row.access;
  own.grants.clear();
  return SeekRowsOf(ReadAudiences(own));
}

SeekPlace PlaceOf(TenantId tenant, UserId id) { return {tenant, kAccountTable, id.value()}; }

void TouchUser(Ledger& ledger, TenantId tenant, UserId id) {
  ledger.Touch(tenant, {Touched::Kind::kUser, id.value()});
}

}  // namespace

StatementList UserStatements() {
  static constexpr const Statement* kAll[] = {&kFind,
                                              &kFindByName,
                                              &kFindByKey,
                                              &kFindByUid,
                                              &kFindByObject,
                                              &kFindMany,
                                              &kGroupsOf,
                                              &kList.ascending,
                                              &kList.descending,
                                              &kListIds.ascending,
                                              &kListIds.descending,
                                              &kInsert,
                                              &kUpdate,
                                              &kRemove};
  return kAll;
}

Result<std::optional<User>> SqlUsers::Find(TenantId tenant, UserId id) const {
  return FindOne(connection_, kFind, ReadUser, tenant, id);
}

Result<std::optional<User>> SqlUsers::FindByName(TenantId tenant, std::string_view name) const {
  return FindOne(connection_, kFindByName, ReadUser, tenant, name);
}

Result<std::optional<User>> SqlUsers::FindByKey(TenantId tenant, std::string_view digest) const {
  return FindOne(connection_, kFindByKey, ReadUser, tenant, BytesOf(digest));
}

Result<std::optional<User>> SqlUsers::FindByUid(TenantId tenant, const Uid& uid) const {
  return FindOne(connection_, kFindByUid, ReadUser, tenant, uid);
}

Result<std::optional<User>> SqlUsers::FindByObjectId(TenantId tenant, const ObjectId& id) const {
  return FindOne(connection_, kFindByObject, ReadUser, tenant, id);
}

Result<std::optional<UserRows::Holder>> SqlUsers::FindByAccessKey(std::string_view digest) const {
  return FindHolder(connection_, digest);
}

Result<std::vector<User>> SqlUsers::FindMany(TenantId tenant, std::span<const UserId> ids) const {
  return FindManyRows(connection_, {kFind, kFindMany}, ReadUser, ids, tenant);
}

Result<User> SqlUsers::Before(TenantId tenant, UserId id) const {
  GH_TRY(auto row, Find(tenant, id));
  if (!row) return Fail(Errc::kNotFound, "user");
  return std::move(*row);
}

Result<std::vector<User>> SqlUsers::List(TenantId tenant, Seek seek) const {
  return FindAll(connection_, kList.For(seek), ReadUser, tenant, FromPositive(seek), LimitOf(seek));
}

Result<std::vector<UserId>> SqlUsers::ListIds(TenantId tenant, Seek seek) const {
  return FindAll(
      connection_, kListIds.For(seek), [](Columns& columns) { return columns.Number<UserId>(); },
      tenant, FromPositive(seek), LimitOf(seek));
}

Result<void> SqlUsers::Insert(TenantId tenant, const User& row) {
  const auto insert = [&](const auto&... values) {
    return InsertRow(connection_, kInsert, values...);
  };
  GH_CHECK(WriteWithKey(connection_, insert, tenant, "", row));
  TouchUser(*ledger_, tenant, row.id);
  return WriteSeek(connection_, PlaceOf(tenant, row.id), {}, OwnSeekRows(row));
}

Result<void> SqlUsers::Update(TenantId tenant, const User& row) {
  GH_TRY(const User before, Before(tenant, row.id));
  const auto update = [&](const auto&... values) {
    return ChangeRow(connection_, kUpdate, values...);
  };
  GH_CHECK(WriteWithKey(connection_, update, tenant, before.access_key_digest, row));
  TouchUser(*ledger_, tenant, row.id);
  return WriteSeek(connection_, PlaceOf(tenant, row.id), OwnSeekRows(before), OwnSeekRows(row));
}

Result<void> SqlUsers::Remove(TenantId tenant, UserId id) {
  GH_TRY(const User before, Before(tenant, id));
  GH_CHECK(FreeAccessKey(connection_, {tenant, id}, before.access_key_digest));
  GH_CHECK(ChangeRow(connection_, kRemove, tenant, id, BytesOf("")));
  TouchUser(*ledger_, tenant, id);
  GH_CHECK(WriteSeek(connection_, PlaceOf(tenant, id), OwnSeekRows(before), {}));
  GH_TRY(
      const std::vector<Audience> groups,
      FindAll(
          connection_, kGroupsOf,
          [](Columns& columns) { return GroupAudience(columns.Number<GroupId>()); }, tenant, id));
  return WriteSeek(connection_, PlaceOf(tenant, id), SeekRowsOf(groups), {});
}

}  // namespace guildhall::store
