#include "core/api_keys.h"

#include <utility>

#include "core/detail/paging.h"
#include "core/detail/text_rules.h"
#include "core/events.h"

namespace guildhall {
namespace {

bool IsOwn(const Caller& caller, ApiKeyId id) {
  return caller.api_key && caller.api_key->row.id == id;
}

Result<ApiKeyView> Show(const Credentials& credentials, ApiKey row) {
  std::optional<Secret> key = credentials.Open(KeyKind::kApiKey, kSite, row.sealed);
  if (!key) return Fail(Errc::kInternal, "an API key does not open under this data key");
  return ApiKeyView{std::move(row), *std::move(key)};
}

/// A key that the caller is about to change.
Result<ApiKey> GetForWrite(const Snapshot& snapshot, const Caller& caller, ApiKeyId id) {
  if (!caller.Has(Power::kWriteKeys)) return Fail(Errc::kForbidden);
  GH_TRY(std::optional<ApiKey> row, snapshot.api_keys().Find(caller.tenant, id));
  if (!row) return Fail(Errc::kNotFound);
  return *std::move(row);
}

Result<void> CheckDescription(std::string_view description) {
  if (auto problem = detail::CheckText("description", description, detail::kMaxText)) {
    return Fail(Errc::kInvalid, *std::move(problem));
  }
  return {};
}

void GiveKey(const Credentials& credentials, ApiKey& row) {
  StoredKey key = credentials.Store(KeyKind::kApiKey, kSite, credentials.Make(KeyKind::kApiKey));
  row.digest = std::move(key.digest);
  row.sealed = std::move(key.sealed);
}

}  // namespace

Result<ApiKeyView> ApiKeys::Create(Transaction& tx, const Caller& caller,
                                   const Draft& draft) const {
  if (!caller.Has(Power::kWriteKeys)) return Fail(Errc::kForbidden);
  GH_CHECK(CheckDescription(draft.description));
  ApiKey row;
  row.id = ApiKeyId(tx.Next(kSite, Sequence::kApiKey));
  row.tenant = caller.tenant;
  row.description = draft.description;
  row.flags = draft.flags;
  row.created_at = tx.Now(caller.tenant);
  GiveKey(credentials_, row);
  GH_CHECK(tx.api_keys().Insert(row));
  GH_CHECK(WriteEvent(tx, caller, caller.tenant, EventKind::kApiKeyCreated, row.id.value()));
  return Show(credentials_, std::move(row));
}

Result<ApiKeyView> ApiKeys::Update(Transaction& tx, const Caller& caller, ApiKeyId id,
                                   const Patch& patch) const {
  GH_TRY(const ApiKey before, GetForWrite(tx, caller, id));
  ApiKey row = before;
  row.description = patch.description.value_or(before.description);
  row.flags.bypass_lists = patch.bypass_lists.value_or(before.flags.bypass_lists);
  row.flags.create_users = patch.create_users.value_or(before.flags.create_users);
  row.flags.create_groups = patch.create_groups.value_or(before.flags.create_groups);
  row.flags.anonymous_read = patch.anonymous_read.value_or(before.flags.anonymous_read);
  if (row != before) {
    GH_CHECK(CheckDescription(row.description));
    GH_CHECK(tx.api_keys().Update(row));
    GH_CHECK(WriteEvent(tx, caller, caller.tenant, EventKind::kApiKeyUpdated, id.value()));
  }
  return Show(credentials_, std::move(row));
}

Result<ApiKeyView> ApiKeys::Reset(Transaction& tx, const Caller& caller, ApiKeyId id) const {
  GH_TRY(ApiKey row, GetForWrite(tx, caller, id));
  GiveKey(credentials_, row);
  GH_CHECK(tx.api_keys().Update(row));
  GH_CHECK(WriteEvent(tx, caller, caller.tenant, EventKind::kApiKeyReset, id.value()));
  return Show(credentials_, std::move(row));
}

Result<void> ApiKeys::Remove(Transaction& tx, const Caller& caller, ApiKeyId id) const {
  GH_TRY(const ApiKey row, GetForWrite(tx, caller, id));
  GH_CHECK(tx.api_keys().Remove(caller.tenant, row.id));
  return WriteEvent(tx, caller, caller.tenant, EventKind::kApiKeyRemoved, id.value());
}

Result<ApiKeyView> ApiKeys::Get(const Snapshot& snapshot, const Caller& caller, ApiKeyId id) const {
  if (!caller.Has(Power::kReadKeys) && !IsOwn(caller, id)) {
    return Fail(caller.api_key ? Errc::kNotFound : Errc::kForbidden);
  }
  GH_TRY(std::optional<ApiKey> row, snapshot.api_keys().Find(caller.tenant, id));
  if (!row) return Fail(Errc::kNotFound);
  return Show(credentials_, *std::move(row));
}

Result<std::vector<ApiKeyView>> ApiKeys::List(const Snapshot& snapshot, const Caller& caller,
                                              Seek seek) const {
  std::vector<ApiKeyView> keys;
  if (!caller.Has(Power::kReadKeys)) {
    if (!caller.api_key) return Fail(Errc::kForbidden);
    const ApiKeyId own = caller.api_key->row.id;
    if (!detail::IsOnPage(own, seek)) return keys;
    GH_TRY(ApiKeyView key, Get(snapshot, caller, own));
    keys.push_back(std::move(key));
    return keys;
  }
  GH_TRY(std::vector<ApiKey> rows, snapshot.api_keys().List(caller.tenant, seek));
  keys.reserve(rows.size());
  for (ApiKey& row : rows) {
    GH_TRY(ApiKeyView key, Show(credentials_, std::move(row)));
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace guildhall
