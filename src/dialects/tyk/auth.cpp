#include "dialects/tyk/auth.h"

#include <string>

#include "base/crypto.h"
#include "base/strings.h"
#include "dialects/tyk/errors.h"
#include "dialects/tyk/organisation_ids.h"

namespace guildhall::tyk {
namespace {

using Refused = std::optional<http::Response>;

Result<Refused> AuthenticateUser(Context& context) {
  const auto header = context.request.Header("authorization");
  const std::string_view key = header ? KeyOfAuthorization(*header) : std::string_view();
  if (key.empty()) return Refused(RefuseCredential());
  GH_TRY(context.caller, context.core().callers().ResolveAccessKey(context.patience(), key));
  if (!context.caller.user) return Refused(RefuseCredential());
  const UserView& user = *context.caller.user;
  if (!user.user.active || user.capability_group_inactive) return Refused(RefuseInactive());
  GH_TRY(context.organisation, FindOrganisationId(context));
  return Refused();
}

Result<Refused> AuthenticateInstallation(Context& context) {
  const Secret& wanted = context.services.options.admin_secret;
  const auto header = context.request.Header("admin-auth");
  if (!header || wanted.empty()) return Refused(RefuseCredential());
  if (!SameSecret(Secret(std::string(*header)), wanted)) return Refused(RefuseCredential());
  context.caller = Callers::Installation(kSite);
  return Refused();
}

}  // namespace

std::string_view KeyOfAuthorization(std::string_view value) {
  constexpr std::string_view kBearer = "bearer ";
  value = Trim(value);
  if (EqualsIgnoreCase(value.substr(0, kBearer.size()), kBearer)) {
    value = Trim(value.substr(kBearer.size()));
  }
  return value;
}

Result<std::optional<http::Response>> Authenticate(Family family, Context& context) {
  switch (family) {
    case Family::kOpen:
      return Refused();
    case Family::kUser:
      return AuthenticateUser(context);
    case Family::kAdmin:
      return AuthenticateInstallation(context);
  }
  return Refused(RefuseCredential());
}

}  // namespace guildhall::tyk
