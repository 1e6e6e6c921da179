#include "dialects/tyk/body.h"

#include <utility>

#include "base/strings.h"
#include "dialects/tyk/errors.h"

namespace guildhall::tyk {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// `at` is the place of a comma: whether the next character that is no white space closes.
bool IsTrailing(std::string_view text, std::size_t at) {
  std::size_t next = at + 1;
  while (next < text.size() && IsBlank(text[next])) ++next;
  return next < text.size() && (text[next] == '}' || text[next] == ']');
}

/// The place behind the string that begins at `at`.
std::size_t EndOfString(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  return end < text.size() ? end + 1 : text.size();
}

}  // namespace

std::optional<std::string> WithoutTrailingCommas(std::string_view text) {
  std::string repaired;
  std::size_t kept = 0;  // everything before it is in `repaired`, or was left out
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '"') {
      at = EndOfString(text, at);
      continue;
    }
    // One comma of a run is looked at only: the next one closes nothing.
    if (text[at] == ',' && IsTrailing(text, at)) {
      repaired.append(text.substr(kept, at - kept));
      kept = at + 1;
    }
    ++at;
  }
  if (kept == 0) return std::nullopt;
  repaired.append(text.substr(kept));
  return repaired;
}

ReadBody ParseBody(const RouteSpec& spec, std::string_view body) {
  if (Trim(body).empty()) return {.refused = RefuseEmptyBody(spec)};
  Result<Json> parsed = ParseJson(body);
  if (!parsed) {
    if (const auto repaired = WithoutTrailingCommas(body)) parsed = ParseJson(*repaired);
  }
  if (!parsed || parsed->AsObject() == nullptr) return {.refused = RefuseBody(spec)};
  return {.value = std::move(*parsed)};
}

}  // namespace guildhall::tyk
