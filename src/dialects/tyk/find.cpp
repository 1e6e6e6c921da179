#include "dialects/tyk/find.h"

#include <optional>
#include <vector>

#include "dialects/tyk/object_ids.h"

namespace guildhall::tyk {
namespace {

constexpr std::int32_t kTenantsAtOnce = 200;

Result<Resident> FindResident(const Snapshot& snapshot, const Context& context,
                              const ObjectId& id) {
  Seek seek{.limit = kTenantsAtOnce};
  while (true) {
    GH_TRY(const std::vector<Tenant> tenants,
           context.core().tenants().List(snapshot, context.caller, seek));
    for (const Tenant& tenant : tenants) {
      GH_TRY(const std::optional<User> row, snapshot.users().FindByObjectId(tenant.id, id));
      if (row && !IsSystem(row->id)) return Resident{tenant.id, tenant.object_id, row->id};
    }
    if (tenants.size() < static_cast<std::size_t>(kTenantsAtOnce)) return Fail(Errc::kNotFound);
    seek.from = tenants.back().id.value();
  }
}

}  // namespace

Result<UserId> FindUser(const Snapshot& snapshot, TenantId tenant, std::string_view text) {
  const auto id = ParseObjectId(text);
  if (!id) return Fail(Errc::kNotFound);
  GH_TRY(const std::optional<User> row, snapshot.users().FindByObjectId(tenant, *id));
  if (!row || IsSystem(row->id)) return Fail(Errc::kNotFound);
  return row->id;
}

Result<GroupId> FindGroup(const Snapshot& snapshot, TenantId tenant, std::string_view text) {
  const auto id = ParseObjectId(text);
  if (!id) return Fail(Errc::kNotFound);
  GH_TRY(const std::optional<Group> row, snapshot.groups().FindByObjectId(tenant, *id));
  if (!row || IsSystem(row->id)) return Fail(Errc::kNotFound);
  return row->id;
}

Result<UserId> FindPathUser(const Context& context) {
  return context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<UserId> {
    return FindUser(snapshot, context.caller.tenant, context.parameter());
  });
}

Result<GroupId> FindPathGroup(const Context& context) {
  return context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<GroupId> {
    return FindGroup(snapshot, context.caller.tenant, context.parameter());
  });
}

Result<Resident> FindResident(const Context& context) {
  const auto id = ParseObjectId(context.parameter());
  if (!id) return Fail(Errc::kNotFound);
  return context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<Resident> {
    return FindResident(snapshot, context, *id);
  });
}

}  // namespace guildhall::tyk
