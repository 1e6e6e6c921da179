#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/ids.h"

namespace guildhall::dialects {

/// What this thread keeps about a tenant: the place where it is, or is to be kept, whatever stands
/// there now (look at `Entry::tenant`; the newest tenant of a place stays). A default-made `Entry`
/// is an empty one. `serial` is the dialect's, see `NextSerial`.
template <class Entry>
Entry& EntryOfThread(std::uint64_t serial, TenantId tenant) {
  constexpr std::size_t kEntries = 1'024;
  struct Table {
    std::uint64_t serial = 0;
    std::array<Entry, kEntries> entries;
  };
  thread_local Table table;
  if (table.serial != serial) {
    table.serial = serial;
    table.entries.fill(Entry{});
  }
  return table.entries[static_cast<std::size_t>(tenant.value()) % kEntries];
}

}  // namespace guildhall::dialects
