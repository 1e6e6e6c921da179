#include "store/sql/counters.h"

#include <array>

#include "store/sql/bind.h"
#include "store/sql/registry.h"

namespace guildhall::store {
namespace {

#define GH_COUNTERS                                                                        \
  "epoch, changed_in, last_at, event_id, message_id, record_id, user_id, group_id, "       \
  "membership_id, grant_id, collection_id, channel_id, topic_id, tenant_id, operator_id, " \
  "api_key_id, invitation_id, job_id, audit_id, action_id, password_reset_id"

// `begin immediate` has locked the whole file already.
constexpr Statement kLockSqlite{"counters_lock_sqlite",
                                "select " GH_COUNTERS ", 0 from counters where tenant=$1",
                                Dialect::kSqliteOnly};
// The transaction's number comes with the lock: it tells after a lost connection what became of it.
constexpr Statement kLockPostgres{
    "counters_lock_postgres",
    "update counters set last_at=last_at where tenant=$1 returning " GH_COUNTERS
    ", cast(cast(pg_current_xact_id() as text) as bigint)",
    Dialect::kPostgresOnly};
constexpr Statement kWrite{
    "counters_write",
    "update counters set epoch=$2, changed_in=$3, last_at=$4, event_id=$5, message_id=$6, "
    "record_id=$7, user_id=$8, group_id=$9, membership_id=$10, grant_id=$11, collection_id=$12, "
    "channel_id=$13, topic_id=$14, tenant_id=$15, operator_id=$16, api_key_id=$17, "
    "invitation_id=$18, job_id=$19, audit_id=$20, action_id=$21, password_reset_id=$22 "
    "where tenant=$1"};
constexpr Statement kInsert{
    "counters_insert",
    "insert into counters(tenant, " GH_COUNTERS
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
    "$19, $20, $21, $22) on conflict do nothing"};
constexpr Statement kEpoch{"counters_epoch", "select epoch from counters where tenant=$1"};
// kSite is 0.
constexpr Statement kEpochs{"counters_epochs",
                            "select (select epoch from counters where tenant=0), "
                            "(select epoch from counters where tenant=$1)"};
constexpr Statement kLastEvent{"counters_last_event",
                               "select event_id from counters where tenant=$1"};
constexpr Statement kLastMessage{"counters_last_message",
                                 "select message_id from counters where tenant=$1"};

std::array<Parameter, kCounters + 1> Parameters(TenantId tenant, const CounterValues& values) {
  std::array<Parameter, kCounters + 1> parameters;
  parameters[0] = tenant.value();
  for (std::size_t i = 0; i < kCounters; ++i) parameters[i + 1] = values[i];
  return parameters;
}

}  // namespace

StatementList CounterStatements() {
  static constexpr const Statement* kAll[] = {&kLockSqlite, &kLockPostgres, &kWrite,
                                              &kInsert,     &kEpoch,        &kEpochs,
                                              &kLastEvent,  &kLastMessage};
  return kAll;
}

Result<void> LockCounters(Connection& connection, Ledger& ledger, TenantId tenant) {
  const bool sqlite = connection.engine() == Engine::kSqlite;
  const std::array<Parameter, 1> parameters{Bind(tenant)};
  GH_CHECK(connection.Run(sqlite ? kLockSqlite : kLockPostgres, parameters, [&](const Row& row) {
    CounterValues values{};
    for (std::size_t i = 0; i < kCounters; ++i) values[i] = row.Integer(static_cast<int>(i));
    ledger.Add(tenant, values, row.Integer(static_cast<int>(kCounters)));
  }));
  return {};
}

Result<void> WriteCounters(Connection& connection, const Ledger& ledger) {
  return ledger.ForEachChanged([&](TenantId tenant, const CounterValues& values) -> Result<void> {
    return connection.Post(kWrite, Parameters(tenant, values));
  });
}

Result<void> InsertCounters(Connection& connection, Ledger& ledger, TenantId tenant) {
  const CounterValues fresh = FreshCounters();
  GH_TRY(const std::int64_t written,
         connection.Run(kInsert, Parameters(tenant, fresh), [](const Row&) {}));
  if (written == 0) return Fail(Errc::kAlreadyExists, "counters");
  ledger.Open(tenant, fresh);
  return {};
}

std::int64_t StampEpoch(const Connection& connection, std::int64_t epoch) {
  constexpr int kEpochBits = 40;
  return epoch == 0 ? 0 : (connection.lineage() << kEpochBits) + epoch;
}

Result<std::int64_t> ReadEpoch(Connection& connection, TenantId tenant) {
  GH_TRY(const std::int64_t epoch, FindInteger(connection, kEpoch, tenant));
  return StampEpoch(connection, epoch);
}

Result<Epochs> ReadEpochs(Connection& connection, TenantId tenant) {
  Epochs epochs;
  const std::array<Parameter, 1> parameters{Bind(tenant)};
  GH_CHECK(connection.Run(kEpochs, parameters, [&](const Row& row) {
    epochs = {row.Integer(0), row.IsNull(1) ? 0 : row.Integer(1)};
  }));
  // After the statement, which may have found a new way to the database.
  return Epochs{StampEpoch(connection, epochs.site), StampEpoch(connection, epochs.tenant)};
}

Result<std::int64_t> ReadLastEvent(Connection& connection, TenantId tenant) {
  return FindInteger(connection, kLastEvent, tenant);
}

Result<MessageId> ReadLastMessage(Connection& connection, TenantId tenant) {
  GH_TRY(const std::int64_t last, FindInteger(connection, kLastMessage, tenant));
  return MessageId(last);
}

}  // namespace guildhall::store
