#include "dialects/syncano/file_links.h"

#include <algorithm>

namespace guildhall::syncano {
namespace {

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
}

}  // namespace

std::string FileLinks::UrlOf(std::string_view name) const {
  std::string url = base_ ? base_() : std::string();
  return url.append(kFilesPath).append(name);
}

std::optional<std::string> FileLinks::NameIn(std::string_view url) const {
  const std::string start = UrlOf({});
  if (!url.starts_with(start)) return std::nullopt;
  const std::string_view name = url.substr(start.size());
  if (name.empty() || !std::ranges::all_of(name, IsNameByte)) return std::nullopt;
  return std::string(name);
}

}  // namespace guildhall::syncano
