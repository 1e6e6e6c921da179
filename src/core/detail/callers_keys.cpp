#include "core/detail/callers_shared.h"

namespace guildhall {

using detail::MakeApiKeyCaller;
using detail::MakeOperatorCaller;
using detail::OperatorEntry;
using detail::RoleIn;
using detail::Share;
using detail::SiteCache;
using detail::TenantCache;

Result<Caller> Callers::Shared::ResolveApiKey(Patience patience, TenantId tenant,
                                              const Presented& presented) {
  GH_CHECK(Follow(patience, tenant));
  CallerCache* cache = Cache();
  if (cache == nullptr) return LoadApiKey(patience, tenant, presented, {});

  const TenantCache& rows = cache->Of(tenant);
  if (presented.user_key) rows.Expect(*presented.user_key);
  const TenantCache::ApiKeys::Pointer* key = rows.FindApiKey(*presented.key);
  if (key == nullptr) return LoadApiKey(patience, tenant, presented, {});
  const TenantCache::Users::Pointer* user = nullptr;
  if (presented.user_key) {
    user = rows.FindUserByKey(*presented.user_key);
    if (user == nullptr) {
      return LoadApiKey(patience, tenant, presented, {rows.applied(), {*key, &(*key)->value.view}});
    }
  }

  Result<Caller> caller(tl::in_place);
  caller->tenant = tenant;
  caller->credential = Credential::kKey;
  caller->epoch = rows.applied();
  caller->api_key = {*key, &(*key)->value.view};
  caller->powers = user == nullptr ? (*key)->value.alone : (*key)->value.with_user;
  if (user != nullptr) caller->user = {*user, &(*user)->value};
  return caller;
}

Result<Caller> Callers::Shared::LoadApiKey(Patience patience, TenantId tenant,
                                           const Presented& presented, KnownApiKey known) {
  std::int64_t epoch = 0;
  std::optional<ApiKeyView> key;
  std::optional<UserView> user;
  GH_CHECK(store.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(epoch, snapshot.Epoch(tenant));
    // Beside a later view of the user the key may be one that is gone.
    if (epoch != known.epoch) known.view = nullptr;
    if (!known.view) {
      GH_TRY(key, reader.FindApiKey(snapshot, *presented.key));
      if (!key || key->row.tenant != tenant) return Fail(Errc::kUnauthenticated);
    }
    if (presented.user_key) {
      GH_TRY(user, reader.FindUserByKey(snapshot, tenant, *presented.user_key));
    }
    return {};
  }));
  CallerCache* cache = Cache();
  if (key) {
    known.view = cache != nullptr ? cache->KeepApiKey(tenant, epoch, *std::move(key))
                                  : Share(*std::move(key));
  }
  return MakeApiKeyCaller(tenant, epoch, std::move(known.view),
                          user ? KeepUser(tenant, epoch, *std::move(user)) : nullptr);
}

Result<Caller> Callers::Shared::FindApiKeyOnSite(Patience patience, const KeyBytes& key) {
  Result<Caller> caller = Fail(Errc::kUnauthenticated);
  GH_CHECK(store.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(std::optional<ApiKeyView> found, reader.FindApiKey(snapshot, key));
    if (!found) return {};
    const TenantId tenant = found->row.tenant;
    GH_TRY(const std::int64_t epoch, snapshot.Epoch(tenant));
    caller = MakeApiKeyCaller(tenant, epoch, Share(*std::move(found)), nullptr);
    return {};
  }));
  return caller;
}

Result<Caller> Callers::Shared::ResolveOperator(Patience patience, TenantId tenant,
                                                const KeyBytes& key) {
  GH_CHECK(Follow(patience, tenant));
  CallerCache* cache = Cache();
  if (cache != nullptr) {
    const SiteCache& site = cache->Site();
    if (const SiteCache::Operators::Pointer* found = site.FindOperator(key)) {
      const OperatorEntry& entry = (*found)->value;
      if (const auto role = entry.roles.find(tenant); role != entry.roles.end()) {
        return MakeOperatorCaller(tenant, site.applied(), (*found)->id, entry.digest, role->second);
      }
    }
  }
  return LoadOperator(patience, tenant, key, cache);
}

Result<Caller> Callers::Shared::LoadOperator(Patience patience, TenantId tenant,
                                             const KeyBytes& key, CallerCache* cache) {
  constexpr std::size_t kMaxRoles = 1024;  // remembered of one operator
  const std::string digest = reader.credentials().Digest(KeyKind::kOperatorKey, key);
  OperatorEntry entry{digest, {}};
  if (cache != nullptr) {
    // Roles already known stay known.
    const SiteCache::Operators::Pointer* found = cache->Site().FindOperator(key);
    if (found != nullptr && (*found)->value.roles.size() < kMaxRoles) entry = (*found)->value;
  }
  const std::int64_t known_epoch = cache != nullptr ? cache->Site().applied() : -1;

  std::int64_t epoch = 0;
  OperatorId id;
  Role role = Role::kNone;
  GH_CHECK(store.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(epoch, snapshot.Epoch(kSite));
    GH_TRY(const std::optional<Operator> row, snapshot.operators().FindByKey(digest));
    if (!row) return Fail(Errc::kUnauthenticated);
    id = row->id;
    GH_TRY(role, RoleIn(snapshot, tenant, id));
    return {};
  }));
  if (cache != nullptr) {
    if (epoch != known_epoch) entry.roles.clear();
    entry.roles[tenant] = role;
    cache->KeepOperator(epoch, id, key, std::move(entry));
  }
  return MakeOperatorCaller(tenant, epoch, id, digest, role);
}

}  // namespace guildhall
