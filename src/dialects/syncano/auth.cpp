#include "dialects/syncano/auth.h"

#include "base/bytes.h"
#include "base/strings.h"

namespace guildhall::syncano {
namespace {

void ReadHeader(const http::HeaderField& field, Headers& headers) {
  // Lengths first: most headers of a request are none of these.
  switch (field.name.size()) {
    case 6:
      if (IsToken(field.name, "accept")) headers.accept = field.value;
      if (IsToken(field.name, "origin")) headers.has_origin = true;
      return;
    case 9:
      if (IsToken(field.name, "x-api-key")) headers.api_key = field.value;
      return;
    case 10:
      if (IsToken(field.name, "x-user-key")) headers.user_key = field.value;
      return;
    case 12:
      if (IsToken(field.name, "content-type")) headers.content_type = field.value;
      return;
    case 13:
      if (IsToken(field.name, "authorization")) headers.authorization = field.value;
      return;
    case 29:
      if (IsToken(field.name, "access-control-request-method")) headers.preflight = true;
      return;
    default:
      return;
  }
}

void SetKey(std::string_view text, Presentation& presentation) {
  presentation.has_key = true;
  presentation.presented.key = ParseKey(text);
  presentation.forged = !presentation.presented.key;
}

void SetUserKey(std::string_view text, Presentation& presentation) {
  presentation.has_user_key = true;
  presentation.presented.user_key = ParseKey(text);
}

std::optional<std::string> FirstParameter(const http::Request& request, std::string_view first,
                                          std::string_view second) {
  if (request.query.empty()) return std::nullopt;
  auto value = request.QueryParameter(first);
  if (!value || value->empty()) value = request.QueryParameter(second);
  if (value && value->empty()) return std::nullopt;
  return value;
}

}  // namespace

Headers ReadHeaders(const http::Request& request) {
  Headers headers;
  for (std::size_t i = 0; i < request.header_count; ++i) ReadHeader(request.headers[i], headers);
  return headers;
}

std::optional<std::string_view> KeyOfAuthorization(std::string_view value) {
  value = Trim(value);
  const std::size_t space = value.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view key = Trim(value.substr(space));
  if (key.empty() || key.find(' ') != std::string_view::npos) return std::nullopt;
  return key;
}

std::optional<KeyBytes> ParseKey(std::string_view text) {
  KeyBytes key;
  if (text.size() != 2 * key.size() || !DecodeHex(text, key)) return std::nullopt;
  return key;
}

Presentation PresentedOutsideBody(const http::Request& request, const Headers& headers) {
  Presentation presentation;
  if (headers.api_key && !headers.api_key->empty()) {
    SetKey(*headers.api_key, presentation);
  } else if (const auto parameter = FirstParameter(request, "api_key", "apikey")) {
    SetKey(*parameter, presentation);
  } else if (const auto key = KeyOfAuthorization(headers.authorization)) {
    SetKey(*key, presentation);
  }
  if (headers.user_key && !headers.user_key->empty()) {
    SetUserKey(*headers.user_key, presentation);
  } else if (const auto parameter = FirstParameter(request, "user_key", "userkey")) {
    SetUserKey(*parameter, presentation);
  }
  return presentation;
}

void AddFromBody(const Json& body, Presentation& presentation) {
  const auto text_of = [&](std::string_view name) -> std::string_view {
    const Json* member = body.Find(name);
    const std::string* text = member == nullptr ? nullptr : member->AsString();
    return text == nullptr ? std::string_view() : std::string_view(*text);
  };
  if (!presentation.has_key && !text_of("_api_key").empty()) {
    SetKey(text_of("_api_key"), presentation);
  }
  if (!presentation.has_user_key && !text_of("_user_key").empty()) {
    SetUserKey(text_of("_user_key"), presentation);
  }
}

}  // namespace guildhall::syncano
