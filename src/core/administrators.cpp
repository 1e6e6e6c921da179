#include "core/administrators.h"

#include <algorithm>
#include <utility>

#include "core/events.h"

namespace guildhall {

bool MayGrant(const Caller& caller, Role role) {
  return role != Role::kNone && role <= std::min(caller.role, Role::kFull);
}

Result<std::vector<Administrator>> Administrators::List(const Snapshot& snapshot,
                                                        const Caller& caller, Seek seek) const {
  if (!caller.Has(Power::kReadAdministrators)) return Fail(Errc::kForbidden);
  return snapshot.operators().ListOf(caller.tenant, seek);
}

Result<Administrator> Administrators::Get(const Snapshot& snapshot, const Caller& caller,
                                          OperatorId id) const {
  if (!caller.Has(Power::kReadAdministrators)) return Fail(Errc::kForbidden);
  GH_TRY(const Role role, snapshot.tenants().RoleOf(caller.tenant, id));
  GH_TRY(std::optional<Operator> row, snapshot.operators().Find(id));
  if (role == Role::kNone || !row) return Fail(Errc::kNotFound);
  return Administrator{*std::move(row), role};
}

Result<Administrator> Administrators::SetRole(Transaction& tx, const Caller& caller, OperatorId id,
                                              Role role) const {
  GH_TRY(Administrator administrator, Get(tx, caller, id));
  if (!caller.Has(Power::kWriteAdministrators)) return Fail(Errc::kForbidden);
  if (administrator.role == Role::kOwner || !MayGrant(caller, role)) return Fail(Errc::kForbidden);
  if (administrator.role == role) return administrator;
  GH_CHECK(tx.tenants().SetRole(caller.tenant, id, role));
  GH_CHECK(WriteEvent(tx, caller, caller.tenant, EventKind::kRoleChanged, id.value()));
  administrator.role = role;
  return administrator;
}

Result<void> Administrators::Remove(Transaction& tx, const Caller& caller, OperatorId id) const {
  GH_TRY(const Administrator administrator, Get(tx, caller, id));
  const bool himself = caller.operator_id == id;
  if (!himself && !caller.Has(Power::kWriteAdministrators)) return Fail(Errc::kForbidden);
  if (administrator.role == Role::kOwner) return Fail(Errc::kForbidden);
  GH_CHECK(tx.tenants().SetRole(caller.tenant, id, Role::kNone));
  return WriteEvent(tx, caller, caller.tenant, EventKind::kRoleChanged, id.value());
}

}  // namespace guildhall
