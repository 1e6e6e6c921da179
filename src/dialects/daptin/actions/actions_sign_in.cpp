#include <utility>

#include "core/gates.h"
#include "core/uid_text.h"
#include "dialects/daptin/actions/action_steps.h"
#include "dialects/daptin/auth.h"
#include "dialects/daptin/change.h"

namespace guildhall::daptin {
namespace {

// Signing in looks at the table and at the row. [Daptin "Users and groups", "Sign In"]
constexpr Rights kPeek{Right::kPeek};

/// Whether the caller may know that the account is there. Who may not is told what a wrong password
/// is told.
Result<bool> MayPeek(const Context& context, UserId id) {
  return context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<bool> {
    const Result<User> row =
        context.core().users().GetRow(snapshot, context.caller, id, Gates::ByLists(kPeek, kPeek));
    if (row) return true;
    const Errc code = row.error().code;
    if (code == Errc::kForbidden || code == Errc::kNotFound) return false;
    return Fail(row.error());
  });
}

Result<void> PassAccounts(const Context& context) {
  return context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<void> {
    return PassTable(snapshot, context.caller, kAccountTable, kPeek);
  });
}

/// The seed's three entries as printed, and the fourth where it is switched on.
/// [Daptin "Users and groups", "Sign In"]
std::string WriteSignedIn(const Context& context, const Secret& token) {
  const Outcome keep{
      .type = "client.store.set",
      .members = {{.name = "key", .text = "token"}, {.name = "value", .text = token.Reveal()}}};
  const Outcome notify{.type = "client.notify",
                       .members = {{.name = "message", .text = "Logged in"},
                                   {.name = "title", .text = "Success"},
                                   {.name = "type", .text = "success"}}};
  const Outcome redirect{.type = "client.redirect",
                         .members = {{.name = "delay", .number = 2000, .is_number = true},
                                     {.name = "location", .text = "/"},
                                     {.name = "window", .text = "self"}}};
  if (!context.services.options.signin_cookie) return WriteOutcomes({keep, notify, redirect});
  const std::string cookie = std::string(token.Reveal()) + "; SameSite=Strict";
  return WriteOutcomes(
      {keep,
       notify,
       redirect,
       {.type = "client.cookie.set",
        .members = {{.name = "key", .text = "token"}, {.name = "value", .text = cookie}}}});
}

}  // namespace

Result<http::Answer> SignIn(const Context& context, const ActionInput& input) {
  const std::string_view name = input.Text("email");
  const Secret password(std::string(input.Text("password")));
  GH_CHECK(PassAccounts(context));
  if (name.empty() || password.empty()) {
    return RefuseAction(400, "Failed", "email or password is empty");
  }
  const TenantId tenant = context.tenant->id;
  GH_TRY(const User user, context.services.sign_in.Check(context.request, tenant, name, password));
  GH_TRY(const bool may_peek, MayPeek(context, user.id));
  if (!may_peek) return Fail(Errc::kUnauthenticated, Problem{"", Reason::kWrongPassword});
  std::string answer = WriteSignedIn(context, MakeToken(context, user));
  auto recording = context.services.sign_in.RecordingOf(tenant, user, password);
  if (!recording) return AnswerWith(answer);
  return MakeChange(
      context,
      [recording = std::move(recording), answer = std::move(answer)](
          Transaction& tx, const Caller& /*caller*/) -> Result<http::Response> {
        GH_CHECK(recording(tx));
        return AnswerWith(answer);
      },
      RenderOutcomeError);
}

Result<http::Answer> RenewToken(const Context& context, const ActionInput& input) {
  const Caller& caller = context.caller;
  const std::optional<Uid> account = ParseUid(input.Text("user_account_id"));
  if (!caller.user || account != caller.user->user.uid) {
    return Fail(Errc::kForbidden, Problem{"object", Reason::kNotAllowed});
  }
  return AnswerWith(WriteSignedIn(context, MakeToken(context, caller.user->user)));
}

}  // namespace guildhall::daptin
