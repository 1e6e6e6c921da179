#pragma once

#include "core/ids.h"
#include "store/sql/held_rows.h"
#include "store/sql/ledger.h"
#include "store/sql/row_memory.h"

namespace guildhall::store {

/// Rows of one kind that need not be read: those that the connection keeps until they change, and
/// those that the transaction under way holds. Belongs to one thread.
template <class Key, class Row>
class KnownRows {
 public:
  /// Null for a connection that keeps nothing, and outside of transactions.
  KnownRows(const Ledger* ledger, RowMemory* memory) : ledger_(ledger), memory_(memory) {}

  /// Null when the row must be read. Valid until the next call.
  const Row* Find(TenantId tenant, Key id) {
    const Row* kept = memory_ != nullptr ? memory_->Find(tenant, id) : nullptr;
    return kept != nullptr ? kept : held_.Find(ledger_, tenant, id);
  }

  /// A row that was read just now, with its grants.
  void Keep(TenantId tenant, const Row& row) {
    if (memory_ != nullptr) memory_->Keep(tenant, row);
    held_.Keep(ledger_, tenant, row.id, row);
  }

 private:
  const Ledger* ledger_;
  RowMemory* memory_;
  HeldRows<Key, Row> held_;
};

}  // namespace guildhall::store
