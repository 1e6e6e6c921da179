#include "dialects/syncano/admin_wire.h"

#include "dialects/syncano/invitation_input.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

std::string_view StateName(InvitationState state) {
  switch (state) {
    case InvitationState::kNew:
      return "new";
    case InvitationState::kDeclined:
      return "declined";
    case InvitationState::kAccepted:
      return "accepted";
  }
  return "";
}

/// Id, e-mail, role and key, with which both views begin.
void WriteHead(Buffer& out, const InvitationView& view) {
  out.Append("{\"id\":");
  out.AppendNumber(view.row.id.value());
  out.Append(",\"email\":");
  WriteText(out, view.row.email);
  out.Append(",\"role\":");
  WriteText(out, RoleName(view.row.role));
  out.Append(",\"key\":\"");
  out.Append(view.key.Reveal());
  out.Append('"');
}

/// Everything else but the links.
void WriteRest(Buffer& out, const InvitationView& view) {
  out.Append(",\"inviter\":");
  WriteText(out, view.inviter);
  out.Append(",\"created_at\":");
  WriteTime(out, view.row.created_at);
  out.Append(",\"updated_at\":");
  WriteTime(out, view.row.updated_at);
  out.Append(",\"state\":");
  WriteText(out, StateName(view.row.state));
}

void AppendPath(Buffer& out, const InvitationView& view) {
  AppendInstancePath(out, view.tenant);
  out.Append("invitations/");
  out.AppendNumber(view.row.id.value());
  out.Append('/');
}

}  // namespace

void WriteAdministrator(Buffer& out, std::string_view instance, const Administrator& row) {
  out.Append("{\"id\":");
  out.AppendNumber(row.row.id.value());
  out.Append(",\"role\":");
  WriteText(out, RoleName(row.role));
  out.Append(",\"email\":");
  WriteText(out, row.row.email);
  out.Append(",\"first_name\":");
  WriteText(out, row.row.first_name);
  out.Append(",\"last_name\":");
  WriteText(out, row.row.last_name);
  out.Append(",\"links\":{\"self\":\"");
  AppendInstancePath(out, instance);
  out.Append("admins/");
  out.AppendNumber(row.row.id.value());
  out.Append("/\"}}");
}

void WriteInvitation(Buffer& out, const InvitationView& view) {
  WriteHead(out, view);
  WriteRest(out, view);
  out.Append(",\"links\":{\"self\":\"");
  AppendPath(out, view);
  out.Append("\",\"resend\":\"");
  AppendPath(out, view);
  out.Append("resend/\"}}");
}

void WriteOwnInvitation(Buffer& out, const InvitationView& view) {
  WriteHead(out, view);
  out.Append(",\"instance\":");
  WriteText(out, view.tenant);
  WriteRest(out, view);
  out.Append(",\"links\":{\"self\":\"/v1.1/account/invitations/");
  out.AppendNumber(view.row.id.value());
  out.Append("/\",\"instance\":\"");
  AppendInstancePath(out, view.tenant);
  out.Append("\"}}");
}

}  // namespace guildhall::syncano
