#pragma once

#include <cstdint>
#include <optional>

#include "base/secret.h"

namespace guildhall {

/// What a new password must be like. Letters and digits are those of ASCII.
struct PasswordRules {
  std::int32_t min_length = 6;  ///< in characters
  bool both_cases = false;      ///< lower-case and upper-case letters
  std::int32_t min_digits = 0;
  std::int32_t min_specials = 0;  ///< characters of ASCII that are no letters and no digits
  /// No three characters in a row that are equal or follow each other: "111", "abc", "123".
  bool no_sequences = false;
};

/// What is wrong with a password, in the order in which it is looked at.
enum class PasswordFault : std::uint8_t {
  kTooShort,
  kOneCase,
  kFewDigits,
  kFewSpecials,
  kSequence,
};

/// The first rule that the password breaks; nothing when it keeps them all. `password` is valid
/// UTF-8, as it would be hashed.
std::optional<PasswordFault> FindFault(const Secret& password, const PasswordRules& rules);

}  // namespace guildhall
