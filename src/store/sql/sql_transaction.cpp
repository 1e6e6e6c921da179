#include "store/sql/sql_transaction.h"

#include "store/sql/counters.h"

namespace guildhall::store {
namespace {

Counter CounterOf(Sequence sequence) {
  switch (sequence) {
    case Sequence::kTenant:
      return Counter::kTenant;
    case Sequence::kOperator:
      return Counter::kOperator;
    case Sequence::kApiKey:
      return Counter::kApiKey;
    case Sequence::kUser:
      return Counter::kUser;
    case Sequence::kGroup:
      return Counter::kGroup;
    case Sequence::kMembership:
      return Counter::kMembership;
    case Sequence::kGrant:
      return Counter::kGrant;
    case Sequence::kCollection:
      return Counter::kCollection;
    case Sequence::kRecord:
      return Counter::kRecord;
    case Sequence::kChannel:
      return Counter::kChannel;
    case Sequence::kMessage:
      return Counter::kMessage;
    case Sequence::kInvitation:
      return Counter::kInvitation;
    case Sequence::kJob:
      return Counter::kJob;
    case Sequence::kAuditEntry:
      return Counter::kAudit;
    case Sequence::kAction:
      return Counter::kAction;
    case Sequence::kPasswordReset:
      return Counter::kPasswordReset;
  }
  GH_BUG("unknown sequence");
}

bool BelongsToSite(Sequence sequence) {
  return sequence == Sequence::kTenant || sequence == Sequence::kOperator ||
         sequence == Sequence::kApiKey || sequence == Sequence::kInvitation ||
         sequence == Sequence::kPasswordReset;
}

}  // namespace

SqlRows::SqlRows(Connection& connection, Ledger* ledger, RowMemory* memory)
    : tenants(connection, ledger, memory),
      operators(connection, ledger),
      invitations(connection),
      mails(connection),
      api_keys(connection, ledger),
      users(connection, ledger),
      groups(connection, ledger, memory),
      memberships(connection, ledger),
      collections(connection, ledger, memory),
      actions(connection, ledger),
      records(connection, ledger, memory),
      channels(connection, ledger),
      events(connection, ledger),
      jobs(connection, ledger),
      files(connection),
      audit(connection),
      settings(connection),
      password_resets(connection),
      connection_(connection),
      ledger_(ledger) {}

Result<std::int64_t> SqlRows::Epoch(TenantId tenant) const {
  if (ledger_ != nullptr) {
    if (const auto held = ledger_->Value(tenant, Counter::kEpoch)) {
      return StampEpoch(connection_, *held);
    }
  }
  return ReadEpoch(connection_, tenant);
}

std::int64_t SqlTransaction::Next(TenantId tenant, Sequence sequence) {
  return ledger_.Next(BelongsToSite(sequence) ? kSite : tenant, CounterOf(sequence));
}

}  // namespace guildhall::store
