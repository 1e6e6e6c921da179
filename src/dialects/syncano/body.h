#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "dialects/shared/multipart.h"
#include "http/answer.h"
#include "http/request.h"

namespace guildhall::syncano {

/// How a body is written.
enum class MediaType : std::uint8_t { kNone, kJson, kForm, kPlainText, kMultipart, kOther };
/// By the Content-Type header, parameters ignored.
MediaType ReadMediaType(std::string_view content_type);

/// Whether an `Accept` header takes JSON; an absent one does.
bool AcceptsJson(std::string_view accept);

/// A body as a value, or the answer that refuses it: 415 for a media type that is not taken, 400
/// for text that does not parse. Forms become objects of texts, the last of repeated names, and
/// `profile.title` is `title` in an object `profile`, as Syncano's Unity client writes users; an
/// empty body is an empty object. Syncano v1.1 takes JSON in text/plain too, where browsers need
/// it.
struct ReadBody {
  Json value{Json::Object{}};
  std::vector<dialects::FormPart> files;  ///< of a multipart form; views into the body
  std::optional<http::Response> refused;
};
ReadBody ParseBody(std::string_view content_type, std::string_view body);

/// The members of an `application/x-www-form-urlencoded` text; nothing when an escape is malformed.
std::optional<Json> ParseForm(std::string_view text);

}  // namespace guildhall::syncano
