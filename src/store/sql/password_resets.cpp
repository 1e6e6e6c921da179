#include <algorithm>
#include <utility>

#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_PASSWORD_RESET_COLUMNS "id, tenant, user_id, auth_version, created_at, attempts, used"

constexpr Statement kFind{"password_resets_find",
                          "select " GH_PASSWORD_RESET_COLUMNS " from password_resets where id=$1"};
constexpr Statement kFindOfUser{"password_resets_find_of_user",
                                "select " GH_PASSWORD_RESET_COLUMNS
                                " from password_resets where tenant=$1 and user_id=$2"};
constexpr Statement kInsert{"password_resets_insert",
                            "insert into password_resets(" GH_PASSWORD_RESET_COLUMNS
                            ") values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing"};
constexpr Statement kUpdate{
    "password_resets_update",
    "update password_resets set user_id=$3, auth_version=$4, created_at=$5, attempts=$6, used=$7 "
    "where id=$1 and tenant=$2"};
constexpr Statement kRemoveOfUser{"password_resets_remove_of_user",
                                  "delete from password_resets where tenant=$1 and user_id=$2"};
// The last of the first so many that are old enough; everything up to it goes.
constexpr Statement kLastOfOld{
    "password_resets_last_of_old",
    "select created_at, id from (select created_at, id from password_resets where created_at<$1 "
    "order by created_at, id limit $2) counted order by created_at desc, id desc limit 1"};
constexpr Statement kRemoveOld{"password_resets_remove_old",
                               "delete from password_resets where (created_at,id) <= ($1,$2)"};

UserPasswordReset ReadReset(Columns& columns) {
  UserPasswordReset row;
  row.id = columns.Integer();
  row.tenant = columns.Number<TenantId>();
  row.user = columns.Number<UserId>();
  row.auth_version = columns.Integer();
  row.created_at = columns.At();
  row.attempts = columns.Small();
  row.used = columns.Flag();
  return row;
}

template <class Write>
Result<void> WriteReset(const Write& write, const UserPasswordReset& row) {
  return write(row.id, row.tenant, row.user, row.auth_version, row.created_at, row.attempts,
               row.used);
}

}  // namespace

StatementList PasswordResetStatements() {
  static constexpr const Statement* kAll[] = {&kFind,         &kFindOfUser, &kInsert,   &kUpdate,
                                              &kRemoveOfUser, &kLastOfOld,  &kRemoveOld};
  return kAll;
}

Result<std::optional<UserPasswordReset>> SqlUserPasswordResets::Find(std::int64_t id) const {
  return FindOne(connection_, kFind, ReadReset, id);
}

Result<std::optional<UserPasswordReset>> SqlUserPasswordResets::FindOfUser(TenantId tenant,
                                                                           UserId user) const {
  return FindOne(connection_, kFindOfUser, ReadReset, tenant, user);
}

Result<void> SqlUserPasswordResets::Put(const UserPasswordReset& row) {
  GH_CHECK(Post(connection_, kRemoveOfUser, row.tenant, row.user));
  return WriteReset(
      [&](const auto&... values) { return InsertRow(connection_, kInsert, values...); }, row);
}

Result<void> SqlUserPasswordResets::Update(const UserPasswordReset& row) {
  return WriteReset(
      [&](const auto&... values) { return ChangeRow(connection_, kUpdate, values...); }, row);
}

Result<std::int64_t> SqlUserPasswordResets::RemoveBefore(Time by, std::int32_t limit) {
  const auto read = [](Columns& columns) {
    const Time created_at = columns.At();
    return std::pair(created_at, columns.Integer());
  };
  GH_TRY(const auto last, FindOne(connection_, kLastOfOld, read, by, std::max(limit, 0)));
  if (!last) return 0;
  return Execute(connection_, kRemoveOld, last->first, last->second);
}

}  // namespace guildhall::store
