#include "base/strings.h"

#include <algorithm>
#include <charconv>
#include <locale.h>
#include <simdjson.h>
#include <utility>
#include <wctype.h>

#include "base/result.h"

namespace guildhall {
namespace {

constexpr std::string_view kWhiteSpace = " \t\n\v\f\r";

char LowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

locale_t Utf8Locale() {
  static const locale_t locale = [] {
    const locale_t made = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (made == nullptr) GH_BUG("the C library has no C.UTF-8");
    return made;
  }();
  return locale;
}

// Decodes the code point at the front of `text`; its length is 0 when the bytes are no UTF-8.
struct Decoded {
  char32_t code_point;
  std::size_t length;
};

Decoded DecodeFront(std::string_view text) {
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF8   ? 0
                             : lead >= 0xF0 ? 4
                             : lead >= 0xE0 ? 3
                             : lead >= 0xC0 ? 2
                                            : 0;
  if (length == 0 || text.size() < length) return {0, 0};
  char32_t code_point = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return {0, 0};
    code_point = (code_point << 6) | (next & 0x3FU);
  }
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < kSmallest[length] || code_point > 0x10FFFF || surrogate) return {0, 0};
  return {code_point, length};
}

void AppendUtf8(std::string& out, char32_t c) {
  const auto push = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    push(c);
  } else if (c < 0x800) {
    push(0xC0 | (c >> 6));
    push(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    push(0xE0 | (c >> 12));
    push(0x80 | ((c >> 6) & 0x3F));
    push(0x80 | (c & 0x3F));
  } else {
    push(0xF0 | (c >> 18));
    push(0x80 | ((c >> 12) & 0x3F));
    push(0x80 | ((c >> 6) & 0x3F));
    push(0x80 | (c & 0x3F));
  }
}

}  // namespace

std::string_view Trim(std::string_view text) {
  const auto first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

std::string_view CutAt(std::string_view& text, char separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) return std::exchange(text, {});
  const std::string_view head = text.substr(0, at);
  text.remove_prefix(at + 1);
  return head;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::string_view part = Trim(CutAt(text, separator));
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

std::string ToLowerAscii(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), LowerAscii);
  return lowered;
}

std::string ToLowerUnicode(std::string_view text) {
  std::string lowered;
  lowered.reserve(text.size());
  while (!text.empty()) {
    const Decoded front = DecodeFront(text);
    if (front.length == 0) {
      lowered.push_back(text.front());
      text.remove_prefix(1);
      continue;
    }
    if (front.code_point < 0x80) {
      lowered.push_back(LowerAscii(text.front()));
    } else {
      const auto lower = towlower_l(static_cast<wint_t>(front.code_point), Utf8Locale());
      AppendUtf8(lowered, static_cast<char32_t>(lower));
    }
    text.remove_prefix(front.length);
  }
  return lowered;
}

std::string ToUpperUnicode(std::string_view text) {
  std::u32string code_points = ToCodePoints(text);
  std::transform(code_points.begin(), code_points.end(), code_points.begin(), ToUpper);
  return FromCodePoints(code_points);
}

std::u32string ToCodePoints(std::string_view text) {
  std::u32string code_points;
  code_points.reserve(text.size());
  while (!text.empty()) {
    const Decoded front = DecodeFront(text);
    const bool valid = front.length != 0;
    code_points.push_back(valid ? front.code_point : static_cast<unsigned char>(text.front()));
    text.remove_prefix(valid ? front.length : 1);
  }
  return code_points;
}

std::string FromCodePoints(std::u32string_view code_points) {
  std::string text;
  text.reserve(code_points.size());
  for (const char32_t code_point : code_points) AppendUtf8(text, code_point);
  return text;
}

bool IsLetter(char32_t code_point) {
  return iswalpha_l(static_cast<wint_t>(code_point), Utf8Locale()) != 0 &&
         iswdigit_l(static_cast<wint_t>(code_point), Utf8Locale()) == 0;
}

char32_t ToUpper(char32_t code_point) {
  return static_cast<char32_t>(towupper_l(static_cast<wint_t>(code_point), Utf8Locale()));
}

std::size_t CountCodePoints(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool IsValidUtf8(std::string_view text) {
  return text.empty() || simdjson::validate_utf8(text.data(), text.size());
}

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return LowerAscii(x) == LowerAscii(y);
         });
}

std::optional<std::int64_t> ParseInteger(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace guildhall
