#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace guildhall::store {

/// When which rows were changed last, counted in the commits of a store whose process makes every
/// one of them. Rows share marks by their hash, so a row may seem to have changed when another
/// did, and never the other way round.
///
/// The order is what makes it right: rows are marked before the commit that changes them, and the
/// commit is counted after it. Whoever looks at the count, begins a view and then finds a mark that
/// is not above the count therefore knows that his view shows the row as it is now.
///
/// One thread writes; reading is thread-safe and takes no lock.
class ChangeMarks {
 public:
  /// Commits that are over. A view that begins afterwards shows all of them.
  [[nodiscard]] std::uint64_t commits() const { return commits_.load(); }

  /// The last commit that changed, or is about to change, a row with this hash.
  [[nodiscard]] std::uint64_t LastChange(std::size_t hash) const {
    return std::max(marks_[hash % kMarks].load(), all_.load());
  }

  // The writer's.

  /// The commit to come may change rows with this hash.
  void Mark(std::size_t hash) { marks_[hash % kMarks].store(commits() + 1); }
  /// It may change any row.
  void MarkAll() { all_.store(commits() + 1); }
  /// The commit is over, whatever became of it.
  void CountCommit() { commits_.store(commits() + 1); }

 private:
  static constexpr std::size_t kMarks = std::size_t{1} << 14;

  std::atomic<std::uint64_t> commits_{0};
  std::atomic<std::uint64_t> all_{0};
  std::array<std::atomic<std::uint64_t>, kMarks> marks_{};
};

}  // namespace guildhall::store
