#include "core/callers.h"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "core/detail/callers_shared.h"

namespace guildhall {

using detail::CallerCache;
using detail::Share;
using detail::SiteCache;

namespace {

std::uint64_t NextInstance() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

Callers::Shared::Shared(Store& the_store, const Credentials& credentials, Options the_options,
                        const Removals& removals)
    : store(the_store),
      reader(credentials, removals),
      options(the_options),
      company(store.SeesEveryCommit() ? CallerCache::Company::kNobody
                                      : CallerCache::Company::kOtherNodes),
      instance(NextInstance()) {}

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
  if (!options.cache) return nullptr;

  thread_local std::vector<OfInstance> caches;
  auto found = std::ranges::find(caches, instance, &OfInstance::instance);
  if (found == caches.end()) {
    std::erase_if(caches, [](const OfInstance& known) { return known.alive.expired(); });
    caches.push_back(
        {instance, alive,
         std::make_unique<CallerCache>(logs, options.cache_bytes_per_thread, company)});
    found = std::prev(caches.end());
  }
  recent = {instance, found->cache.get()};
  return recent.cache;
}

Result<void> Callers::Shared::Follow(Patience patience, TenantId tenant) const {
  CallerCache* const cache = Cache();
  if (cache == nullptr || cache->IsFollowing(tenant)) return {};
  const Epochs known = cache->Known(tenant);
  GH_TRY(Epochs epochs, store.ReadEpochs(patience, tenant));
  if (epochs.site < known.site || (epochs.tenant != 0 && epochs.tenant < known.tenant)) {
    // Another database is there now, perhaps a restored one, and its epochs tell nothing of ours.
    store.Disown();
    GH_TRY(epochs, store.ReadEpochs(patience, tenant));
  }
  cache->Follow(tenant, epochs);
  return {};
}

template <class LookUp, class ReadRow>
Result<std::shared_ptr<const Tenant>> Callers::Shared::FindTenantBy(Patience patience,
                                                                    const LookUp& look_up,
                                                                    const ReadRow& read) const {
  CallerCache* const cache = Cache();
  if (cache != nullptr) {
    const SiteCache::Tenants::Pointer* found = look_up(cache->Site());
    if (found != nullptr && !cache->IsFollowing((*found)->id)) {
      GH_CHECK(Follow(patience, (*found)->id));
      found = look_up(cache->Site());
    }
    if (found != nullptr) return std::shared_ptr<const Tenant>(*found, &(*found)->value);
  }
  std::int64_t epoch = 0;
  std::optional<Tenant> tenant;
  GH_CHECK(store.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(epoch, snapshot.Epoch(kSite));
    GH_TRY(tenant, read(snapshot.tenants()));
    return {};
  }));
  if (!tenant) return Fail(Errc::kNotFound);
  if (cache == nullptr) return Share(*std::move(tenant));
  return cache->KeepTenant(epoch, *std::move(tenant));
}

Callers::Serving::Serving(const Callers& callers) : cache_(nullptr) {
  if (callers.shared_->company == CallerCache::Company::kNobody) return;
  cache_ = callers.shared_->Cache();
  if (cache_ != nullptr) cache_->BeginRequest();
}

Callers::Serving::~Serving() {
  if (cache_ != nullptr) cache_->EndRequest();
}

Callers::Callers(Store& store, const Credentials& credentials, Options options,
                 const Removals& removals)
    : shared_(std::make_unique<Shared>(store, credentials, options, removals)) {}

Callers::~Callers() = default;

void Callers::Committed(const Commit& commit) {
  if (shared_->options.cache) shared_->logs->Committed(commit);
}

Result<std::shared_ptr<const Tenant>> Callers::FindTenant(Patience patience,
                                                          std::string_view name) {
  return shared_->FindTenantBy(
      patience, [&](const SiteCache& site) { return site.FindTenant(name); },
      [&](const TenantRows& rows) { return rows.FindByName(name); });
}

Result<std::shared_ptr<const Tenant>> Callers::FindTenantByObjectId(Patience patience,
                                                                    const ObjectId& id) {
  return shared_->FindTenantBy(
      patience, [&](const SiteCache& site) { return site.FindTenant(id); },
      [&](const TenantRows& rows) { return rows.FindByObjectId(id); });
}

Result<std::int64_t> Callers::EpochOf(Patience patience, TenantId tenant) {
  GH_CHECK(shared_->Follow(patience, tenant));
  CallerCache* cache = shared_->Cache();
  // Taken before the store is read: from then on no commit is missed.
  if (cache != nullptr) {
    const detail::TenantCache& rows = cache->Of(tenant);
    if (rows.applied() >= 0 && !rows.in_doubt()) return rows.applied();
  }
  std::int64_t epoch = 0;
  GH_CHECK(shared_->store.Read(patience, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(epoch, snapshot.Epoch(tenant));
    return {};
  }));
  if (cache != nullptr) cache->Of(tenant).Admit(epoch);
  return epoch;
}

Result<Caller> Callers::Resolve(Patience patience, TenantId tenant, const Presented& presented) {
  if (!presented.key) return Caller{.tenant = tenant};
  if (IsApiKey(*presented.key)) return shared_->ResolveApiKey(patience, tenant, presented);
  return shared_->ResolveOperator(patience, tenant, *presented.key);
}

Result<Caller> Callers::ResolveOnSite(Patience patience, const Presented& presented) {
  if (!presented.key) return Caller{.tenant = kSite};
  if (IsApiKey(*presented.key)) return shared_->FindApiKeyOnSite(patience, *presented.key);
  return shared_->ResolveOperator(patience, kSite, *presented.key);
}

Result<Caller> Callers::Renew(const Snapshot& snapshot, const Caller& caller) const {
  GH_TRY(Caller renewed, shared_->Renew(snapshot, caller));
  // These are of the way by which he came, which is the same.
  renewed.may_found = caller.may_found;
  renewed.vocabulary = caller.vocabulary;
  return renewed;
}

Result<std::shared_ptr<const UserView>> Callers::ReadUser(const Snapshot& snapshot, TenantId tenant,
                                                          UserId id) const {
  GH_TRY(std::optional<UserView> view, shared_->reader.FindUser(snapshot, tenant, id));
  if (!view) return Fail(Errc::kNotFound);
  return Share(*std::move(view));
}

Result<std::vector<std::shared_ptr<const UserView>>> Callers::ReadUsers(
    const Snapshot& snapshot, TenantId tenant, std::span<const UserId> ids) const {
  GH_TRY(std::vector<UserView> views, shared_->reader.FindUsers(snapshot, tenant, ids));
  std::vector<std::shared_ptr<const UserView>> shared;
  shared.reserve(views.size());
  for (UserView& view : views) shared.push_back(Share(std::move(view)));
  return shared;
}

}  // namespace guildhall
