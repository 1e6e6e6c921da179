#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>

#include <absl/container/flat_hash_map.h>

#include "core/detail/access_keys.h"
#include "core/detail/epochs.h"
#include "core/detail/site_cache.h"
#include "core/detail/tenant_cache.h"

namespace guildhall::detail {

/// What one thread remembers, within a budget of bytes. Beyond it the item that was kept longest
/// ago goes, unless it was used since it last had its turn. Not thread-safe.
///
/// References that it hands out are valid until something is kept. A row may be kept only when it
/// was read after the cache of its tenant was asked for: from then on no commit of this node is
/// missed.
class CallerCache {
 public:
  /// Who else commits.
  enum class Company : std::uint8_t {
    kNobody,      ///< the logs are told of every commit
    kOtherNodes,  ///< the store is asked, and `Follow` told what it said, for every request
  };

  CallerCache(std::shared_ptr<EpochLogs> logs, std::size_t budget_bytes,
              Company company = Company::kNobody);

  // Among other nodes what is remembered answers a request only when the store was asked in the
  // course of it.

  /// Between these two this thread serves one request. May be nested: the inner one asks for
  /// itself.
  void BeginRequest();
  void EndRequest();
  /// Whether nothing has to be asked any more about `tenant` and the site.
  [[nodiscard]] bool IsFollowing(TenantId tenant) const {
    return company_ == Company::kNobody || followed_ == tenant || (followed_ && tenant == kSite);
  }
  /// The epochs up to which everything is known. The store says no lower ones when it is asked from
  /// now on, but for 0, unless the database has become another one.
  Epochs Known(TenantId tenant);
  /// What the store says by now. `epochs.tenant` means nothing when `tenant` is the site.
  void Follow(TenantId tenant, const Epochs& epochs);

  /// The tenant's cache, up to date.
  TenantCache& Of(TenantId tenant) {
    if (recent_ == nullptr || recent_id_ != tenant) Select(tenant);
    recent_->Refresh();
    return *recent_;
  }
  SiteCache& Site() {
    site_.Refresh();
    return site_;
  }

  /// Whose access key that may be, see `AccessKeys`; null for one that no kept user has.
  [[nodiscard]] const UserRows::Holder* FindHolder(std::string_view access_key) const {
    return access_keys_.Find(access_key);
  }

  /// Keep rows that were read under `epoch`, or only wrap them when a commit came in between.
  std::shared_ptr<const UserView> KeepUser(TenantId tenant, std::int64_t epoch, UserView view);
  std::shared_ptr<const ApiKeyView> KeepApiKey(TenantId tenant, std::int64_t epoch,
                                               ApiKeyView view);
  std::shared_ptr<const Tenant> KeepTenant(std::int64_t epoch, Tenant tenant);
  void KeepOperator(std::int64_t epoch, OperatorId id, const KeyBytes& key, OperatorEntry entry);

  [[nodiscard]] std::size_t bytes() const;

 private:
  enum class Kind : std::uint8_t { kTenantCache, kApiKey, kUser, kTenant, kOperator };
  /// An item's place in the order in which items were kept.
  struct Place {
    TenantId tenant;
    std::int64_t id = 0;
    Kind kind{};
  };

  void Select(TenantId tenant);
  void MakeRoom();
  bool Age(const Place& place, bool force);
  bool AgeUser(TenantCache& cache, TenantId tenant, UserId id, bool force);
  bool AgeTenantCache(TenantId tenant);

  std::shared_ptr<EpochLogs> logs_;
  std::size_t budget_bytes_;
  Company company_;
  int requests_ = 0;                  // under way on this thread, one within another
  std::optional<TenantId> followed_;  // in the present request
  SiteCache site_;
  AccessKeys access_keys_;  // of the users in `tenants_`
  absl::flat_hash_map<TenantId, std::unique_ptr<TenantCache>> tenants_;
  std::size_t tenant_bytes_ = 0;  // of all of `tenants_`
  TenantId recent_id_;
  TenantCache* recent_ = nullptr;  // the one that was asked for last
  std::deque<Place> order_;        // one place an item
};

}  // namespace guildhall::detail
