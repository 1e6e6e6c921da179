#pragma once

#include <string_view>

#include "base/buffer.h"
#include "core/invitations.h"
#include "core/tenant.h"

namespace guildhall::syncano {

// Writers of who administers an instance, and who is asked to; as wire.h.

void WriteAdministrator(Buffer& out, std::string_view instance, const Administrator& row);
/// As the administrators of the instance see it.
void WriteInvitation(Buffer& out, const InvitationView& view);
/// As the invited account sees it.
void WriteOwnInvitation(Buffer& out, const InvitationView& view);

}  // namespace guildhall::syncano
