#include "core/detail/take_over.h"

#include <optional>

#include "base/bytes.h"

namespace guildhall::detail {
namespace {

/// The group that the user is named into, when he is in it by that; nothing otherwise.
Result<std::optional<Group>> FindCapabilityGroup(const Snapshot& snapshot, TenantId tenant,
                                                 const User& row) {
  ObjectId id{};
  if (!DecodeHex(row.capability_group, id)) return std::optional<Group>();
  GH_TRY(std::optional<Group> group, snapshot.groups().FindByObjectId(tenant, id));
  if (!group) return group;
  GH_TRY(const std::optional<Membership> membership,
         snapshot.memberships().Find(tenant, row.id, group->id));
  if (!membership || !membership->capable) group.reset();
  return group;
}

tl::unexpected<Error> Protect(Errc code) { return Fail(code, Problem{"user", Reason::kProtected}); }

}  // namespace

Result<bool> IsAdministrator(const Snapshot& snapshot, TenantId tenant, UserId user) {
  GH_TRY(const std::optional<Membership> membership,
         snapshot.memberships().Find(tenant, user, kAdministrators));
  return membership.has_value();
}

Result<Capabilities> CapabilitiesOf(const Snapshot& snapshot, TenantId tenant, const User& row,
                                    const Group* joining) {
  const Capabilities own = Capabilities::Parse(row.capabilities);
  if (row.capability_group.empty()) return EffectiveCapabilities(own, false, nullptr);
  if (joining != nullptr) {
    const Capabilities given = Capabilities::Parse(joining->capabilities);
    return EffectiveCapabilities(own, true, &given);
  }
  GH_TRY(const std::optional<Group> group, FindCapabilityGroup(snapshot, tenant, row));
  if (!group) return EffectiveCapabilities(own, true, nullptr);
  const Capabilities given = Capabilities::Parse(group->capabilities);
  return EffectiveCapabilities(own, true, &given);
}

Capabilities CapabilitiesOfCaller(const Caller& caller) {
  if (caller.credential != Credential::kAccessKey || !caller.user) return {};
  return caller.user->capabilities;
}

Result<void> CheckNoTakeOver(const Snapshot& snapshot, const Caller& caller, const User& target) {
  if (caller.user_id() == target.id) return {};
  // Acting as an administrator is what counts: a request has the powers of its own way only.
  if (!caller.Has(Power::kBypassTables)) {
    GH_TRY(const bool administrator, IsAdministrator(snapshot, caller.tenant, target.id));
    if (administrator) return Protect(Errc::kForbidden);
  }
  if (caller.credential == Credential::kSecret) return {};
  GH_TRY(const Capabilities his, CapabilitiesOf(snapshot, caller.tenant, target));
  if (his.empty() || CapabilitiesOfCaller(caller).Contain(his)) return {};
  return Protect(Errc::kForbidden);
}

Result<void> CheckNotLastAdministrator(const Snapshot& snapshot, TenantId tenant,
                                       const User& target) {
  if (!target.active) return {};
  GH_TRY(const bool administrator, IsAdministrator(snapshot, tenant, target.id));
  if (!administrator) return {};
  GH_TRY(const std::int64_t active, snapshot.memberships().CountActive(tenant, kAdministrators, 2));
  if (active > 1) return {};
  return Protect(Errc::kConflict);
}

}  // namespace guildhall::detail
