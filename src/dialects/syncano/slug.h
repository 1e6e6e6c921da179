#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dialects/syncano/input.h"

namespace guildhall::syncano {

/// The characters that a name may have beside lower-case letters and digits.
enum class SlugMarks : std::uint8_t { kUnderscores, kUnderscoresAndHyphens };

/// The name of a class or channel: required, trimmed, lower-cased, at most 64 characters, first a
/// letter, last a letter or digit. Each rule that fails adds its sentence.
std::optional<std::string> ReadSlug(Input& input, std::string_view member, SlugMarks marks);

}  // namespace guildhall::syncano
