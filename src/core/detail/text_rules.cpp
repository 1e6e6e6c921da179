#include "core/detail/text_rules.h"

#include <algorithm>
#include <string>

#include "base/strings.h"

namespace guildhall::detail {
namespace {

bool IsBeyondAscii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// RFC 5322's "atext".
bool IsLocalCharacter(char c) {
  constexpr std::string_view kSpecial = "!#$%&'*+/=?^_`{|}~-";
  return IsAlphanumeric(c) || IsBeyondAscii(c) || kSpecial.find(c) != std::string_view::npos;
}

bool IsDomainLabel(std::string_view label) {
  if (label.empty() || label.size() > 63) return false;
  if (label.front() == '-' || label.back() == '-') return false;
  return std::ranges::all_of(
      label, [](char c) { return IsAlphanumeric(c) || IsBeyondAscii(c) || c == '-'; });
}

/// Calls `test` for every part between full stops; false as soon as one fails.
template <class Test>
bool AllParts(std::string_view text, const Test& test) {
  for (;;) {
    const std::size_t dot = text.find('.');
    if (!test(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

std::optional<Problem> CheckText(std::string_view field, std::string_view text,
                                 std::int64_t limit) {
  if (!IsValidUtf8(text) || text.find('\0') != std::string_view::npos) {
    return Problem{std::string(field), Reason::kBadCharacter};
  }
  const auto length = static_cast<std::int64_t>(CountCodePoints(text));
  if (length > limit) return Problem{std::string(field), Reason::kTooLong, limit, length};
  return std::nullopt;
}

std::optional<Problem> CheckName(std::string_view field, std::string_view name) {
  if (name.empty()) return Problem{std::string(field), Reason::kBlank};
  return CheckText(field, name, kMaxName);
}

bool IsEmail(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || CountCodePoints(text) > std::size_t{kMaxName}) return false;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  if (domain.find('.') == std::string_view::npos) return false;
  const auto is_local_part = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, IsLocalCharacter);
  };
  return AllParts(local, is_local_part) && AllParts(domain, IsDomainLabel);
}

}  // namespace guildhall::detail
