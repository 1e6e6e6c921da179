#include "dialects/shared/publishing.h"

#include <optional>
#include <utility>

namespace guildhall::dialects {

Result<Collection> GetPublished(const Snapshot& snapshot, const Published& wanted) {
  GH_TRY(std::optional<Collection> found,
         snapshot.collections().FindByName(wanted.tenant, wanted.source, wanted.name));
  // One of another dialect that is only served there has the same name, and is not meant.
  if (!found || found->origin != wanted.source) return Fail(Errc::kNotFound);
  return *std::move(found);
}

Caller CommandOf(TenantId tenant) {
  Caller command;
  command.tenant = tenant;
  command.powers = Powers{Power::kWriteCollections};
  return command;
}

}  // namespace guildhall::dialects
