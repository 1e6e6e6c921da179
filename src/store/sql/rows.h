#pragma once

#include <cstdint>

#include "store/sql/audit_rows.h"
#include "store/sql/data_rows.h"
#include "store/sql/message_rows.h"
#include "store/sql/people_rows.h"
#include "store/sql/site_rows.h"

namespace guildhall::store {

// The core's tables over one connection. `ledger` is the transaction's, or null in a snapshot,
// which only reads. `memory` is the connection's, or null where others commit too. The promises
// are those of core/rows.h.

/// All of them.
struct SqlRows {
  SqlRows(Connection& connection, Ledger* ledger, RowMemory* memory);

  /// See `Snapshot::Epoch`; of a transaction's own tenants as its changes have left it.
  Result<std::int64_t> Epoch(TenantId tenant) const;

  SqlTenants tenants;
  SqlOperators operators;
  SqlInvitations invitations;
  SqlMails mails;
  SqlApiKeys api_keys;
  SqlUsers users;
  SqlGroups groups;
  SqlMemberships memberships;
  SqlCollections collections;
  SqlActions actions;
  SqlRecords records;
  SqlChannels channels;
  SqlEvents events;
  SqlJobs jobs;
  SqlFiles files;
  SqlAudit audit;
  SqlSettings settings;
  SqlUserPasswordResets password_resets;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

}  // namespace guildhall::store
