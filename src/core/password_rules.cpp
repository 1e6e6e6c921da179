#include "core/password_rules.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "base/strings.h"

namespace guildhall {
namespace {

constexpr char32_t kNoCharacter = 0x110000;  // beyond Unicode

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsSpecial(char c) { return c >= ' ' && c <= '~' && !IsLower(c) && !IsUpper(c) && !IsDigit(c); }

/// What comes after the first character of `text`, which is not empty.
std::string_view WithoutFirst(std::string_view text) {
  std::size_t bytes = 1;
  while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) ++bytes;
  return text.substr(bytes);
}

/// The number of the first character of valid UTF-8 that is not empty.
char32_t FirstOf(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t bytes = text.size() - WithoutFirst(text).size();
  // Of a lead byte, one bit less for each byte that follows.
  char32_t point = bytes == 1 ? lead : lead & (0xFFU >> (bytes + 1));
  for (const char next : text.substr(1, bytes - 1)) {
    point = point << 6U | (static_cast<unsigned char>(next) & 0x3FU);
  }
  return point;
}

bool HasSequence(std::string_view text) {
  int equal = 1;
  int rising = 1;
  for (char32_t former = kNoCharacter; !text.empty(); text = WithoutFirst(text)) {
    const char32_t now = FirstOf(text);
    equal = now == former ? equal + 1 : 1;
    rising = now == former + 1 ? rising + 1 : 1;
    if (equal == 3 || rising == 3) return true;
    former = now;
  }
  return false;
}

}  // namespace

std::optional<PasswordFault> FindFault(const Secret& password, const PasswordRules& rules) {
  const std::string_view text = password.Reveal();
  const auto has = [&](bool (*kind)(char)) { return std::ranges::any_of(text, kind); };
  const auto count = [&](bool (*kind)(char)) { return std::ranges::count_if(text, kind); };
  if (static_cast<std::int64_t>(CountCodePoints(text)) < rules.min_length) {
    return PasswordFault::kTooShort;
  }
  if (rules.both_cases && (!has(IsLower) || !has(IsUpper))) return PasswordFault::kOneCase;
  if (count(IsDigit) < rules.min_digits) return PasswordFault::kFewDigits;
  if (count(IsSpecial) < rules.min_specials) return PasswordFault::kFewSpecials;
  if (rules.no_sequences && HasSequence(text)) return PasswordFault::kSequence;
  return std::nullopt;
}

}  // namespace guildhall
