#include "core/memberships.h"

#include <algorithm>
#include <utility>

#include "core/detail/rules.h"

namespace guildhall {

namespace {

/// Both ends of a membership that is to be made.
Result<Group> GetEnds(const Snapshot& snapshot, const Caller& caller,
                      const Memberships::Draft& draft) {
  std::vector<Problem> problems;
  GH_TRY(const std::optional<User> user, snapshot.users().Find(caller.tenant, draft.user));
  if (!user) problems.push_back({"user", Reason::kUnknownId, draft.user.value()});
  GH_TRY(std::optional<Group> group, snapshot.groups().Find(caller.tenant, draft.group));
  if (!group || !detail::MaySee(caller, *group)) {
    problems.push_back({"group", Reason::kUnknownId, draft.group.value()});
  }
  if (!problems.empty()) return Fail(Errc::kNotFound, std::move(problems));
  return *std::move(group);
}

Result<void> CheckRoom(const Snapshot& snapshot, TenantId tenant, const Memberships::Draft& draft) {
  const std::int64_t limit = std::min(draft.max_groups, Memberships::kMaxGroupsPerUser);
  GH_TRY(const std::int64_t count, snapshot.memberships().CountOfUser(tenant, draft.user, limit));
  if (count < limit) return {};
  return Fail(Errc::kConflict, Problem{"", Reason::kLimitReached, limit});
}

bool IsAhead(MembershipId id, Seek seek) {
  if (!seek.from) return true;
  return seek.descending ? id.value() < *seek.from : id.value() > *seek.from;
}

}  // namespace

Result<Membership> Memberships::Add(Transaction& tx, const Caller& caller,
                                    const Draft& draft) const {
  if (!caller.Has(Power::kWriteMemberships)) return Fail(Errc::kForbidden);
  const TenantId tenant = caller.tenant;
  GH_TRY(const Group group, GetEnds(tx, caller, draft));
  GH_TRY(const std::optional<Membership> present,
         tx.memberships().Find(tenant, draft.user, draft.group));
  if (present) return Fail(Errc::kAlreadyExists);
  if (!group.personal) GH_CHECK(CheckRoom(tx, tenant, draft));
  const Time now = tx.Now(tenant);
  const Membership row{.id = MembershipId(tx.Next(tenant, Sequence::kMembership)),
                       .user = draft.user,
                       .group = draft.group,
                       .uid = identities_.MakeUid(),
                       .rights = {},
                       .origin = draft.origin,
                       .created_at = now,
                       .updated_at = now};
  GH_CHECK(tx.memberships().Insert(tenant, row));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kMembershipAdded, row.user.value(),
                      row.group.value()));
  return row;
}

Result<void> Memberships::Remove(Transaction& tx, const Caller& caller, UserId user,
                                 GroupId group) const {
  if (!caller.Has(Power::kWriteMemberships)) return Fail(Errc::kForbidden);
  GH_CHECK(tx.memberships().Remove(caller.tenant, user, group));
  return WriteEvent(tx, caller, caller.tenant, EventKind::kMembershipRemoved, user.value(),
                    group.value());
}

Result<std::vector<Membership>> Memberships::ListOfUser(const Snapshot& snapshot,
                                                        const Caller& caller, UserId user,
                                                        Seek seek) const {
  if (!caller.Has(Power::kReadMemberships) && caller.user_id() != user) {
    return Fail(Errc::kForbidden);
  }
  if (seek.limit <= 0) return std::vector<Membership>();
  return snapshot.memberships().ListOfUser(caller.tenant, user, seek);
}

Result<std::vector<Membership>> Memberships::ListOfGroup(const Snapshot& snapshot,
                                                         const Caller& caller, GroupId group,
                                                         Seek seek) const {
  const bool everybody = caller.Has(Power::kReadMemberships);
  if (!everybody && !caller.user) return Fail(Errc::kForbidden);
  if (seek.limit <= 0) return std::vector<Membership>();
  if (everybody) return snapshot.memberships().ListOfGroup(caller.tenant, group, seek);
  GH_TRY(std::optional<Membership> own,
         snapshot.memberships().Find(caller.tenant, caller.user->user.id, group));
  std::vector<Membership> rows;
  if (own && IsAhead(own->id, seek)) rows.push_back(*std::move(own));
  return rows;
}

Result<Membership> Memberships::GetOfUser(const Snapshot& snapshot, const Caller& caller,
                                          UserId user, GroupId group) const {
  if (!caller.Has(Power::kReadMemberships) && caller.user_id() != user) {
    return Fail(Errc::kForbidden);
  }
  GH_TRY(std::optional<Membership> row, snapshot.memberships().Find(caller.tenant, user, group));
  if (!row) return Fail(Errc::kNotFound);
  return *std::move(row);
}

Result<Membership> Memberships::GetOfGroup(const Snapshot& snapshot, const Caller& caller,
                                           GroupId group, UserId user) const {
  const bool everybody = caller.Has(Power::kReadMemberships);
  if (!everybody && !caller.user) return Fail(Errc::kForbidden);
  if (!everybody && caller.user_id() != user) return Fail(Errc::kNotFound);
  GH_TRY(std::optional<Membership> row, snapshot.memberships().Find(caller.tenant, user, group));
  if (!row) return Fail(Errc::kNotFound);
  return *std::move(row);
}

}  // namespace guildhall
