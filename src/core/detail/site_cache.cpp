#include "core/detail/site_cache.h"

namespace guildhall::detail {
namespace {

/// Hash table slots and reference counts of an item.
constexpr std::size_t kItemOverhead = 160;

}  // namespace

const SiteCache::Tenants::Pointer* SiteCache::FindTenant(std::string_view name) const {
  return Fresh(tenants_.FindByKey(name));
}

const SiteCache::Tenants::Pointer* SiteCache::FindTenant(const ObjectId& id) const {
  const auto found = object_ids_.find(id);
  return found == object_ids_.end() ? nullptr : Fresh(tenants_.Find(found->second));
}

const SiteCache::Tenants::Pointer* SiteCache::Fresh(const Tenants::Pointer* found) const {
  if (found == nullptr || (*found)->read_at < trusted_from_ || in_doubt()) return nullptr;
  (*found)->used = true;
  return found;
}

const SiteCache::Operators::Pointer* SiteCache::FindOperator(const KeyBytes& key) const {
  const Operators::Pointer* found = operators_.FindByKey(key);
  if (found == nullptr || (*found)->read_at < trusted_from_ || in_doubt()) return nullptr;
  (*found)->used = true;
  return found;
}

std::pair<SiteCache::Tenants::Pointer, bool> SiteCache::KeepTenant(Tenant tenant) {
  Tenants::Item item{.read_at = applied(), .key = tenant.name, .id = tenant.id};
  item.bytes = sizeof(Tenants::Item) + kItemOverhead + 2 * tenant.name.capacity() +
               tenant.description.capacity() + tenant.metadata.capacity() +
               tenant.organisation.capacity() + sizeof(ObjectId) + sizeof(TenantId);
  object_ids_.insert_or_assign(tenant.object_id, tenant.id);
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

bool SiteCache::AgeTenant(TenantId id, bool force) {
  const Tenants::Pointer* found = tenants_.Find(id);
  // A tenant's object id never changes, so this is the only one that leads to it.
  const ObjectId object_id = found != nullptr ? (*found)->value.object_id : ObjectId();
  if (!tenants_.Age(id, force)) return false;
  object_ids_.erase(object_id);
  return true;
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
        case Touched::Kind::kAction:
        case Touched::Kind::kJob:
          break;  // nothing of these is kept here
      }
    }
  }
}

void SiteCache::ForgetRoles(TenantId tenant) {
  operators_.ForEach([&](Operators::Item& item) { item.value.roles.erase(tenant); });
}

}  // namespace guildhall::detail
