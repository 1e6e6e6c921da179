#include "dialects/syncano/body.h"

#include <string>
#include <utility>

#include "base/strings.h"
#include "dialects/shared/form.h"
#include "dialects/syncano/errors.h"

namespace guildhall::syncano {
namespace {

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

/// Of the texts of a form, those that belong to the profile go into it.
Json NestProfile(Json::Object texts) {
  static constexpr std::string_view kPrefix = "profile.";
  Json::Object members;
  Json::Object profile;
  for (auto& [name, value] : texts) {
    if (name.starts_with(kPrefix)) {
      profile.emplace_back(name.substr(kPrefix.size()), std::move(value));
    } else {
      members.emplace_back(std::move(name), std::move(value));
    }
  }
  if (!profile.empty()) {
    std::erase_if(members, [](const auto& member) { return member.first == "profile"; });
    members.emplace_back("profile", Json(std::move(profile)));
  }
  return Json(std::move(members));
}

ReadBody ReadFormBody(std::string_view text) {
  std::optional<Json> parsed = ParseForm(text);
  if (!parsed) return RefuseBody(Refuse(400, "Form parse error."));
  ReadBody body;
  body.value = std::move(*parsed);
  return body;
}

/// Texts become members, as in other forms; files stay apart.
ReadBody ReadMultipartBody(std::string_view content_type, std::string_view text) {
  auto parts = dialects::ReadMultipart(content_type, text);
  if (!parts) return RefuseBody(Refuse(400, "Multipart form parse error."));
  ReadBody body;
  Json::Object members;
  for (dialects::FormPart& part : *parts) {
    if (part.filename) {
      body.files.push_back(std::move(part));
      continue;
    }
    std::erase_if(members, [&](const auto& member) { return member.first == part.name; });
    members.emplace_back(std::move(part.name), Json(std::string(part.content)));
  }
  body.value = NestProfile(std::move(members));
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
    case MediaType::kMultipart:
      return ReadMultipartBody(content_type, body);
    case MediaType::kNone:
    case MediaType::kOther:
      break;
  }
  return RefuseBody(Refuse(415, Unsupported(content_type)));
}

bool AcceptsJson(std::string_view accept) {
  if (Trim(accept).empty()) return true;
  while (!accept.empty()) {
    std::string_view range = CutAt(accept, ',');
    const std::string_view type = Trim(CutAt(range, ';'));
    if (type == "*/*" || EqualsIgnoreCase(type, "application/*") ||
        EqualsIgnoreCase(type, "application/json")) {
      return true;
    }
  }
  return false;
}

std::optional<Json> ParseForm(std::string_view text) {
  auto fields = dialects::ReadForm(text);
  if (!fields) return std::nullopt;
  Json::Object members;
  for (auto& [name, value] : *fields) members.emplace_back(std::move(name), Json(std::move(value)));
  return NestProfile(std::move(members));
}

}  // namespace guildhall::syncano
