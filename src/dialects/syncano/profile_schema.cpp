#include "dialects/syncano/profile_schema.h"

#include <utility>

#include "dialects/shared/tenant_table.h"

namespace guildhall::syncano {
namespace {

struct Entry {
  TenantId tenant;
  std::int64_t epoch = 0;
  std::shared_ptr<const Collection> profiles;
};

}  // namespace

Result<Collection> ReadProfiles(const Snapshot& snapshot, TenantId tenant) {
  GH_TRY(std::optional<Collection> found, snapshot.collections().Find(tenant, kProfiles));
  if (!found) return Fail(Errc::kInternal, "tenant has no profile collection");
  return std::move(*found);
}

Result<std::int64_t> EpochOfInstance(const Context& context) {
  // An account's epoch is that of the site and says nothing of the instance.
  if (context.caller.api_key) return context.caller.epoch;
  return context.core().callers().EpochOf(context.patience(), context.caller.tenant);
}

Result<std::shared_ptr<const Collection>> FindProfiles(const Context& context) {
  const Caller& caller = context.caller;
  GH_TRY(const std::int64_t epoch, EpochOfInstance(context));
  // Schemas are small, and instances that change one are rare.
  Entry& entry = dialects::EntryOfThread<Entry>(context.services.serial, caller.tenant);
  if (entry.profiles && entry.tenant == caller.tenant && entry.epoch == epoch) {
    return entry.profiles;
  }
  GH_TRY(Collection profiles,
         context.core().Read(context.patience(), [&](const Snapshot& snapshot) {
           return ReadProfiles(snapshot, caller.tenant);
         }));
  entry = {caller.tenant, epoch, std::make_shared<const Collection>(std::move(profiles))};
  return entry.profiles;
}

}  // namespace guildhall::syncano
