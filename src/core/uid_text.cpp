#include "core/uid_text.h"

#include "base/bytes.h"

namespace guildhall {
namespace {

constexpr std::size_t kTextLength = 36;
constexpr std::size_t kHyphens[] = {8, 13, 18, 23};

}  // namespace

std::string TextOf(const Uid& uid) {
  std::string text = ToHex(AsView(uid));
  for (const std::size_t at : kHyphens) text.insert(at, 1, '-');
  return text;
}

std::optional<Uid> ParseUid(std::string_view text) {
  if (text.size() != kTextLength) return std::nullopt;
  std::string digits(text);
  for (std::size_t i = std::size(kHyphens); i > 0; --i) {
    const std::size_t at = kHyphens[i - 1];
    if (digits[at] != '-') return std::nullopt;
    digits.erase(at, 1);
  }
  Uid uid{};
  if (!DecodeHex(digits, uid)) return std::nullopt;
  return uid;
}

}  // namespace guildhall
