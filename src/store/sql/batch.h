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
///
/// Changes run without savepoints, which cost as much as some of their statements: one that is
/// refused has mostly written nothing, and there is nothing to undo. Where something is, the whole
/// transaction is, and runs again with a savepoint for each change.
class Batch {
 public:
  /// All must outlive the batch. `memory`: the connection's, or null.
  Batch(Connection& connection, const Clock& clock, std::vector<WriteJob>& jobs,
        RowMemory* memory = nullptr);

  /// Begins, locks, runs every change and commits, and leaves each one's `outcome`. With another
  /// ending than kCommitted the outcomes mean nothing. May be called again after kUndone.
  Ending Run();
  /// What the last run changed; empty when no change succeeded.
  [[nodiscard]] Commit Summary() const;
  /// Why the last run was not committed; for the log.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

 private:
  /// The lock of every tenant's counters, in ascending order.
  Result<void> Lock();
  /// All changes; an Error here is the transaction's and not one change's.
  Result<void> RunChanges();
  /// The change without a savepoint: an Error when the transaction has something in it that must be
  /// undone.
  Result<void> RunTogether(WriteJob& job);
  /// The change within a savepoint of its own, waiting for all of its statements.
  Result<void> RunApart(WriteJob& job);
  /// What the change says; its numbers are still to be kept or undone.
  Result<void> Outcome(const WriteJob& job);
  /// What the changes posted and the counters, so that only the commit is left.
  Result<void> WriteAll();
  [[nodiscard]] bool AnySucceeded() const;
  /// Nothing is to be written: every change has its refusal.
  Ending Abandon();
  Ending Undo(const Error& error);
  /// The same after changes ran together, or were to be written together: once they may run apart.
  Ending UndoTogether(const Error& error);

  Connection& connection_;
  RowMemory* memory_;
  std::vector<WriteJob>& jobs_;
  Ledger ledger_;
  SqlTransaction transaction_;
  std::string trouble_;
  bool apart_ = false;  // after a run that failed together
};

}  // namespace guildhall::store
