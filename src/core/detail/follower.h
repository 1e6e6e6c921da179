#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "core/detail/epochs.h"

namespace guildhall::detail {

/// How far a cache has followed the commits of its tenant. Not thread-safe.
class Follower {
 public:
  explicit Follower(std::shared_ptr<const EpochLog> log) : log_(std::move(log)) {}

  /// The epoch up to which every commit has been applied; -1 at first.
  [[nodiscard]] std::int64_t applied() const { return applied_; }
  [[nodiscard]] bool behind() const { return log_->newest() > applied_; }

  /// What has to be applied; counts as applied from now on.
  EpochLog::Missed CatchUp() {
    EpochLog::Missed missed = log_->Since(applied_);
    applied_ = missed.newest;
    return missed;
  }

  /// Whether rows read under `epoch` may join what the cache holds. A cache that holds nothing
  /// joins the rows.
  bool Admit(std::int64_t epoch, bool holds_nothing) {
    if (holds_nothing && epoch > applied_) applied_ = epoch;
    return epoch == applied_;
  }

 private:
  std::shared_ptr<const EpochLog> log_;
  std::int64_t applied_ = -1;
};

}  // namespace guildhall::detail
