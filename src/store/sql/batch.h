#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/store.h"
#include "store/sql/connection.h"
#include "store/sql/ledger.h"
#include "store/sql/sql_transaction.h"

namespace guildhall::store {

/// A change that waits for, or runs in, a transaction.
struct WriteJob {
  std::vector<TenantId> tenants;  ///< ascending, without duplicates
  Change change;
  std::function<void(Result<void>)> done;
  Result<void> outcome;
};

/// One transaction with the changes that share it. Belongs to the writer's thread.
class Batch {
 public:
  /// All must outlive the batch. `memory`: the connection's, or null.
  Batch(Connection& connection, const Clock& clock, std::vector<WriteJob>& jobs,
        RowMemory* memory = nullptr);

  /// Begins, locks, runs every change and commits, and leaves each one's `outcome`. With another
  /// ending than kCommitted the outcomes mean nothing. May be called again after kUndone.
  Ending Run();
  /// What the last run changed; empty when no change succeeded.
  [[nodiscard]] Commit Summary() const { return ledger_.Summary(); }
  /// Why the last run was not committed; for the log.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

 private:
  /// The lock of every tenant's counters, in ascending order.
  Result<void> Lock();
  /// All changes; an Error here is the transaction's and not one change's.
  Result<void> RunChanges();
  Result<void> RunChange(WriteJob& job);
  /// What the change says; its numbers are still to be kept or undone.
  Result<void> Outcome(const WriteJob& job);
  Ending Undo(const Error& error);

  Connection& connection_;
  RowMemory* memory_;
  std::vector<WriteJob>& jobs_;
  Ledger ledger_;
  SqlTransaction transaction_;
  std::string trouble_;
};

}  // namespace guildhall::store
