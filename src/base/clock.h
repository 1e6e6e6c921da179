#pragma once

#include <atomic>
#include <compare>
#include <cstdint>

namespace guildhall {

/// A point in time: microseconds since 1970-01-01T00:00:00Z, UTC.
class Time {
 public:
  constexpr Time() = default;
  constexpr explicit Time(std::int64_t microseconds) : microseconds_(microseconds) {}
  [[nodiscard]] constexpr std::int64_t microseconds() const { return microseconds_; }
  friend constexpr auto operator<=>(Time, Time) = default;  // NOLINT(modernize-use-nullptr)

 private:
  std::int64_t microseconds_ = 0;
};

/// Where the time comes from; a seam, so that tests own it. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Wall-clock time. May step backwards; whoever needs order asks the store (`Transaction::now`).
  [[nodiscard]] virtual Time Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time Now() const override;
};

/// A clock that stands still until it is told otherwise. Thread-safe.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Time start) : microseconds_(start.microseconds()) {}
  [[nodiscard]] Time Now() const override { return Time(microseconds_.load()); }
  void Advance(std::int64_t microseconds) { microseconds_ += microseconds; }

 private:
  std::atomic<std::int64_t> microseconds_;
};

}  // namespace guildhall
