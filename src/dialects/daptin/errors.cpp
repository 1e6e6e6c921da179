#include "dialects/daptin/errors.h"

#include <utility>

#include "base/json.h"

namespace guildhall::daptin {
namespace {

constexpr std::string_view kTableLevel = "TableAccessPermissionChecker";
constexpr std::string_view kObjectLevel = "ObjectAccessPermissionChecker";
constexpr std::string_view kDeniedLevel = "X-Denied-Level";
// How the field of a problem begins that is a refusal in our own words; no column is named so.
constexpr std::string_view kOwnWords = "refused: ";

/// Status and title of a refusal, before either shape is made of it.
struct Verdict {
  int status = 500;
  std::string title{};
  std::string_view level{};        ///< which gate refused, "" when none did
  std::int64_t retry_seconds = 0;  ///< 0: not said
};

const Problem* FirstOf(const Error& error) {
  return error.problems.empty() ? nullptr : &error.problems.front();
}

std::string Place(const About& about) {
  std::string place = "[" + about.table + "]";
  if (!about.id.empty()) place += "[" + about.id + "]";
  return place;
}

/// The text of SQLite on both databases: clients know it.
std::string Taken(const About& about, std::string_view column) {
  return "UNIQUE constraint failed: " + about.table + "." + std::string(column);
}

/// A row that is there already. Of a link the problems name both ends.
std::string TakenRow(const About& about, const Error& error) {
  if (error.problems.empty()) return Taken(about, "reference_id");
  std::string title = "UNIQUE constraint failed: ";
  for (const Problem& problem : error.problems) {
    if (&problem != error.problems.data()) title += ", ";
    title += about.table + "." + problem.field;
  }
  return title;
}

Verdict OwnWords(const Problem& problem) {
  Verdict verdict{static_cast<int>(problem.a), problem.field.substr(kOwnWords.size())};
  if (verdict.status == 403) verdict.level = "object";
  return verdict;
}

Verdict Forbidden(const Error& error) {
  const Problem* problem = FirstOf(error);
  const bool table = problem != nullptr && problem->field == "table";
  return {403, std::string(table ? kTableLevel : kObjectLevel), table ? "table" : "object"};
}

/// What is wrong with one field.
Verdict Invalid(const About& about, const Problem& problem) {
  const std::string column(ColumnOf(problem.field));
  switch (problem.reason) {
    case Reason::kTaken:
      return {409, Taken(about, column)};
    case Reason::kReserved:
      return {409, column + " is reserved"};
    case Reason::kRequired:
    case Reason::kNull:
      return {400, column + " is required"};
    case Reason::kBlank:
      return {400, FailedValidation(column, "required")};
    case Reason::kTooLong:
      return {400, FailedValidation(column, "max")};
    case Reason::kTooShort:
      return {400, FailedValidation(column, "min")};
    case Reason::kBadFormat:
    case Reason::kBadCharacter:
      return {400, column == "email" ? FailedValidation(column, "email")
                                     : "invalid value for " + column};
    case Reason::kUnknownId:
    case Reason::kUnknownName:
      return {400, "foreign object not found [" + column + "]"};
    case Reason::kRevisionMismatch:
      return {409, "failed to update " + about.table + " [" + about.id +
                       "]: no rows matched current version"};
    case Reason::kLimitReached:
    case Reason::kTooMany:
      return {409, "limit of " + std::to_string(problem.a) + " reached"};
    case Reason::kProtected:
      return {409, Place(about) + " is protected"};
    case Reason::kBusy:
      return {409, Place(about) + " is being changed"};
    case Reason::kNotAllowed:
    case Reason::kNoPublishRight:
    case Reason::kNotPublishable:
      return {403, std::string(kObjectLevel), "object"};
    case Reason::kImmutable:
      return {400, column + " cannot be changed"};
    case Reason::kOutOfRange:
    case Reason::kWrongType:
    case Reason::kNotMember:
    case Reason::kWrongPassword:
    case Reason::kUnknownAccount:
    case Reason::kRetryAfter:
    case Reason::kNeedsRoom:
      break;
  }
  return {400, "invalid value for " + column};
}

Verdict Conflict(const About& about, const Error& error) {
  const Problem* problem = FirstOf(error);
  if (problem == nullptr) return {409, "too many rows to change at once"};
  return Invalid(about, *problem);
}

Verdict VerdictOf(const About& about, const Error& error) {
  const Problem* problem = FirstOf(error);
  if (problem != nullptr && problem->field.starts_with(kOwnWords)) return OwnWords(*problem);
  switch (error.code) {
    case Errc::kUnauthenticated:
      // Only a password is answered so; a token that is no good is nobody's.
      return {401, "Invalid username or password"};
    case Errc::kForbidden:
      return Forbidden(error);
    case Errc::kNotFound:
      if (problem != nullptr) return Invalid(about, *problem);
      return {404, "no such entity " + Place(about)};
    case Errc::kAlreadyExists:
      return {409, TakenRow(about, error)};
    case Errc::kInvalid:
      if (problem == nullptr) return {400, "invalid request"};
      return Invalid(about, *problem);
    case Errc::kConflict:
      return Conflict(about, error);
    case Errc::kThrottled:
      return {429, "too many attempts", {}, problem == nullptr ? 1 : problem->a};
    case Errc::kBudgetExceeded:
      return {400, "the query would examine too many rows"};
    case Errc::kUnavailable:
      return {503, "service unavailable", {}, 1};
    case Errc::kWouldWait:
    case Errc::kInternal:
      break;
  }
  return {500, "internal error"};
}

void AddHeaders(const Verdict& refusal, http::Response& response) {
  if (!refusal.level.empty()) response.headers.emplace_back(kDeniedLevel, refusal.level);
  if (refusal.retry_seconds > 0) {
    response.headers.emplace_back("Retry-After", std::to_string(refusal.retry_seconds));
  }
}

}  // namespace

tl::unexpected<Error> FailWith(const Refusal& refusal) {
  const Errc code = refusal.status == 403 ? Errc::kForbidden : Errc::kInvalid;
  return Fail(code,
              Problem{std::string(kOwnWords) + refusal.title, Reason::kNotAllowed, refusal.status});
}

std::string FailedValidation(std::string_view column, std::string_view tag) {
  return "Key: '' Error:Field validation '" + std::string(column) + "' failed on the '" +
         std::string(tag) + "' tag";
}

http::Response Document(int status, Buffer body) {
  http::Response response;
  response.status = status;
  response.content_type = kDocumentType;
  response.body = std::move(body);
  return response;
}

http::Response Refuse(int status, std::string_view title) {
  Buffer body;
  JsonWriter writer(body);
  writer.BeginObject();
  writer.Key("errors");
  writer.BeginArray();
  writer.BeginObject();
  writer.Member("status", std::to_string(status));
  writer.Member("title", title);
  writer.EndObject();
  writer.EndArray();
  writer.EndObject();
  return Document(status, std::move(body));
}

http::Response RefuseTable() {
  return RenderError({}, Error{Errc::kForbidden, {{"table", Reason::kNotAllowed}}, {}});
}

http::Response NoSuchResource() { return Refuse(404, kNoSuchResource); }

http::Response RenderError(const About& about, const Error& error) {
  const Verdict refusal = VerdictOf(about, error);
  http::Response response = Refuse(refusal.status, refusal.title);
  AddHeaders(refusal, response);
  response.facts.error = error.code;
  return response;
}

http::Response RefuseAction(int status, std::string_view title, std::string_view message) {
  http::Response response;
  response.status = status;
  JsonWriter writer(response.body);
  writer.BeginArray();
  writer.BeginObject();
  writer.Member("ResponseType", "client.notify");
  writer.Key("Attributes");
  writer.BeginObject();
  writer.Member("message", message);
  writer.Member("title", title);
  writer.Member("type", "error");
  writer.EndObject();
  writer.EndObject();
  writer.EndArray();
  return response;
}

http::Response RefuseInput(std::string_view column, std::string_view tag) {
  http::Response response =
      RefuseAction(400, "failed",
                   "http error (400) " + std::string(tag) +
                       " and 0 more errors, invalid value for " + std::string(column));
  response.facts.error = Errc::kInvalid;
  return response;
}

http::Response RenderOutcomeError(const About& about, const Error& error) {
  const Verdict refusal = VerdictOf(about, error);
  std::string message = refusal.title;
  std::string_view title = "failed";
  if (refusal.status == 403) {
    message = "http error (403) forbidden and 0 more errors, forbidden";
  } else if (refusal.status == 401) {
    title = "Failed";  // [Daptin "Users and groups" of 2022: sign-in alone writes it so]
  }
  http::Response response = RefuseAction(refusal.status, title, message);
  AddHeaders(refusal, response);
  response.facts.error = error.code;
  return response;
}

std::string_view ColumnOf(std::string_view field) {
  if (field == "display_name") return "name";
  if (field == "username") return "email";
  if (field == "uid") return "reference_id";
  if (field == "user") return "user_account_id";
  if (field == "group") return "usergroup_id";
  return field;
}

}  // namespace guildhall::daptin
