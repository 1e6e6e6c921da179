#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>

#include <absl/container/flat_hash_map.h>

#include "base/clock.h"

namespace guildhall::detail {

/// How often something happened to each of many entries within a sliding window. An entry has a
/// fixed size whatever the limit: the window is counted in slices, so an event is forgotten between
/// one window and one window and a slice after it. When full, the entry that was counted longest
/// ago goes. Not thread-safe.
class SlidingCounts {
 public:
  struct Options {
    std::int64_t limit = 0;
    std::int64_t window_microseconds = 0;
    std::size_t max_entries = 0;
  };

  explicit SlidingCounts(Options options);

  /// Microseconds until the entry is below the limit; 0 when it is.
  [[nodiscard]] std::int64_t Wait(std::uint64_t entry, Time now) const;
  void Count(std::uint64_t entry, Time now);
  void Forget(std::uint64_t entry);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  static constexpr std::int64_t kSlicesPerWindow = 15;
  static constexpr std::int64_t kSlices = kSlicesPerWindow + 1;  // the present one is not full

  struct Entry {
    std::uint64_t key = 0;
    std::int64_t newest = 0;                      // slice that was counted last
    std::array<std::uint32_t, kSlices> counts{};  // slice n at n % kSlices
  };

  [[nodiscard]] std::int64_t SliceOf(Time now) const;
  static void Slide(Entry& entry, std::int64_t slice);

  Options options_;
  std::int64_t slice_microseconds_;
  std::list<Entry> order_;  // counted longest ago first
  absl::flat_hash_map<std::uint64_t, std::list<Entry>::iterator> entries_;
};

}  // namespace guildhall::detail
