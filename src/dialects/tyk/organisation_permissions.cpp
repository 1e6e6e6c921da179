#include <optional>
#include <string>
#include <utility>

#include "dialects/tyk/change.h"
#include "dialects/tyk/input.h"
#include "dialects/tyk/nouns.h"
#include "dialects/tyk/wire.h"

// The names of permissions that an organisation has for purposes of its own. They describe and
// decide nothing: every name may stand in a map of permissions.
namespace guildhall::tyk {
namespace {

/// The member of an organisation's document, and of both bodies.
constexpr char kMember[] = "additional_permissions";

}  // namespace

Result<http::Answer> ShowAdditionalPermissions(const Context& context) {
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<Tenant> {
        return context.core().tenants().Get(snapshot, context.caller, context.caller.tenant);
      });
  GH_TRY(const Tenant tenant, std::move(read));
  const Json document(MembersIn(tenant.organisation));
  const Json* names = document.Find(kMember);
  http::Response response;
  JsonWriter out(response.body);
  out.BeginObject();
  out.Key(kMember);
  out.Value(names != nullptr ? *names : Json(Json::Object()));
  out.EndObject();
  return response;
}

Result<http::Answer> UpdateAdditionalPermissions(const Context& context) {
  Input input(context.body);
  const auto given = input.PermissionMap(kMember);
  if (!given) return RefuseBody(context.spec);
  GH_TRY(const Json names, ParseJson(given->text));
  const TenantId id = context.caller.tenant;
  return MakeChange(
      context, {kSite, id}, context.caller,
      [core = &context.core(), id, names](Transaction& tx,
                                          const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Tenant tenant, core->tenants().Get(tx, caller, id));
        Json::Object document = MembersIn(tenant.organisation);
        std::erase_if(document, [](const Json::Member& member) { return member.first == kMember; });
        document.emplace_back(kMember, names);
        Tenants::Patch patch;
        patch.organisation = ToText(Json(std::move(document)));
        GH_CHECK(core->tenants().Update(tx, caller, id, patch));
        return Done("Additional Permissions updated in org level.");
      });
}

Result<http::Answer> RefuseOpenPolicy(const Context& /*context*/) {
  return RefuseDenied("Your license does not support Open Policy.");
}

}  // namespace guildhall::tyk
