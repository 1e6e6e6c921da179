#pragma once

#include <cstdint>
#include <optional>

#include "core/access.h"

namespace guildhall {

/// A grant as wanted.
struct Sharing {
  GroupId group;
  Rights rights;
  std::int32_t rest = 0;

  friend bool operator==(const Sharing&, const Sharing&) = default;
};

/// What a write wants to change in an access list; what is absent stays.
struct AccessPatch {
  struct Primary {
    std::optional<GroupId> group;
    Rights rights;  ///< of the group's grant
    std::int32_t group_bits = 0;
  };
  std::optional<std::optional<UserId>> owner;
  std::optional<Rights> everyone;
  std::optional<Rights> signed_in;
  std::optional<Rights> owner_rights;
  std::optional<Primary> primary;

  [[nodiscard]] bool empty() const {
    return !owner && !everyone && !signed_in && !owner_rights && !primary;
  }
  /// `list` with the changes of this patch.
  [[nodiscard]] AccessList Apply(AccessList list) const;
};

}  // namespace guildhall
