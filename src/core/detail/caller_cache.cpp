#include "core/detail/caller_cache.h"

#include <utility>

namespace guildhall::detail {
namespace {

/// Items that may be passed over for one that is kept, so that keeping never takes long.
constexpr int kMaxSecondChances = 64;

}  // namespace

CallerCache::CallerCache(std::shared_ptr<EpochLogs> logs, std::size_t budget_bytes, Company company)
    : logs_(std::move(logs)),
      budget_bytes_(budget_bytes),
      company_(company),
      site_(logs_->Watch(kSite)) {}

void CallerCache::BeginRequest() {
  ++requests_;
  followed_.reset();
}

void CallerCache::EndRequest() {
  --requests_;
  followed_.reset();
}

Epochs CallerCache::Known(TenantId tenant) {
  return {Site().applied(), tenant == kSite ? Site().applied() : Of(tenant).applied()};
}

void CallerCache::Follow(TenantId tenant, const Epochs& epochs) {
  Site().Learn(epochs.site);
  if (tenant != kSite) Of(tenant).Learn(epochs.tenant);
  if (requests_ > 0) followed_ = tenant;
}

std::shared_ptr<const UserView> CallerCache::KeepUser(TenantId tenant, std::int64_t epoch,
                                                      UserView view) {
  TenantCache& cache = Of(tenant);
  if (!cache.Admit(epoch)) return std::make_shared<const UserView>(std::move(view));
  const UserRows::Holder holder{tenant, view.user.id};
  if (const auto former = cache.PeekUser(holder.user)) {
    access_keys_.Forget(former->value.access_key.Reveal(), holder);
  }
  const std::size_t before = cache.bytes();
  auto [item, fresh] = cache.KeepUser(std::move(view));
  access_keys_.Keep(item->value.access_key.Reveal(), holder);
  tenant_bytes_ += cache.bytes() - before;
  if (fresh) order_.push_back({tenant, item->id.value(), Kind::kUser});
  MakeRoom();
  return {item, &item->value};
}

std::shared_ptr<const ApiKeyView> CallerCache::KeepApiKey(TenantId tenant, std::int64_t epoch,
                                                          ApiKeyView view) {
  TenantCache& cache = Of(tenant);
  if (!cache.Admit(epoch)) return std::make_shared<const ApiKeyView>(std::move(view));
  const std::size_t before = cache.bytes();
  auto [item, fresh] = cache.KeepApiKey(std::move(view));
  tenant_bytes_ += cache.bytes() - before;
  if (fresh) order_.push_back({tenant, item->id.value(), Kind::kApiKey});
  MakeRoom();
  return {item, &item->value.view};
}

std::shared_ptr<const Tenant> CallerCache::KeepTenant(std::int64_t epoch, Tenant tenant) {
  if (!Site().Admit(epoch)) return std::make_shared<const Tenant>(std::move(tenant));
  auto [item, fresh] = site_.KeepTenant(std::move(tenant));
  if (fresh) order_.push_back({kSite, item->id.value(), Kind::kTenant});
  MakeRoom();
  return {item, &item->value};
}

void CallerCache::KeepOperator(std::int64_t epoch, OperatorId id, const KeyBytes& key,
                               OperatorEntry entry) {
  if (!Site().Admit(epoch)) return;
  const bool fresh = site_.KeepOperator(id, key, std::move(entry)).second;
  if (fresh) order_.push_back({kSite, id.value(), Kind::kOperator});
  MakeRoom();
}

std::size_t CallerCache::bytes() const {
  return tenant_bytes_ + site_.bytes() + order_.size() * sizeof(Place);
}

void CallerCache::Select(TenantId tenant) {
  std::unique_ptr<TenantCache>& cache = tenants_[tenant];
  if (!cache) {
    cache = std::make_unique<TenantCache>(logs_->Watch(tenant));
    tenant_bytes_ += cache->bytes();
    order_.push_back({tenant, 0, Kind::kTenantCache});
  }
  recent_id_ = tenant;
  recent_ = cache.get();
  MakeRoom();
}

void CallerCache::MakeRoom() {
  int chances = kMaxSecondChances;
  // Once around at most: what cannot go, like the cache in use, is not asked twice.
  for (std::size_t left = order_.size(); left > 0 && bytes() > budget_bytes_; --left) {
    const Place place = order_.front();
    order_.pop_front();
    if (Age(place, chances <= 0)) continue;
    --chances;
    order_.push_back(place);
  }
}

bool CallerCache::Age(const Place& place, bool force) {
  switch (place.kind) {
    case Kind::kTenant:
      return site_.AgeTenant(TenantId(place.id), force);
    case Kind::kOperator:
      return site_.AgeOperator(OperatorId(place.id), force);
    case Kind::kTenantCache:
      return AgeTenantCache(place.tenant);
    case Kind::kApiKey:
    case Kind::kUser:
      break;
  }
  const auto found = tenants_.find(place.tenant);
  if (found == tenants_.end()) return true;
  TenantCache& cache = *found->second;
  const std::size_t before = cache.bytes();
  const bool gone = place.kind == Kind::kUser
                        ? AgeUser(cache, place.tenant, UserId(place.id), force)
                        : cache.AgeApiKey(ApiKeyId(place.id), force);
  tenant_bytes_ -= before - cache.bytes();
  return gone;
}

bool CallerCache::AgeUser(TenantCache& cache, TenantId tenant, UserId id, bool force) {
  const auto former = cache.PeekUser(id);
  if (!cache.AgeUser(id, force)) return false;
  if (former) access_keys_.Forget(former->value.access_key.Reveal(), {tenant, id});
  return true;
}

bool CallerCache::AgeTenantCache(TenantId tenant) {
  const auto found = tenants_.find(tenant);
  if (found->second.get() == recent_ || !found->second->empty()) return false;
  tenant_bytes_ -= found->second->bytes();
  tenants_.erase(found);
  return true;
}

}  // namespace guildhall::detail
