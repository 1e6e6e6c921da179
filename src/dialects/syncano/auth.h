#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "core/callers.h"
#include "http/request.h"

namespace guildhall::syncano {

/// The headers that the dialect reads, found in one pass.
struct Headers {
  std::optional<std::string_view> api_key;
  std::optional<std::string_view> user_key;
  std::string_view authorization;
  std::string_view content_type;
  std::string_view accept;
  bool has_origin = false;
  bool preflight = false;  ///< `Access-Control-Request-Method` is there
};
Headers ReadHeaders(const http::Request& request);

/// The second word of `Authorization: <any word> <key>`; nothing for any other form.
std::optional<std::string_view> KeyOfAuthorization(std::string_view value);

/// A presented key; nothing when it is not 40 hexadecimal digits.
std::optional<KeyBytes> ParseKey(std::string_view text);

/// What the core is to look up. `forged`: the API or account key is there and cannot be one.
struct Presentation {
  Callers::Presented presented;
  bool forged = false;
  bool has_key = false;
  bool has_user_key = false;
};
/// From headers, then query (Syncano v1.1: X-API-KEY, api_key, apikey, Authorization; X-USER-KEY,
/// user_key, userkey). A malformed user key is no user key.
Presentation PresentedOutsideBody(const http::Request& request, const Headers& headers);
/// Adds `_api_key` and `_user_key` of the body where the request had none elsewhere.
void AddFromBody(const Json& body, Presentation& presentation);

}  // namespace guildhall::syncano
