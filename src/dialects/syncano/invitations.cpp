#include <utility>

#include "dialects/syncano/account_input.h"
#include "dialects/syncano/admin_wire.h"
#include "dialects/syncano/change.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/invitation_input.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/paging.h"
#include "dialects/syncano/paths.h"

namespace guildhall::syncano {
namespace {

Result<InvitationView> FindShown(const Context& context) {
  const auto id = ParsePathId(context.parameter(1));
  if (!id) return Fail(Errc::kNotFound);
  return context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<InvitationView> {
        return context.core().invitations().Get(snapshot, context.caller, InvitationId(*id));
      });
}

http::Response Show(const InvitationView& view, int status) {
  http::Response response;
  response.status = status;
  WriteInvitation(response.body, view);
  return response;
}

Result<http::Answer> Update(const Context& context, std::optional<Role> when_absent) {
  GH_TRY(const InvitationView before, FindShown(context));
  FieldErrors errors;
  Input input(context.body, errors);
  std::optional<Role> role = ReadRole(input);
  if (!errors.empty()) return errors.Render();
  if (!role) role = when_absent;
  if (!role) return Show(before, 200);
  return MakeChange(context, Noun::kInvitation, Touches::kSiteAndTenant,
                    [core = &context.core(), id = before.row.id, role = *role](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const InvitationView after,
                             core->invitations().SetRole(tx, caller, id, role));
                      return Show(after, 200);
                    });
}

}  // namespace

Result<http::Answer> ListInvitations(const Context& context) {
  const auto page = ReadPage(context.request);
  if (!page) return RefusePage();
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::vector<InvitationView>> {
        return context.core().invitations().List(snapshot, context.caller, page->ToSeek());
      });
  GH_TRY(std::vector<InvitationView> views, std::move(read));
  return RenderPage(
      context.request, *page, std::move(views),
      [](const InvitationView& view) { return view.row.id.value(); }, WriteInvitation);
}

Result<http::Answer> CreateInvitation(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto email = input.Text("email", kEmailRule);
  const auto role = ReadRole(input);
  if (!errors.empty() || !email) return errors.Render();
  GH_CHECK(
      context.core().sign_in_limits().CountMail(context.request.address, NormalizeName(*email)));
  return MakeChange(
      context, Noun::kInvitation, Touches::kSiteAndTenant,
      [core = &context.core(), draft = Invitations::Draft{*email, role.value_or(Role::kFull)}](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const InvitationView made, core->invitations().Create(tx, caller, draft));
        return Show(made, 201);
      });
}

Result<http::Answer> ShowInvitation(const Context& context) {
  GH_TRY(const InvitationView view, FindShown(context));
  return Show(view, 200);
}

Result<http::Answer> PutInvitation(const Context& context) { return Update(context, Role::kFull); }
Result<http::Answer> PatchInvitation(const Context& context) {
  return Update(context, std::nullopt);
}

Result<http::Answer> DeleteInvitation(const Context& context) {
  GH_TRY(const InvitationView view, FindShown(context));
  return MakeChange(context, Noun::kInvitation, Touches::kSiteAndTenant,
                    [core = &context.core(), id = view.row.id](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->invitations().Remove(tx, caller, id));
                      return NoContent();
                    });
}

Result<http::Answer> ResendInvitation(const Context& context) {
  GH_TRY(const InvitationView view, FindShown(context));
  if (view.row.state != InvitationState::kNew) return NoContent();
  GH_CHECK(context.core().sign_in_limits().CountMail(context.request.address, view.row.email));
  return MakeChange(context, Noun::kInvitation, Touches::kSiteAndTenant,
                    [core = &context.core(), id = view.row.id](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_CHECK(core->invitations().Resend(tx, caller, id));
                      return NoContent();
                    });
}

}  // namespace guildhall::syncano
