#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "core/audit_entry.h"
#include "core/caller.h"
#include "core/store.h"

namespace guildhall {

/// By which of his credentials a caller is named: a user before the key that he came through.
struct NamedActor {
  Actor actor = Actor::kNobody;
  std::int64_t id = 0;  ///< 0 for nobody, and for the installation's secret
};
NamedActor ActorOf(const Caller& caller);

/// The audit logs of all tenants: who asked what, and how it was answered. An entry of a change is
/// part of that change. Every other entry waits in memory for `Flush`, so that no request waits for
/// it; what a process that dies had not written by then is lost, and nothing else.
/// Thread-safe.
class AuditLog {
 public:
  struct Options {
    /// Whether anything is recorded. What was recorded before is shown in any case.
    bool enabled = false;
    std::int32_t retention_days = 0;   ///< older entries are removed; 0: none ever is
    std::size_t max_waiting = 20'000;  ///< entries in memory; what comes on top is dropped
  };
  /// What one question looks at, at most: the newest so many between its two times.
  static constexpr std::int64_t kMostExamined = 200'000;
  static constexpr std::size_t kMaxPath = 1'024;

  /// What is given outlives this.
  AuditLog(Store& store, const Clock& clock, Options options)
      : store_(store), clock_(clock), options_(options) {}

  [[nodiscard]] bool enabled() const { return options_.enabled; }
  [[nodiscard]] bool forgets() const { return options_.retention_days > 0; }

  /// Records the entry as a part of the change, which names its tenant; number and time are set
  /// here. Nothing is recorded in a tenant that the same change has removed.
  Result<void> Append(Transaction& tx, AuditEntry entry) const;
  /// Hands the entry over to `Flush`. Never waits; the time is set here.
  void Note(AuditEntry entry);
  /// Writes what was noted before the call, and returns after its commit. For threads that may
  /// wait. The error says why something was not written: while the store is unavailable it waits
  /// further, else it is dropped. What was noted for a tenant that is gone is forgotten.
  Result<void> Flush();
  /// How many entries were dropped since the start, as a rule because too many were waiting.
  [[nodiscard]] std::uint64_t dropped() const;

  // Reading needs `Power::kReadAudit`, else kForbidden, and shows the caller's tenant only.

  /// The newest first: what the query wants of the newest `kMostExamined` between its two places.
  Result<std::vector<AuditEntry>> List(const Snapshot& snapshot, const Caller& caller,
                                       AuditQuery query, std::int64_t skip,
                                       std::int32_t limit) const;
  /// How many entries that list has.
  Result<std::int64_t> Count(const Snapshot& snapshot, const Caller& caller,
                             AuditQuery query) const;
  /// kNotFound.
  Result<AuditEntry> Get(const Snapshot& snapshot, const Caller& caller, AuditId id) const;

  /// How far a removal of old entries has come.
  struct Removed {
    TenantId done;          ///< of this tenant, and those before, nothing old is left
    bool finished = false;  ///< of all tenants
    std::int64_t rows = 0;
  };
  /// One step of removing what is older than `retention_days`, of tenants after `done`: at most
  /// 1,000 rows in a change. Several nodes may do it.
  Result<Removed> RemoveOld(TenantId done);

 private:
  /// Puts back what could not be written now, before what came since; `dropped` more never can.
  void PutBack(std::vector<AuditEntry> entries, std::size_t dropped);

  Store& store_;
  const Clock& clock_;
  const Options options_;
  std::mutex flushing_;  // one flush at a time, so that who waits for it has waited for all before
  mutable std::mutex mutex_;  // guards what follows
  std::vector<AuditEntry> waiting_;
  std::uint64_t dropped_ = 0;
};

}  // namespace guildhall
