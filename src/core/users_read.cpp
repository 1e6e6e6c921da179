#include <utility>

#include "core/detail/accounts.h"
#include "core/detail/lists.h"
#include "core/detail/paging.h"

namespace guildhall {
namespace {

using UserPointer = std::shared_ptr<const UserView>;

/// The audiences by which the caller reads rows of the core's own tables.
std::vector<Audience> TableAudiences(const Caller& caller) {
  return AudiencesOf(caller.AsSubject(caller.Has(Power::kBypassTables)));
}

}  // namespace

Result<UserPointer> Users::Get(const Snapshot& snapshot, const Caller& caller, UserId id) const {
  GH_CHECK(detail::CheckVisible(caller, id));
  if (IsSystem(id)) return Fail(Errc::kNotFound);
  return callers_.ReadUser(snapshot, caller.tenant, id);
}

Result<std::vector<UserPointer>> Users::List(const Snapshot& snapshot, const Caller& caller,
                                             Seek seek) const {
  std::vector<UserPointer> users;
  if (!caller.Has(Power::kReadUsers)) {
    if (!caller.user) return Fail(Errc::kForbidden);
    if (!detail::IsOnPage(caller.user->user.id, seek)) return users;
    GH_TRY(UserPointer self, callers_.ReadUser(snapshot, caller.tenant, caller.user->user.id));
    users.push_back(std::move(self));
    return users;
  }
  GH_TRY(const std::vector<User> rows, snapshot.users().List(caller.tenant, seek));
  users.reserve(rows.size());
  for (const User& row : rows) {
    GH_TRY(UserPointer user, callers_.ReadUser(snapshot, caller.tenant, row.id));
    users.push_back(std::move(user));
  }
  return users;
}

const User* Users::OwnRow(const Caller& caller, const Gates& gates) {
  return gates.own && caller.user ? &caller.user->user : nullptr;
}

Result<User> Users::GetRow(const Snapshot& snapshot, const Caller& caller, UserId id,
                           const Gates& gates) const {
  return detail::GetByLists(snapshot, caller, id, gates);
}

Result<std::vector<User>> Users::ListRows(const Snapshot& snapshot, const Caller& caller, Seek seek,
                                          const Gates& gates) const {
  GH_CHECK(PassTable(snapshot, caller, kAccountTable, gates.table));
  if (seek.limit <= 0) return std::vector<User>();
  GH_TRY(const std::vector<UserId> ids,
         snapshot.users().Walk(caller.tenant, TableAudiences(caller), seek));
  GH_TRY(std::vector<User> rows, snapshot.users().FindMany(caller.tenant, ids));
  for (User& row : rows) {
    GH_TRY(row.access, detail::ListOfAccount(snapshot, caller.tenant, row));
  }
  return rows;
}

Result<std::int64_t> Users::CountRows(const Snapshot& snapshot, const Caller& caller,
                                      std::int64_t bound, const Gates& gates) const {
  GH_CHECK(PassTable(snapshot, caller, kAccountTable, gates.table));
  return snapshot.users().Count(caller.tenant, TableAudiences(caller), bound);
}

Result<std::optional<User>> Users::FindForSignIn(const Snapshot& snapshot, TenantId tenant,
                                                 std::string_view name) const {
  GH_TRY(std::optional<User> row, snapshot.users().FindByName(tenant, NormalizeName(name)));
  if (row && (!row->active || IsSystem(row->id))) row.reset();
  return row;
}

bool Users::MayRead(const Caller& caller, UserId id) {
  return caller.Has(Power::kReadUsers) || caller.user_id() == id;
}

bool Users::MayWrite(const Caller& caller, UserId id) {
  return caller.Has(Power::kWriteUsers) || caller.user_id() == id;
}

}  // namespace guildhall
