#include "core/value.h"

#include <algorithm>

namespace guildhall {

const Value& ValueOf(const Fields& fields, std::int32_t number) {
  static const Value kNull;
  const auto at = std::ranges::lower_bound(fields, number, {}, &Fields::value_type::first);
  return at != fields.end() && at->first == number ? at->second : kNull;
}

}  // namespace guildhall
