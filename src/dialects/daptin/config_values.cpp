// What administrators set: /_config and below. [Daptin "Global configuration"]
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/strings.h"
#include "core/tenant_settings.h"
#include "dialects/daptin/change.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/jwt.h"
#include "dialects/daptin/nouns.h"

namespace guildhall::daptin {
namespace {

constexpr std::string_view kBackend = "backend";
constexpr std::string_view kPlainText = "text/plain; charset=utf-8";

/// Shown to nobody, and made by the server itself.
constexpr std::array<std::string_view, 3> kSecrets{"jwt.secret", "encryption.secret",
                                                   "totp.secret"};

http::Response Empty(int status) {
  http::Response response;
  response.status = status;
  return response;
}

http::Response Closed() {
  http::Response response = Empty(403);
  response.facts.error = Errc::kForbidden;
  return response;
}

http::Response Text(std::string_view text) {
  http::Response response;
  response.content_type = kPlainText;
  response.body.Append(text);
  return response;
}

bool IsSecret(std::string_view name) { return std::ranges::find(kSecrets, name) != kSecrets.end(); }

/// What is in force because the server was started so, by name.
std::vector<TenantSetting> ServersOwn(const Context& context) {
  const Tenant& tenant = *context.tenant;
  const Jwt jwt(context.core().credentials().SessionSecret(tenant.id, tenant.session_key));
  const std::string section(kBackend);
  return {{section, "jwt.token.issuer", jwt.issuer()},
          {section, "jwt.token.life.hours", std::to_string(context.services.options.token_hours)}};
}

const TenantSetting* FindOwn(const std::vector<TenantSetting>& own, std::string_view section,
                             std::string_view name) {
  const auto found = std::ranges::find_if(own, [&](const TenantSetting& setting) {
    return setting.section == section && setting.name == name;
  });
  return found == own.end() ? nullptr : &*found;
}

/// What may not be set: what the server was started with, and its secrets.
std::optional<http::Response> RefuseOwn(const Context& context) {
  if (context.table != kBackend) return std::nullopt;
  const auto own = ServersOwn(context);
  if (IsSecret(context.id)) {
    return Refuse(400, "the server makes its own secrets; daptin-rotate-key renews jwt.secret");
  }
  if (FindOwn(own, context.table, context.id) == nullptr) return std::nullopt;
  return Refuse(400, std::string(context.id) + " is a setting of the server");
}

/// The body as it is; of text in JSON quotes, what is between them.
std::string ValueIn(std::string_view body) {
  if (body.starts_with('"')) {
    const Result<Json> json = ParseJson(body);
    const std::string* text = json ? json->AsString() : nullptr;
    if (text != nullptr) return *text;
  }
  return std::string(body);
}

http::Response RenderConfigError(const About& about, const Error& error) {
  if (error.code == Errc::kForbidden) return Closed();
  if (error.code == Errc::kNotFound) return Empty(404);
  return RenderError(about, error);
}

bool MayConfigure(const Context& context) { return context.caller.Has(Power::kBypassTables); }

}  // namespace

Result<http::Answer> ListConfig(const Context& context) {
  if (!MayConfigure(context)) return Closed();
  auto read = context.core().Read(context.patience(), [&](const Snapshot& snapshot) {
    return context.core().settings().List(snapshot, context.caller);
  });
  GH_TRY(std::vector<TenantSetting> all, std::move(read));
  for (TenantSetting& setting : ServersOwn(context)) all.push_back(std::move(setting));
  http::Response response;
  JsonWriter out(response.body);
  out.BeginObject();
  for (const TenantSetting& setting : all) {
    // Names of the main section stand alone, as clients know them.
    out.KeyText(setting.section == kBackend ? setting.name : setting.section + "." + setting.name);
    out.Text(setting.value);
  }
  out.EndObject();
  return response;
}

Result<http::Answer> ShowConfig(const Context& context) {
  if (!MayConfigure(context)) return Closed();
  const auto own = ServersOwn(context);
  if (const TenantSetting* setting = FindOwn(own, context.table, context.id)) {
    return Text(setting->value);
  }
  auto read = context.core().Read(context.patience(), [&](const Snapshot& snapshot) {
    return context.core().settings().Get(snapshot, context.caller, context.table, context.id);
  });
  if (!read && read.error().code == Errc::kNotFound) return Empty(404);
  GH_TRY(const TenantSetting setting, std::move(read));
  return Text(setting.value);
}

Result<http::Answer> SetConfig(const Context& context) {
  if (!MayConfigure(context)) return Closed();
  if (auto refused = RefuseOwn(context)) return std::move(*refused);
  TenantSetting setting{std::string(context.table), std::string(context.id),
                        ValueIn(context.request.body)};
  return MakeChange(
      context,
      [core = &context.core(), setting = std::move(setting)](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_CHECK(core->settings().Put(tx, caller, setting));
        return Empty(200);
      },
      RenderConfigError);
}

Result<http::Answer> RemoveConfig(const Context& context) {
  if (!MayConfigure(context)) return Closed();
  if (auto refused = RefuseOwn(context)) return std::move(*refused);
  return MakeChange(
      context,
      [core = &context.core(), section = std::string(context.table),
       name = std::string(context.id)](Transaction& tx,
                                       const Caller& caller) -> Result<http::Response> {
        GH_CHECK(core->settings().Remove(tx, caller, section, name));
        return Empty(200);
      },
      RenderConfigError);
}

}  // namespace guildhall::daptin
