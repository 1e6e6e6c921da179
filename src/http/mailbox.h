#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace guildhall::http {

/// Where other threads leave what belongs to a loop. It outlives the loop as long as somebody may
/// still leave something; what comes after `Close` is dropped. Thread-safe.
template <class Item>
class Mailbox {
 public:
  /// `wake` is called on the thread that leaves the first item of a batch; it must make the loop
  /// call `TakeAll`.
  explicit Mailbox(std::function<void()> wake) : wake_(std::move(wake)) {}

  void Put(Item item) {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    items_.push_back(std::move(item));
    if (items_.size() == 1) wake_();
  }

  std::vector<Item> TakeAll() {
    const std::lock_guard lock(mutex_);
    return std::exchange(items_, {});
  }

  /// After it returns `wake` is never called again.
  void Close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    items_.clear();
  }

 private:
  std::mutex mutex_;
  std::vector<Item> items_;
  bool closed_ = false;
  std::function<void()> wake_;
};

}  // namespace guildhall::http
