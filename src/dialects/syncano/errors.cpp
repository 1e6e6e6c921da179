#include "dialects/syncano/errors.h"

#include <algorithm>
#include <array>
#include <utility>

#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

std::string Count(std::int64_t value) { return std::to_string(value); }

/// The first problem's reason, or nothing when the error names no field.
const Problem* FirstOf(const Error& error) {
  return error.problems.empty() ? nullptr : &error.problems.front();
}

bool Says(const Error& error, Reason reason) {
  const Problem* problem = FirstOf(error);
  return problem != nullptr && problem->reason == reason;
}

http::Response RefuseSignIn(Noun noun, const Error& error) {
  if (Says(error, Reason::kWrongPassword)) return Refuse(401, "Invalid password.");
  if (Says(error, Reason::kUnknownAccount)) {
    return Refuse(401, noun == Noun::kAccount ? "Invalid email." : "Invalid username.");
  }
  // A key that is gone: Syncano v1.1 never answers 401 for a credential of a request.
  return Refuse(403, kNoSuchKey);
}

http::Response RefuseForbidden(const Error& error) {
  if (Says(error, Reason::kNotPublishable)) {
    return Refuse(403, "Custom publish not allowed on this channel.");
  }
  if (Says(error, Reason::kNoPublishRight)) {
    return Refuse(403, "You do not have permission to publish data to specified channel.");
  }
  return Refuse(403, kNoPermission);
}

http::Response RefuseFields(Noun noun, const std::vector<Problem>& problems) {
  FieldErrors errors;
  for (const Problem& problem : problems) {
    const std::string_view field = FieldName(noun, problem.field);
    const bool of_profile =
        noun == Noun::kUser && !field.empty() && field != "username" && field != "password";
    errors.Add(of_profile ? "profile" : "", field.empty() ? kNonFieldErrors : field,
               SentenceOf(noun, problem));
  }
  return errors.Render();
}

http::Response RefuseInvalid(Noun noun, const Error& error) {
  if (error.problems.empty()) return Refuse(400, "Invalid data.");
  const Problem& first = error.problems.front();
  if (noun == Noun::kObject && first.field == "order" && first.reason == Reason::kNotAllowed) {
    return Refuse(400, "Cannot use specified order_by field. Set required index on schema first.");
  }
  // Fields whose text Syncano v1.1 does not put in a list.
  if (first.field == "invitation" && first.reason == Reason::kUnknownName) {
    return RefusePlainly("invitation_key", "Invitation not found.");
  }
  if (first.reason == Reason::kRevisionMismatch) {
    return RefusePlainly("expected_revision", SentenceOf(noun, first));
  }
  if (first.reason == Reason::kNeedsRoom) {
    // An object has two fields to blame; a message names its room.
    if (noun != Noun::kObject) return RefusePlainly("room", SentenceOf(noun, first));
    FieldErrors errors;
    errors.Add(kNonFieldErrors, SentenceOf(noun, first));
    return errors.Render();
  }
  return RefuseFields(noun, error.problems);
}

http::Response RefuseConflict(Noun noun, const Error& error) {
  const Problem* problem = FirstOf(error);
  if (noun == Noun::kAccountToken) return Refuse(400, "Account has already been activated.");
  if (noun == Noun::kInvitation) {
    return RefusePlainly("email", "Admin with specified Email is already a part of this Instance.");
  }
  if (problem == nullptr) return Refuse(400, "Invalid data.");
  if (problem->reason == Reason::kRevisionMismatch) return RefuseInvalid(noun, error);
  if (noun == Noun::kClass && problem->reason == Reason::kBusy) {
    FieldErrors errors;
    errors.Add(kNonFieldErrors, SentenceOf(noun, *problem));
    return errors.Render();
  }
  if (problem->reason != Reason::kLimitReached) return RefuseFields(noun, error.problems);
  const std::string limit = " count exceeded (" + Count(problem->a) + ").";
  if (noun == Noun::kInstance) return Refuse(400, "Instance" + limit);
  if (noun == Noun::kMembership) return Refuse(400, "User's group" + limit);
  if (noun == Noun::kClass) return Refuse(400, "Class" + limit);
  return Refuse(400, "Object" + limit);
}

http::Response RefuseMissing(Noun noun, const Error& error) {
  const Problem* problem = FirstOf(error);
  if (problem != nullptr && problem->reason == Reason::kUnknownId && !problem->field.empty()) {
    return RefuseFields(noun, error.problems);
  }
  return Refuse(404, kNotFoundText);
}

http::Response RefuseTaken(Noun noun, const Error& error) {
  if (noun == Noun::kMembership) return Refuse(400, "User is already a part of that group.");
  if (noun == Noun::kInvitation) {
    return Refuse(400, "Admin with specified Email already has an invitation created.");
  }
  if (!error.problems.empty()) return RefuseFields(noun, error.problems);
  FieldErrors errors;
  errors.Add(kNonFieldErrors, kTakenText);
  return errors.Render();
}

http::Response RefuseThrottled(const Error& error) {
  const Problem* problem = FirstOf(error);
  const std::int64_t wait = problem != nullptr && problem->a > 0 ? problem->a : 1;
  http::Response response = Refuse(429, "Request was throttled. Expected available in " +
                                            Count(wait) + (wait == 1 ? " second." : " seconds."));
  response.headers.emplace_back("Retry-After", Count(wait));
  return response;
}

http::Response RefuseUnavailable() {
  http::Response response = Refuse(503, "Service temporarily unavailable, try again later.");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

http::Response RenderByCode(Noun noun, const Error& error) {
  switch (error.code) {
    case Errc::kUnauthenticated:
      return RefuseSignIn(noun, error);
    case Errc::kForbidden:
      return RefuseForbidden(error);
    case Errc::kNotFound:
      return RefuseMissing(noun, error);
    case Errc::kAlreadyExists:
      return RefuseTaken(noun, error);
    case Errc::kInvalid:
      return RefuseInvalid(noun, error);
    case Errc::kConflict:
      return RefuseConflict(noun, error);
    case Errc::kThrottled:
      return RefuseThrottled(error);
    case Errc::kBudgetExceeded:
      return Refuse(408, "Requested query took too long. Timeout was reached.");
    case Errc::kUnavailable:
      return RefuseUnavailable();
    case Errc::kWouldWait:
      return RefuseUnavailable();
    case Errc::kInternal:
      break;
  }
  return Refuse(500, "Internal server error.");
}

std::string LengthText(Noun noun, const Problem& problem) {
  const std::string limit = Count(problem.a);
  if (problem.reason == Reason::kTooShort) {
    return "Ensure this field has at least " + limit + " characters.";
  }
  if (noun == Noun::kInstance && problem.field == "name") {
    return "Ensure this value has at most " + limit + " characters (it has " + Count(problem.b) +
           ").";
  }
  return "Ensure this field has no more than " + limit + " characters.";
}

std::string TokenText(const Problem& problem) {
  return problem.reason == Reason::kTaken ? "Invalid token or account already activated."
                                          : "Invalid token.";
}

std::string ImmutableText(Noun noun) {
  return noun == Noun::kUser ? "Cannot change owner of User Profile object."
                             : "Cannot change owner of Data Object.";
}

std::string BusyText(Noun noun) {
  return noun == Noun::kClass
             ? "Cannot modify class. Please wait until migration process has finished."
             : "Please wait until the work in progress has finished.";
}

/// Whether a problem is about a field that a class has, and not about one of every object (or, for
/// users, of every user).
bool IsSchemaField(Noun noun, const Problem& problem) {
  constexpr std::array<std::string_view, 5> kOfEveryObject{"owner", "group", "channel",
                                                           "expected_revision", ""};
  if (noun == Noun::kUser && (problem.field == "username" || problem.field == "password")) {
    return false;
  }
  return (noun == Noun::kObject || noun == Noun::kUser) &&
         std::ranges::find(kOfEveryObject, problem.field) == kOfEveryObject.end();
}

std::string RoomText(Noun noun) {
  return noun == Noun::kObject ? "Channel room field is required for channels with separate rooms."
                               : "This field is required for channels with separate rooms.";
}

}  // namespace

http::Response Answered(int status, Buffer body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

http::Response NoContent() {
  http::Response response;
  response.status = 204;
  return response;
}

http::Response Refuse(int status, std::string_view detail) {
  http::Response response;
  response.status = status;
  response.body.Append("{\"detail\":");
  WriteText(response.body, detail);
  response.body.Append('}');
  return response;
}

http::Response NoPermission() {
  http::Response response = Refuse(403, kNoPermission);
  response.facts.error = Errc::kForbidden;
  return response;
}

http::Response Missing(std::string_view detail) {
  http::Response response = Refuse(404, detail);
  response.facts.error = Errc::kNotFound;
  return response;
}

http::Response RefuseBatching() {
  http::Response response = Refuse(405, "Batching not allowed.");
  response.facts.error = Errc::kInvalid;
  return response;
}

http::Response RefusePlainly(std::string_view field, std::string_view text) {
  http::Response response;
  response.status = 400;
  response.facts.error = Errc::kInvalid;
  response.body.Append('{');
  WriteText(response.body, field);
  response.body.Append(':');
  WriteText(response.body, text);
  response.body.Append('}');
  return response;
}

http::Response RenderError(Noun noun, const Error& error) {
  http::Response response = RenderByCode(noun, error);
  response.facts.error = error.code;
  return response;
}

std::string SentenceOf(Noun noun, const Problem& problem) {
  if (noun == Noun::kAccountToken && problem.field != "email") return TokenText(problem);
  switch (problem.reason) {
    case Reason::kRequired:
      return std::string(kRequiredText);
    case Reason::kBlank:
      return std::string(kBlankText);
    case Reason::kNull:
      return std::string(kNullText);
    case Reason::kTooLong:
    case Reason::kTooShort:
      return LengthText(noun, problem);
    case Reason::kTooMany:
      return "Too many values (exceeds " + Count(problem.a) + ").";
    case Reason::kOutOfRange:
      return "Ensure this value is between " + Count(problem.a) + " and " + Count(problem.b) + ".";
    case Reason::kTaken:
      return std::string(kTakenText);
    case Reason::kUnknownId:
      if (IsSchemaField(noun, problem)) return "Target with specified id does not exist.";
      return "Invalid pk \"" + Count(problem.a) + "\" - object does not exist.";
    case Reason::kUnknownName:
      if (IsSchemaField(noun, problem)) return "Target class does not exist.";
      return "Object with specified name does not exist.";
    case Reason::kWrongType:
      return IsSchemaField(noun, problem) ? "Enter a valid value." : "Not a valid string.";
    case Reason::kBadCharacter:
      return "Enter a valid value.";
    case Reason::kBadFormat:
      return problem.field == "email" ? "Enter a valid email address." : "Enter a valid value.";
    case Reason::kReserved:
      return "Unable to use that value. Please choose a different one.";
    case Reason::kNotAllowed:
      return "You are not allowed to use that value.";
    case Reason::kImmutable:
      return ImmutableText(noun);
    case Reason::kRevisionMismatch:
      return "Revision mismatch. Expected " + Count(problem.a) + ", got " + Count(problem.b) + ".";
    case Reason::kLimitReached:
      return "Limit exceeded (" + Count(problem.a) + ").";
    case Reason::kNotMember:
      return "Invalid group specified.";
    case Reason::kWrongPassword:
      return "Invalid password.";
    case Reason::kUnknownAccount:
      return "Email not found.";
    case Reason::kRetryAfter:
      return "Try again in " + Count(problem.a) + " seconds.";
    case Reason::kNeedsRoom:
      return RoomText(noun);
    case Reason::kNotPublishable:
      return "Custom publish not allowed on this channel.";
    case Reason::kNoPublishRight:
      return "You do not have permission to publish data to specified channel.";
    case Reason::kProtected:
      return std::string(kNoPermission);
    case Reason::kBusy:
      return BusyText(noun);
  }
  return "Enter a valid value.";
}

std::string_view FieldName(Noun noun, std::string_view field) {
  if (noun == Noun::kGroup && field == "name") return "label";
  if (noun == Noun::kAccountToken && field == "token") return kNonFieldErrors;
  return field;
}

}  // namespace guildhall::syncano
