#pragma once

#include <array>
#include <cstdint>
#include <mutex>

#include "base/clock.h"
#include "base/random.h"
#include "core/ids.h"

namespace guildhall {

/// Makes the ids that name rows outside their tenant. Thread-safe; ids made by one process rise.
class Identities {
 public:
  Identities(const Clock& clock, Random& random);
  /// UUID, version 7: milliseconds, then microseconds in the twelve bits that follow, then chance.
  [[nodiscard]] Uid MakeUid();
  [[nodiscard]] ObjectId MakeObjectId();

 private:
  const Clock& clock_;
  Random& random_;
  std::array<std::uint8_t, 5> process_{};
  std::mutex mutex_;
  std::int64_t last_microsecond_ = 0;  // guarded by mutex_, like what follows
  std::int64_t last_second_ = 0;
  std::uint32_t count_ = 0;
};

}  // namespace guildhall
