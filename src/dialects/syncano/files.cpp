#include "dialects/syncano/files.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/strings.h"
#include "dialects/syncano/errors.h"

namespace guildhall::syncano {
namespace {

constexpr std::string_view kAnyBytes = "application/octet-stream";
constexpr std::array<std::string_view, 8> kShowable{"image/png",  "image/jpeg",  "image/gif",
                                                    "image/webp", "image/avif",  "image/bmp",
                                                    "text/plain", "image/x-icon"};

bool IsTokenByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$&^_.+-").find(c) != std::string_view::npos;
}

bool IsToken(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, IsTokenByte);
}

http::Response NotThere() {
  http::Response response = Missing(kNotFoundText);
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  return response;
}

http::Response HeadOf(const File& file, std::string_view media_type) {
  http::Response head;
  head.headers = {{"Access-Control-Allow-Origin", "*"},
                  {"Cache-Control", "private"},
                  {"Content-Security-Policy", "default-src 'none'; sandbox"},
                  {"X-Content-Type-Options", "nosniff"}};
  if (!IsShowable(media_type)) head.headers.emplace_back("Content-Disposition", "attachment");
  head.facts.tenant = file.tenant;
  return head;
}

}  // namespace

std::string ServedMediaType(std::string_view stored) {
  const std::string type = ToLowerAscii(Trim(stored.substr(0, stored.find(';'))));
  const std::size_t slash = type.find('/');
  const std::string_view text = type;
  const bool known = slash != std::string::npos && IsToken(text.substr(0, slash)) &&
                     IsToken(text.substr(slash + 1));
  return known ? type : std::string(kAnyBytes);
}

bool IsShowable(std::string_view media_type) {
  return std::ranges::find(kShowable, media_type) != kShowable.end() ||
         media_type.starts_with("audio/") || media_type.starts_with("video/");
}

http::Answer ServeFile(const Services& services, const http::Request& request) {
  Core& core = services.core;
  auto found = core.Read(request.patience, [&](const Snapshot& snapshot) {
    return core.files().Get(snapshot, request.parameters[0]);
  });
  if (!found && found.error().code == Errc::kWouldWait) return http::WouldWait{};
  if (!found && found.error().code == Errc::kNotFound) return NotThere();
  if (!found) return RenderError(Noun::kNone, found.error());
  http::Download download;
  download.media_type = ServedMediaType(found->media_type);
  download.head = HeadOf(*found, download.media_type);
  download.size = static_cast<std::uint64_t>(found->size);
  download.read = [&core, file = *std::move(found)](std::uint64_t offset) {
    return core.files().Read(file, static_cast<std::int64_t>(offset));
  };
  return http::Answer(std::move(download));
}

}  // namespace guildhall::syncano
