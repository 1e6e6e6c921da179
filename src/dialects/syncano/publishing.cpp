#include "dialects/syncano/publishing.h"

#include "dialects/syncano/class_names.h"
#include "dialects/syncano/record_wire.h"
#include "dialects/syncano/syncano.h"

namespace guildhall::syncano {

Result<void> Publish(Transaction& tx, const Core& core, const dialects::Published& wanted) {
  GH_TRY(const Collection collection, dialects::GetPublished(tx, wanted));
  if (IsReservedClassName(wanted.name) || wanted.name == kProfileClass) {
    return Fail(Errc::kInvalid, Problem{"name", Reason::kTaken});
  }
  GH_CHECK(
      core.collections().Publish(tx, dialects::CommandOf(wanted.tenant), collection.id, kOrigin));
  return {};
}

Result<void> Withdraw(Transaction& tx, const Core& core, const dialects::Published& wanted) {
  GH_TRY(const Collection collection, dialects::GetPublished(tx, wanted));
  GH_CHECK(
      core.collections().Withdraw(tx, dialects::CommandOf(wanted.tenant), collection.id, kOrigin));
  return {};
}

}  // namespace guildhall::syncano
