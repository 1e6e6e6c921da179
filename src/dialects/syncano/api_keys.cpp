#include <utility>

#include "dialects/syncano/change.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/paging.h"
#include "dialects/syncano/paths.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

constexpr TextRule kDescriptionRule{.max = 256, .blank = true};

ApiKeys::Patch ReadKey(const Context& context, FieldErrors& errors) {
  Input input(context.body, errors);
  ApiKeys::Patch patch;
  patch.description = input.Text("description", kDescriptionRule);
  patch.bypass_lists = input.Boolean("ignore_acl");
  patch.create_users = input.Boolean("allow_user_create");
  patch.create_groups = input.Boolean("allow_group_create");
  patch.anonymous_read = input.Boolean("allow_anonymous_read");
  return patch;
}

Result<ApiKeyView> FindShown(const Context& context) {
  const auto id = ParsePathId(context.parameter(1));
  if (!id) return Fail(Errc::kNotFound);
  auto found =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<ApiKeyView> {
        return context.core().api_keys().Get(snapshot, context.caller, ApiKeyId(*id));
      });
  // An application does not learn of its neighbours' keys.
  if (!found && found.error().code == Errc::kForbidden) return Fail(Errc::kNotFound);
  return found;
}

http::Response Show(const Tenant& tenant, const ApiKeyView& key, int status) {
  http::Response response;
  response.status = status;
  WriteApiKey(response.body, tenant.name, key);
  return response;
}

}  // namespace

Result<http::Answer> ListApiKeys(const Context& context) {
  const auto page = ReadPage(context.request);
  if (!page) return RefusePage();
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::vector<ApiKeyView>> {
        return context.core().api_keys().List(snapshot, context.caller, page->ToSeek());
      });
  GH_TRY(std::vector<ApiKeyView> keys, std::move(read));
  return RenderPage(
      context.request, *page, std::move(keys),
      [](const ApiKeyView& key) { return key.row.id.value(); },
      [&](Buffer& out, const ApiKeyView& key) { WriteApiKey(out, context.tenant->name, key); });
}

Result<http::Answer> CreateApiKey(const Context& context) {
  FieldErrors errors;
  const ApiKeys::Patch input = ReadKey(context, errors);
  if (!errors.empty()) return errors.Render();
  ApiKeys::Draft draft{input.description.value_or(""),
                       {.bypass_lists = input.bypass_lists.value_or(false),
                        .create_users = input.create_users.value_or(false),
                        .create_groups = input.create_groups.value_or(false),
                        .anonymous_read = input.anonymous_read.value_or(false)}};
  return MakeChange(context, Noun::kApiKey, Touches::kSiteAndTenant,
                    [core = &context.core(), tenant = context.tenant, draft = std::move(draft)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const ApiKeyView made, core->api_keys().Create(tx, caller, draft));
                      return Show(*tenant, made, 201);
                    });
}

Result<http::Answer> ShowApiKey(const Context& context) {
  GH_TRY(const ApiKeyView key, FindShown(context));
  return Show(*context.tenant, key, 200);
}

Result<http::Answer> UpdateApiKey(const Context& context) {
  GH_TRY(const ApiKeyView key, FindShown(context));
  FieldErrors errors;
  ApiKeys::Patch patch = ReadKey(context, errors);
  if (!errors.empty()) return errors.Render();
  return MakeChange(
      context, Noun::kApiKey, Touches::kSiteAndTenant,
      [core = &context.core(), tenant = context.tenant, id = key.row.id, patch = std::move(patch)](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const ApiKeyView after, core->api_keys().Update(tx, caller, id, patch));
        return Show(*tenant, after, 200);
      });
}

Result<http::Answer> DeleteApiKey(const Context& context) {
  GH_TRY(const ApiKeyView key, FindShown(context));
  return MakeChange(context, Noun::kApiKey, Touches::kSiteAndTenant,
                    [core = &context.core(), id = key.row.id](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->api_keys().Remove(tx, caller, id));
                      return NoContent();
                    });
}

Result<http::Answer> ResetApiKey(const Context& context) {
  GH_TRY(const ApiKeyView key, FindShown(context));
  return MakeChange(context, Noun::kApiKey, Touches::kSiteAndTenant,
                    [core = &context.core(), tenant = context.tenant, id = key.row.id](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const ApiKeyView after, core->api_keys().Reset(tx, caller, id));
                      return Show(*tenant, after, 200);
                    });
}

}  // namespace guildhall::syncano
