#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <set>

#include "http/waiting.h"

namespace guildhall::http {

/// Wakes whom a test wants to wake.
class TestWaiters final : public Waiters {
 public:
  void Add(const Topic&, Waiter& waiter) override {
    const std::lock_guard lock(mutex_);
    waiting_.insert(&waiter);
    changed_.notify_all();
  }
  void Remove(Waiter& waiter) override {
    const std::lock_guard lock(mutex_);
    waiting_.erase(&waiter);
    changed_.notify_all();
  }
  void WakeAll() {
    const std::lock_guard lock(mutex_);
    for (Waiter* waiter : waiting_) waiter->Wake();
  }
  void AwaitCount(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.size() == count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Waiter*> waiting_;
};

}  // namespace guildhall::http
