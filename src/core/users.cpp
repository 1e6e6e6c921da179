#include "core/users.h"

#include <algorithm>
#include <utility>

#include "base/strings.h"
#include "core/detail/paging.h"
#include "core/detail/rules.h"
#include "core/detail/text_rules.h"

namespace guildhall {
namespace {

using UserPointer = std::shared_ptr<const UserView>;

/// Nobody learns whether an account exists that he may not see; who may see none at all is told.
Result<void> CheckVisible(const Caller& caller, UserId id) {
  if (Users::MayRead(caller, id)) return {};
  return Fail(caller.user ? Errc::kNotFound : Errc::kForbidden);
}

/// The row of an account that the caller is about to change.
Result<User> GetForWrite(const Snapshot& snapshot, const Caller& caller, UserId id) {
  GH_CHECK(CheckVisible(caller, id));
  if (!Users::MayWrite(caller, id)) return Fail(Errc::kForbidden);
  GH_TRY(std::optional<User> row, snapshot.users().Find(caller.tenant, id));
  if (!row) return Fail(Errc::kNotFound);
  return *std::move(row);
}

/// kInvalid unless nobody but `owner` has this user name or e-mail.
Result<void> CheckUsername(const Snapshot& snapshot, TenantId tenant, std::string_view name,
                           std::optional<UserId> owner) {
  if (auto problem = detail::CheckName("username", name)) {
    return Fail(Errc::kInvalid, *std::move(problem));
  }
  GH_TRY(const std::optional<User> holder, snapshot.users().FindByName(tenant, name));
  if (holder && holder->id != owner) {
    return Fail(Errc::kInvalid, Problem{"username", Reason::kTaken});
  }
  return {};
}

void SetUsername(User& row, std::string name) {
  // A user name that is an e-mail is the e-mail too.
  if (detail::IsEmail(name)) row.email = name;
  row.username = std::move(name);
}

Result<Collection> GetProfiles(const Snapshot& snapshot, TenantId tenant) {
  GH_TRY(std::optional<Collection> profiles, snapshot.collections().Find(tenant, kProfiles));
  if (!profiles) return Fail(Errc::kInternal, "a tenant without a profile collection");
  return *std::move(profiles);
}

Result<void> RemoveRecords(Transaction& tx, TenantId tenant, const User& user) {
  GH_TRY(const std::vector<Record> owned,
         tx.records().ListOwnedBy(tenant, user.id, detail::kMaxCascade + 1));
  if (owned.size() > detail::kMaxCascade) return detail::FailTooMany();
  for (const Record& record : owned) GH_CHECK(tx.records().Remove(tenant, record));
  GH_TRY(const std::optional<Record> profile, tx.records().Find(tenant, kProfiles, user.profile));
  if (profile) GH_CHECK(tx.records().Remove(tenant, *profile));
  return {};
}

}  // namespace

std::string NormalizeName(std::string_view name) { return ToLowerUnicode(Trim(name)); }

Users::Users(const Credentials& credentials, const Callers& callers, Identities& identities,
             const Records& records)
    : credentials_(credentials), callers_(callers), identities_(identities), records_(records) {}

Result<UserPointer> Users::Create(Transaction& tx, const Caller& caller, const Draft& draft) const {
  if (!caller.Has(Power::kCreateUser) && !caller.Has(Power::kWriteUsers)) {
    return Fail(Errc::kForbidden);
  }
  const TenantId tenant = caller.tenant;
  std::string name = NormalizeName(draft.username);
  GH_CHECK(CheckUsername(tx, tenant, name, std::nullopt));
  GH_TRY(const Collection profiles, GetProfiles(tx, tenant));

  const UserId id(tx.Next(tenant, Sequence::kUser));
  GH_TRY(const Record profile, records_.CreateProfile(tx, tenant, profiles, id, draft.profile));
  User row;
  row.id = id;
  row.uid = identities_.MakeUid();
  row.object_id = identities_.MakeObjectId();
  SetUsername(row, std::move(name));
  row.password_hash = draft.password_hash;
  row.profile = profile.id;
  row.access.owner = id;
  StoredKey key =
      credentials_.Store(KeyKind::kUserKey, tenant, credentials_.Make(KeyKind::kUserKey));
  row.key_digest = std::move(key.digest);
  row.key_sealed = std::move(key.sealed);
  row.created_at = row.updated_at = tx.Now(tenant);
  GH_CHECK(tx.users().Insert(tenant, row));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kUserCreated, id.value()));
  return callers_.ReadUser(tx, tenant, id);
}

Result<UserPointer> Users::Update(Transaction& tx, const Caller& caller, UserId id,
                                  const Patch& patch) const {
  const TenantId tenant = caller.tenant;
  GH_TRY(User row, GetForWrite(tx, caller, id));
  const User before = row;
  if (patch.username) {
    std::string name = NormalizeName(*patch.username);
    if (name != row.username) {
      GH_CHECK(CheckUsername(tx, tenant, name, id));
      SetUsername(row, std::move(name));
    }
  }
  if (patch.password_hash) {
    row.password_hash = *patch.password_hash;
    ++row.auth_version;
  }
  if (row != before) {
    row.updated_at = tx.Now(tenant);
    ++row.revision;
    GH_CHECK(tx.users().Update(tenant, row));
    GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kUserUpdated, id.value()));
  }
  if (patch.profile) {
    GH_TRY(const Collection profiles, GetProfiles(tx, tenant));
    GH_CHECK(
        records_.Update(tx, caller, profiles, row.profile, *patch.profile, patch.profile_excess));
    tx.Touch(tenant, {Touched::Kind::kUser, id.value()});
  }
  return callers_.ReadUser(tx, tenant, id);
}

Result<UserPointer> Users::ResetKey(Transaction& tx, const Caller& caller, UserId id) const {
  const TenantId tenant = caller.tenant;
  GH_TRY(User row, GetForWrite(tx, caller, id));
  StoredKey key =
      credentials_.Store(KeyKind::kUserKey, tenant, credentials_.Make(KeyKind::kUserKey));
  row.key_digest = std::move(key.digest);
  row.key_sealed = std::move(key.sealed);
  row.updated_at = tx.Now(tenant);
  GH_CHECK(tx.users().Update(tenant, row));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kUserKeyReset, id.value()));
  return callers_.ReadUser(tx, tenant, id);
}

Result<void> Users::Remove(Transaction& tx, const Caller& caller, UserId id) const {
  if (!caller.Has(Power::kWriteUsers)) return Fail(Errc::kForbidden);
  const TenantId tenant = caller.tenant;
  GH_TRY(const std::optional<User> row, tx.users().Find(tenant, id));
  if (!row) return Fail(Errc::kNotFound);
  GH_TRY(const std::vector<Membership> memberships, tx.memberships().AllOfUser(tenant, id));
  for (const Membership& membership : memberships) {
    GH_CHECK(tx.memberships().Remove(tenant, id, membership.group));
  }
  GH_CHECK(RemoveRecords(tx, tenant, *row));
  GH_CHECK(tx.users().Remove(tenant, id));
  return WriteEvent(tx, caller, tenant, EventKind::kUserRemoved, id.value());
}

Result<UserPointer> Users::Get(const Snapshot& snapshot, const Caller& caller, UserId id) const {
  GH_CHECK(CheckVisible(caller, id));
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

Result<std::optional<User>> Users::FindForSignIn(const Snapshot& snapshot, TenantId tenant,
                                                 std::string_view name) const {
  GH_TRY(std::optional<User> row, snapshot.users().FindByName(tenant, NormalizeName(name)));
  if (row && !row->active) row.reset();
  return row;
}

bool Users::MayRead(const Caller& caller, UserId id) {
  return caller.Has(Power::kReadUsers) || caller.user_id() == id;
}

bool Users::MayWrite(const Caller& caller, UserId id) {
  return caller.Has(Power::kWriteUsers) || caller.user_id() == id;
}

}  // namespace guildhall
