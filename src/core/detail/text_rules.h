#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/error.h"

namespace guildhall::detail {

// The core's own bounds, in characters: wider than those of any dialect.
inline constexpr std::int64_t kMaxName = 254;
inline constexpr std::int64_t kMaxText = 4096;
inline constexpr std::int64_t kMaxCapabilities = 16'384;  ///< of a map, as JSON text
inline constexpr std::int64_t kMaxDocument = 262'144;

/// What is wrong with a text that is to be stored: no UTF-8, U+0000 inside, longer than `limit`.
std::optional<Problem> CheckText(std::string_view field, std::string_view text, std::int64_t limit);

/// The same for a name that must not be empty. `name` is normalised already.
std::optional<Problem> CheckName(std::string_view field, std::string_view name);

/// Whether `text`, trimmed and lower-case, is an e-mail address as people have them: one `@`, a
/// local part without white space, quotation marks or commas, a domain of at least two labels.
/// Characters beyond ASCII may stand in both.
bool IsEmail(std::string_view text);

}  // namespace guildhall::detail
