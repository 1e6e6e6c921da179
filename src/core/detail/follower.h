#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "core/detail/epochs.h"

namespace guildhall::detail {

/// How far a cache has followed the commits of its tenant. Not thread-safe.
///
/// Where other nodes commit too, the store is asked for the epoch, and may say a later one than the
/// log has come to: of another node's commit, which the log is never told of, or of one of this
/// node's that is about to be told. Until it is clear which, the cache is in doubt and answers
/// nothing.
class Follower {
 public:
  explicit Follower(std::shared_ptr<const EpochLog> log) : log_(std::move(log)) {}

  /// The epoch up to which every commit has been applied; -1 at first.
  [[nodiscard]] std::int64_t applied() const { return applied_; }
  [[nodiscard]] bool behind() const { return log_->newest() > applied_; }
  /// Whether nothing that the cache holds may answer.
  [[nodiscard]] bool in_doubt() const { return gone_ || said_ > applied_; }

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

  /// The store said that the epoch is this by now; 0: there is no such tenant. True when the log
  /// has had its time to tell how it came there: then it counts as applied, and nothing that was
  /// read before is to be trusted.
  [[nodiscard]] bool Learn(std::int64_t epoch, bool holds_nothing) {
    gone_ = epoch == 0;
    // An earlier one was read before the commit that this node was told of since.
    if (gone_ || Admit(epoch, holds_nothing) || epoch < applied_) {
      doubts_ = 0;
      return false;
    }
    said_ = epoch;
    if (++doubts_ < kMaxDoubts) return false;
    applied_ = epoch;
    doubts_ = 0;
    return true;
  }

 private:
  /// A commit of this node is told a moment after others can see it.
  static constexpr int kMaxDoubts = 4;

  std::shared_ptr<const EpochLog> log_;
  std::int64_t applied_ = -1;
  std::int64_t said_ = -1;  // by the store, when it was last asked
  int doubts_ = 0;          // requests since the log was last known to be complete
  bool gone_ = false;       // the tenant
};

}  // namespace guildhall::detail
