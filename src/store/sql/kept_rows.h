#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include <absl/container/flat_hash_map.h>

namespace guildhall::store {

/// Rows of one kind by their keys, within a number of bytes: when half of them are used, what was
/// not asked for since the last time is dropped. Belongs to one thread at a time.
template <class Key, class Row>
class KeptRows {
 public:
  explicit KeptRows(std::size_t bytes) : half_(bytes / 2) {}

  /// The row, if it was read when its last change, `changed`, was visible. Valid until the next
  /// call.
  const Row* Find(const Key& key, std::uint64_t changed) {
    auto found = recent_.find(key);
    if (found == recent_.end()) {
      const auto older = older_.find(key);
      if (older == older_.end()) return nullptr;
      auto entry = std::move(older->second);
      older_.erase(older);
      if (entry->read_at < changed) return nullptr;
      return &Add(key, std::move(entry));
    }
    if (found->second->read_at >= changed) return &found->second->row;
    used_ -= found->second->bytes;
    recent_.erase(found);
    return nullptr;
  }

  /// `bytes`: an estimate of what the row holds. Rows that would drive out most others are not
  /// kept.
  void Keep(const Key& key, const Row& row, std::uint64_t read_at, std::size_t bytes) {
    if (bytes > half_ / 16) return;
    if (const auto former = recent_.find(key); former != recent_.end()) {
      used_ -= former->second->bytes;
      recent_.erase(former);
    }
    older_.erase(key);
    Add(key, std::make_unique<Entry>(Entry{read_at, bytes, row}));
  }

 private:
  struct Entry {
    std::uint64_t read_at = 0;  ///< commits that were over when its view began
    std::size_t bytes = 0;
    Row row;
  };

  const Row& Add(const Key& key, std::unique_ptr<Entry> entry) {
    if (used_ + entry->bytes > half_) {
      older_ = std::exchange(recent_, {});
      used_ = 0;
    }
    used_ += entry->bytes;
    return recent_.insert_or_assign(key, std::move(entry)).first->second->row;
  }

  std::size_t half_;
  std::size_t used_ = 0;  // by `recent_`
  absl::flat_hash_map<Key, std::unique_ptr<Entry>> recent_;
  absl::flat_hash_map<Key, std::unique_ptr<Entry>> older_;
};

}  // namespace guildhall::store
