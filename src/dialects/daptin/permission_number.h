#pragma once

#include <cstdint>
#include <optional>

#include "base/json.h"
#include "core/access.h"
#include "core/access_patch.h"

namespace guildhall::daptin {

// Who may do what, as one number: seven bits of guests (everyone), of the owner << 7 and of groups
// << 14, in the order of `Right`, and one that lets signed-in users execute. [Daptin "Permissions"]
inline constexpr std::int64_t kAuthenticatedExecute = 1 << 21;
inline constexpr std::int64_t kMaxPermission = kAuthenticatedExecute * 2 - 1;
/// Of new rows and new links.
inline constexpr std::int64_t kDefaultPermission = 561'441;
/// What tables and actions show while nobody administers the tenant.
inline constexpr std::int64_t kOpenPermission = 2'097'151;

/// The number of an object's list. Its Group bits are `AccessList::group_bits`: they give nobody
/// anything except on a group's own row.
std::int64_t PermissionOf(const AccessList& list);
/// What turns `list` into one that shows `permission`. Audiences whose bits are shown as they are
/// wanted stay untouched, so a number that is written back changes nothing.
AccessPatch PatchOf(const AccessList& list, std::int64_t permission);

/// The number of a link row: its Group bits are the rights that the group gets on the row at the
/// other end; the others concern the link row alone.
struct LinkRights {
  Rights rights;
  std::int32_t rest = 0;

  friend bool operator==(const LinkRights&, const LinkRights&) = default;
};
LinkRights LinkRightsOf(std::int64_t permission);
std::int64_t PermissionOf(const LinkRights& link);
/// The link row's own list: what its Guest bits give to everyone, and the bit of signed-in users.
AccessList ListOfLink(const LinkRights& link);

/// An integer, or its digits as text; nothing for anything else or out of range.
std::optional<std::int64_t> ReadPermission(const Json& value);

}  // namespace guildhall::daptin
