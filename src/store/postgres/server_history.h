#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace guildhall::store {

/// The databases that this node's sessions have met, each as one run of a server has it, numbered
/// from 0 in that order. After a fail-over the server may be a copy that lacks commits which the
/// former one had acknowledged, and deals their epochs again: what was read of the one must not
/// pass for what the other says. Thread-safe.
class ServerHistory {
 public:
  /// The number of what the server calls itself. One that is met again after another one gets a new
  /// number.
  std::int64_t Meet(std::string_view name) {
    const std::lock_guard lock(mutex_);
    if (name_ != name) {
      name_ = name;
      newest_.fetch_add(1, std::memory_order_release);
    }
    return newest();
  }
  /// Sessions with what was met last are not to be used any more: it has become another database.
  void Disown() {
    const std::lock_guard lock(mutex_);
    name_.clear();
    newest_.fetch_add(1, std::memory_order_release);
  }
  /// The number of the one that was met last; -1 before the first.
  [[nodiscard]] std::int64_t newest() const { return newest_.load(std::memory_order_acquire); }

 private:
  std::mutex mutex_;
  std::string name_;  // guarded by mutex_
  std::atomic<std::int64_t> newest_{-1};
};

}  // namespace guildhall::store
