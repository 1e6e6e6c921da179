#include "http/websocket_handshake.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <openssl/evp.h>

#include "base/strings.h"

namespace guildhall::http {
namespace {

// RFC 6455, section 1.3.
constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::string_view kVersion = "13";
// Sixteen bytes in base64.
constexpr std::size_t kKeyLength = 24;
constexpr std::size_t kKeyDigits = 22;
constexpr std::size_t kSha1Bytes = 20;
constexpr std::size_t kSha1Length = 28;  // in base64

/// Whether a header of that name lists `token`, in any case.
bool Lists(const Request& request, std::string_view name, std::string_view token) {
  for (std::size_t i = 0; i < request.header_count; ++i) {
    if (!EqualsIgnoreCase(request.headers[i].name, name)) continue;
    std::string_view list = request.headers[i].value;
    while (!list.empty()) {
      if (EqualsIgnoreCase(Trim(CutAt(list, ',')), token)) return true;
    }
  }
  return false;
}

/// The value of a header that must be there once.
std::string_view Only(const Request& request, std::string_view name) {
  std::string_view only;
  for (std::size_t i = 0; i < request.header_count; ++i) {
    if (!EqualsIgnoreCase(request.headers[i].name, name)) continue;
    if (!only.empty()) return {};
    only = request.headers[i].value;
  }
  return only;
}

bool IsBase64Digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/';
}

bool IsKey(std::string_view key) {
  return key.size() == kKeyLength && key.ends_with("==") &&
         std::all_of(key.begin(), key.begin() + kKeyDigits, IsBase64Digit);
}

/// Proves that the handshake was read, no more: what SHA-1 lacks is of no matter here.
std::optional<std::string> AcceptKey(std::string_view key) {
  const std::string text = std::string(key).append(kGuid);
  std::array<unsigned char, kSha1Bytes> digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha1(), nullptr) != 1) {
    return std::nullopt;
  }
  std::array<unsigned char, kSha1Length + 1> encoded{};
  EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest.size()));
  return std::string(encoded.begin(), encoded.end() - 1);
}

}  // namespace

std::optional<std::string> AcceptWebSocket(const Request& request) {
  const std::string_view key = Only(request, "Sec-WebSocket-Key");
  const bool is_handshake = request.method == Method::kGet && request.body.empty() &&
                            Lists(request, "Upgrade", "websocket") &&
                            Lists(request, "Connection", "Upgrade") &&
                            Only(request, "Sec-WebSocket-Version") == kVersion && IsKey(key);
  return is_handshake ? AcceptKey(key) : std::nullopt;
}

Response SwitchToWebSocket(std::string accept, const Facts& facts) {
  Response response;
  response.status = 101;
  response.headers = {{"Upgrade", "websocket"},
                      {"Connection", "Upgrade"},
                      {"Sec-WebSocket-Accept", std::move(accept)}};
  response.facts = facts;
  response.facts.error.reset();
  return response;
}

Response AskForWebSocket(Response refusal) {
  refusal.status = 426;
  refusal.headers.emplace_back("Upgrade", "websocket");
  refusal.headers.emplace_back("Connection", "Upgrade");
  refusal.headers.emplace_back("Sec-WebSocket-Version", kVersion);
  return refusal;
}

}  // namespace guildhall::http
