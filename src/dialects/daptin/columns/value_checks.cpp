#include "dialects/daptin/columns/value_checks.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include "base/strings.h"
#include "core/uid_text.h"

namespace guildhall::daptin {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsAlphanumeric(char c) { return IsDigit(c) || IsAlpha(c); }
bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool IsBeyondAscii(char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; }

template <class Test>
bool AllOf(std::string_view text, Test test) {
  return !text.empty() && std::all_of(text.begin(), text.end(), test);
}

bool IsNumber(std::string_view text) { return AllOf(text, IsDigit); }

/// Digits with a sign before and a fraction behind them.
bool IsNumeric(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return IsNumber(text);
  return IsNumber(text.substr(0, point)) && IsNumber(text.substr(point + 1));
}

bool IsWithin(std::string_view text, double most) {
  if (!IsNumeric(text)) return false;
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && std::abs(number) <= most;
}

/// Parts between `separator`; every one must pass.
template <class Test>
bool EveryPart(std::string_view text, char separator, Test test) {
  while (true) {
    const std::size_t at = text.find(separator);
    if (!test(text.substr(0, at))) return false;
    if (at == std::string_view::npos) return true;
    text.remove_prefix(at + 1);
  }
}

bool IsLabel(std::string_view label) {
  constexpr std::size_t kMost = 63;
  const auto fits = [](char c) { return IsAlphanumeric(c) || IsBeyondAscii(c) || c == '-'; };
  return label.size() <= kMost && AllOf(label, fits) && label.front() != '-' && label.back() != '-';
}

bool IsEmail(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-/=?^_`{|}~";
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > 254) return false;
  const std::string_view domain = text.substr(at + 1);
  const std::size_t dot = domain.rfind('.');
  const auto is_atom = [&](std::string_view atom) {
    return AllOf(atom, [&](char c) {
      return IsAlphanumeric(c) || IsBeyondAscii(c) || kMarks.find(c) != std::string_view::npos;
    });
  };
  return dot != std::string_view::npos && EveryPart(text.substr(0, at), '.', is_atom) &&
         EveryPart(domain, '.', IsLabel) && !IsDigit(domain[dot + 1]);
}

/// With a scheme, and something behind it.
bool IsUrl(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return false;
  const auto in_scheme = [](char c) {
    return IsAlphanumeric(c) || c == '+' || c == '-' || c == '.';
  };
  const auto is_visible = [](char c) { return IsBeyondAscii(c) || (c > ' ' && c != '\x7F'); };
  return IsAlpha(text.front()) && AllOf(text.substr(0, colon), in_scheme) &&
         AllOf(text, is_visible) && text.substr(colon + 1) != "//";
}

bool IsHexColor(std::string_view text) {
  if (!text.starts_with('#')) return false;
  text.remove_prefix(1);
  return (text.size() == 3 || text.size() == 6) && AllOf(text, IsHex);
}

/// "rgb(1, 2, 3)" and its kin: numbers or percentages, of alpha a number up to 1.
bool IsColorFunction(std::string_view text) {
  for (const std::string_view name : {"rgb", "rgba", "hsl", "hsla"}) {
    if (!text.starts_with(name) || text.substr(name.size(), 1) != "(" || !text.ends_with(')')) {
      continue;
    }
    std::string_view inside = text.substr(name.size() + 1);
    inside.remove_suffix(1);
    const double most = name.starts_with('r') ? 255 : 360;
    std::size_t parts = 0;
    const bool fit = EveryPart(inside, ',', [&](std::string_view part) {
      part = Trim(part);
      if (++parts == 4) return IsWithin(part, 1) && !part.starts_with('-');
      if (part.ends_with('%')) part.remove_suffix(1);
      return IsWithin(part, most) && !part.starts_with('-');
    });
    return fit && parts == name.size();
  }
  return false;
}

bool IsColor(std::string_view text) { return IsHexColor(text) || IsColorFunction(text); }

bool IsIpv4(std::string_view text) {
  return std::count(text.begin(), text.end(), '.') == 3 &&
         EveryPart(text, '.', [](std::string_view part) {
           const bool short_form = part.size() == 1 || !part.starts_with('0');
           return part.size() <= 3 && IsNumber(part) && short_form && IsWithin(part, 255);
         });
}

/// Groups of four digits, of which `::` stands for those that are left out.
std::optional<int> CountGroups(std::string_view text, bool may_end_in_ipv4) {
  if (text.empty()) return 0;
  int groups = 0;
  const bool fit = EveryPart(text, ':', [&](std::string_view part) {
    const bool last = part.data() + part.size() == text.data() + text.size();
    if (last && may_end_in_ipv4 && IsIpv4(part)) {
      groups += 2;
      return true;
    }
    ++groups;
    return part.size() <= 4 && AllOf(part, IsHex);
  });
  return fit ? std::optional(groups) : std::nullopt;
}

bool IsIpv6(std::string_view text) {
  constexpr int kGroups = 8;
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return CountGroups(text, true) == kGroups;
  const auto before = CountGroups(text.substr(0, gap), false);
  const auto after = CountGroups(text.substr(gap + 2), true);
  return before && after && *before + *after < kGroups;
}

bool IsIp(std::string_view text) { return IsIpv4(text) || IsIpv6(text); }

bool IsBase64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return false;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return AllOf(text, [](char c) { return IsAlphanumeric(c) || c == '+' || c == '/'; });
}

bool IsUuid(std::string_view text) { return ParseUid(text).has_value(); }

bool IsLetters(std::string_view text) {
  const std::u32string points = ToCodePoints(text);
  return !points.empty() && std::all_of(points.begin(), points.end(), IsLetter);
}

struct Check {
  std::string_view name;
  TextCheck check;
};

constexpr auto kChecks = std::to_array<Check>({
    {"email", IsEmail},
    {"url", IsUrl},
    {"uri", IsUrl},
    {"numeric", IsNumeric},
    {"number", IsNumber},
    {"alpha", [](std::string_view text) { return AllOf(text, IsAlpha); }},
    {"alphanum", [](std::string_view text) { return AllOf(text, IsAlphanumeric); }},
    {"alphaunicode", IsLetters},
    {"ascii",
     [](std::string_view text) { return std::none_of(text.begin(), text.end(), IsBeyondAscii); }},
    {"hexadecimal", [](std::string_view text) { return AllOf(text, IsHex); }},
    {"iscolor", IsColor},
    {"hexcolor", IsHexColor},
    {"latitude", [](std::string_view text) { return IsWithin(text, 90); }},
    {"longitude", [](std::string_view text) { return IsWithin(text, 180); }},
    {"uuid", IsUuid},
    {"ip", IsIp},
    {"ipv4", IsIpv4},
    {"ipv6", IsIpv6},
    {"base64", IsBase64},
});

}  // namespace

TextCheck FindTextCheck(std::string_view name) {
  const auto* found = std::find_if(kChecks.begin(), kChecks.end(),
                                   [&](const Check& known) { return known.name == name; });
  return found == kChecks.end() ? nullptr : found->check;
}

}  // namespace guildhall::daptin
