#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "core/store.h"

namespace guildhall::store {

/// The columns of `counters` after the tenant, in the order in which statements name them.
enum class Counter : std::uint8_t {
  kEpoch,
  kChangedIn,  ///< PostgreSQL's transaction that raised the epoch last; 0 on SQLite
  kLastAt,
  kEvent,
  kMessage,
  kRecord,
  kUser,
  kGroup,
  kMembership,
  kGrant,
  kCollection,
  kChannel,
  kTopic,
  kTenant,
  kOperator,
  kApiKey,
  kInvitation,
  kJob,
  kAudit,
  kAction,
  kPasswordReset,
};
inline constexpr std::size_t kCounters = 21;
using CounterValues = std::array<std::int64_t, kCounters>;

/// The counters of the tenants of one transaction, held in memory between the lock that read them
/// and the closing update: numbers, times, epochs, and what was touched. A change that fails gives
/// everything back. Belongs to one thread.
class Ledger {
 public:
  explicit Ledger(const Clock& clock) : clock_(clock) {}

  /// Forgets everything: a new transaction begins.
  void Clear();
  /// A tenant whose row of counters is locked. `transaction` is the engine's number of it, or 0.
  void Add(TenantId tenant, const CounterValues& values, std::int64_t transaction);
  [[nodiscard]] bool Holds(TenantId tenant) const { return Find(tenant) != nullptr; }

  /// Which transaction this is, of all of this ledger.
  [[nodiscard]] std::uint64_t transaction() const { return transactions_; }
  /// Whether the tenant's groups, collections and jobs are as they were when its counters were
  /// locked: then nobody changes them before this transaction does.
  [[nodiscard]] bool IsSettled(TenantId tenant) const;
  /// The present change is about to write one of these. For good: it may be undone, too.
  void Unsettle(TenantId tenant);

  /// A change begins that may write to these tenants (all held).
  void BeginChange(std::span<const TenantId> tenants);
  /// Its effects stay.
  void KeepChange();
  /// Its numbers, epochs, touches and new tenants are taken back.
  void UndoChange();
  /// Set when the present change used a tenant that it did not name: our fault, and it must fail.
  [[nodiscard]] const std::optional<std::string>& fault() const { return fault_; }

  // What a change asks for; its tenants only.
  Time Now(TenantId tenant);
  std::int64_t Next(TenantId tenant, Counter counter);
  void Touch(TenantId tenant, Touched touched);
  /// The change is about to append a message there.
  void Say(const Topic& topic);
  /// A tenant that the change has just made becomes one of its own.
  void Open(TenantId tenant, const CounterValues& values);

  /// The tenant's counter as the present change sees it; nothing when the tenant is not held.
  [[nodiscard]] std::optional<std::int64_t> Value(TenantId tenant, Counter counter) const;

  /// Calls `write(tenant, values)` for every tenant whose counters moved.
  template <class Write>
  Result<void> ForEachChanged(const Write& write) const {
    for (const Entry& entry : entries_) {
      if (entry.values == entry.locked) continue;
      GH_CHECK(write(entry.tenant, entry.values));
    }
    return {};
  }
  /// What listeners are told.
  [[nodiscard]] Commit Summary() const;

 private:
  struct Entry {
    TenantId tenant;
    CounterValues values{};
    CounterValues locked{};  // as the database has them
    std::int64_t transaction = 0;
    bool settled = true;
    std::vector<Touched> touched;
    std::vector<Topic> topics;
    // Of the present change:
    bool named = false;
    bool raised = false;
    std::optional<Time> now;
    CounterValues saved{};
    std::size_t touched_before = 0;
    std::size_t topics_before = 0;
  };

  [[nodiscard]] const Entry* Find(TenantId tenant) const;
  /// The entry if the present change may use it, else null with `fault_` set.
  Entry* Named(TenantId tenant);

  const Clock& clock_;
  std::uint64_t transactions_ = 0;
  std::vector<Entry> entries_;  // few: linear search
  std::size_t entries_before_ = 0;
  std::optional<std::string> fault_;
};

/// The counters of a new tenant: everything from 1, collections from 16.
CounterValues FreshCounters();

}  // namespace guildhall::store
