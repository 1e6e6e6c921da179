#include <utility>

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
  const auto id = ParsePathId(context.parameter(0));
  if (!id) return Fail(Errc::kNotFound);
  return context.core().Read(context.patience(),
                             [&](const Snapshot& snapshot) -> Result<InvitationView> {
                               return context.core().invitations().GetOwn(
                                   snapshot, *context.caller.operator_id, InvitationId(*id));
                             });
}

/// A change by the account itself in the tenant that invites it.
template <class Make>
http::Answer ChangeIn(const Context& context, TenantId tenant, Make make) {
  return dialects::MakeChange(
      context.core(), {kSite, tenant}, context.caller,
      [make = std::move(make)](Transaction& tx, const Caller& caller) -> Result<http::Response> {
        if (!caller.operator_id) return Fail(Errc::kForbidden);
        GH_CHECK(make(tx, *caller.operator_id));
        return NoContent();
      },
      [](const Error& error) { return RenderError(Noun::kInvitation, error); });
}

}  // namespace

Result<http::Answer> ListOwnInvitations(const Context& context) {
  const auto page = ReadPage(context.request);
  if (!page) return RefusePage();
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::vector<InvitationView>> {
        return context.core().invitations().ListOwn(snapshot, *context.caller.operator_id,
                                                    page->ToSeek());
      });
  GH_TRY(std::vector<InvitationView> views, std::move(read));
  return RenderPage(
      context.request, *page, std::move(views),
      [](const InvitationView& view) { return view.row.id.value(); }, WriteOwnInvitation);
}

Result<http::Answer> ShowOwnInvitation(const Context& context) {
  GH_TRY(const InvitationView view, FindShown(context));
  http::Response response;
  WriteOwnInvitation(response.body, view);
  return response;
}

Result<http::Answer> DeclineInvitation(const Context& context) {
  GH_TRY(const InvitationView view, FindShown(context));
  return ChangeIn(
      context, view.row.tenant,
      [core = &context.core(), id = view.row.id](Transaction& tx, OperatorId who) -> Result<void> {
        return core->invitations().Decline(tx, who, id);
      });
}

Result<http::Answer> AcceptInvitation(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto key = input.Text("invitation_key", {.max = 40, .required = true});
  if (!errors.empty() || !key) return errors.Render();
  GH_TRY(const PresentedInvitation invitation, FindInvitation(context, *key));
  return ChangeIn(
      context, invitation.tenant,
      [core = &context.core(), invitation](Transaction& tx, OperatorId who) -> Result<void> {
        return core->invitations().Accept(tx, who, invitation.tenant, invitation.key);
      });
}

}  // namespace guildhall::syncano
