#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "base/clock.h"
#include "core/ids.h"

namespace guildhall {

/// The bytes of one field of one record, as the store knows them. It is made before its record
/// takes it, and stays for a while after its record let it go.
struct File {
  /// When a file that belongs to a record is to be removed.
  static constexpr Time kNever{std::numeric_limits<std::int64_t>::max()};

  TenantId tenant;
  std::string name;         ///< 40 random hexadecimal digits and the extension with its dot, if any
  CollectionId collection;  ///< 0 while no record has it; so is the next
  RecordId record;
  std::int64_t size = 0;  ///< in bytes
  std::string media_type;
  Time created_at;
  Time due_at;  ///< when it may be removed: `kNever` while a record has it, 0 once it was let go

  [[nodiscard]] bool is_held() const { return due_at == kNever; }

  friend bool operator==(const File&, const File&) = default;
};

}  // namespace guildhall
