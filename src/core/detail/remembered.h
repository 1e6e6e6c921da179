#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <absl/container/flat_hash_map.h>
#include <absl/hash/hash.h>

#include "core/credentials.h"

namespace guildhall::detail {

/// Seeded, so that nobody can prepare keys that collide.
struct KeyHash {
  std::size_t operator()(const KeyBytes& key) const {
    std::uint64_t words[3] = {};
    std::memcpy(words, key.data(), key.size());
    return absl::HashOf(words[0], words[1], words[2]);
  }
};

/// In a time that does not depend on where two keys differ.
struct KeyEqual {
  bool operator()(const KeyBytes& a, const KeyBytes& b) const {
    std::uint64_t left[3] = {};
    std::uint64_t right[3] = {};
    std::memcpy(left, a.data(), a.size());
    std::memcpy(right, b.data(), b.size());
    return ((left[0] ^ right[0]) | (left[1] ^ right[1]) | (left[2] ^ right[2])) == 0;
  }
};

/// Finds by `string_view` without making a string.
struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const { return absl::HashOf(name); }
};
using NameEqual = std::equal_to<>;

/// Rows of one kind in the memory of one thread, found by id and by a key. An item is never changed
/// once others may hold it, apart from its bookkeeping; a newer one takes its place. Not
/// thread-safe, but items may be released on any thread.
template <class IdType, class Key, class Value, class Hash, class Equal>
class Remembered {
 public:
  struct Item {
    // What every hit looks at comes first: it shares a cache line with the reference count.
    std::int64_t read_at = 0;  ///< epoch at which it was or still is what the store says
    bool used = false;         ///< since the last `Age`
    std::optional<Key> key{};
    IdType id{};
    std::size_t bytes = 0;  ///< estimate of all that the item holds
    Value value{};
  };
  using Pointer = std::shared_ptr<Item>;

  /// The `read_at` of what the store no longer says.
  static constexpr std::int64_t kStale = -1;

  /// Null when there is none. Valid until the next `Keep` or `Age`. It may be stale.
  template <class Looked>
  [[nodiscard]] const Pointer* FindByKey(const Looked& key) const {
    const auto found = keys_.find(key);
    return found == keys_.end() ? nullptr : &found->second;
  }
  /// Begins to fetch the part of the table that a search for `key` begins with.
  void Expect(const Key& key) const { keys_.prefetch(key); }
  [[nodiscard]] const Pointer* Find(IdType id) const {
    const auto found = items_.find(id);
    return found == items_.end() ? nullptr : &found->second;
  }

  /// Takes the place of what was kept under this id. `second` says whether there was nothing.
  std::pair<Pointer, bool> Keep(Item item) {
    auto kept = std::make_shared<Item>(std::move(item));
    Pointer& place = items_[kept->id];
    const bool fresh = place == nullptr;
    if (!fresh) Release(*place);
    place = kept;
    bytes_ += kept->bytes;
    if (kept->key) keys_.insert_or_assign(*kept->key, kept);
    return {std::move(kept), fresh};
  }

  void Invalidate(IdType id) {
    if (const auto found = items_.find(id); found != items_.end()) found->second->read_at = kStale;
  }

  /// False when the item was used since it was last asked; otherwise it is gone afterwards.
  bool Age(IdType id, bool force) {
    const auto found = items_.find(id);
    if (found == items_.end()) return true;
    if (std::exchange(found->second->used, false) && !force) return false;
    Release(*found->second);
    items_.erase(found);
    return true;
  }

  template <class Visit>
  void ForEach(const Visit& visit) {
    for (auto& [id, item] : items_) visit(*item);
  }

  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] bool empty() const { return items_.empty(); }

 private:
  void Release(const Item& item) {
    bytes_ -= item.bytes;
    if (!item.key) return;
    // Another item may have been given this key since.
    const auto found = keys_.find(*item.key);
    if (found != keys_.end() && found->second->id == item.id) keys_.erase(found);
  }

  absl::flat_hash_map<IdType, Pointer> items_;
  absl::flat_hash_map<Key, Pointer, Hash, Equal> keys_;
  std::size_t bytes_ = 0;
};

}  // namespace guildhall::detail
