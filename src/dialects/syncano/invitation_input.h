#pragma once

#include <optional>
#include <string_view>

#include "core/credentials.h"
#include "core/powers.h"
#include "dialects/syncano/context.h"
#include "dialects/syncano/input.h"

namespace guildhall::syncano {

/// A key that is longer than any is refused as a field; any other text is a key that nobody made.
inline constexpr TextRule kInvitationKeyRule{.max = 40, .blank = true};

/// An invitation that somebody brought, and where it leads.
struct PresentedInvitation {
  TenantId tenant;
  KeyBytes key{};
};
/// By the text of its key. "invitation" kUnknownName when it is unknown or used; kWouldWait.
Result<PresentedInvitation> FindInvitation(const Context& context, std::string_view key);

/// The member `role`: a role's name, or its number (Syncano v1.1: 1 full, 2 write, 3 read).
std::optional<Role> ReadRole(Input& input);
/// The name of a role; an owner is shown as "full".
std::string_view RoleName(Role role);

}  // namespace guildhall::syncano
