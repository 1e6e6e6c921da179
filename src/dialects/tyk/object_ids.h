#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"

namespace guildhall::tyk {

/// Exactly 24 hexadecimal digits of either case; nothing for any other text.
std::optional<ObjectId> ParseObjectId(std::string_view text);
/// 24 lower-case digits.
std::string TextOf(const ObjectId& id);

}  // namespace guildhall::tyk
