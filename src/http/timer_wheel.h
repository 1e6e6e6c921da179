#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace guildhall::http {

/// A place in the wheel; embedded in what has a deadline.
struct TimerHook {
  TimerHook* previous = nullptr;
  TimerHook* next = nullptr;
  std::int64_t deadline = 0;  ///< in seconds of the loop; set by `TimerWheel::Set`
  std::int64_t visit = 0;     ///< when the wheel looks at it next
};

/// Deadlines of many connections, looked at once a second. Postponing a deadline is one store; the
/// hook moves only when it is looked at or when the deadline comes nearer. One thread.
class TimerWheel {
 public:
  TimerWheel() {
    for (TimerHook& slot : slots_) slot.previous = slot.next = &slot;
  }
  TimerWheel(const TimerWheel&) = delete;
  TimerWheel& operator=(const TimerWheel&) = delete;

  [[nodiscard]] std::int64_t now() const { return now_; }

  /// Sets the deadline `seconds` ahead; never early, up to a second late.
  void Set(TimerHook& hook, std::int64_t seconds) {
    hook.deadline = now_ + seconds + 1;
    if (hook.next != nullptr && hook.visit <= hook.deadline) return;
    Remove(hook);
    Insert(hook);
  }

  static void Remove(TimerHook& hook) {
    if (hook.next == nullptr) return;
    hook.previous->next = hook.next;
    hook.next->previous = hook.previous;
    hook.previous = hook.next = nullptr;
  }

  /// Moves on to `now` and calls `expire(hook)` for each hook whose deadline has come; `expire`
  /// sets a new deadline or removes the hook.
  template <class Expire>
  void Advance(std::int64_t now, Expire expire) {
    while (now_ < now) {
      ++now_;
      TimerHook due;  // what is visited leaves its slot first, as it may return to the same one
      due.previous = due.next = &due;
      TimerHook& slot = slots_[static_cast<std::size_t>(now_) % kSlots];
      while (slot.next != &slot) {
        TimerHook& hook = *slot.next;
        Remove(hook);
        Link(hook, due);
      }
      while (due.next != &due) {
        TimerHook& hook = *due.next;
        Remove(hook);
        Insert(hook);
        if (hook.deadline <= now_) expire(hook);
      }
    }
  }

 private:
  static constexpr std::size_t kSlots = 128;

  static void Link(TimerHook& hook, TimerHook& list) {
    hook.next = &list;
    hook.previous = list.previous;
    list.previous->next = &hook;
    list.previous = &hook;
  }
  void Insert(TimerHook& hook) {
    const std::int64_t farthest = now_ + static_cast<std::int64_t>(kSlots) - 1;
    hook.visit = hook.deadline > farthest ? farthest : hook.deadline;
    if (hook.visit <= now_) hook.visit = now_ + 1;
    Link(hook, slots_[static_cast<std::size_t>(hook.visit) % kSlots]);
  }

  std::array<TimerHook, kSlots> slots_;
  std::int64_t now_ = 0;
};

}  // namespace guildhall::http
