#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "store/sql/ledger.h"

namespace guildhall::store {

/// Rows of one kind that a transaction has read of tenants whose lock it holds, for the changes
/// that share it: groups, collections and jobs, which nobody else can change meanwhile. Once the
/// transaction itself writes one of the tenant's, all are read again. Belongs to one thread.
template <class Key, class Row>
class HeldRows {
 public:
  /// Null when the row must be read, as outside of transactions (no ledger). Valid until the next
  /// call.
  const Row* Find(const Ledger* ledger, TenantId tenant, Key key) {
    if (ledger == nullptr || ledger->transaction() != transaction_ || !ledger->IsSettled(tenant)) {
      return nullptr;
    }
    const auto found = rows_.find(std::pair(tenant.value(), key.value()));
    return found != rows_.end() ? &found->second : nullptr;
  }

  /// A row that was read just now.
  void Keep(const Ledger* ledger, TenantId tenant, Key key, const Row& row) {
    constexpr std::size_t kMost = 1'024;
    if (ledger == nullptr || !ledger->IsSettled(tenant)) return;
    if (std::exchange(transaction_, ledger->transaction()) != ledger->transaction() ||
        rows_.size() >= kMost) {
      rows_.clear();
    }
    rows_.insert_or_assign(std::pair(tenant.value(), key.value()), row);
  }

 private:
  std::uint64_t transaction_ = 0;
  absl::flat_hash_map<std::pair<std::int64_t, std::int64_t>, Row> rows_;
};

}  // namespace guildhall::store
