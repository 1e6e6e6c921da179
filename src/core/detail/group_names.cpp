#include "core/detail/group_names.h"

#include "core/uid_text.h"

namespace guildhall::detail {
namespace {

Result<bool> IsTaken(const Snapshot& snapshot, TenantId tenant, std::string_view name,
                     GroupId self) {
  GH_TRY(const std::optional<Group> holder, snapshot.groups().FindByUniqueName(tenant, name));
  return holder && holder->id != self;
}

}  // namespace

Result<std::string> FreeUniqueName(const Snapshot& snapshot, TenantId tenant,
                                   std::string_view label, const Uid& uid, GroupId self) {
  std::string name(label);
  GH_TRY(const bool taken, IsTaken(snapshot, tenant, name, self));
  if (!taken && !name.empty()) return name;
  if (!name.empty()) name += ' ';
  return name + '(' + TextOf(uid) + ')';
}

Result<void> CheckUniqueName(const Snapshot& snapshot, TenantId tenant, std::string_view name,
                             GroupId self) {
  if (name.empty()) return Fail(Errc::kInvalid, Problem{"name", Reason::kBlank});
  GH_TRY(const bool taken, IsTaken(snapshot, tenant, name, self));
  if (taken) return Fail(Errc::kInvalid, Problem{"name", Reason::kTaken});
  return {};
}

}  // namespace guildhall::detail
