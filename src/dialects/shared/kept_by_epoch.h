#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <utility>

namespace guildhall::dialects {

/// Things made of a tenant's rows, each with the epoch under which it was made: the few that each
/// thread used last, and those that all threads made last, so that what one has made serves the
/// others. Whoever finds a thing under the epoch of now takes no lock. There is one such memory for
/// each pair of types in the process: a key says of which dialect and tenant a thing is. `Value` is
/// cheap to copy, a pointer. Thread-safe.
template <class Key, class Value, std::size_t kMost>
class KeptByEpoch {
 public:
  struct Entry {
    Key key;
    std::int64_t epoch = 0;
    Value value;
  };

  /// What was kept last under this key, of whatever epoch; preferably under `epoch`.
  static std::optional<Entry> Recall(const Key& key, std::int64_t epoch) {
    const Entry* own = ThisThreads().Find(key);
    if (own != nullptr && own->epoch == epoch) return *own;
    std::optional<Entry> found = RecallFromOthers(key);
    if (found && found->epoch == epoch) ThisThreads().Keep(*found);
    return found;
  }

  static void Keep(const Entry& entry) {
    ThisThreads().Keep(entry);
    Shared& shared = AllThreads();
    const std::lock_guard lock(shared.mutex);
    const Entry* found = shared.memory.Find(entry.key);
    if (found == nullptr || found->epoch < entry.epoch) shared.memory.Keep(entry);
  }

 private:
  /// For one thread at a time.
  class Memory {
   public:
    /// Null when there is none. Valid until the next call.
    const Entry* Find(const Key& key) {
      const auto found =
          std::ranges::find_if(entries_, [&](const Entry& entry) { return entry.key == key; });
      if (found == entries_.end()) return nullptr;
      entries_.splice(entries_.begin(), entries_, found);
      return &entries_.front();
    }
    void Keep(const Entry& entry) {
      entries_.remove_if([&](const Entry& known) { return known.key == entry.key; });
      entries_.push_front(entry);
      if (entries_.size() > kMost) entries_.pop_back();
    }

   private:
    std::list<Entry> entries_;  ///< the last used first
  };
  struct Shared {
    std::mutex mutex;
    Memory memory;  ///< guarded by `mutex`
  };

  static std::optional<Entry> RecallFromOthers(const Key& key) {
    Shared& shared = AllThreads();
    const std::lock_guard lock(shared.mutex);
    const Entry* found = shared.memory.Find(key);
    return found != nullptr ? std::optional(*found) : std::nullopt;
  }
  static Memory& ThisThreads() {
    thread_local Memory memory;
    return memory;
  }
  static Shared& AllThreads() {
    static Shared shared;
    return shared;
  }
};

}  // namespace guildhall::dialects
