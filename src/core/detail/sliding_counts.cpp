#include "core/detail/sliding_counts.h"

#include <algorithm>

namespace guildhall::detail {

SlidingCounts::SlidingCounts(Options options)
    : options_(options),
      slice_microseconds_(
          std::max<std::int64_t>(1, options.window_microseconds / kSlicesPerWindow)) {}

std::int64_t SlidingCounts::Wait(std::uint64_t entry, Time now) const {
  const auto found = entries_.find(entry);
  if (found == entries_.end()) return 0;
  const Entry& counted = *found->second;
  const std::int64_t present = std::max(SliceOf(now), counted.newest);
  // From the newest slice back: the one that reaches the limit has to leave the window.
  std::int64_t sum = 0;
  for (std::int64_t slice = counted.newest; slice > present - kSlices; --slice) {
    if (slice <= counted.newest - kSlices || slice < 0) break;
    sum += counted.counts[static_cast<std::size_t>(slice % kSlices)];
    if (sum >= options_.limit) {
      return std::max<std::int64_t>(1,
                                    (slice + kSlices) * slice_microseconds_ - now.microseconds());
    }
  }
  return 0;
}

void SlidingCounts::Count(std::uint64_t entry, Time now) {
  if (options_.max_entries == 0) return;
  auto found = entries_.find(entry);
  if (found == entries_.end()) {
    if (entries_.size() >= options_.max_entries) Forget(order_.front().key);
    order_.push_back({.key = entry, .newest = SliceOf(now)});
    found = entries_.emplace(entry, std::prev(order_.end())).first;
  }
  Entry& counted = *found->second;
  Slide(counted, SliceOf(now));
  ++counted.counts[static_cast<std::size_t>(counted.newest % kSlices)];
  order_.splice(order_.end(), order_, found->second);
}

void SlidingCounts::Forget(std::uint64_t entry) {
  const auto found = entries_.find(entry);
  if (found == entries_.end()) return;
  order_.erase(found->second);
  entries_.erase(found);
}

std::int64_t SlidingCounts::SliceOf(Time now) const {
  return std::max<std::int64_t>(0, now.microseconds()) / slice_microseconds_;
}

void SlidingCounts::Slide(Entry& entry, std::int64_t slice) {
  if (slice <= entry.newest) return;  // a clock that stepped back counts where it stood
  const std::int64_t passed = std::min(slice - entry.newest, kSlices);
  for (std::int64_t i = 0; i < passed; ++i) {
    entry.counts[static_cast<std::size_t>((slice - i) % kSlices)] = 0;
  }
  entry.newest = slice;
}

}  // namespace guildhall::detail
