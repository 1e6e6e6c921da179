#include "dialects/tyk/organisation_ids.h"

#include "dialects/shared/tenant_table.h"

namespace guildhall::tyk {
namespace {

struct Entry {
  TenantId tenant;
  std::int64_t epoch = 0;
  ObjectId organisation{};
};

}  // namespace

Result<ObjectId> FindOrganisationId(const Context& context) {
  const TenantId tenant = context.caller.tenant;
  const std::int64_t epoch = context.caller.epoch;
  Entry& entry = dialects::EntryOfThread<Entry>(context.services.serial, tenant);
  // The site, whose number an empty entry has, is no organisation and has no users.
  if (entry.tenant == tenant && entry.epoch == epoch && tenant != kSite) return entry.organisation;
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<ObjectId> {
        GH_TRY(const std::optional<Tenant> row, snapshot.tenants().Find(tenant));
        // Removed after the key was looked at.
        if (!row) return Fail(Errc::kUnauthenticated);
        return row->object_id;
      });
  GH_TRY(const ObjectId organisation, std::move(read));
  entry = {tenant, epoch, organisation};
  return organisation;
}

}  // namespace guildhall::tyk
