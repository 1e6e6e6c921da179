// How values are changed before they are checked: the tags of conformations.
#include <algorithm>
#include <array>
#include <utility>

#include "base/strings.h"
#include "dialects/daptin/columns/column_rules.h"

namespace guildhall::daptin {
namespace {

using Points = std::u32string;

bool IsSpace(char32_t c) { return c == U' ' || (c >= U'\t' && c <= U'\r'); }
bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool IsNoDigit(char32_t c) { return !IsDigit(c); }
bool IsNoLetter(char32_t c) { return !IsLetter(c); }

Points Without(Points text, bool (*goes)(char32_t)) {
  std::erase_if(text, goes);
  return text;
}

Points TrimmedLeft(Points text) {
  text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), IsSpace));
  return text;
}

Points TrimmedRight(Points text) {
  text.erase(std::find_if_not(text.rbegin(), text.rend(), IsSpace).base(), text.end());
  return text;
}

Points Trimmed(Points text) { return TrimmedLeft(TrimmedRight(std::move(text))); }

Points Lower(const Points& text) { return ToCodePoints(ToLowerUnicode(FromCodePoints(text))); }

Points Upper(Points text) {
  std::transform(text.begin(), text.end(), text.begin(), ToUpper);
  return text;
}

/// Every letter that begins a word, as `begins` sees words, becomes a capital.
Points Capitals(Points text, bool (*separates)(char32_t)) {
  bool begins = true;
  for (char32_t& c : text) {
    if (begins) c = ToUpper(c);
    begins = separates(c);
  }
  return text;
}

Points CapitalFirst(Points text) {
  if (!text.empty()) text.front() = ToUpper(text.front());
  return text;
}

bool EndsPartOfName(char32_t c) { return IsSpace(c) || c == U'-'; }

/// Letters, hyphens and apostrophes, with single spaces, each part of the name with a capital.
Points Name(const Points& text) {
  Points kept;
  for (const char32_t c : Lower(Trimmed(text))) {
    const bool space = IsSpace(c);
    if (space && !kept.empty() && kept.back() != U' ') kept.push_back(U' ');
    if (IsLetter(c) || c == U'-' || c == U'\'') kept.push_back(c);
  }
  return Capitals(TrimmedRight(std::move(kept)), EndsPartOfName);
}

/// Words of letters and digits; a capital behind a small letter begins one too.
std::vector<Points> WordsOf(const Points& text) {
  std::vector<Points> words;
  Points word;
  char32_t last = U' ';
  for (const char32_t c : text) {
    const bool part = IsLetter(c) || IsDigit(c);
    const bool hump = IsLetter(last) && ToUpper(last) != last && IsLetter(c) && ToUpper(c) == c;
    if ((!part || hump) && !word.empty()) words.push_back(std::exchange(word, {}));
    if (part) word.push_back(c);
    last = c;
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

Points Joined(const Points& text, char32_t separator) {
  Points joined;
  for (const Points& word : WordsOf(text)) {
    if (!joined.empty()) joined.push_back(separator);
    joined += Lower(word);
  }
  return joined;
}

Points Camel(const Points& text) {
  Points joined;
  for (const Points& word : WordsOf(text)) {
    joined += joined.empty() ? Lower(word) : CapitalFirst(Lower(word));
  }
  return joined;
}

struct Conformation {
  std::string_view name;
  Points (*change)(Points text);
};

constexpr auto kConformations = std::to_array<Conformation>({
    {"trim", Trimmed},
    {"ltrim", TrimmedLeft},
    {"rtrim", TrimmedRight},
    {"lower", [](Points text) { return Lower(text); }},
    {"upper", Upper},
    {"title", [](Points text) { return Capitals(Lower(text), IsSpace); }},
    {"ucfirst", CapitalFirst},
    {"email", [](Points text) { return Lower(Trimmed(std::move(text))); }},
    {"name", [](Points text) { return Name(text); }},
    {"num", [](Points text) { return Without(std::move(text), IsNoDigit); }},
    {"!num", [](Points text) { return Without(std::move(text), IsDigit); }},
    {"alpha", [](Points text) { return Without(std::move(text), IsNoLetter); }},
    {"!alpha", [](Points text) { return Without(std::move(text), IsLetter); }},
    {"snake", [](Points text) { return Joined(text, U'_'); }},
    {"kebab", [](Points text) { return Joined(text, U'-'); }},
    {"slug", [](Points text) { return Joined(text, U'-'); }},
    {"camel", [](Points text) { return Camel(text); }},
});

const Conformation* FindConformation(std::string_view name) {
  const auto* found = std::find_if(kConformations.begin(), kConformations.end(),
                                   [&](const Conformation& known) { return known.name == name; });
  return found == kConformations.end() ? nullptr : found;
}

/// The tags between commas, without those that are empty.
}  // namespace

std::optional<std::string> UnknownConformation(std::string_view tags) {
  for (const std::string_view tag : Split(tags, ',')) {
    if (FindConformation(tag) == nullptr) return std::string(tag);
  }
  return std::nullopt;
}

Json Conform(std::string_view tags, Json value) {
  const std::string* text = value.AsString();
  if (text == nullptr || !IsValidUtf8(*text)) return value;
  Points points = ToCodePoints(*text);
  for (const std::string_view tag : Split(tags, ',')) {
    const Conformation* conformation = FindConformation(tag);
    if (conformation != nullptr) points = conformation->change(std::move(points));
  }
  return Json(FromCodePoints(points));
}

}  // namespace guildhall::daptin
