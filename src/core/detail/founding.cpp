#include "core/detail/founding.h"

#include <optional>

namespace guildhall::detail {

Result<void> EndFounding(Transaction& tx, TenantId tenant) {
  GH_TRY(std::optional<Group> administrators, tx.groups().Find(tenant, kAdministrators));
  if (!administrators || administrators->active) return {};
  administrators->active = true;
  administrators->updated_at = tx.Now(tenant);
  return tx.groups().Update(tenant, *administrators);
}

}  // namespace guildhall::detail
