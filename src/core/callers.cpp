#include "core/callers.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "core/detail/caller_cache.h"
#include "core/detail/caller_reader.h"

namespace guildhall {

using detail::CallerCache;
using detail::CallerReader;
using detail::EpochLogs;
using detail::OperatorEntry;
using detail::SiteCache;
using detail::TenantCache;

namespace {

/// The digest as a caller carries it; other lengths do not exist.
std::array<std::uint8_t, 32> DigestOf(std::string_view digest) {
  std::array<std::uint8_t, 32> bytes{};
  if (digest.size() != bytes.size()) GH_BUG("a digest of another length");
  std::ranges::copy(digest, bytes.begin());
  return bytes;
}

Caller MakeCaller(TenantId tenant, std::int64_t epoch, std::shared_ptr<const ApiKeyView> api_key,
                  std::shared_ptr<const UserView> user) {
  Caller caller{.tenant = tenant, .epoch = epoch};
  caller.powers = PowersOf(api_key->row.flags, user != nullptr);
  caller.api_key = std::move(api_key);
  caller.user = std::move(user);
  return caller;
}

Caller MakeCaller(TenantId tenant, std::int64_t epoch, OperatorId id, std::string_view digest,
                  Role role) {
  Caller caller{.tenant = tenant, .epoch = epoch};
  caller.operator_id = id;
  caller.operator_digest = DigestOf(digest);
  caller.role = role;
  caller.powers = PowersOf(role);
  return caller;
}

Result<Role> RoleIn(const Snapshot& snapshot, TenantId tenant, OperatorId id) {
  if (tenant == kSite) return Role::kNone;
  return snapshot.tenants().RoleOf(tenant, id);
}

template <class T>
std::shared_ptr<const T> Share(T value) {
  return std::make_shared<const T>(std::move(value));
}

std::uint64_t NextInstance() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

struct Callers::Shared {
  Shared(Store& the_store, const Credentials& credentials, Options the_options)
      : store(the_store),
        reader(credentials),
        options(the_options),
        keeps(options.cache && store.SeesEveryCommit()) {}

  /// This thread's cache; null when nothing may be kept.
  CallerCache* Cache() const;

  Result<Caller> ResolveApiKey(Patience patience, TenantId tenant, const Presented& presented);
  Result<Caller> LoadApiKey(Patience patience, TenantId tenant, const Presented& presented,
                            CallerCache* cache);
  Result<Caller> ResolveOperator(Patience patience, TenantId tenant, const KeyBytes& key);
  Result<Caller> LoadOperator(Patience patience, TenantId tenant, const KeyBytes& key,
                              CallerCache* cache);
  Result<Caller> RenewApiKey(const Snapshot& snapshot, const Caller& caller,
                             std::int64_t epoch) const;
  Result<Caller> RenewOperator(const Snapshot& snapshot, const Caller& caller) const;

  Store& store;
  CallerReader reader;
  const Options options;
  const bool keeps;
  const std::shared_ptr<EpochLogs> logs = std::make_shared<EpochLogs>();
  const std::uint64_t instance = NextInstance();
  /// Tells the threads that their caches for this instance are of no use any more.
  const std::shared_ptr<const bool> alive = std::make_shared<const bool>(true);
};

CallerCache* Callers::Shared::Cache() const {
  struct OfInstance {
    std::uint64_t instance = 0;
    std::weak_ptr<const bool> alive;
    std::unique_ptr<CallerCache> cache;
  };
  struct Recent {
    std::uint64_t instance = 0;  // never reused, so another object at the same address differs
    CallerCache* cache = nullptr;
  };
  thread_local constinit Recent recent;
  if (recent.instance == instance) return recent.cache;
  if (!keeps) return nullptr;

  thread_local std::vector<OfInstance> caches;
  auto found = std::ranges::find(caches, instance, &OfInstance::instance);
  if (found == caches.end()) {
    std::erase_if(caches, [](const OfInstance& known) { return known.alive.expired(); });
    caches.push_back(
        {instance, alive, std::make_unique<CallerCache>(logs, options.cache_bytes_per_thread)});
    found = std::prev(caches.end());
  }
  recent = {instance, found->cache.get()};
  return recent.cache;
}

Callers::Callers(Store& store, const Credentials& credentials, Options options)
    : shared_(std::make_unique<Shared>(store, credentials, options)) {}

Callers::~Callers() = default;

void Callers::Committed(const Commit& commit) {
  if (shared_->keeps) shared_->logs->Committed(commit);
}

Result<std::shared_ptr<const Tenant>> Callers::FindTenant(Patience patience,
                                                          std::string_view name) {
  CallerCache* cache = shared_->Cache();
  if (cache != nullptr) {
    if (const SiteCache::Tenants::Pointer* found = cache->Site().FindTenant(name)) {
      return std::shared_ptr<const Tenant>(*found, &(*found)->value);
    }
  }
  std::int64_t epoch = 0;
  std::optional<Tenant> tenant;
  GH_CHECK(shared_->store.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(epoch, snapshot.Epoch(kSite));
    GH_TRY(tenant, snapshot.tenants().FindByName(name));
    return {};
  }));
  if (!tenant) return Fail(Errc::kNotFound);
  if (cache == nullptr) return Share(*std::move(tenant));
  return cache->KeepTenant(epoch, *std::move(tenant));
}

Result<Caller> Callers::Resolve(Patience patience, TenantId tenant, const Presented& presented) {
  if (!presented.key) return Caller{.tenant = tenant};
  if (IsApiKey(*presented.key)) return shared_->ResolveApiKey(patience, tenant, presented);
  return shared_->ResolveOperator(patience, tenant, *presented.key);
}

Result<Caller> Callers::ResolveOnSite(Patience patience, const Presented& presented) {
  if (!presented.key) return Caller{.tenant = kSite};
  if (!IsApiKey(*presented.key)) return shared_->ResolveOperator(patience, kSite, *presented.key);

  Result<Caller> caller = Fail(Errc::kUnauthenticated);
  GH_CHECK(shared_->store.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(std::optional<ApiKeyView> found, shared_->reader.FindApiKey(snapshot, *presented.key));
    if (!found) return {};
    const TenantId tenant = found->row.tenant;
    GH_TRY(const std::int64_t epoch, snapshot.Epoch(tenant));
    caller = MakeCaller(tenant, epoch, Share(*std::move(found)), nullptr);
    return {};
  }));
  return caller;
}

Result<Caller> Callers::Shared::ResolveApiKey(Patience patience, TenantId tenant,
                                              const Presented& presented) {
  CallerCache* cache = Cache();
  if (cache == nullptr) return LoadApiKey(patience, tenant, presented, nullptr);

  const TenantCache& rows = cache->Of(tenant);
  if (presented.user_key) rows.Expect(*presented.user_key);
  const TenantCache::ApiKeys::Pointer* key = rows.FindApiKey(*presented.key);
  if (key == nullptr) return LoadApiKey(patience, tenant, presented, cache);
  const TenantCache::Users::Pointer* user = nullptr;
  if (presented.user_key) {
    user = rows.FindUserByKey(*presented.user_key);
    if (user == nullptr) return LoadApiKey(patience, tenant, presented, cache);
  }

  Result<Caller> caller(tl::in_place);
  caller->tenant = tenant;
  caller->epoch = rows.applied();
  caller->api_key = {*key, &(*key)->value.view};
  caller->powers = user == nullptr ? (*key)->value.alone : (*key)->value.with_user;
  if (user != nullptr) caller->user = {*user, &(*user)->value};
  return caller;
}

Result<Caller> Callers::Shared::LoadApiKey(Patience patience, TenantId tenant,
                                           const Presented& presented, CallerCache* cache) {
  std::int64_t epoch = 0;
  std::optional<ApiKeyView> key;
  std::optional<UserView> user;
  GH_CHECK(store.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(epoch, snapshot.Epoch(tenant));
    GH_TRY(key, reader.FindApiKey(snapshot, *presented.key));
    if (!key || key->row.tenant != tenant) return Fail(Errc::kUnauthenticated);
    if (presented.user_key) {
      GH_TRY(user, reader.FindUserByKey(snapshot, tenant, *presented.user_key));
    }
    return {};
  }));
  if (cache == nullptr) {
    return MakeCaller(tenant, epoch, Share(*std::move(key)),
                      user ? Share(*std::move(user)) : nullptr);
  }
  auto kept_key = cache->KeepApiKey(tenant, epoch, *std::move(key));
  return MakeCaller(tenant, epoch, std::move(kept_key),
                    user ? cache->KeepUser(tenant, epoch, *std::move(user)) : nullptr);
}

Result<Caller> Callers::Shared::ResolveOperator(Patience patience, TenantId tenant,
                                                const KeyBytes& key) {
  CallerCache* cache = Cache();
  if (cache != nullptr) {
    const SiteCache& site = cache->Site();
    if (const SiteCache::Operators::Pointer* found = site.FindOperator(key)) {
      const OperatorEntry& entry = (*found)->value;
      if (const auto role = entry.roles.find(tenant); role != entry.roles.end()) {
        return MakeCaller(tenant, site.applied(), (*found)->id, entry.digest, role->second);
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
  return MakeCaller(tenant, epoch, id, digest, role);
}

Result<Caller> Callers::Renew(const Snapshot& snapshot, const Caller& caller) const {
  if (caller.operator_id) return shared_->RenewOperator(snapshot, caller);
  if (!caller.api_key) return caller;
  GH_TRY(const std::int64_t epoch, snapshot.Epoch(caller.tenant));
  if (epoch == caller.epoch) return caller;
  return shared_->RenewApiKey(snapshot, caller, epoch);
}

Result<Caller> Callers::Shared::RenewApiKey(const Snapshot& snapshot, const Caller& caller,
                                            std::int64_t epoch) const {
  const ApiKeyView& former = *caller.api_key;
  GH_TRY(std::optional<ApiKey> row, snapshot.api_keys().Find(caller.tenant, former.row.id));
  if (!row || row->digest != former.row.digest) return Fail(Errc::kUnauthenticated);
  std::shared_ptr<const UserView> user;
  if (caller.user) {
    GH_TRY(std::optional<UserView> found,
           reader.FindUser(snapshot, caller.tenant, caller.user->user.id));
    if (found && found->user.active && found->user.key_digest == caller.user->user.key_digest) {
      user = Share(*std::move(found));
    }
  }
  return MakeCaller(caller.tenant, epoch, Share(ApiKeyView{*std::move(row), former.key}),
                    std::move(user));
}

Result<Caller> Callers::Shared::RenewOperator(const Snapshot& snapshot,
                                              const Caller& caller) const {
  GH_TRY(const std::int64_t epoch, snapshot.Epoch(kSite));
  if (epoch == caller.epoch) return caller;
  const OperatorId id = *caller.operator_id;
  GH_TRY(const std::optional<OperatorRows::Key> key, snapshot.operators().FindKey(id));
  if (!key || key->digest != AsView(caller.operator_digest)) return Fail(Errc::kUnauthenticated);
  GH_TRY(const Role role, RoleIn(snapshot, caller.tenant, id));
  return MakeCaller(caller.tenant, epoch, id, key->digest, role);
}

Result<std::shared_ptr<const UserView>> Callers::ReadUser(const Snapshot& snapshot, TenantId tenant,
                                                          UserId id) const {
  GH_TRY(std::optional<UserView> view, shared_->reader.FindUser(snapshot, tenant, id));
  if (!view) return Fail(Errc::kNotFound);
  return Share(*std::move(view));
}

Result<std::shared_ptr<const UserView>> Callers::FindUser(Patience patience, TenantId tenant,
                                                          UserId id) {
  CallerCache* cache = shared_->Cache();
  if (cache != nullptr) {
    if (const TenantCache::Users::Pointer* found = cache->Of(tenant).FindUser(id)) {
      return std::shared_ptr<const UserView>(*found, &(*found)->value);
    }
  }
  std::int64_t epoch = 0;
  std::optional<UserView> view;
  GH_CHECK(shared_->store.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(epoch, snapshot.Epoch(tenant));
    GH_TRY(view, shared_->reader.FindUser(snapshot, tenant, id));
    return {};
  }));
  if (!view) return Fail(Errc::kNotFound);
  if (cache == nullptr) return Share(*std::move(view));
  return cache->KeepUser(tenant, epoch, *std::move(view));
}

}  // namespace guildhall
