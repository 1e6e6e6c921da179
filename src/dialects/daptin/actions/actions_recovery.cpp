#include <utility>

#include "base/crypto.h"
#include "base/strings.h"
#include "core/gates.h"
#include "dialects/daptin/actions/action_steps.h"
#include "dialects/daptin/change.h"

// A forgotten password: a code by mail, and for the code a new password by mail.

namespace guildhall::daptin {
namespace {

/// No e-mail is longer.
constexpr std::size_t kMaxEmail = 254;

http::Response Nothing() { return AnswerWith(WriteOutcomes({})); }

http::Response WrongCode() {
  http::Response response = RefuseAction(400, "failed", "Invalid OTP");
  response.facts.error = Errc::kInvalid;
  return response;
}

/// What is not there any more is told as what never was.
http::Response RenderRecoveryError(const About& about, const Error& error) {
  return error.code == Errc::kNotFound ? WrongCode() : RenderOutcomeError(about, error);
}

/// A change of the site, which queues mails, and of the tenant, for callers who may execute the
/// action.
template <class Make>
http::Answer ChangeBoth(const Context& context, ActionId action, Make make) {
  const Core& core = context.core();
  return dialects::MakeChange(
      context.core(), {kSite, context.tenant->id}, context.caller,
      [&core, action, make = std::move(make)](Transaction& tx,
                                              const Caller& caller) -> Result<http::Response> {
        GH_CHECK(core.tables().PassAction(tx, caller, action));
        return make(tx, caller.tenant);
      },
      [about = About(context)](const Error& error) { return RenderRecoveryError(about, error); });
}

http::Answer CountWrongCode(const Context& context, std::string email) {
  return ChangeBoth(context, kFinishPasswordReset,
                    [recovery = &context.core().user_recovery(), email = std::move(email)](
                        Transaction& tx, TenantId tenant) -> Result<http::Response> {
                      GH_CHECK(recovery->CountFailure(tx, tenant, email));
                      return WrongCode();
                    });
}

http::Answer SetNewPassword(const Context& context, UserRecovery::Granted granted) {
  std::string hash = HashPassword(granted.password);
  return ChangeBoth(
      context, kFinishPasswordReset,
      [recovery = &context.core().user_recovery(), granted = std::move(granted),
       hash = std::move(hash)](Transaction& tx, TenantId tenant) -> Result<http::Response> {
        GH_CHECK(recovery->Finish(tx, tenant, granted, hash));
        return Nothing();
      });
}

}  // namespace

Result<http::Answer> RequestPasswordReset(const Context& context, const ActionInput& input) {
  std::string email = NormalizeName(input.Text("email"));
  if (email.empty()) return RefuseInput("email", "required");
  // The same answer for everybody, so that nobody learns who has an account.
  if (email.size() > kMaxEmail) return Nothing();
  GH_CHECK(context.core().sign_in_limits().CountMail(context.request.address, email));
  return ChangeBoth(context, kResetPassword,
                    [recovery = &context.core().user_recovery(), email = std::move(email)](
                        Transaction& tx, TenantId tenant) -> Result<http::Response> {
                      GH_CHECK(recovery->Request(tx, tenant, email));
                      return Nothing();
                    });
}

Result<http::Answer> FinishPasswordReset(const Context& context, const ActionInput& input) {
  std::string email = NormalizeName(input.Text("email"));
  const std::string_view code = input.Text("otp");
  if (email.empty() || email.size() > kMaxEmail || code.empty()) return WrongCode();
  if (context.patience() == Patience::kInstant) return Fail(Errc::kWouldWait);
  const TenantId tenant = context.tenant->id;
  SignInLimits& limits = context.core().sign_in_limits();
  GH_CHECK(limits.CheckSignIn(context.request.address, tenant, email));
  auto read = context.core().Read(
      context.patience(),
      [&](const Snapshot& snapshot) -> Result<std::optional<UserRecovery::Granted>> {
        return context.core().user_recovery().Check(snapshot, tenant, email, code);
      });
  GH_TRY(std::optional<UserRecovery::Granted> granted, std::move(read));
  if (!granted) {
    limits.CountFailure(context.request.address, tenant, email);
    return CountWrongCode(context, std::move(email));
  }
  limits.CountSuccess(tenant, email);
  return SetNewPassword(context, *std::move(granted));
}

}  // namespace guildhall::daptin
