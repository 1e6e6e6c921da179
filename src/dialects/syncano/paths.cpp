#include "dialects/syncano/paths.h"

#include <algorithm>

#include "base/strings.h"

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxInstanceName = 64;

bool IsInstanceCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

std::string_view BelowVersion(std::string_view path) {
  for (const std::string_view version : {std::string_view("/v1.1"), std::string_view("/v1")}) {
    if (path.substr(0, version.size()) == version && path.size() > version.size() &&
        path[version.size()] == '/') {
      return path.substr(version.size());
    }
  }
  return path;
}

bool FitsPattern(std::string_view path, std::string_view pattern) {
  while (!path.empty() && !pattern.empty()) {
    const std::size_t path_end = path.find('/');
    const std::size_t pattern_end = pattern.find('/');
    const std::string_view wanted = pattern.substr(0, pattern_end);
    const std::string_view given = path.substr(0, path_end);
    const bool parameter = !wanted.empty() && wanted.front() == '{';
    if (parameter ? given.empty() : given != wanted) return false;
    if (path_end == std::string_view::npos || pattern_end == std::string_view::npos) {
      return path_end == pattern_end;
    }
    path.remove_prefix(path_end + 1);
    pattern.remove_prefix(pattern_end + 1);
  }
  return path.empty() && pattern.empty();
}

std::optional<std::int64_t> ParsePathId(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  const auto id = ParseInteger(text);
  return id && *id > 0 ? id : std::nullopt;
}

std::optional<std::string_view> StoredInstanceName(std::string_view text, std::string& scratch) {
  if (text.empty() || text.size() > kMaxInstanceName) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), IsInstanceCharacter)) return std::nullopt;
  if (std::none_of(text.begin(), text.end(), IsUpper)) return text;
  scratch = ToLowerAscii(text);
  return scratch;
}

}  // namespace guildhall::syncano
