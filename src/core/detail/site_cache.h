#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "core/detail/follower.h"
#include "core/detail/remembered.h"
#include "core/tenant.h"

namespace guildhall::detail {

/// An operator's key, and his roles as far as they were asked for.
struct OperatorEntry {
  std::string digest;
  absl::flat_hash_map<TenantId, Role> roles;
};

/// What one thread remembers of the site: tenants by name and by ids, operators by key. Not
/// thread-safe.
class SiteCache {
 public:
  using Tenants = Remembered<TenantId, std::string, Tenant, NameHash, NameEqual>;
  using Operators = Remembered<OperatorId, KeyBytes, OperatorEntry, KeyHash, KeyEqual>;

  explicit SiteCache(std::shared_ptr<const EpochLog> log) : follower_(std::move(log)) {}

  /// Applies the commits since the last call. Every look-up begins with this.
  void Refresh() {
    if (follower_.behind()) Apply(follower_.CatchUp());
  }
  [[nodiscard]] std::int64_t applied() const { return follower_.applied(); }
  /// The store said that this is the epoch by now: what was read before it answers nothing any
  /// more, unless it is known that it has not changed.
  void Learn(std::int64_t epoch) {
    Refresh();
    if (follower_.Learn(epoch, empty())) trusted_from_ = epoch;
  }
  /// Whether everything has to be read for now.
  [[nodiscard]] bool in_doubt() const { return follower_.in_doubt(); }

  /// Null when it must be read. The pointers are valid until something is kept or aged.
  [[nodiscard]] const Tenants::Pointer* FindTenant(std::string_view name) const;
  [[nodiscard]] const Tenants::Pointer* FindTenant(const ObjectId& id) const;
  [[nodiscard]] const Operators::Pointer* FindOperator(const KeyBytes& key) const;

  /// Whether rows read under `epoch` may be kept.
  bool Admit(std::int64_t epoch) { return follower_.Admit(epoch, empty()); }
  /// Rows read under the epoch that was admitted last. `second`: there was nothing of this id.
  std::pair<Tenants::Pointer, bool> KeepTenant(Tenant tenant);
  std::pair<Operators::Pointer, bool> KeepOperator(OperatorId id, const KeyBytes& key,
                                                   OperatorEntry entry);

  bool AgeTenant(TenantId id, bool force);
  bool AgeOperator(OperatorId id, bool force) { return operators_.Age(id, force); }

  [[nodiscard]] bool empty() const { return tenants_.empty() && operators_.empty(); }
  [[nodiscard]] std::size_t bytes() const { return tenants_.bytes() + operators_.bytes(); }

 private:
  [[nodiscard]] const Tenants::Pointer* Fresh(const Tenants::Pointer* found) const;
  void Apply(const EpochLog::Missed& missed);
  void ForgetRoles(TenantId tenant);

  Follower follower_;
  Tenants tenants_;
  absl::flat_hash_map<ObjectId, TenantId> object_ids_;  // of those in `tenants_`
  Operators operators_;
  std::int64_t trusted_from_ = 0;  // what was read before this epoch is stale
};

}  // namespace guildhall::detail
