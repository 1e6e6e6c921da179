#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/strings.h"
#include "dialects/syncano/auth.h"
#include "dialects/syncano/errors.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/nouns.h"

// Several requests in one (Syncano v1.1 "Batch"): they run one after another, each for itself.

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxParts = 50;
constexpr std::size_t kMaxPathLength = 8192;
constexpr std::size_t kMaxBodyKeys = 32;
constexpr std::size_t kMaxBodyKey = 64;
constexpr std::size_t kMaxBodyValue = 48 << 10;

/// A key that nobody has: the keys of the batch apply, so a part's own are not looked at.
constexpr const char* kNoKey = "none";

bool IsPathCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
         c == '/';
}

/// Whether a path without its query has segments of the right characters, none of them empty, and a
/// slash at its end.
bool IsPath(std::string_view path) {
  return path.starts_with('/') && path.ends_with('/') && path.find("//") == path.npos &&
         std::all_of(path.begin(), path.end(), IsPathCharacter);
}

/// What every path of the batch begins with: the instance and version that were asked.
std::string PrefixOf(const Context& context) {
  const std::string_view version = context.request.path.starts_with("/v1/") ? "/v1" : "/v1.1";
  return std::string(version) + "/instances/" + context.tenant->name + "/";
}

std::optional<http::Method> ReadMethod(Input& input) {
  const auto name = input.Text("method", {.required = true});
  if (!name) return std::nullopt;
  for (const http::Method method : {http::Method::kGet, http::Method::kPost, http::Method::kPut,
                                    http::Method::kPatch, http::Method::kDelete}) {
    if (*name == http::NameOf(method)) return method;
  }
  input.Refuse("method", "\"" + *name + "\" is not a valid choice.");
  return std::nullopt;
}

/// Path and query, the path lowered.
std::string ReadTarget(Input& input, std::string_view prefix) {
  const auto text = input.Text("path", {.max = kMaxPathLength, .required = true});
  if (!text) return {};
  const std::size_t question = text->find('?');
  std::string target = ToLowerAscii(std::string_view(*text).substr(0, question));
  if (!target.starts_with(prefix)) {
    input.Refuse("path",
                 "Path needs to point to an endpoint within current instance and API version.");
  } else if (!IsPath(target)) {
    input.Refuse("path", "Invalid path specified.");
  }
  if (question != std::string::npos) target.append(*text, question);
  return target;
}

/// The sentence that refuses a part's body, or nothing.
std::optional<std::string> RefuseBody(const Json::Object& members) {
  if (members.size() > kMaxBodyKeys) return "Too many keys defined (exceeds 32).";
  for (const auto& [key, value] : members) {
    if (CountCodePoints(key) > kMaxBodyKey) return "Too long key defined (exceeds 64).";
    if (Shown(value).size() > kMaxBodyValue) {
      return "Too long value defined for key " + key + " (exceeds 49152).";
    }
  }
  return std::nullopt;
}

std::string ReadPartBody(Input& input) {
  const auto body = input.Object("body", "Body passed in invalid format.");
  if (!body) return {};
  if (const auto refused = RefuseBody(*body->AsObject())) {
    input.Refuse("body", *refused);
    return {};
  }
  return ToText(*body);
}

http::Part ReadPart(const Json& value, std::string_view prefix, FieldErrors& errors) {
  Input input(value, errors);
  http::Part part;
  if (!input.usable()) return part;
  const auto method = ReadMethod(input);
  part.method = method.value_or(http::Method::kGet);
  part.target = ReadTarget(input, prefix);
  const bool bodiless = part.method == http::Method::kGet || part.method == http::Method::kDelete;
  if (!bodiless) part.body = ReadPartBody(input);
  return part;
}

struct ReadParts {
  std::vector<http::Part> parts;
  std::optional<http::Response> refused;
};

ReadParts Refused(http::Response response) {
  ReadParts read;
  read.refused = std::move(response);
  read.refused->facts.error = Errc::kInvalid;
  return read;
}

/// All parts, or the answer that refuses them all: for each what is wrong with it, in order.
ReadParts ReadEach(const Json::Array& requests, std::string_view prefix) {
  ReadParts read;
  Buffer refusals;
  bool refused = false;
  for (const Json& request : requests) {
    FieldErrors errors;
    read.parts.push_back(ReadPart(request, prefix, errors));
    refused |= !errors.empty();
    refusals.Append(refusals.empty() ? "{\"requests\":[" : ",");
    refusals.Append(errors.Render().body.view());
  }
  if (!refused) return read;
  refusals.Append("]}");
  return Refused(Answered(400, std::move(refusals)));
}

ReadParts ReadRequests(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const Json* requests = input.Member("requests");
  if (!input.usable()) {
  } else if (requests == nullptr) {
    input.Refuse("requests", kRequiredText);
  } else if (requests->IsNull()) {
    input.Refuse("requests", kNullText);
  } else if (requests->AsArray() == nullptr) {
    errors.Add(
        "requests", kNonFieldErrors,
        "Expected a list of items but got type \"" + std::string(TypeName(*requests)) + "\".");
  }
  if (!errors.empty()) return Refused(errors.Render());
  const Json::Array& list = *requests->AsArray();
  if (list.size() > kMaxParts) {
    return Refused(
        Refuse(400, "Max requests per batch exceeded (" + std::to_string(kMaxParts) + ")."));
  }
  return ReadEach(list, PrefixOf(context));
}

std::string TextOf(const std::optional<KeyBytes>& key) {
  return key ? ToHex(AsView(*key)) : std::string(kNoKey);
}

/// The keys of the batch, wherever they stood in it.
std::vector<std::pair<std::string, std::string>> HeadersOf(const Context& context) {
  Presentation presentation = PresentedOutsideBody(context.request, ReadHeaders(context.request));
  AddFromBody(context.body, presentation);
  return {{"X-API-KEY", TextOf(presentation.presented.key)},
          {"X-USER-KEY", TextOf(presentation.presented.user_key)},
          {"Content-Type", "application/json"}};
}

void WritePart(Buffer& out, int status, std::string_view content) {
  out.Append("{\"code\":");
  out.AppendNumber(status);
  if (!content.empty()) {
    out.Append(",\"content\":");
    out.Append(content);
  }
  out.Append('}');
}

http::Response RenderBatch(const std::vector<http::PartAnswer>& answers) {
  http::Response response;
  Buffer& out = response.body;
  out.Append('[');
  for (const http::PartAnswer& answer : answers) {
    if (out.size() > 1) out.Append(',');
    switch (answer.kind) {
      case http::PartAnswer::Kind::kAnswered:
        WritePart(out, answer.response.status, answer.response.body.view());
        break;
      case http::PartAnswer::Kind::kNoRoute:
      case http::PartAnswer::Kind::kSequence:
        WritePart(out, 404, "\"Invalid endpoint specified.\"");
        break;
      case http::PartAnswer::Kind::kWaits:
        WritePart(out, 405, RefuseBatching().body.view());
        break;
    }
  }
  out.Append(']');
  return response;
}

}  // namespace

Result<http::Answer> RunBatch(const Context& context) {
  // A batch in a batch: the server refuses it, whatever it holds.
  if (context.request.is_part) return http::Sequence{};
  ReadParts read = ReadRequests(context);
  if (read.refused) return std::move(*read.refused);
  http::Sequence sequence;
  sequence.headers = HeadersOf(context);
  sequence.parts = std::move(read.parts);
  sequence.render = RenderBatch;
  return sequence;
}

}  // namespace guildhall::syncano
