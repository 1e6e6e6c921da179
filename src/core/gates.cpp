#include "core/gates.h"

#include <optional>

#include "core/detail/lists.h"

namespace guildhall {

Result<bool> IsFounding(const Snapshot& snapshot, TenantId tenant) {
  GH_TRY(const std::optional<Group> administrators,
         snapshot.groups().Find(tenant, kAdministrators));
  return administrators && !administrators->active;
}

Result<void> PassTable(const Snapshot& snapshot, const Caller& caller, CollectionId table,
                       Rights asked) {
  if (asked.empty() || caller.Has(Power::kBypassTables)) return {};
  GH_TRY(const std::optional<Collection> row, snapshot.collections().Find(caller.tenant, table));
  // A table that is not there gives nobody anything.
  return PassTable(snapshot, caller, row.value_or(Collection()), asked);
}

Result<void> PassTable(const Snapshot& snapshot, const Caller& caller, const Collection& table,
                       Rights asked) {
  if (detail::HoldsAll(caller, table.access, asked)) return {};
  if (caller.may_found) {
    GH_TRY(const bool founding, IsFounding(snapshot, caller.tenant));
    if (founding) return {};
  }
  return detail::Refuse("table");
}

Result<void> PassRow(const Caller& caller, const AccessList& list, Rights asked) {
  if (detail::HoldsAll(caller, list, asked)) return {};
  return detail::Refuse("object");
}

tl::unexpected<Error> MissingRow(const Caller& caller) {
  if (caller.Has(Power::kBypassTables)) return Fail(Errc::kNotFound);
  return detail::Refuse("object");
}

}  // namespace guildhall
