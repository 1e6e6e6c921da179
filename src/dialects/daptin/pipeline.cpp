#include "dialects/daptin/pipeline.h"

#include <utility>

#include "base/strings.h"
#include "dialects/daptin/errors.h"
#include "dialects/shared/finish.h"

namespace guildhall::daptin {
namespace {

/// What every answer of a request gets, whenever it is made.
struct Finish {
  http::Facts facts;
  bool cors = false;

  void operator()(http::Response& response) const {
    const std::optional<Errc> error = response.facts.error;
    response.facts = facts;
    response.facts.error = error;
    if (cors) response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  }
};

http::Response Render(const RouteSpec& spec, const Context& context, const Error& error) {
  const About about(context);
  return spec.shape == Shape::kOutcomes ? RenderOutcomeError(about, error)
                                        : RenderError(about, error);
}

http::Response Preflight() {
  http::Response response;
  response.status = 204;
  response.headers = {
      {"Access-Control-Allow-Origin", "*"},
      {"Access-Control-Allow-Methods", "DELETE, GET, OPTIONS, PATCH, POST, PUT"},
      {"Access-Control-Allow-Headers", "accept, authorization, content-type"},
      {"Access-Control-Max-Age", "86400"},
  };
  return response;
}

/// `response` as the answer of a request of whom nothing was looked at.
http::Response OfNobody(http::Response response, const Headers& headers) {
  Finish{{}, !headers.origin.empty()}(response);
  return response;
}

}  // namespace

void NameParameters(const RouteSpec& spec, Context& context) {
  context.table = spec.table;
  std::size_t next = 0;
  for (std::size_t at = spec.path.find('{'); at != std::string_view::npos;
       at = spec.path.find('{', at + 1)) {
    const std::string_view name = spec.path.substr(at + 1, spec.path.find('}', at) - at - 1);
    const std::string_view value = context.request.parameters[next++];
    if (name == "table") context.table = value;
    if (name == "id") context.id = value;
    if (name == "relation") context.relation = value;
  }
}

Result<std::shared_ptr<const Tenant>> Pipeline::FindTenant(const Context& context,
                                                           const Headers& headers) const {
  const Options& options = services_.options;
  std::string_view name = options.default_tenant;
  if (!options.hosts.empty()) {
    const auto claimed = options.hosts.find(HostName(headers.host));
    if (claimed != options.hosts.end()) name = claimed->second;
  }
  return services_.core.callers().FindTenant(context.patience(), name);
}

Result<http::Answer> Pipeline::Run(const RouteSpec& spec, const Headers& headers,
                                   Context& context) const {
  auto tenant = FindTenant(context, headers);
  if (!tenant && tenant.error().code == Errc::kNotFound) return NoSuchResource();
  GH_TRY(context.tenant, std::move(tenant));
  context.caller = Callers::Guest(context.tenant->id);
  GH_TRY(context.caller, ResolveToken(context, PresentedToken(context.request, headers)));
  context.caller.may_found = MayFound(services_.options, headers);
  context.caller.vocabulary = kOrigin;
  // Actions take forms too, and settings are any text: they read their body themselves.
  if (spec.shape == Shape::kDocument && spec.method != http::Method::kGet &&
      !Trim(context.request.body).empty()) {
    Result<Json> body = ParseJson(context.request.body);
    if (!body) return Refuse(406, body.error().detail);
    context.body = std::move(*body);
  }
  return spec.handle(context);
}

http::Answer Pipeline::Serve(const RouteSpec& spec, const http::Request& request) const {
  const Headers headers = ReadHeaders(request);
  const Callers::Serving serving(services_.core.callers());
  Context context(request, services_);
  NameParameters(spec, context);
  Result<http::Answer> result = Run(spec, headers, context);
  if (!result && result.error().code == Errc::kWouldWait) return http::WouldWait{};
  http::Answer answer =
      result ? std::move(*result) : http::Answer(Render(spec, context, result.error()));
  const TenantId tenant = context.tenant ? context.tenant->id : kSite;
  return dialects::Finish(std::move(answer), Finish{dialects::FactsOf(context.caller, tenant),
                                                    !headers.origin.empty()});
}

http::Answer Pipeline::NotFound(const http::Request& request) {
  const Headers headers = ReadHeaders(request);
  if (request.method == http::Method::kOptions && headers.preflight) return Preflight();
  return OfNobody(NoSuchResource(), headers);
}

http::Answer Pipeline::WrongMethod(const http::Request& request) {
  const Headers headers = ReadHeaders(request);
  http::Response response;
  if (request.method == http::Method::kOptions) {
    if (headers.preflight) return Preflight();
    response.status = 204;
  } else {
    response = Refuse(405, "method not allowed");
  }
  response.allow = request.allow;
  return OfNobody(std::move(response), headers);
}

http::Response Pipeline::RenderFault(http::Fault fault, std::size_t limit) {
  switch (fault) {
    case http::Fault::kBodyTooLarge: {
      http::Response response =
          Refuse(413, "request body exceeds " + std::to_string(limit) + " bytes");
      response.facts.error = Errc::kInvalid;
      return response;
    }
    case http::Fault::kOverloaded:
      return RenderError({}, Error{Errc::kUnavailable, {}, {}});
    case http::Fault::kInternal:
      break;
  }
  return RenderError({}, Error{Errc::kInternal, {}, {}});
}

}  // namespace guildhall::daptin
