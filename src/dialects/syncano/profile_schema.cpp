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

struct Read {
  std::int64_t epoch = 0;
  Collection profiles;
};

}  // namespace

Result<Collection> ReadProfiles(const Snapshot& snapshot, TenantId tenant) {
  GH_TRY(std::optional<Collection> found, snapshot.collections().Find(tenant, kProfiles));
  if (!found) return Fail(Errc::kInternal, "tenant has no profile collection");
  return std::move(*found);
}

Result<std::shared_ptr<const Collection>> FindProfiles(const Context& context) {
  const Caller& caller = context.caller;
  // Schemas are small, and instances that change one are rare.
  Entry& entry = dialects::EntryOfThread<Entry>(context.services.serial, caller.tenant);
  // An account's epoch is that of the site and says nothing of the instance.
  const bool comparable = caller.api_key != nullptr;
  const bool fresh = comparable && entry.tenant == caller.tenant && entry.epoch == caller.epoch &&
                     entry.profiles != nullptr;
  if (fresh) return entry.profiles;

  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<Read> {
        GH_TRY(const std::int64_t epoch, snapshot.Epoch(caller.tenant));
        GH_TRY(Collection profiles, ReadProfiles(snapshot, caller.tenant));
        return Read{epoch, std::move(profiles)};
      });
  if (!read) return Fail(std::move(read).error());
  entry = {caller.tenant, read->epoch,
           std::make_shared<const Collection>(std::move(read->profiles))};
  return entry.profiles;
}

}  // namespace guildhall::syncano
