#pragma once

#include <atomic>
#include <cstdint>

#include "core/store.h"

namespace guildhall {

namespace detail {
struct Hidden;
}

/// What goes with a row that is removed: how much of it in the same change, how much in each step
/// of a job, and what is hidden until the job is done.
///
/// Nearly always nothing is: a node that sees every commit remembers so, and asks the store only
/// while some removal is under way on the server. Thread-safe.
class Removals {
 public:
  struct Options {
    std::int32_t rows_at_once = 10'000;  ///< rows that one change may take along
    std::int32_t rows_per_step = 1'000;  ///< rows of one commit of a job
  };

  explicit Removals(Options options, bool sees_every_commit = false)
      : options_(options), remembers_(sees_every_commit) {}
  /// With the usual options, and asking the store every time: for use cases without a `Core`.
  static Removals& ReadingThrough();

  [[nodiscard]] const Options& options() const { return options_; }

  /// What of the tenant is hidden in this view.
  Result<detail::Hidden> HiddenIn(const Snapshot& snapshot, TenantId tenant) const;

  /// Notes in a change that it begins a removal: others in the same commit must know of it too.
  void Begin() { none_.store(false, std::memory_order_release); }
  /// After a commit that began or ended a job, and at the start: `none` says that the store has no
  /// jobs at all. Only while no change is being made: on the writer's thread, or before the first.
  void Settle(bool none) { none_.store(none && remembers_, std::memory_order_release); }

 private:
  const Options options_;
  const bool remembers_;
  std::atomic<bool> none_{false};  // true: no removal is under way anywhere
};

}  // namespace guildhall
