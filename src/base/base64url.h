#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace guildhall {

/// Base64 with the alphabet of URLs and without padding (RFC 4648, section 5).
std::string ToBase64Url(std::string_view bytes);

/// The bytes of `text`; nothing when it is not exactly what `ToBase64Url` would make of them.
std::optional<Bytes> FromBase64Url(std::string_view text);

}  // namespace guildhall
