#pragma once

#include <string_view>

namespace guildhall::daptin {

/// Whether a text has the form that a validation of this name asks for ("email", "uuid", ...).
using TextCheck = bool (*)(std::string_view text);
/// Null when no such validation is known. [go-playground/validator v9, "Strings", "Format"]
TextCheck FindTextCheck(std::string_view name);

}  // namespace guildhall::daptin
