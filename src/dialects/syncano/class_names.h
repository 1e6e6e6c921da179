#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace guildhall::syncano {

/// Whether paths and schemas give the name another meaning, so that no class can have it.
inline bool IsReservedClassName(std::string_view name) {
  constexpr std::array<std::string_view, 4> kReserved{"self", "user", "users", "acl"};
  return std::ranges::find(kReserved, name) != kReserved.end();
}

}  // namespace guildhall::syncano
