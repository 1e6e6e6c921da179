#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"

namespace guildhall {

/// One field's value; `monostate` is null.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, Time>;

inline bool IsNull(const Value& value) { return std::holds_alternative<std::monostate>(value); }

/// A record's values by the number of their field, ascending; null values are left out.
using Fields = std::vector<std::pair<std::int32_t, Value>>;

}  // namespace guildhall
