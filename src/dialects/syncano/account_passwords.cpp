#include <utility>

#include "dialects/syncano/account_input.h"
#include "dialects/syncano/change.h"
#include "dialects/syncano/invitation_input.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/user_writes.h"

namespace guildhall::syncano {
namespace {

/// Whether `password` is this account's; an account that does not exist costs what one costs that
/// does.
Result<bool> IsPasswordOf(const Context& context, std::string_view email, const Operator* row,
                          const Secret& password) {
  return context.services.sign_in.IsRight(
      context.request, kSite, email, row != nullptr ? std::string_view(row->password_hash) : "",
      password);
}

Result<Operator> GetOwnRow(const Context& context) {
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<OperatorView> {
        return context.core().operators().Get(snapshot, *context.caller.operator_id);
      });
  GH_TRY(OperatorView view, std::move(read));
  return std::move(view.row);
}

http::Answer StoreHash(const Context& context, std::string hash) {
  return MakeChange(context, Noun::kAccount, Touches::kSite,
                    [core = &context.core(), hash = std::move(hash)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      if (!caller.operator_id) return Fail(Errc::kForbidden);
                      Operators::Patch patch;
                      patch.password_hash = hash;
                      GH_CHECK(core->operators().Update(tx, *caller.operator_id, patch));
                      return NoContent();
                    });
}

/// Stores a hash of today's form in place of the one that was just checked, and answers.
http::Answer RenewHash(const Context& context, const Operator& row, std::string hash) {
  return http::Change{{kSite},
                      [core = &context.core(), id = row.id, old_hash = row.password_hash,
                       hash = std::move(hash)](Transaction& tx) -> Result<http::Response> {
                        GH_TRY(const OperatorView before, core->operators().Get(tx, id));
                        // Somebody may have set another password in between.
                        if (before.row.password_hash == old_hash) {
                          Operators::Patch patch;
                          patch.password_hash = hash;
                          GH_CHECK(core->operators().Update(tx, id, patch));
                        }
                        GH_TRY(const OperatorView after, core->operators().Get(tx, id));
                        return ShowAccountWithKey(after, 200);
                      },
                      [](const Error& error) { return RenderError(Noun::kAccount, error); }};
}

/// An answer for whoever may not register at all; nothing for others.
std::optional<http::Response> RefuseRegistration(const Context& context, bool invited) {
  const Registration setting = context.core().operators().registration();
  const bool open =
      setting == Registration::kOpen || (setting == Registration::kByInvitation && invited);
  if (open) return std::nullopt;
  return Refuse(400, "Registration disabled.");
}

/// Makes the account, and with an invitation its first role: both or none.
http::Answer Register(const Context& context, Operators::Draft draft,
                      const std::optional<PresentedInvitation>& invitation) {
  std::vector<TenantId> tenants{kSite};
  if (invitation) tenants.push_back(invitation->tenant);
  return http::Change{std::move(tenants),
                      [core = &context.core(), draft = std::move(draft),
                       invitation](Transaction& tx) -> Result<http::Response> {
                        GH_TRY(const OperatorView made, core->operators().Register(tx, draft));
                        if (invitation) {
                          GH_CHECK(core->invitations().Accept(tx, made.row.id, invitation->tenant,
                                                              invitation->key));
                        }
                        return ShowAccountWithKey(made, 201);
                      },
                      [](const Error& error) { return RenderError(Noun::kAccount, error); }};
}

}  // namespace

Result<http::Answer> RegisterAccount(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto email = input.Text("email", kEmailRule);
  const auto password = input.Text("password", kPasswordRule);
  const auto first_name = input.Text("first_name", kNameRule);
  const auto last_name = input.Text("last_name", kNameRule);
  auto invitation = input.Text("invitation_key", kInvitationKeyRule);
  if (!errors.empty() || !email || !password) return errors.Render();
  if (invitation && invitation->empty()) invitation.reset();
  if (auto refused = RefuseRegistration(context, invitation.has_value()))
    return *std::move(refused);
  std::optional<PresentedInvitation> presented;
  if (invitation) {
    GH_TRY(presented, FindInvitation(context, *invitation));
  }
  GH_CHECK(context.core().sign_in_limits().CountRegistration(context.request.address));

  Operators::Draft draft;
  draft.email = *email;
  draft.password_hash = HashPassword(Secret(*password));
  draft.first_name = first_name.value_or("");
  draft.last_name = last_name.value_or("");
  draft.invited = presented.has_value();
  return Register(context, std::move(draft), presented);
}

Result<http::Answer> SignInAccount(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto given_email = input.Text("email", {.required = true});
  const auto given_password = input.Text("password", {.required = true});
  if (!errors.empty() || !given_email || !given_password) return errors.Render();
  const std::string email = NormalizeName(*given_email);
  const Secret password(*given_password);

  auto read = context.core().Read(context.patience(),
                                  [&](const Snapshot& snapshot) -> Result<std::optional<Operator>> {
                                    return context.core().operators().FindByEmail(snapshot, email);
                                  });
  GH_TRY(const std::optional<Operator> row, std::move(read));
  GH_TRY(const bool right, IsPasswordOf(context, email, row ? &*row : nullptr, password));
  if (!right) {
    return Fail(Errc::kUnauthenticated,
                Problem{"", row ? Reason::kWrongPassword : Reason::kUnknownAccount});
  }
  if (NeedsRehash(row->password_hash)) return RenewHash(context, *row, HashPassword(password));
  auto view = context.core().Read(context.patience(),
                                  [&](const Snapshot& snapshot) -> Result<OperatorView> {
                                    return context.core().operators().Get(snapshot, row->id);
                                  });
  GH_TRY(const OperatorView account, std::move(view));
  return ShowAccountWithKey(account, 200);
}

Result<http::Answer> SignInAccountSocially(const Context& /*context*/) {
  return Refuse(400, "Unsupported social backend.");
}

Result<http::Answer> ChangeAccountPassword(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto current = input.Text("current_password", {.required = true});
  const auto wanted = input.Text("new_password", kPasswordRule);
  GH_TRY(const Operator row, GetOwnRow(context));
  if (current) {
    GH_TRY(const bool right, IsPasswordOf(context, row.email, &row, Secret(*current)));
    if (!right) errors.Add("current_password", "Invalid password.");
  }
  if (!errors.empty() || !wanted) return errors.Render();
  // The same password again is no change.
  if (*wanted == *current) return NoContent();
  return StoreHash(context, HashPassword(Secret(*wanted)));
}

Result<http::Answer> SetAccountPassword(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto wanted = input.Text("password", kPasswordRule);
  GH_TRY(const Operator row, GetOwnRow(context));
  if (!row.password_hash.empty() && wanted) {
    errors.Add("password", "Admin already has password.");
  }
  if (!errors.empty() || !wanted) return errors.Render();
  return StoreHash(context, HashPassword(Secret(*wanted)));
}

}  // namespace guildhall::syncano
