#include "dialects/daptin/administrator.h"

#include <optional>

#include "dialects/daptin/daptin.h"
#include "dialects/daptin/permission_number.h"

namespace guildhall::daptin {

Result<void> MakeAdministrator(Transaction& tx, const Core& core, TenantId tenant,
                               std::string_view name) {
  GH_TRY(const std::optional<User> user, core.users().FindForSignIn(tx, tenant, name));
  if (!user) return Fail(Errc::kNotFound);
  const LinkRights link = LinkRightsOf(kDefaultPermission);
  GH_CHECK(
      core.memberships().MakeAdministrator(tx, tenant, user->id, link.rights, link.rest, kOrigin));
  return {};
}

}  // namespace guildhall::daptin
