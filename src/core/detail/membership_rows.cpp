#include "core/detail/membership_rows.h"

namespace guildhall::detail {

Result<void> CheckRoom(const MembershipRows::Standing& standing, std::int64_t limit) {
  if (!standing.is_in_many) return {};
  return Fail(Errc::kConflict, Problem{"", Reason::kLimitReached, limit});
}

Result<Membership> InsertMembership(const Issuer& issuer, Membership row,
                                    const std::optional<Uid>& uid) {
  const TenantId tenant = issuer.tenant;
  row.id = MembershipId(issuer.tx.Next(tenant, Sequence::kMembership));
  row.uid = uid ? *uid : issuer.identities.MakeUid();
  row.created_at = row.updated_at = issuer.tx.Now(tenant);
  GH_CHECK(issuer.tx.memberships().Insert(tenant, row));
  return row;
}

Result<Membership> AddMembership(const Issuer& issuer, const Caller& caller, Membership row,
                                 const std::optional<Uid>& uid) {
  GH_TRY(const Membership made, InsertMembership(issuer, row, uid));
  GH_CHECK(WriteEvent(issuer.tx, caller, issuer.tenant, EventKind::kMembershipAdded,
                      made.user.value(), made.group.value()));
  return made;
}

Result<void> RemoveMembership(Transaction& tx, const Caller& caller, UserId user, GroupId group) {
  GH_CHECK(tx.memberships().Remove(caller.tenant, user, group));
  return WriteEvent(tx, caller, caller.tenant, EventKind::kMembershipRemoved, user.value(),
                    group.value());
}

}  // namespace guildhall::detail
