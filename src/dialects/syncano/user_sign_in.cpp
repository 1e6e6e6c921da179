#include <utility>

#include "dialects/syncano/change.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/profile_schema.h"
#include "dialects/syncano/user_writes.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

/// The user whose password this is. Unknown names cost what known ones cost, and every failure
/// counts against the name and the address.
Result<User> CheckPassword(const Context& context, std::string_view username,
                           const Secret& password) {
  SignInLimits& limits = context.core().sign_in_limits();
  const TenantId tenant = context.tenant->id;
  const std::string name = NormalizeName(username);
  GH_CHECK(limits.CheckSignIn(context.request.address, tenant, name));
  auto found = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::optional<User>> {
        return context.core().users().FindForSignIn(snapshot, tenant, username);
      });
  GH_TRY(std::optional<User> user, std::move(found));
  const bool has_password = user && !user->password_hash.empty();
  const bool right =
      VerifyPassword(has_password ? user->password_hash : context.services.stand_in_hash, password);
  if (right && has_password) {
    limits.CountSuccess(tenant, name);
    return std::move(*user);
  }
  limits.CountFailure(context.request.address, tenant, name);
  return Fail(Errc::kUnauthenticated,
              Problem{"", user ? Reason::kWrongPassword : Reason::kUnknownAccount});
}

/// Stores a hash of today's form in place of the one that was just checked, and answers.
http::Answer RenewHash(const Context& context, const User& user, std::string hash) {
  return http::Change{{context.tenant->id},
                      [core = &context.core(), caller = context.caller, tenant = context.tenant,
                       id = user.id, old_hash = user.password_hash,
                       hash = std::move(hash)](Transaction& tx) -> Result<http::Response> {
                        GH_TRY(std::optional<User> row, tx.users().Find(tenant->id, id));
                        if (!row)
                          return Fail(Errc::kUnauthenticated, Problem{"", Reason::kUnknownAccount});
                        // Somebody may have set another password in between.
                        if (row->password_hash == old_hash) {
                          row->password_hash = hash;
                          GH_CHECK(tx.users().Update(tenant->id, *row));
                        }
                        GH_TRY(const auto view, core->callers().ReadUser(tx, tenant->id, id));
                        return ShowWritten(tx, caller, *tenant, *view, 200, std::nullopt);
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
  GH_TRY(const User user, CheckPassword(context, *username, password));
  if (NeedsRehash(user.password_hash)) {
    return RenewHash(context, user, HashPassword(password));
  }
  GH_TRY(const auto view,
         context.core().callers().FindUser(context.patience(), context.tenant->id, user.id));
  GH_TRY(const auto profiles, FindProfiles(context));
  http::Response response;
  // Who signs in sees himself.
  WriteUser(response.body, context.tenant->name, *view, *profiles, UserStyle{});
  return response;
}

Result<http::Answer> SignInUserSocially(const Context& /*context*/) {
  return Refuse(400, "Unsupported social backend.");
}

}  // namespace guildhall::syncano
