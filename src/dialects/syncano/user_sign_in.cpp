#include <utility>

#include "dialects/syncano/change.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/profile_schema.h"
#include "dialects/syncano/user_writes.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

/// Who signs in sees himself.
http::Answer RecordAndShow(const Context& context, UserId id,
                           dialects::PasswordSignIn::Recording recording) {
  return http::Change{
      {context.tenant->id},
      [core = &context.core(), caller = context.caller, tenant = context.tenant,
       files = &context.services.files, id,
       recording = std::move(recording)](Transaction& tx) -> Result<http::Response> {
        GH_CHECK(recording(tx));
        auto view = core->callers().ReadUser(tx, tenant->id, id);
        if (!view && view.error().code == Errc::kNotFound) {
          return Fail(Errc::kUnauthenticated, Problem{"", Reason::kUnknownAccount});
        }
        GH_CHECK(view);
        return ShowWritten(tx, caller, {*tenant, *files}, **view, 200, std::nullopt);
      },
      [](const Error& error) { return RenderError(Noun::kUser, error); }};
}

}  // namespace

Result<http::Answer> SignInUser(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto username = input.Text("username", {.required = true});
  const auto given = input.Text("password", {.required = true});
  if (!errors.empty() || !username || !given) return errors.Render();
  const Secret password(*given);
  const TenantId tenant = context.tenant->id;
  GH_TRY(const User user,
         context.services.sign_in.Check(context.request, tenant, *username, password));
  if (auto recording = context.services.sign_in.RecordingOf(tenant, user, password)) {
    return RecordAndShow(context, user.id, std::move(recording));
  }
  GH_TRY(const auto view, context.core().callers().FindUser(context.patience(), tenant, user.id));
  GH_TRY(const auto profiles, FindProfiles(context));
  http::Response response;
  // Who signs in sees himself.
  WriteUser(response.body, context.tenant->name, *view, *profiles,
            UserStyle{.files = &context.services.files});
  return response;
}

Result<http::Answer> SignInUserSocially(const Context& /*context*/) {
  return Refuse(400, "Unsupported social backend.");
}

}  // namespace guildhall::syncano
