#pragma once

#include <cstddef>

#include "core/store.h"

namespace guildhall::http {

/// Somebody who waits for something to be said in a topic.
class Waiter {
 public:
  Waiter() = default;
  virtual ~Waiter() = default;
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  /// Something may be there: look again. Called on any thread, many a time, under a lock of
  /// `Waiters`: it only leaves a note.
  virtual void Wake() noexcept = 0;

 private:
  friend class WaiterSeat;
  Topic topic_;
  std::size_t index_ = 0;
  bool seated_ = false;
};

/// Where a waiter sits; for those who implement `Waiters`, under their lock.
class WaiterSeat {
 public:
  explicit WaiterSeat(Waiter& waiter) : waiter_(waiter) {}
  [[nodiscard]] const Topic& topic() const { return waiter_.topic_; }
  [[nodiscard]] std::size_t index() const { return waiter_.index_; }
  [[nodiscard]] bool taken() const { return waiter_.seated_; }
  void Take(const Topic& topic, std::size_t index) {
    waiter_.topic_ = topic;
    waiter_.index_ = index;
    waiter_.seated_ = true;
  }
  void Move(std::size_t index) { waiter_.index_ = index; }
  void Leave() { waiter_.seated_ = false; }

 private:
  Waiter& waiter_;
};

/// Who waits for which topic. Implementations are thread-safe.
class Waiters {
 public:
  virtual ~Waiters() = default;
  /// From when it returns, `waiter` is woken after every commit that says something in the topic.
  /// So: add first, then look. The waiter must be removed before it is destroyed.
  virtual void Add(const Topic& topic, Waiter& waiter) = 0;
  /// After it returns the waiter is not woken any more. One who is not there is left alone.
  virtual void Remove(Waiter& waiter) = 0;
};

}  // namespace guildhall::http
