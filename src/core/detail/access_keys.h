#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <absl/container/flat_hash_map.h>
#include <absl/hash/hash.h>

#include "base/crypto.h"
#include "core/rows.h"

namespace guildhall::detail {

/// Whose access keys those are that one thread remembers. A hint: whoever is named may have another
/// key by now, so compare with his own before believing it. Not thread-safe.
class AccessKeys {
 public:
  /// What an entry costs beside the key's text.
  static constexpr std::size_t kEntryBytes = sizeof(std::string) + sizeof(UserRows::Holder) + 16;

  /// Null for an unknown key. Valid until the next `Keep`.
  [[nodiscard]] const UserRows::Holder* Find(std::string_view key) const {
    const auto found = holders_.find(key);
    return found == holders_.end() ? nullptr : &found->second;
  }
  /// An empty key is nobody's.
  void Keep(std::string_view key, UserRows::Holder holder) {
    if (!key.empty()) holders_.insert_or_assign(std::string(key), holder);
  }
  /// Unless it was given to somebody else since.
  void Forget(std::string_view key, UserRows::Holder holder) {
    const auto found = holders_.find(key);
    if (found == holders_.end()) return;
    const UserRows::Holder& kept = found->second;
    if (kept.tenant == holder.tenant && kept.user == holder.user) holders_.erase(found);
  }

 private:
  /// Seeded, so that nobody can prepare keys that collide.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return absl::HashOf(key); }
  };
  /// In a time that does not depend on where two keys differ.
  struct Equal {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const { return SameBytes(a, b); }
  };

  absl::flat_hash_map<std::string, UserRows::Holder, Hash, Equal> holders_;
};

}  // namespace guildhall::detail
