#include "store/sql/access_keys.h"

#include "store/sql/bind.h"
#include "store/sql/registry.h"

namespace guildhall::store {
namespace {

constexpr Statement kFind{"access_keys_find",
                          "select tenant, user_id from access_keys where digest=$1"};
constexpr Statement kInsert{"access_keys_insert",
                            "insert into access_keys(tenant, user_id, digest) values ($1, $2, $3) "
                            "on conflict do nothing"};
constexpr Statement kRemove{"access_keys_remove",
                            "delete from access_keys where digest=$3 and tenant=$1 and user_id=$2"};

}  // namespace

StatementList AccessKeyStatements() {
  static constexpr const Statement* kAll[] = {&kFind, &kInsert, &kRemove};
  return kAll;
}

Result<std::optional<UserRows::Holder>> FindHolder(Connection& connection,
                                                   std::string_view digest) {
  return FindOne(
      connection, kFind,
      [](Columns& columns) {
        const auto tenant = columns.Number<TenantId>();
        return UserRows::Holder{tenant, columns.Number<UserId>()};
      },
      BytesOf(digest));
}

Result<void> TakeAccessKey(Connection& connection, const UserRows::Holder& holder,
                           std::string_view digest) {
  if (digest.empty()) return {};
  return InsertRow(connection, kInsert, holder.tenant, holder.user, BytesOf(digest));
}

Result<void> FreeAccessKey(Connection& connection, const UserRows::Holder& holder,
                           std::string_view digest) {
  if (digest.empty()) return {};
  GH_CHECK(Post(connection, kRemove, holder.tenant, holder.user, BytesOf(digest)));
  return {};
}

}  // namespace guildhall::store
