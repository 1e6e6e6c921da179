#include <utility>

#include "dialects/syncano/account_input.h"
#include "dialects/syncano/change.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/user_writes.h"

// What accounts do by mail: confirm an e-mail, set a forgotten password.

namespace guildhall::syncano {
namespace {

/// Queues a mail to the e-mail in the body. What was asked for counts, so that nobody is flooded
/// and nobody asks for many addresses.
template <class Request>
Result<http::Answer> AskForMail(const Context& context, Request request) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto email = input.Text("email", kEmailRule);
  if (!errors.empty() || !email) return errors.Render();
  GH_CHECK(
      context.core().sign_in_limits().CountMail(context.request.address, NormalizeName(*email)));
  return MakeChange(context, Noun::kAccountToken, Touches::kSite,
                    [recovery = &context.core().account_recovery(), request, email = *email](
                        Transaction& tx, const Caller& /*caller*/) -> Result<http::Response> {
                      GH_CHECK((recovery->*request)(tx, email));
                      return NoContent();
                    });
}

/// The account that a `uid` names; nothing, and an error, when it can name none.
std::optional<OperatorId> ReadUid(Input& input) {
  const auto uid = input.Text("uid", {.required = true});
  if (!uid) return std::nullopt;
  const auto id = AccountTokens::ParseUid(*uid);
  if (!id) input.Refuse("uid", "Invalid token.");
  return id;
}

}  // namespace

Result<http::Answer> ResendActivation(const Context& context) {
  return AskForMail(context, &AccountRecovery::RequestActivation);
}

Result<http::Answer> RequestPasswordReset(const Context& context) {
  return AskForMail(context, &AccountRecovery::RequestPasswordReset);
}

Result<http::Answer> ActivateAccount(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto id = ReadUid(input);
  const auto token = input.Text("token", {.required = true});
  if (!errors.empty() || !id || !token) return errors.Render();
  return MakeChange(context, Noun::kAccountToken, Touches::kSite,
                    [recovery = &context.core().account_recovery(), id = *id, token = *token](
                        Transaction& tx, const Caller& /*caller*/) -> Result<http::Response> {
                      GH_TRY(const OperatorView after, recovery->Activate(tx, id, token));
                      return ShowAccountWithKey(after, 200);
                    });
}

Result<http::Answer> ConfirmPasswordReset(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto id = ReadUid(input);
  const auto token = input.Text("token", {.required = true});
  const auto wanted = input.Text("new_password", kPasswordRule);
  if (!errors.empty() || !id || !token || !wanted) return errors.Render();
  // Nothing is hashed for whoever has no token.
  GH_CHECK(context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<void> {
    return context.core().account_recovery().CheckReset(snapshot, *id, *token);
  }));
  return MakeChange(context, Noun::kAccountToken, Touches::kSite,
                    [recovery = &context.core().account_recovery(), id = *id, token = *token,
                     hash = HashPassword(Secret(*wanted))](
                        Transaction& tx, const Caller& /*caller*/) -> Result<http::Response> {
                      GH_TRY(const OperatorView after,
                             recovery->ResetPassword(tx, id, token, hash));
                      return ShowAccountWithKey(after, 200);
                    });
}

}  // namespace guildhall::syncano
