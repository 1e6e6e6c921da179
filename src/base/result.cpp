#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace guildhall::detail {

void Bug(const char* file, int line, const char* message) {
  std::fprintf(stderr, "BUG at %s:%d: %s\n", file, line, message);
  std::abort();
}

}  // namespace guildhall::detail
