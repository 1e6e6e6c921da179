#include "dialects/tyk/pipeline.h"

#include <utility>

#include "dialects/shared/finish.h"
#include "dialects/tyk/audit_record.h"
#include "dialects/tyk/auth.h"
#include "dialects/tyk/body.h"
#include "dialects/tyk/errors.h"

namespace guildhall::tyk {
namespace {

Result<http::Answer> ShowNotFound(const Context& /*context*/) { return RefusePath(); }

constexpr RouteSpec Unrouted(Family family) {
  return {http::Method::kOther,
          "",
          family,
          [](const Context&) { return true; },
          Noun::kNone,
          Body::kIgnored,
          http::Place::kInline,
          Missing{},
          ShowNotFound,
          ""};
}

constexpr RouteSpec kUnroutedOpen = Unrouted(Family::kOpen);
constexpr RouteSpec kUnroutedUser = Unrouted(Family::kUser);
constexpr RouteSpec kUnroutedAdmin = Unrouted(Family::kAdmin);

const RouteSpec& UnroutedFor(std::string_view path) {
  if (path.starts_with("/api/")) return kUnroutedUser;
  if (path.starts_with("/admin/")) return kUnroutedAdmin;
  return kUnroutedOpen;
}

}  // namespace

Result<http::Answer> Pipeline::Run(Context& context) const {
  const RouteSpec& spec = context.spec;
  GH_TRY(auto refused, Authenticate(spec.family, context));
  if (refused) return std::move(*refused);
  if (!spec.gate(context)) {
    return spec.denial.empty() ? RefuseAccess(spec, context.request.path)
                               : RefuseDenied(spec.denial);
  }
  if (spec.body == Body::kObject) {
    ReadBody body = ParseBody(spec, context.request.body);
    if (body.refused) return std::move(*body.refused);
    context.body = std::move(body.value);
  }
  return spec.handle(context);
}

http::Answer Pipeline::Serve(const RouteSpec& spec, const http::Request& request) const {
  const Callers::Serving serving(services_.core.callers());
  Context context(request, services_, spec);
  Result<http::Answer> result = Run(context);
  if (!result) {
    if (result.error().code == Errc::kWouldWait) return http::WouldWait{};
    result = http::Answer(RenderError(spec, request.path, result.error()));
  }
  const http::Facts facts = dialects::FactsOf(context.caller, context.caller.tenant);
  const auto add_facts = [facts](http::Response& response) {
    const std::optional<Errc> error = response.facts.error;
    response.facts = facts;
    response.facts.error = error;
  };
  return RecordAnswer(context, dialects::Finish(std::move(*result), add_facts));
}

http::Answer Pipeline::NotFound(const http::Request& request) const {
  return Serve(UnroutedFor(request.path), request);
}

http::Response Pipeline::RenderFault(http::Fault fault, std::size_t /*limit*/) {
  switch (fault) {
    case http::Fault::kBodyTooLarge: {
      http::Response response = Refuse(413, "Request body too large.");
      response.facts.error = Errc::kInvalid;
      return response;
    }
    case http::Fault::kOverloaded:
      return RenderError(kUnroutedOpen, "", Error{Errc::kUnavailable, {}, {}});
    case http::Fault::kInternal:
      break;
  }
  return RenderError(kUnroutedOpen, "", Error{Errc::kInternal, {}, {}});
}

}  // namespace guildhall::tyk
