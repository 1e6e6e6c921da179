#include "dialects/syncano/publishing.h"

#include <optional>
#include <utility>

#include "dialects/syncano/class_names.h"
#include "dialects/syncano/record_wire.h"
#include "dialects/syncano/syncano.h"

namespace guildhall::syncano {
namespace {

/// Nobody of the tenant: who can run commands has its files.
Caller CommandOf(TenantId tenant) {
  Caller command;
  command.tenant = tenant;
  command.powers = Powers{Power::kWriteCollections};
  return command;
}

Result<Collection> Get(const Snapshot& snapshot, const Published& wanted) {
  GH_TRY(std::optional<Collection> found,
         snapshot.collections().FindByName(wanted.tenant, wanted.source, wanted.name));
  if (!found || found->origin != wanted.source) return Fail(Errc::kNotFound);
  return *std::move(found);
}

}  // namespace

Result<void> Publish(Transaction& tx, const Core& core, const Published& wanted) {
  GH_TRY(const Collection collection, Get(tx, wanted));
  if (IsReservedClassName(wanted.name) || wanted.name == kProfileClass) {
    return Fail(Errc::kInvalid, Problem{"name", Reason::kTaken});
  }
  GH_CHECK(core.collections().Publish(tx, CommandOf(wanted.tenant), collection.id, kOrigin));
  return {};
}

Result<void> Withdraw(Transaction& tx, const Core& core, const Published& wanted) {
  GH_TRY(const Collection collection, Get(tx, wanted));
  GH_CHECK(core.collections().Withdraw(tx, CommandOf(wanted.tenant), collection.id, kOrigin));
  return {};
}

}  // namespace guildhall::syncano
