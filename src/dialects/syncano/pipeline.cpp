#include "dialects/syncano/pipeline.h"

#include <string>
#include <utility>

#include "base/strings.h"
#include "dialects/shared/finish.h"
#include "dialects/syncano/body.h"
#include "dialects/syncano/errors.h"
#include "dialects/syncano/paths.h"
#include "dialects/syncano/resolve.h"
#include "dialects/syncano/selection.h"

namespace guildhall::syncano {
namespace {

/// What every answer of a request gets, whenever it is made.
struct Finish {
  http::Facts facts;
  std::string_view allow;
  bool cors = false;
  std::optional<Selection> selection = std::nullopt;
  bool nested = false;  ///< objects are shown inside others

  void operator()(http::Response& response) const {
    if (selection && response.status == 200) {
      response.body = selection->Apply(response.body.view(), nested);
    }
    const std::optional<Errc> error = response.facts.error;
    response.facts = facts;
    response.facts.error = error;
    response.allow = allow;
    if (cors) response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  }
};

Finish FinishOf(const Context& context, const Headers& headers) {
  Finish finish;
  finish.allow = context.request.allow;
  finish.cors = headers.has_origin;
  const Caller& caller = context.caller;
  finish.facts = dialects::FactsOf(caller, context.tenant ? context.tenant->id : caller.tenant);
  return finish;
}

/// The same for what a route has served.
Finish FinishOf(const Context& context, const Headers& headers, const RouteSpec& spec) {
  Finish finish = FinishOf(context, headers);
  const Noun noun = spec.noun;
  if (context.request.query.empty() || noun == Noun::kNone) return finish;
  finish.selection = Selection::Read(context.request, spec.method);
  finish.nested = noun == Noun::kUser || noun == Noun::kMembership || noun == Noun::kInstance;
  return finish;
}

/// Whom a request is counted for.
struct Counted {
  RateScope scope = RateScope::kAnonymous;
  std::string who;
};

/// Waiting for messages: counted apart, and no part of a batch.
bool IsPoll(const RouteSpec& spec) { return spec.path.ends_with("/poll/"); }

Counted CountedOf(const RouteSpec& spec, const Context& context) {
  const Caller& caller = context.caller;
  if (context.tenant) {
    return {IsPoll(spec) ? RateScope::kPoll : RateScope::kInstance,
            std::to_string(context.tenant->id.value())};
  }
  if (caller.operator_id) {
    return {RateScope::kAccount, std::to_string(caller.operator_id->value())};
  }
  if (caller.api_key) return {RateScope::kInstance, std::to_string(caller.tenant.value())};
  return {RateScope::kAnonymous, std::string(context.request.address)};
}

/// Every answer of a handler leaves through here.
http::Answer Finished(Result<http::Answer> result, Noun noun, const Finish& finish) {
  if (result) return dialects::Finish(std::move(*result), finish);
  if (result.error().code == Errc::kWouldWait) return http::WouldWait{};
  return dialects::Finish(RenderError(noun, result.error()), finish);
}

bool TakesBody(http::Method method) {
  return method == http::Method::kPost || method == http::Method::kPut ||
         method == http::Method::kPatch;
}

/// The method that a body in text/plain asks for; nothing when it asks for none.
std::optional<http::Method> OverrideOf(const http::Request& request, const Headers& headers) {
  if (request.method != http::Method::kPost) return std::nullopt;
  if (ReadMediaType(headers.content_type) != MediaType::kPlainText) return std::nullopt;
  const Result<Json> body = ParseJson(request.body);
  const Json* wanted = body ? body->Find("_method") : nullptr;
  const std::string* name = wanted == nullptr ? nullptr : wanted->AsString();
  if (name == nullptr) return std::nullopt;
  const http::Method method = http::ParseMethod(*name);
  const bool known =
      method == http::Method::kGet || TakesBody(method) || method == http::Method::kDelete;
  return known ? std::optional(method) : std::nullopt;
}

http::Response Preflight() {
  http::Response response;
  response.headers = {
      {"Access-Control-Allow-Origin", "*"},
      {"Access-Control-Allow-Methods", "DELETE, GET, OPTIONS, PATCH, POST, PUT"},
      {"Access-Control-Allow-Headers",
       "accept, accept-encoding, authorization, content-type, dnt, origin, user-agent, "
       "x-csrftoken, x-requested-with, x-api-key, x-user-key"},
      {"Access-Control-Max-Age", "86400"},
  };
  return response;
}

http::Response FaultOf(http::Fault fault, std::size_t limit) {
  switch (fault) {
    case http::Fault::kBodyTooLarge: {
      http::Response response =
          Refuse(413, "Request size limit exceeded (" + std::to_string(limit) + ").");
      response.facts.error = Errc::kInvalid;
      return response;
    }
    case http::Fault::kOverloaded:
      return RenderError(Noun::kNone, Error{Errc::kUnavailable, {}, {}});
    case http::Fault::kInternal:
      break;
  }
  return RenderError(Noun::kNone, Error{Errc::kInternal, {}, {}});
}

http::Response DescribePath() {
  http::Response response;
  response.body.Append(
      "{\"renders\":[\"application/json\"],\"parses\":[\"application/json\","
      "\"application/x-www-form-urlencoded\",\"multipart/form-data\",\"text/plain\"]}");
  return response;
}

}  // namespace

Result<http::Answer> Pipeline::Run(const RouteSpec& spec, const Headers& headers,
                                   Context& context) const {
  GH_TRY(auto refused, ResolveRequest(spec, headers, context));
  if (refused) return std::move(*refused);
  if (!spec.gate(context)) return NoPermission();
  GH_CHECK(Count(spec, context));
  if (context.request.is_part && IsPoll(spec)) return RefuseBatching();
  if (TakesBody(spec.method)) {
    ReadBody body = ParseBody(headers.content_type, context.request.body);
    if (body.refused) return std::move(*body.refused);
    context.body = std::move(body.value);
    context.files = std::move(body.files);
  }
  Result<http::Answer> answer = spec.handle(context);
  if (!answer && answer.error().code == Errc::kWouldWait) Uncount(spec, context);
  return answer;
}

Result<void> Pipeline::Count(const RouteSpec& spec, const Context& context) const {
  if (!throttle_.on()) return {};
  const Counted counted = CountedOf(spec, context);
  if (throttle_.Admit(counted.scope, counted.who, context.core().clock().Now())) return {};
  return Fail(Errc::kThrottled);
}

void Pipeline::Uncount(const RouteSpec& spec, const Context& context) const {
  if (!throttle_.on()) return;
  const Counted counted = CountedOf(spec, context);
  throttle_.Forgive(counted.scope, counted.who, context.core().clock().Now());
}

http::Answer Pipeline::Serve(const RouteSpec& spec, const http::Request& request) const {
  const Headers headers = ReadHeaders(request);
  const RouteSpec* served = &spec;
  if (const auto method = OverrideOf(request, headers)) {
    served = FindSpec(spec.path, *method);
    if (served == nullptr) return RefuseMethod(spec, headers, *method, request);
    // The place of the route that is meant counts, not that of the one that was asked.
    if (served->place != http::Place::kInline && request.patience == Patience::kInstant) {
      return http::WouldWait{};
    }
  }
  const Callers::Serving serving(services_.core.callers());
  Context context(request, services_);
  Result<http::Answer> result = Run(*served, headers, context);
  return Finished(std::move(result), served->noun, FinishOf(context, headers, *served));
}

http::Answer Pipeline::RefuseMethod(const RouteSpec& spec, const Headers& headers,
                                    http::Method method, const http::Request& request) const {
  const Callers::Serving serving(services_.core.callers());
  Context context(request, services_);
  Result<std::optional<http::Response>> refused = ResolveRequest(spec, headers, context);
  const Finish finish = FinishOf(context, headers);
  if (!refused) return Finished(Fail(std::move(refused).error()), spec.noun, finish);
  if (*refused) return Finished(std::move(**refused), spec.noun, finish);
  if (!MayAnything(spec.path, context)) {
    return Finished(NoPermission(), spec.noun, finish);
  }
  if (auto counted = Count(spec, context); !counted) {
    return Finished(Fail(std::move(counted).error()), spec.noun, finish);
  }
  if (method == http::Method::kOptions) return Finished(DescribePath(), spec.noun, finish);
  http::Response response =
      Refuse(405, "Method \"" + std::string(http::NameOf(method)) + "\" not allowed.");
  return Finished(std::move(response), spec.noun, finish);
}

http::Answer Pipeline::WrongMethod(const http::Request& request) const {
  const Headers headers = ReadHeaders(request);
  if (request.method == http::Method::kOptions && headers.preflight) return Preflight();
  const RouteSpec* path = FindPath(BelowVersion(request.path));
  if (path == nullptr) return NotFound(request);
  // With `_method` in the body another method may be meant, which the path knows.
  if (OverrideOf(request, headers)) return Serve(*path, request);
  return RefuseMethod(*path, headers, request.method, request);
}

http::Answer Pipeline::NotFound(const http::Request& request) const {
  const Headers headers = ReadHeaders(request);
  if (request.method == http::Method::kOptions && headers.preflight) return Preflight();
  const Context context(request, services_);
  return Finished(Missing(kNotFoundText), Noun::kNone, FinishOf(context, headers));
}

http::Response Pipeline::RenderFault(http::Fault fault, std::size_t limit) {
  http::Response response = FaultOf(fault, limit);
  // Nothing is known of the request: a browser's page must be able to read it too.
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  return response;
}

bool Pipeline::MayAnything(std::string_view path, const Context& context) const {
  for (const RouteSpec& spec : specs_) {
    if (spec.path == path && spec.gate(context)) return true;
  }
  return false;
}

const RouteSpec* Pipeline::FindSpec(std::string_view path, http::Method method) const {
  for (const RouteSpec& spec : specs_) {
    if (spec.path == path && spec.method == method) return &spec;
  }
  return nullptr;
}

const RouteSpec* Pipeline::FindPath(std::string_view request_path) const {
  for (const RouteSpec& spec : specs_) {
    if (FitsPattern(request_path, spec.path)) return &spec;
  }
  return nullptr;
}

}  // namespace guildhall::syncano
