#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"

namespace guildhall {

/// The usual form of a uid: "018f3b1c-7a2e-7c3d-8e4f-5a6b7c8d9e0f".
std::string TextOf(const Uid& uid);

/// Reads exactly that form, in either case; nothing for anything else.
std::optional<Uid> ParseUid(std::string_view text);

}  // namespace guildhall
