#include "dialects/syncano/body.h"

#include <string>
#include <utility>

#include "base/strings.h"
#include "dialects/syncano/errors.h"

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxFormMembers = 1'000;

ReadBody RefuseBody(http::Response response) {
  response.facts.error = Errc::kInvalid;
  ReadBody body;
  body.refused = std::move(response);
  return body;
}

ReadBody ReadJsonBody(std::string_view text) {
  Result<Json> parsed = ParseJson(text);
  if (!parsed) return RefuseBody(Refuse(400, "JSON parse error - " + parsed.error().detail));
  ReadBody body;
  body.value = std::move(*parsed);
  return body;
}

ReadBody ReadFormBody(std::string_view text) {
  std::optional<Json> parsed = ParseForm(text);
  if (!parsed) return RefuseBody(Refuse(400, "Form parse error."));
  ReadBody body;
  body.value = std::move(*parsed);
  return body;
}

std::string Unsupported(std::string_view content_type) {
  return "Unsupported media type \"" + std::string(content_type) + "\" in request.";
}

}  // namespace

MediaType ReadMediaType(std::string_view content_type) {
  const std::string_view type = Trim(content_type.substr(0, content_type.find(';')));
  if (type.empty()) return MediaType::kNone;
  if (EqualsIgnoreCase(type, "application/json")) return MediaType::kJson;
  if (EqualsIgnoreCase(type, "application/x-www-form-urlencoded")) return MediaType::kForm;
  if (EqualsIgnoreCase(type, "text/plain")) return MediaType::kPlainText;
  if (EqualsIgnoreCase(type, "multipart/form-data")) return MediaType::kMultipart;
  return MediaType::kOther;
}

ReadBody ParseBody(std::string_view content_type, std::string_view body) {
  if (body.empty()) return {};
  switch (ReadMediaType(content_type)) {
    case MediaType::kJson:
    case MediaType::kPlainText:
      return ReadJsonBody(body);
    case MediaType::kForm:
      return ReadFormBody(body);
    case MediaType::kNone:
    case MediaType::kMultipart:
    case MediaType::kOther:
      break;
  }
  return RefuseBody(Refuse(415, Unsupported(content_type)));
}

bool AcceptsJson(std::string_view accept) {
  if (Trim(accept).empty()) return true;
  while (!accept.empty()) {
    const std::size_t comma = accept.find(',');
    const std::string_view range = accept.substr(0, comma);
    const std::string_view type = Trim(range.substr(0, range.find(';')));
    if (type == "*/*" || EqualsIgnoreCase(type, "application/*") ||
        EqualsIgnoreCase(type, "application/json")) {
      return true;
    }
    accept = comma == std::string_view::npos ? std::string_view() : accept.substr(comma + 1);
  }
  return false;
}

std::optional<Json> ParseForm(std::string_view text) {
  Json::Object members;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    auto name = http::PercentDecode(pair.substr(0, equals), true);
    auto value = http::PercentDecode(
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!name || !value || members.size() == kMaxFormMembers) return std::nullopt;
    members.emplace_back(std::move(*name), Json(std::move(*value)));
  }
  return Json(std::move(members));
}

}  // namespace guildhall::syncano
