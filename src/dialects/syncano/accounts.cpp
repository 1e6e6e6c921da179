#include <utility>

#include "dialects/syncano/account_input.h"
#include "dialects/syncano/change.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {

namespace {

Result<OperatorView> GetOwn(const Context& context) {
  return context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<OperatorView> {
        return context.core().operators().Get(snapshot, *context.caller.operator_id);
      });
}

/// A changed e-mail is written to, so that it counts as a mail that was asked for.
Result<void> CountMailToNewEmail(const Context& context, std::string_view email) {
  GH_TRY(const OperatorView before, GetOwn(context));
  const std::string wanted = NormalizeName(email);
  if (wanted == before.row.email) return {};
  return context.core().sign_in_limits().CountMail(context.request.address, wanted);
}

Result<http::Answer> Update(const Context& context, bool full) {
  FieldErrors errors;
  Input input(context.body, errors);
  Operators::Patch patch;
  patch.email = input.Text("email", {.max = kMaxEmail, .required = full});
  patch.first_name = input.Text("first_name", kNameRule);
  patch.last_name = input.Text("last_name", kNameRule);
  patch.metadata = input.Metadata();
  if (!errors.empty()) return errors.Render();
  if (patch.email) GH_CHECK(CountMailToNewEmail(context, *patch.email));
  return MakeChange(context, Noun::kAccount, Touches::kSite,
                    [core = &context.core(), patch = std::move(patch)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      if (!caller.operator_id) return Fail(Errc::kForbidden);
                      GH_TRY(const Operator after,
                             core->operators().Update(tx, *caller.operator_id, patch));
                      http::Response response;
                      WriteAccount(response.body, after, nullptr);
                      return response;
                    });
}

}  // namespace

http::Response ShowAccountWithKey(const OperatorView& account, int status) {
  http::Response response;
  response.status = status;
  WriteAccount(response.body, account.row, &account.key);
  return response;
}

Result<http::Answer> ShowAccount(const Context& context) {
  GH_TRY(const OperatorView account, GetOwn(context));
  http::Response response;
  WriteAccount(response.body, account.row, nullptr);
  return response;
}

Result<http::Answer> PutAccount(const Context& context) { return Update(context, true); }
Result<http::Answer> PatchAccount(const Context& context) { return Update(context, false); }

Result<http::Answer> ResetAccountKey(const Context& context) {
  return MakeChange(
      context, Noun::kAccount, Touches::kSite,
      [core = &context.core()](Transaction& tx, const Caller& caller) -> Result<http::Response> {
        if (!caller.operator_id) return Fail(Errc::kForbidden);
        GH_TRY(const OperatorView after, core->operators().ResetKey(tx, *caller.operator_id));
        return ShowAccountWithKey(after, 200);
      });
}

}  // namespace guildhall::syncano
