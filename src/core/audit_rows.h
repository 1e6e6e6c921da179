#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "core/audit_entry.h"
#include "core/ids.h"

namespace guildhall {

/// The audit logs of tenants. The rules are in core/rows.h, but for the order: the newest first.
class AuditRows {
 public:
  virtual ~AuditRows() = default;
  virtual Result<std::optional<AuditEntry>> Find(TenantId tenant, AuditId id) const = 0;
  /// Those that the query wants, without the first `skip` of them. Reads what lies between its two
  /// places, so whoever asks bounds them by `PlaceOf`.
  virtual Result<std::vector<AuditEntry>> List(TenantId tenant, const AuditQuery& query,
                                               std::int64_t skip, std::int32_t limit) const = 0;
  /// How many the query wants; reads the same.
  virtual Result<std::int64_t> Count(TenantId tenant, const AuditQuery& query) const = 0;
  /// The place of the entry before which `skip` newer ones stand between the query's two places;
  /// nothing when there are not so many. Looks at nothing else of the query.
  virtual Result<std::optional<AuditPlace>> PlaceOf(TenantId tenant, const AuditQuery& query,
                                                    std::int64_t skip) const = 0;
  /// Whether there is anything older than that.
  virtual Result<bool> AnyBefore(TenantId tenant, Time time) const = 0;

  /// The tenant is the entry's.
  virtual Result<void> Insert(const AuditEntry& entry) = 0;
  /// Removes up to `limit` of the entries that are older than that, the oldest first; how many.
  virtual Result<std::int64_t> RemoveBefore(TenantId tenant, Time time, std::int32_t limit) = 0;
};

}  // namespace guildhall
