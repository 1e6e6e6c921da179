#include "dialects/syncano/resolve.h"

#include <utility>

#include "dialects/syncano/body.h"
#include "dialects/syncano/errors.h"
#include "dialects/syncano/parents.h"

namespace guildhall::syncano {
namespace {

/// Both clients send `{}` with GET and DELETE.
bool HoldsNothing(std::string_view body) { return body.empty() || body == "{}"; }

/// What every client of this API sends needs no reading.
bool WantsJson(std::string_view accept) {
  return accept == "application/json" || AcceptsJson(accept);
}

/// Whether `?format=` is absent, empty or "json" (Syncano v1.1 knows no other one here).
bool NamesKnownFormat(const http::Request& request) {
  if (request.query.find("format") == std::string_view::npos) return true;
  const auto format = request.QueryParameter("format");
  return !format || format->empty() || *format == "json";
}

/// Keys out of the body, where the request carried none elsewhere. A body that must be read for the
/// only key and is broken is the answer.
std::optional<http::Response> ReadBodyKeys(const http::Request& request, const Headers& headers,
                                           bool users_matter, Presentation& presentation) {
  const bool lacks_key = !presentation.has_key;
  const bool lacks_user = users_matter && !presentation.has_user_key;
  if ((!lacks_key && !lacks_user) || HoldsNothing(request.body)) return std::nullopt;
  const MediaType type = ReadMediaType(headers.content_type);
  if (type == MediaType::kNone || type == MediaType::kMultipart || type == MediaType::kOther) {
    return std::nullopt;
  }
  ReadBody body = ParseBody(headers.content_type, request.body);
  if (!body.refused) {
    AddFromBody(body.value, presentation);
  } else if (lacks_key) {
    return std::move(body.refused);
  }
  return std::nullopt;
}

/// The instance as the object itself: hidden from accounts without a role and from foreign keys.
Result<std::optional<http::Response>> ResolveTheInstance(const Callers::Presented& presented,
                                                         Context& context) {
  Callers& callers = context.core().callers();
  GH_TRY(context.caller, callers.ResolveOnSite(context.patience(), presented));
  if (context.caller.anonymous()) return std::optional(NoPermission());
  auto found = FindInstance(context);
  if (!found && found.error().code == Errc::kNotFound) return std::optional(Missing(kNotFoundText));
  GH_CHECK(found);
  if (context.caller.api_key && context.caller.tenant != context.tenant->id) {
    return std::optional(Missing(kNotFoundText));
  }
  GH_TRY(context.caller, callers.Resolve(context.patience(), context.tenant->id, presented));
  if (!context.caller.api_key && context.caller.role == Role::kNone) {
    return std::optional(Missing(kNotFoundText));
  }
  return std::optional<http::Response>();
}

Result<std::optional<http::Response>> ResolveCaller(Scope scope,
                                                    const Callers::Presented& presented,
                                                    Context& context) {
  if (scope == Scope::kTheInstance) return ResolveTheInstance(presented, context);
  Callers& callers = context.core().callers();
  if (scope == Scope::kSite) {
    GH_TRY(context.caller, callers.ResolveOnSite(context.patience(), presented));
  } else {
    GH_TRY(context.caller, callers.Resolve(context.patience(), context.tenant->id, presented));
  }
  return std::optional<http::Response>();
}

bool IsBelowInstance(Scope scope) {
  return scope != Scope::kPublic && scope != Scope::kSite && scope != Scope::kTheInstance;
}

}  // namespace

Result<std::optional<http::Response>> ResolveRequest(const RouteSpec& spec, const Headers& headers,
                                                     Context& context) {
  const bool in_instance = IsBelowInstance(spec.scope);
  if (in_instance) {
    auto found = FindInstance(context);
    if (!found && found.error().code == Errc::kNotFound) {
      return std::optional(Missing("Instance was not found."));
    }
    GH_CHECK(found);
    GH_TRY(auto missing, FindParents(spec.scope, context));
    if (missing) return missing;
  }
  if (!WantsJson(headers.accept)) {
    return std::optional(Refuse(406, "Could not satisfy the request Accept header."));
  }
  if (!NamesKnownFormat(context.request)) return std::optional(Missing(kNotFoundText));
  if (spec.scope == Scope::kPublic) return std::optional<http::Response>();

  Presentation presentation = PresentedOutsideBody(context.request, headers);
  const bool users_matter = in_instance || spec.scope == Scope::kTheInstance;
  if (auto refused = ReadBodyKeys(context.request, headers, users_matter, presentation)) {
    return refused;
  }
  if (presentation.forged) return Fail(Errc::kUnauthenticated);
  return ResolveCaller(spec.scope, presentation.presented, context);
}

}  // namespace guildhall::syncano
