#include "core/caller.h"

#include <algorithm>

namespace guildhall {

bool UserView::administrator() const {
  return std::ranges::binary_search(active_groups, kAdministrators);
}

}  // namespace guildhall
