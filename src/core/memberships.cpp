#include "core/memberships.h"

#include <algorithm>
#include <utility>

#include "core/detail/founding.h"
#include "core/detail/lists.h"
#include "core/detail/membership_rows.h"
#include "core/detail/rules.h"
#include "core/detail/take_over.h"

namespace guildhall {

namespace {

/// The two rows that a membership joins; the account has the grants of its memberships.
struct Ends {
  User user;
  Group group;
};

/// Where a membership is to be made.
struct Place {
  Group group;
  MembershipRows::Standing standing;  ///< of the user
};

/// One end is not there, or both.
tl::unexpected<Error> MissingEnds(UserId user, bool has_user, GroupId group, bool has_group) {
  std::vector<Problem> problems;
  if (!has_user) problems.push_back({"user", Reason::kUnknownId, user.value()});
  if (!has_group) problems.push_back({"group", Reason::kUnknownId, group.value()});
  return Fail(Errc::kNotFound, std::move(problems));
}

/// For who is judged by lists.
Result<Ends> GetEnds(const Snapshot& snapshot, const Caller& caller, UserId user, GroupId group) {
  GH_TRY(std::optional<User> account, snapshot.users().Find(caller.tenant, user));
  GH_TRY(std::optional<Group> row, snapshot.groups().Find(caller.tenant, group));
  if (account && row) return Ends{*std::move(account), *std::move(row)};
  if (!caller.Has(Power::kBypassTables)) return MissingRow(caller);
  return MissingEnds(user, account.has_value(), group, row.has_value());
}

/// Only administrators make administrators, and unmake them.
Result<void> CheckMayAppoint(const Caller& caller, GroupId group) {
  if (group != kAdministrators || caller.Has(Power::kBypassTables)) return {};
  return detail::Refuse("object");
}

/// The list of the account's row with what a membership adds to it.
AccessList WithLink(AccessList list, GroupId group, Rights rights) {
  const auto place = std::ranges::lower_bound(list.grants, group, {}, &Grant::group);
  if (place != list.grants.end() && place->group == group) {
    place->rights = rights;
    return list;
  }
  Grant grant;
  grant.group = group;
  grant.rights = rights;
  list.grants.insert(place, grant);
  return list;
}

/// The second gate, asked of both ends.
Result<void> PassEnds(const Snapshot& snapshot, const Caller& caller, Ends& ends,
                      const Gates& gates) {
  GH_TRY(ends.user.access, detail::ListOfAccount(snapshot, caller.tenant, ends.user));
  GH_CHECK(PassRow(caller, ends.user.access, gates.row));
  return PassRow(caller, ListOf(ends.group), gates.row);
}

/// The group that the caller may add the user to, judged by lists.
Result<Group> PassAdd(const Snapshot& snapshot, const Caller& caller,
                      const Memberships::Draft& draft, const Gates& gates) {
  GH_CHECK(PassTable(snapshot, caller, kMembershipTable, gates.table));
  GH_TRY(Ends ends, GetEnds(snapshot, caller, draft.user, draft.group));
  GH_CHECK(PassEnds(snapshot, caller, ends, gates));
  GH_CHECK(CheckMayAppoint(caller, draft.group));
  GH_CHECK(detail::JudgeList(caller, ends.user.access,
                             WithLink(ends.user.access, draft.group, draft.rights)));
  return std::move(ends.group);
}

/// Where the caller may add the user. By powers his account itself is not read.
Result<Place> GetPlace(const Snapshot& snapshot, const Caller& caller,
                       const Memberships::Draft& draft, const Gates& gates, std::int64_t limit) {
  std::optional<Group> group;
  if (gates.by_lists) {
    GH_TRY(group, PassAdd(snapshot, caller, draft, gates));
  } else {
    if (!caller.Has(Power::kWriteMemberships)) return Fail(Errc::kForbidden);
    GH_TRY(group, snapshot.groups().Find(caller.tenant, draft.group));
    if (group && !detail::MaySee(caller, *group)) group.reset();
  }
  GH_TRY(std::optional<MembershipRows::Standing> standing,
         snapshot.memberships().StandingOf(caller.tenant, draft.user, draft.group, limit));
  if (!gates.by_lists && IsSystem(draft.user)) standing.reset();
  if (standing && group) return Place{*std::move(group), *standing};
  return MissingEnds(draft.user, standing.has_value(), draft.group, group.has_value());
}

/// The membership that the caller may end.
Result<Membership> PassRemove(const Snapshot& snapshot, const Caller& caller, UserId user,
                              GroupId group, const Gates& gates) {
  if (!gates.by_lists && !caller.Has(Power::kWriteMemberships)) return Fail(Errc::kForbidden);
  if (!gates.by_lists && IsSystem(group)) return Fail(Errc::kNotFound);
  if (gates.by_lists) GH_CHECK(PassTable(snapshot, caller, kMembershipTable, gates.table));
  GH_TRY(std::optional<Membership> row, snapshot.memberships().Find(caller.tenant, user, group));
  if (!gates.by_lists) {
    if (!row) return Fail(Errc::kNotFound);
    return *row;
  }
  if (!row) return MissingRow(caller);
  GH_TRY(Ends ends, GetEnds(snapshot, caller, user, group));
  GH_CHECK(PassEnds(snapshot, caller, ends, gates));
  GH_CHECK(CheckMayAppoint(caller, group));
  return *row;
}

/// Writes the membership with the link that it has now.
Result<Membership> WriteLink(Transaction& tx, const Caller& caller, Membership row) {
  row.updated_at = tx.Now(caller.tenant);
  GH_CHECK(tx.memberships().Update(caller.tenant, row));
  GH_CHECK(WriteEvent(tx, caller, caller.tenant, EventKind::kMembershipUpdated, row.user.value(),
                      row.group.value()));
  return row;
}

Result<void> CheckUid(const Snapshot& snapshot, TenantId tenant, const std::optional<Uid>& uid) {
  if (!uid) return {};
  GH_TRY(const std::optional<Membership> holder, snapshot.memberships().FindByUid(tenant, *uid));
  if (holder) return Fail(Errc::kInvalid, Problem{"uid", Reason::kTaken});
  return {};
}

/// Whether rows of the core's own belong to a person, and not to nobody or to the guest.
bool IsOwned(const AccessList& list) { return list.owner && !IsSystem(*list.owner); }

Result<void> TakeTables(Transaction& tx, TenantId tenant, UserId owner, bool all,
                        std::vector<Collection> tables) {
  for (Collection& table : tables) {
    if (!all && IsOwned(table.access)) continue;
    table.access.owner = owner;
    GH_CHECK(tx.collections().Update(tenant, table));
  }
  return {};
}

/// The collections that were made in the vocabulary; a limit of their own bounds them. Those that
/// were published to it stay whose they are.
Result<void> TakeCollections(Transaction& tx, TenantId tenant, UserId owner, bool all,
                             Origin vocabulary) {
  constexpr std::int32_t kPage = 256;
  if (vocabulary == kCoreOrigin) return {};
  for (Seek seek{.limit = kPage};;) {
    GH_TRY(std::vector<Collection> page, tx.collections().List(tenant, vocabulary, seek));
    const bool last = page.size() < static_cast<std::size_t>(kPage);
    if (!page.empty()) seek.from = page.back().id.value();
    std::erase_if(page, [&](const Collection& row) { return row.origin != vocabulary; });
    GH_CHECK(TakeTables(tx, tenant, owner, all, std::move(page)));
    if (last) return {};
  }
}

Result<void> TakeActions(Transaction& tx, TenantId tenant, UserId owner, bool all) {
  GH_TRY(std::vector<Action> actions, tx.actions().List(tenant));
  for (Action& action : actions) {
    if (!all && IsOwned(action.access)) continue;
    action.access.owner = owner;
    // Strangers sign up so that one of them can be the first. From then on he says whether they
    // may.
    if (all && action.id == kSignUp) action.access.everyone = {};
    GH_CHECK(tx.actions().Update(tenant, action));
  }
  return {};
}

/// Makes the user an administrator, and the tenant one that has some. Tables, actions and the
/// collections of the caller's vocabulary become his.
Result<Membership> Appoint(const detail::Issuer& issuer, const Caller& caller, UserId user,
                           Rights rights, std::int32_t rest) {
  Transaction& tx = issuer.tx;
  const TenantId tenant = issuer.tenant;
  // All that there is while the tenant is being founded, afterwards what belongs to no person.
  GH_TRY(const bool all, IsFounding(tx, tenant));
  GH_TRY(std::vector<Collection> tables, tx.collections().ListTables(tenant));
  GH_CHECK(TakeTables(tx, tenant, user, all, std::move(tables)));
  GH_CHECK(TakeCollections(tx, tenant, user, all, caller.vocabulary));
  GH_CHECK(TakeActions(tx, tenant, user, all));
  Membership row;
  row.user = user;
  row.group = kAdministrators;
  row.rights = rights;
  row.rest = rest;
  GH_TRY(const Membership made, detail::AddMembership(issuer, caller, row));
  GH_CHECK(detail::EndFounding(tx, tenant));
  return made;
}

bool IsAhead(MembershipId id, Seek seek) {
  if (!seek.from) return true;
  return seek.descending ? id.value() < *seek.from : id.value() > *seek.from;
}

}  // namespace

Result<Membership> Memberships::Add(Transaction& tx, const Caller& caller, const Draft& draft,
                                    const Gates& gates) const {
  const TenantId tenant = caller.tenant;
  const std::int64_t limit = std::min(draft.max_groups, kMaxGroupsPerUser);
  GH_TRY(const Place place, GetPlace(tx, caller, draft, gates, limit));
  if (place.standing.is_member) return Fail(Errc::kAlreadyExists);
  GH_CHECK(CheckUid(tx, tenant, draft.uid));
  if (!place.group.personal && !IsSystem(draft.group)) {
    GH_CHECK(detail::CheckRoom(place.standing, limit));
  }
  Membership row;
  row.user = draft.user;
  row.group = draft.group;
  row.origin = draft.origin;
  row.rights = draft.rights;
  row.rest = draft.rest;
  GH_TRY(const Membership made,
         detail::AddMembership({tx, tenant, identities_}, caller, row, draft.uid));
  if (draft.group == kAdministrators) GH_CHECK(detail::EndFounding(tx, tenant));
  return made;
}

Result<void> Memberships::Remove(Transaction& tx, const Caller& caller, UserId user, GroupId group,
                                 const Gates& gates) const {
  GH_CHECK(PassRemove(tx, caller, user, group, gates));
  if (group == kAdministrators) {
    GH_TRY(const std::optional<User> row, tx.users().Find(caller.tenant, user));
    if (row) GH_CHECK(detail::CheckNotLastAdministrator(tx, caller.tenant, *row));
  }
  return detail::RemoveMembership(tx, caller, user, group);
}

Result<Membership> Memberships::UpdateLink(Transaction& tx, const Caller& caller,
                                           const Draft& draft, const Gates& gates) const {
  GH_CHECK(PassTable(tx, caller, kMembershipTable, gates.table));
  GH_TRY(std::optional<Membership> row,
         tx.memberships().Find(caller.tenant, draft.user, draft.group));
  if (!row) return MissingRow(caller);
  GH_TRY(Ends ends, GetEnds(tx, caller, draft.user, draft.group));
  GH_CHECK(PassEnds(tx, caller, ends, gates));
  if (row->rights == draft.rights && row->rest == draft.rest) return *row;
  const AccessList linked = WithLink(ends.user.access, draft.group, draft.rights);
  GH_CHECK(detail::JudgeList(caller, ends.user.access, linked));
  row->rights = draft.rights;
  row->rest = draft.rest;
  return WriteLink(tx, caller, *row);
}

Result<Membership> Memberships::Found(Transaction& tx, const Caller& caller, Rights rights,
                                      std::int32_t rest) const {
  if (!caller.user || !caller.may_found) return Fail(Errc::kForbidden);
  GH_TRY(const bool founding, IsFounding(tx, caller.tenant));
  if (!founding) return Fail(Errc::kConflict);
  return Appoint({tx, caller.tenant, identities_}, caller, caller.user->user.id, rights, rest);
}

Result<Membership> Memberships::MakeAdministrator(Transaction& tx, TenantId tenant, UserId user,
                                                  Rights rights, std::int32_t rest,
                                                  Origin vocabulary) const {
  GH_TRY(const std::optional<User> account, tx.users().Find(tenant, user));
  if (!account || IsSystem(user)) {
    return Fail(Errc::kNotFound, Problem{"user", Reason::kUnknownId, user.value()});
  }
  GH_TRY(const bool administrator, detail::IsAdministrator(tx, tenant, user));
  if (administrator) return Fail(Errc::kAlreadyExists);
  // Nobody of the tenant: who can run commands has its files.
  Caller command;
  command.tenant = tenant;
  command.vocabulary = vocabulary;
  return Appoint({tx, tenant, identities_}, command, user, rights, rest);
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
  if (seek.limit <= 0 || IsSystem(group)) return std::vector<Membership>();
  if (everybody) return snapshot.memberships().ListOfGroup(caller.tenant, group, seek);
  GH_TRY(std::optional<Membership> own,
         snapshot.memberships().Find(caller.tenant, caller.user->user.id, group));
  std::vector<Membership> rows;
  if (own && IsAhead(own->id, seek)) rows.push_back(*own);
  return rows;
}

Result<Membership> Memberships::GetOfUser(const Snapshot& snapshot, const Caller& caller,
                                          UserId user, GroupId group) const {
  if (!caller.Has(Power::kReadMemberships) && caller.user_id() != user) {
    return Fail(Errc::kForbidden);
  }
  GH_TRY(std::optional<Membership> row, snapshot.memberships().Find(caller.tenant, user, group));
  if (!row || IsSystem(group)) return Fail(Errc::kNotFound);
  return *row;
}

Result<Membership> Memberships::GetOfGroup(const Snapshot& snapshot, const Caller& caller,
                                           GroupId group, UserId user) const {
  const bool everybody = caller.Has(Power::kReadMemberships);
  if (!everybody && !caller.user) return Fail(Errc::kForbidden);
  if (!everybody && caller.user_id() != user) return Fail(Errc::kNotFound);
  GH_TRY(std::optional<Membership> row, snapshot.memberships().Find(caller.tenant, user, group));
  if (!row || IsSystem(group)) return Fail(Errc::kNotFound);
  return *row;
}

}  // namespace guildhall
