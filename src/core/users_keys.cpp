#include <utility>

#include "base/strings.h"
#include "core/detail/accounts.h"
#include "core/detail/take_over.h"
#include "core/detail/text_rules.h"

namespace guildhall {
namespace {

using UserPointer = std::shared_ptr<const UserView>;

constexpr std::int64_t kMinAccessKey = 16;
constexpr std::int64_t kMicrosecondsPerMinute = 60'000'000;

/// What is wrong with an access key of somebody's choice.
Result<void> CheckAccessKey(const Snapshot& snapshot, std::string_view key,
                            const std::string& digest) {
  if (auto problem = detail::CheckText("access_key", key, detail::kMaxName)) {
    return Fail(Errc::kInvalid, *std::move(problem));
  }
  const auto length = static_cast<std::int64_t>(CountCodePoints(key));
  if (length < kMinAccessKey) {
    return Fail(Errc::kInvalid, Problem{"access_key", Reason::kTooShort, kMinAccessKey, length});
  }
  GH_TRY(const auto holder, snapshot.users().FindByAccessKey(digest));
  if (holder) return Fail(Errc::kInvalid, Problem{"access_key", Reason::kTaken});
  return {};
}

/// Stores a row that has other keys than before.
Result<void> WriteKeys(Transaction& tx, const Caller& caller, User& row, EventKind kind) {
  row.updated_at = tx.Now(caller.tenant);
  GH_CHECK(tx.users().Update(caller.tenant, row));
  return WriteEvent(tx, caller, caller.tenant, kind, row.id.value());
}

}  // namespace

Result<UserPointer> Users::ResetKey(Transaction& tx, const Caller& caller, UserId id) const {
  GH_TRY(User row, detail::GetForWrite(tx, caller, id, Gates::ByPowers()));
  GH_CHECK(detail::CheckNoTakeOver(tx, caller, row));
  detail::IssueUserKey(credentials_, caller.tenant, row);
  GH_CHECK(WriteKeys(tx, caller, row, EventKind::kUserKeyReset));
  return callers_.ReadUser(tx, caller.tenant, id);
}

Result<UserPointer> Users::ResetAccessKey(Transaction& tx, const Caller& caller, UserId id) const {
  const bool himself = caller.user_id() == id;
  const bool over_others = caller.Has(Power::kGrantCapabilities) && caller.Has(Power::kWriteUsers);
  if (!himself && !over_others) {
    GH_CHECK(detail::CheckVisible(caller, id));
    return Fail(Errc::kForbidden);
  }
  GH_TRY(std::optional<User> row, tx.users().Find(caller.tenant, id));
  if (!row || IsSystem(id)) return Fail(Errc::kNotFound);
  GH_CHECK(detail::CheckNoTakeOver(tx, caller, *row));
  detail::IssueAccessKey(credentials_, caller.tenant, *row);
  ++row->auth_version;
  GH_CHECK(WriteKeys(tx, caller, *row, EventKind::kAccessKeyReset));
  return callers_.ReadUser(tx, caller.tenant, id);
}

Result<UserPointer> Users::SetAccessKey(Transaction& tx, const Caller& caller, UserId id,
                                        const Secret& key) const {
  if (caller.credential != Credential::kSecret) return Fail(Errc::kForbidden);
  GH_TRY(std::optional<User> row, tx.users().Find(caller.tenant, id));
  if (!row || IsSystem(id)) return Fail(Errc::kNotFound);
  StoredKey stored = credentials_.StoreAccessKey(caller.tenant, key);
  if (stored.digest != row->access_key_digest) {
    GH_CHECK(detail::CheckNoTakeOver(tx, caller, *row));
    GH_CHECK(CheckAccessKey(tx, key.Reveal(), stored.digest));
    row->access_key_digest = std::move(stored.digest);
    row->access_key_sealed = std::move(stored.sealed);
    ++row->auth_version;
    GH_CHECK(WriteKeys(tx, caller, *row, EventKind::kAccessKeyReset));
  }
  return callers_.ReadUser(tx, caller.tenant, id);
}

Result<void> Users::RecordSignIn(Transaction& tx, TenantId tenant, UserId id,
                                 const std::optional<std::string>& hash,
                                 std::string_view former) const {
  GH_TRY(const std::optional<User> before, tx.users().Find(tenant, id));
  if (!before) return {};
  User row = *before;
  const std::int64_t now = tx.Now(tenant).microseconds();
  const Time minute(now - now % kMicrosecondsPerMinute);
  if (minute > row.last_sign_in_at) row.last_sign_in_at = minute;
  if (hash && row.password_hash == former) row.password_hash = *hash;
  if (row == *before) return {};
  return tx.users().Update(tenant, row);
}

}  // namespace guildhall
