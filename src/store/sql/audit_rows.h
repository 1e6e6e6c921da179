#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/audit_rows.h"
#include "store/sql/connection.h"

namespace guildhall::store {

// What the constructor takes is said in store/sql/rows.h.

class SqlAudit final : public AuditRows {
 public:
  explicit SqlAudit(Connection& connection) : connection_(connection) {}

  Result<std::optional<AuditEntry>> Find(TenantId tenant, AuditId id) const override;
  Result<std::vector<AuditEntry>> List(TenantId tenant, const AuditQuery& query, std::int64_t skip,
                                       std::int32_t limit) const override;
  Result<std::int64_t> Count(TenantId tenant, const AuditQuery& query) const override;
  Result<std::optional<AuditPlace>> PlaceOf(TenantId tenant, const AuditQuery& query,
                                            std::int64_t skip) const override;
  Result<bool> AnyBefore(TenantId tenant, Time time) const override;
  Result<void> Insert(const AuditEntry& entry) override;
  Result<std::int64_t> RemoveBefore(TenantId tenant, Time time, std::int32_t limit) override;

 private:
  Connection& connection_;
};

}  // namespace guildhall::store
