#pragma once

#include <cstdint>

#include "base/result.h"
#include "core/store.h"
#include "store/sql/connection.h"
#include "store/sql/ledger.h"

namespace guildhall::store {

/// Locks the tenant's row of counters for the transaction and enters it in the ledger. A tenant
/// that does not exist is left out.
Result<void> LockCounters(Connection& connection, Ledger& ledger, TenantId tenant);
/// The closing update: writes what moved.
Result<void> WriteCounters(Connection& connection, const Ledger& ledger);
/// The row of a new tenant, which then belongs to the present change.
Result<void> InsertCounters(Connection& connection, Ledger& ledger, TenantId tenant);
/// An epoch out of a row of counters as the core is told it: no other copy of the database has the
/// same. 0 stays 0.
std::int64_t StampEpoch(const Connection& connection, std::int64_t epoch);
/// As the database has them: for snapshots, and for tenants that a transaction does not hold.
Result<std::int64_t> ReadEpoch(Connection& connection, TenantId tenant);
Result<Epochs> ReadEpochs(Connection& connection, TenantId tenant);
Result<std::int64_t> ReadLastEvent(Connection& connection, TenantId tenant);
Result<MessageId> ReadLastMessage(Connection& connection, TenantId tenant);

}  // namespace guildhall::store
