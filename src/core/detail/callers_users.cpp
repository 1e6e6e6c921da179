#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "base/crypto.h"
#include "core/detail/callers_shared.h"

namespace guildhall {

using detail::CallerCache;
using detail::HasSession;
using detail::MakeAccessKeyCaller;
using detail::MakeSessionCaller;
using detail::Share;
using detail::TenantCache;

namespace {

/// Whether this is the user's access key, in a time that does not tell how much of it is.
bool IsKeyOf(const std::shared_ptr<const UserView>& view, std::string_view key) {
  return view && !view->access_key.empty() && SameBytes(view->access_key.Reveal(), key);
}

/// The user as he is remembered; null when he must be read.
std::shared_ptr<const UserView> Recall(const TenantCache& rows, UserId id) {
  const TenantCache::Users::Pointer* found = rows.FindUser(id);
  if (found == nullptr) return nullptr;
  return {*found, &(*found)->value};
}

}  // namespace

Result<Callers::Shared::Found> Callers::Shared::FindUser(Patience patience, TenantId tenant,
                                                         UserId id) {
  GH_CHECK(Follow(patience, tenant));
  CallerCache* cache = Cache();
  if (cache != nullptr) {
    // The epoch is the one at which the view was found: asking twice, a commit may come in between.
    const TenantCache& rows = cache->Of(tenant);
    if (auto known = Recall(rows, id)) return Found{rows.applied(), std::move(known)};
  }
  std::int64_t epoch = 0;
  std::optional<UserView> view;
  GH_CHECK(store.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(epoch, snapshot.Epoch(tenant));
    // Of a tenant that is gone there may be rows left.
    if (epoch == 0) return {};
    GH_TRY(view, reader.FindUser(snapshot, tenant, id));
    return {};
  }));
  if (!view) return Found{epoch, nullptr};
  return Found{epoch, KeepUser(tenant, epoch, *std::move(view))};
}

std::shared_ptr<const UserView> Callers::Shared::KeepUser(TenantId tenant, std::int64_t epoch,
                                                          UserView view) const {
  CallerCache* cache = Cache();
  return cache != nullptr ? cache->KeepUser(tenant, epoch, std::move(view))
                          : Share(std::move(view));
}

Result<std::optional<UserRows::Holder>> Callers::Shared::FindHolder(Patience patience,
                                                                    std::string_view key) const {
  std::optional<UserRows::Holder> holder;
  const std::string digest = reader.credentials().DigestAccessKey(key);
  GH_CHECK(store.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(holder, snapshot.users().FindByAccessKey(digest));
    return {};
  }));
  return holder;
}

Result<std::shared_ptr<const UserView>> Callers::FindUser(Patience patience, TenantId tenant,
                                                          UserId id) {
  GH_TRY(Shared::Found found, shared_->FindUser(patience, tenant, id));
  if (!found.view) return Fail(Errc::kNotFound);
  return std::move(found.view);
}

Result<std::vector<std::shared_ptr<const UserView>>> Callers::FindUsers(
    Patience patience, TenantId tenant, std::span<const UserId> ids) {
  GH_CHECK(shared_->Follow(patience, tenant));
  CallerCache* cache = shared_->Cache();
  absl::flat_hash_map<UserId, std::shared_ptr<const UserView>> found;
  std::vector<UserId> missed;
  for (const UserId id : ids) {
    if (auto view = cache != nullptr ? Recall(cache->Of(tenant), id) : nullptr) {
      found.emplace(id, std::move(view));
    } else {
      missed.push_back(id);
    }
  }
  if (!missed.empty()) {
    GH_CHECK(shared_->store.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
      GH_TRY(const std::int64_t epoch, snapshot.Epoch(tenant));
      if (epoch == 0) return {};
      GH_TRY(std::vector<UserView> views, shared_->reader.FindUsers(snapshot, tenant, missed));
      for (UserView& view : views) {
        const UserId id = view.user.id;
        found.emplace(id, shared_->KeepUser(tenant, epoch, std::move(view)));
      }
      return {};
    }));
  }
  std::vector<std::shared_ptr<const UserView>> views;
  views.reserve(ids.size());
  for (const UserId id : ids) {
    if (const auto view = found.find(id); view != found.end()) views.push_back(view->second);
  }
  return views;
}

Result<Caller> Callers::ResolveSession(Patience patience, TenantId tenant, UserId user,
                                       std::int64_t auth_version) {
  GH_TRY(Shared::Found found, shared_->FindUser(patience, tenant, user));
  if (!found.view || !HasSession(*found.view, auth_version)) return Guest(tenant);
  return MakeSessionCaller(tenant, found.epoch, std::move(found.view));
}

Caller Callers::Guest(TenantId tenant) {
  return Caller{.tenant = tenant, .credential = Credential::kSession};
}

Caller Callers::Owner(const Tenant& tenant) {
  Caller caller{.tenant = tenant.id};
  caller.operator_id = tenant.owner;
  caller.role = Role::kOwner;
  caller.powers = PowersOf(Role::kOwner);
  return caller;
}

Caller Callers::Installation(TenantId tenant) {
  Caller caller{.tenant = tenant, .credential = Credential::kSecret};
  caller.powers = PowersOfInstallation();
  return caller;
}

Result<Caller> Callers::ResolveAccessKey(Patience patience, std::string_view key) {
  if (key.empty()) return Fail(Errc::kUnauthenticated);
  const Shared::CallerCache* cache = shared_->Cache();
  const UserRows::Holder* known = cache != nullptr ? cache->FindHolder(key) : nullptr;
  if (known != nullptr) {
    const UserRows::Holder holder = *known;
    GH_TRY(Shared::Found found, shared_->FindUser(patience, holder.tenant, holder.user));
    if (IsKeyOf(found.view, key)) {
      return MakeAccessKeyCaller(holder.tenant, found.epoch, std::move(found.view));
    }
  }
  GH_TRY(const std::optional<UserRows::Holder> holder, shared_->FindHolder(patience, key));
  if (!holder) return Fail(Errc::kUnauthenticated);
  // Read after the tenant is known, because what is kept has to be; so the key may be gone again.
  GH_TRY(Shared::Found found, shared_->FindUser(patience, holder->tenant, holder->user));
  if (!IsKeyOf(found.view, key)) return Fail(Errc::kUnauthenticated);
  return MakeAccessKeyCaller(holder->tenant, found.epoch, std::move(found.view));
}

}  // namespace guildhall
