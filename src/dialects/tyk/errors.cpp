#include "dialects/tyk/errors.h"

#include <algorithm>
#include <string>

#include "base/strings.h"
#include "dialects/tyk/wire.h"

namespace guildhall::tyk {
namespace {

bool Names(const Error& error, std::string_view field) {
  return std::any_of(error.problems.begin(), error.problems.end(),
                     [&](const Problem& problem) { return problem.field == field; });
}

bool Says(const Error& error, Reason reason) {
  return std::any_of(error.problems.begin(), error.problems.end(),
                     [&](const Problem& problem) { return problem.reason == reason; });
}

/// Error sentences end in a full stop, except below `/admin/` [Tyk Dashboard admin API].
http::Response RefuseIn(const RouteSpec& spec, int status, std::string_view sentence) {
  if (spec.family == Family::kAdmin && sentence.ends_with('.')) sentence.remove_suffix(1);
  return Refuse(status, sentence);
}

http::Response RefuseInvalid(const RouteSpec& spec, int status, std::string_view sentence) {
  http::Response response = RefuseIn(spec, status, sentence);
  response.facts.error = Errc::kInvalid;
  return response;
}

/// An organisation that cannot be as it was asked for [Tyk Dashboard admin API "Organisations"].
http::Response RefuseOrganisation(const RouteSpec& spec) {
  if (spec.method == http::Method::kDelete) return Refuse(400, "Could not delete the org");
  if (spec.method == http::Method::kPut) return Refuse(403, "Failed to update Org object to DB");
  return Refuse(403, kOrganisationNotSaved);
}

http::Response RefuseForbidden(const RouteSpec& spec, std::string_view path, const Error& error) {
  if (spec.noun == Noun::kOrganisation && Says(error, Reason::kProtected)) {
    return RefuseOrganisation(spec);
  }
  if (spec.noun == Noun::kGroup && Names(error, "administrator")) {
    return Refuse(403, "Admin role cannot be assigned to a user group.");
  }
  if (Names(error, "reset_password")) {
    return Refuse(403, "ResetPassword permission is only accessible via the Admin API.");
  }
  return RefuseAccess(spec, path);
}

http::Response RefuseInvalidUser(const RouteSpec& spec, const Error& error) {
  if (Names(error, "capability_group")) return RefuseIn(spec, 400, "Group ID does not exist");
  const bool name = Names(error, "email") || Names(error, "username");
  if (name && Says(error, Reason::kTaken)) return Refuse(403, kEmailTaken);
  if (spec.method == http::Method::kPost) {
    return RefuseIn(spec, 400, "User object validation failed.");
  }
  if (name) return RefuseIn(spec, 403, "Invalid email address.");
  return RefuseBody(spec);
}

http::Response RefuseConflict(const RouteSpec& spec, std::string_view path, const Error& error) {
  if (Says(error, Reason::kProtected)) return RefuseAccess(spec, path);
  switch (spec.noun) {
    case Noun::kGroup:
      return Refuse(400, "Could not delete the user group.");
    case Noun::kUser:
      return RefuseIn(spec, 400, "Could not delete the user.");
    case Noun::kOrganisation:
      return RefuseOrganisation(spec);
    case Noun::kNone:
      break;
  }
  return RefuseAccess(spec, path);
}

http::Response RefuseThrottled(const Error& error) {
  http::Response response = Refuse(429, "Too many attempts. Try again later.");
  const std::int64_t seconds = error.problems.empty() ? 1 : error.problems.front().a;
  response.headers.emplace_back("Retry-After", std::to_string(seconds));
  return response;
}

http::Response RefuseUnavailable() {
  http::Response response = Refuse(503, "Service unavailable.");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

http::Response Render(const RouteSpec& spec, std::string_view path, const Error& error) {
  switch (error.code) {
    case Errc::kUnauthenticated:
      if (Says(error, Reason::kWrongPassword)) return Refuse(403, kWrongCurrentPassword);
      return RefuseCredential();
    case Errc::kForbidden:
      return RefuseForbidden(spec, path, error);
    case Errc::kNotFound:
      if (spec.missing.sentence.empty()) return RefusePath();
      return Refuse(spec.missing.status, spec.missing.sentence);
    case Errc::kAlreadyExists:
    case Errc::kInvalid:
      if (spec.noun == Noun::kUser) return RefuseInvalidUser(spec, error);
      if (Names(error, "object_id")) return RefuseOrganisation(spec);
      return RefuseBody(spec);
    case Errc::kConflict:
      return RefuseConflict(spec, path, error);
    case Errc::kThrottled:
      return RefuseThrottled(error);
    case Errc::kBudgetExceeded:
    case Errc::kUnavailable:
    case Errc::kWouldWait:
      return RefuseUnavailable();
    case Errc::kInternal:
      break;
  }
  return Refuse(500, "Internal error.");
}

}  // namespace

http::Response Refuse(int status, std::string_view message) {
  http::Response response;
  response.status = status;
  WriteEnvelope(response.body, "Error", message, std::nullopt);
  return response;
}

http::Response RefuseCredential() {
  http::Response response = Refuse(401, "Not authorised");
  response.facts.error = Errc::kUnauthenticated;
  return response;
}

http::Response RefuseInactive() { return RefuseDenied("access denied: User is not active"); }

http::Response RefuseDenied(std::string_view sentence) {
  http::Response response = Refuse(403, sentence);
  response.facts.error = Errc::kForbidden;
  return response;
}

http::Response RefuseAccess(const RouteSpec& spec, std::string_view path) {
  std::string message = "access denied: You do not have permission to access  ";
  message += IsValidUtf8(path) ? path : spec.path;
  return RefuseDenied(message);
}

http::Response RefusePath() {
  http::Response response = Refuse(404, "Not found");
  response.facts.error = Errc::kNotFound;
  return response;
}

http::Response RefuseEmptyBody(const RouteSpec& spec) {
  if (spec.body_words != nullptr) {
    return RefuseInvalid(spec, spec.body_words->empty_status, spec.body_words->empty);
  }
  if (spec.method != http::Method::kPost) return RefuseBody(spec);
  return RefuseInvalid(spec, 500, "Failed to read response body, body empty.");
}

http::Response RefuseBody(const RouteSpec& spec) {
  if (spec.body_words != nullptr) {
    return RefuseInvalid(spec, spec.body_words->malformed_status, spec.body_words->malformed);
  }
  const bool put = spec.method == http::Method::kPut && spec.family != Family::kAdmin;
  return RefuseInvalid(spec, put ? 400 : 403, "Request body malformed.");
}

http::Response RenderError(const RouteSpec& spec, std::string_view path, const Error& error) {
  http::Response response = Render(spec, path, error);
  response.facts.error = error.code;
  return response;
}

}  // namespace guildhall::tyk
