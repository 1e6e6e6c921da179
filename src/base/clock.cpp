#include "base/clock.h"

#include <chrono>

namespace guildhall {

Time SystemClock::Now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Time(std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count());
}

}  // namespace guildhall
