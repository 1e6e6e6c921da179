#include "dialects/shared/mounting.h"

#include <atomic>

namespace guildhall::dialects {

std::uint64_t NextSerial() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace guildhall::dialects
