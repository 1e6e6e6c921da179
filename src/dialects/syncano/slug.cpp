#include "dialects/syncano/slug.h"

#include <algorithm>

#include "base/strings.h"

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxLength = 64;

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
bool IsLetterOrDigit(char c) { return IsLetter(c) || (c >= '0' && c <= '9'); }

}  // namespace

std::optional<std::string> ReadSlug(Input& input, std::string_view member, SlugMarks marks) {
  auto text = input.Text(member, {.max = kMaxLength, .required = true});
  if (!text) return std::nullopt;
  const std::string slug = ToLowerAscii(*text);
  const bool hyphens = marks == SlugMarks::kUnderscoresAndHyphens;
  bool good = true;
  const auto require = [&](bool holds, std::string_view sentence) {
    if (!holds) input.Refuse(member, sentence);
    good = good && holds;
  };
  require(IsLetter(slug.front()), "Value has to start with a letter.");
  require(IsLetterOrDigit(slug.back()), "Value has to end with a letter or a number.");
  require(
      std::ranges::all_of(
          slug, [&](char c) { return IsLetterOrDigit(c) || c == '_' || (hyphens && c == '-'); }),
      hyphens ? "Enter a valid value consisting of letters, numbers, underscores, hyphens."
              : "Enter a valid value consisting of letters, numbers, underscores.");
  return good ? std::optional(slug) : std::nullopt;
}

}  // namespace guildhall::syncano
