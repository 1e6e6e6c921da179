#include <utility>

#include "base/strings.h"
#include "core/detail/accounts.h"
#include "core/detail/lists.h"
#include "core/detail/paging.h"
#include "core/fitting.h"

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
  if (!MayReadAll(caller)) return ListSelf(snapshot, caller, seek);
  GH_TRY(const std::vector<User> rows, snapshot.users().List(caller.tenant, seek));
  return View(snapshot, caller.tenant, rows);
}

Result<std::vector<UserId>> Users::ListIds(const Snapshot& snapshot, const Caller& caller,
                                           Seek seek) {
  if (MayReadAll(caller)) return snapshot.users().ListIds(caller.tenant, seek);
  if (!caller.user) return Fail(Errc::kForbidden);
  std::vector<UserId> ids;
  if (detail::IsOnPage(caller.user->user.id, seek)) ids.push_back(caller.user->user.id);
  return ids;
}

Result<std::vector<UserPointer>> Users::ListNamed(const Snapshot& snapshot, const Caller& caller,
                                                  std::string_view prefix, Seek seek) const {
  const auto fits = [&](const User& row) { return row.username.starts_with(prefix); };
  if (!MayReadAll(caller)) {
    GH_TRY(std::vector<UserPointer> users, ListSelf(snapshot, caller, seek));
    std::erase_if(users, [&](const UserPointer& user) { return !fits(user->user); });
    return users;
  }
  const auto read = [&](Seek page) { return snapshot.users().List(caller.tenant, page); };
  GH_TRY(const std::vector<User> rows, ListFitting<User>(seek, read, fits));
  return View(snapshot, caller.tenant, rows);
}

Result<std::vector<User>> Users::ListContaining(const Snapshot& snapshot, const Caller& caller,
                                                std::string_view text, Seek seek) const {
  if (!MayReadAll(caller)) return Fail(Errc::kForbidden);
  const auto read = [&](Seek page) { return snapshot.users().List(caller.tenant, page); };
  if (text.empty()) return read(seek);
  const std::string wanted = ToLowerUnicode(text);
  return ListFitting<User>(seek, read, [&](const User& row) {
    const std::string& address = row.email.empty() ? row.username : row.email;
    return address.find(wanted) != std::string::npos;
  });
}

Result<std::vector<UserPointer>> Users::ListSelf(const Snapshot& snapshot, const Caller& caller,
                                                 Seek seek) const {
  if (!caller.user) return Fail(Errc::kForbidden);
  std::vector<UserPointer> users;
  if (!detail::IsOnPage(caller.user->user.id, seek)) return users;
  GH_TRY(UserPointer self, callers_.ReadUser(snapshot, caller.tenant, caller.user->user.id));
  users.push_back(std::move(self));
  return users;
}

Result<std::vector<UserPointer>> Users::View(const Snapshot& snapshot, TenantId tenant,
                                             const std::vector<User>& rows) const {
  std::vector<UserId> ids;
  ids.reserve(rows.size());
  for (const User& row : rows) ids.push_back(row.id);
  return callers_.ReadUsers(snapshot, tenant, ids);
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

bool Users::MayReadAll(const Caller& caller) { return caller.Has(Power::kReadUsers); }

bool Users::MayRead(const Caller& caller, UserId id) {
  return MayReadAll(caller) || caller.user_id() == id;
}

bool Users::MayWrite(const Caller& caller, UserId id) {
  return caller.Has(Power::kWriteUsers) || caller.user_id() == id;
}

}  // namespace guildhall
