#include "core/detail/accounts.h"

#include "core/detail/lists.h"
#include "core/detail/text_rules.h"

namespace guildhall::detail {
namespace {

/// Adds the problem with `name`, if any: it must not be another user's name or e-mail.
Result<void> CheckFree(const Snapshot& snapshot, TenantId tenant, std::string_view field,
                       std::string_view name, UserId owner, std::vector<Problem>& problems) {
  GH_TRY(const std::optional<User> holder, snapshot.users().FindByName(tenant, name));
  if (holder && holder->id != owner) {
    problems.push_back({std::string(field), Reason::kTaken});
  }
  return {};
}

/// What is wrong with an e-mail as a text.
std::optional<Problem> CheckEmail(std::string_view email) {
  if (auto problem = CheckName("email", email)) return problem;
  if (!IsEmail(email)) return Problem{"email", Reason::kBadFormat};
  return std::nullopt;
}

void CheckLabel(std::string_view field, const std::string& before, const std::string& after,
                std::vector<Problem>& problems) {
  if (after == before) return;
  if (auto problem = CheckText(field, after, kMaxText)) problems.push_back(*std::move(problem));
}

}  // namespace

Result<void> CheckVisible(const Caller& caller, UserId id) {
  if (Users::MayRead(caller, id)) return {};
  return Fail(caller.user ? Errc::kNotFound : Errc::kForbidden);
}

Result<User> GetForWrite(const Snapshot& snapshot, const Caller& caller, UserId id,
                         const Gates& gates) {
  if (gates.by_lists) return GetByLists(snapshot, caller, id, gates);
  GH_CHECK(CheckVisible(caller, id));
  if (!Users::MayWrite(caller, id)) return Fail(Errc::kForbidden);
  GH_TRY(std::optional<User> row, snapshot.users().Find(caller.tenant, id));
  if (!row || IsSystem(id)) return Fail(Errc::kNotFound);
  return *std::move(row);
}

Result<User> GetByLists(const Snapshot& snapshot, const Caller& caller, UserId id,
                        const Gates& gates) {
  const User* self = Users::OwnRow(caller, gates);
  const bool own = self != nullptr && self->id == id;
  if (!own) GH_CHECK(PassTable(snapshot, caller, kAccountTable, gates.table));
  GH_TRY(std::optional<User> row, snapshot.users().Find(caller.tenant, id));
  if (!row) return MissingRow(caller);
  GH_TRY(row->access, ListOfAccount(snapshot, caller.tenant, *row));
  if (!own) GH_CHECK(PassRow(caller, row->access, gates.row));
  return *std::move(row);
}

User ApplyPatch(const User& before, const Users::Patch& patch, Time now) {
  User after = before;
  if (patch.username) after.username = NormalizeName(*patch.username);
  if (patch.email) after.email = NormalizeName(*patch.email);
  const bool renamed = after.username != before.username;
  const bool moved = after.email != before.email;
  const bool equal = before.email == before.username;
  if (renamed && !moved && (equal || before.email.empty()) && IsEmail(after.username)) {
    after.email = after.username;
  }
  if (moved && !renamed && equal && IsEmail(after.email)) after.username = after.email;
  after.display_name = patch.display_name.value_or(before.display_name);
  after.first_name = patch.first_name.value_or(before.first_name);
  after.last_name = patch.last_name.value_or(before.last_name);
  after.active = patch.active.value_or(before.active);
  after.confirmed = patch.confirmed.value_or(before.confirmed);
  if (patch.password_hash && *patch.password_hash != before.password_hash) {
    after.password_hash = *patch.password_hash;
    after.password_set_at = now;
    ++after.auth_version;
  }
  if (before.active && !after.active) ++after.auth_version;
  return after;
}

Result<void> CheckTexts(const Snapshot& snapshot, TenantId tenant, const User& before,
                        const User& after, std::string_view both) {
  std::vector<Problem> problems;
  const bool one = after.email == after.username;
  // A new account has had no user name, so that an empty one is a change all the same.
  if (after.username != before.username || before.username.empty()) {
    if (auto problem = CheckName("username", after.username)) {
      problems.push_back(*std::move(problem));
    } else {
      GH_CHECK(
          CheckFree(snapshot, tenant, one ? both : "username", after.username, after.id, problems));
    }
  }
  if (after.email != before.email) {
    if (auto problem = CheckEmail(after.email)) {
      problems.push_back(*std::move(problem));
    } else if (!one) {
      GH_CHECK(CheckFree(snapshot, tenant, "email", after.email, after.id, problems));
    }
  }
  CheckLabel("display_name", before.display_name, after.display_name, problems);
  CheckLabel("first_name", before.first_name, after.first_name, problems);
  CheckLabel("last_name", before.last_name, after.last_name, problems);
  if (!problems.empty()) return Fail(Errc::kInvalid, std::move(problems));
  return {};
}

void IssueUserKey(const Credentials& credentials, TenantId tenant, User& row) {
  StoredKey key = credentials.Store(KeyKind::kUserKey, tenant, credentials.Make(KeyKind::kUserKey));
  row.key_digest = std::move(key.digest);
  row.key_sealed = std::move(key.sealed);
}

void IssueAccessKey(const Credentials& credentials, TenantId tenant, User& row) {
  StoredKey key = credentials.StoreAccessKey(tenant, credentials.MakeAccessKey());
  row.access_key_digest = std::move(key.digest);
  row.access_key_sealed = std::move(key.sealed);
}

Result<Collection> GetProfiles(const Snapshot& snapshot, TenantId tenant) {
  GH_TRY(std::optional<Collection> profiles, snapshot.collections().Find(tenant, kProfiles));
  if (!profiles) return Fail(Errc::kInternal, "a tenant without a profile collection");
  return *std::move(profiles);
}

}  // namespace guildhall::detail
