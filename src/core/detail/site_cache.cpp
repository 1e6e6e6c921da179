#include "core/detail/site_cache.h"

namespace guildhall::detail {
namespace {

/// Hash table slots and reference counts of an item.
constexpr std::size_t kItemOverhead = 160;

}  // namespace

const SiteCache::Tenants::Pointer* SiteCache::FindTenant(std::string_view name) const {
  const Tenants::Pointer* found = tenants_.FindByKey(name);
  if (found == nullptr || (*found)->read_at < trusted_from_) return nullptr;
  (*found)->used = true;
  return found;
}

const SiteCache::Operators::Pointer* SiteCache::FindOperator(const KeyBytes& key) const {
  const Operators::Pointer* found = operators_.FindByKey(key);
  if (found == nullptr || (*found)->read_at < trusted_from_) return nullptr;
  (*found)->used = true;
  return found;
}

std::pair<SiteCache::Tenants::Pointer, bool> SiteCache::KeepTenant(Tenant tenant) {
  Tenants::Item item{.read_at = applied(), .key = tenant.name, .id = tenant.id};
  item.bytes = sizeof(Tenants::Item) + kItemOverhead + 2 * tenant.name.capacity() +
               tenant.description.capacity() + tenant.metadata.capacity();
  item.value = std::move(tenant);
  return tenants_.Keep(std::move(item));
}

std::pair<SiteCache::Operators::Pointer, bool> SiteCache::KeepOperator(OperatorId id,
                                                                       const KeyBytes& key,
                                                                       OperatorEntry entry) {
  Operators::Item item{.read_at = applied(), .key = key, .id = id};
  item.bytes = sizeof(Operators::Item) + kItemOverhead + entry.digest.capacity() +
               entry.roles.size() * (sizeof(TenantId) + sizeof(Role));
  item.value = std::move(entry);
  return operators_.Keep(std::move(item));
}

void SiteCache::Apply(const EpochLog::Missed& missed) {
  if (!missed.steps) {
    trusted_from_ = missed.newest;
    return;
  }
  for (const EpochLog::Step& step : *missed.steps) {
    for (const Touched& touched : step.touched) {
      switch (touched.kind) {
        case Touched::Kind::kTenant:
          tenants_.Invalidate(TenantId(touched.id));
          ForgetRoles(TenantId(touched.id));
          break;
        case Touched::Kind::kOperator:
          operators_.Invalidate(OperatorId(touched.id));
          break;
        case Touched::Kind::kApiKey:
        case Touched::Kind::kUser:
        case Touched::Kind::kGroup:
        case Touched::Kind::kCollection:
        case Touched::Kind::kChannel:
          break;  // nothing of these is kept here
      }
    }
  }
}

void SiteCache::ForgetRoles(TenantId tenant) {
  operators_.ForEach([&](Operators::Item& item) { item.value.roles.erase(tenant); });
}

}  // namespace guildhall::detail
