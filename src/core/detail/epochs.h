#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "core/store.h"

namespace guildhall::detail {

/// What the commits of one tenant changed, as far as caches have to know: those of this node.
/// Written by the store's writer thread, read by everybody. Thread-safe.
class EpochLog {
 public:
  /// The epoch after the newest commit that this log was told of; -1 before the first. Takes no
  /// lock: this is what every look-up in a cache reads.
  [[nodiscard]] std::int64_t newest() const { return newest_.load(std::memory_order_acquire); }

  /// A commit as a cache has to apply it.
  struct Step {
    std::int64_t epoch_before = 0;
    std::int64_t epoch = 0;
    std::vector<Touched> touched{};  ///< empty: nobody knows
  };
  struct Missed {
    std::int64_t newest = 0;
    /// The commits after the one that was asked about; nothing when some of them are forgotten.
    std::optional<std::vector<Step>> steps;
  };
  /// What happened after `applied`.
  [[nodiscard]] Missed Since(std::int64_t applied) const;

  /// Nothing when the log has been told of this epoch already.
  void Append(Step step);

 private:
  static constexpr std::size_t kMaxSteps = 64;

  std::atomic<std::int64_t> newest_{-1};
  mutable std::mutex mutex_;
  std::deque<Step> steps_;               // guarded by mutex_, like what follows
  std::int64_t forgotten_through_ = -1;  // steps up to this epoch may be missing from `steps_`
};

/// The logs of the tenants that some cache holds rows of. Thread-safe.
class EpochLogs {
 public:
  /// The tenant's log. It is told of every commit from now on for as long as somebody holds it, so
  /// whoever takes it before he reads the store misses nothing.
  std::shared_ptr<const EpochLog> Watch(TenantId tenant);
  void Committed(const Commit& commit);

 private:
  void Sweep();

  std::mutex mutex_;
  absl::flat_hash_map<TenantId, std::weak_ptr<EpochLog>> logs_;  // guarded by mutex_
  std::size_t sweep_at_ = 1024;                                  // guarded by mutex_
};

}  // namespace guildhall::detail
