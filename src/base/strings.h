#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall {

/// Without white space (as ASCII has it) at both ends. The view points into `text`.
std::string_view Trim(std::string_view text);

/// ASCII letters lowered, everything else as it is.
std::string ToLowerAscii(std::string_view text);

/// Every code point lowered by Unicode's simple mapping, independent of the machine's locale.
/// `text` must be valid UTF-8; invalid bytes are kept as they are.
std::string ToLowerUnicode(std::string_view text);

/// Number of code points of valid UTF-8; what length limits count.
std::size_t CountCodePoints(std::string_view text);

bool IsValidUtf8(std::string_view text);

/// Equal when ASCII case is ignored: header names and the like.
bool EqualsIgnoreCase(std::string_view a, std::string_view b);

/// The whole of `text` as a decimal integer, or nothing (also when out of range).
std::optional<std::int64_t> ParseInteger(std::string_view text);

}  // namespace guildhall
