#pragma once

#include <cstdint>
#include <optional>

namespace guildhall {

/// Where a page of a list begins and which way it goes. `from` is exclusive; without it the page
/// begins at the end that `descending` names. Rows come back in walking order.
struct Seek {
  std::optional<std::int64_t> from = std::nullopt;
  bool descending = false;
  std::int32_t limit = 100;
};

}  // namespace guildhall
