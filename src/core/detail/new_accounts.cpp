#include "core/detail/new_accounts.h"

#include <string>
#include <utility>

#include "core/detail/accounts.h"
#include "core/detail/capability_groups.h"
#include "core/detail/group_names.h"
#include "core/detail/membership_rows.h"
#include "core/detail/text_rules.h"

namespace guildhall::detail {
namespace {

/// The personal group of a new user. It is his: it goes when he goes.
Result<GroupId> MakeHome(const Issuer& issuer, const Caller& caller, const User& user,
                         const std::string& name) {
  Group home;
  home.id = GroupId(issuer.tx.Next(issuer.tenant, Sequence::kGroup));
  home.uid = issuer.identities.MakeUid();
  home.object_id = issuer.identities.MakeObjectId();
  home.name = name;
  GH_TRY(home.unique_name, FreeUniqueName(issuer.tx, issuer.tenant, name, user.uid));
  home.personal = true;
  home.access = AccessOfNewGroup();
  home.access.owner = user.id;
  home.created_at = home.updated_at = issuer.tx.Now(issuer.tenant);
  GH_CHECK(issuer.tx.groups().Insert(issuer.tenant, home));
  GH_CHECK(WriteEvent(issuer.tx, caller, issuer.tenant, EventKind::kGroupCreated, home.id.value()));
  return home.id;
}

/// The memberships that a user is born with.
Result<void> MakeMemberships(const Issuer& issuer, const Caller& caller, const User& user,
                             const Users::Draft& draft) {
  Membership row;
  row.user = user.id;
  row.group = kEverybody;
  row.origin = draft.origin;
  row.rights = draft.link_rights;
  row.rest = draft.link_rest;
  // Being one of everybody is part of being made: the log does not tell it twice.
  GH_CHECK(InsertMembership(issuer, row));
  if (draft.home_group) {
    GH_TRY(row.group, MakeHome(issuer, caller, user, *draft.home_group));
    GH_CHECK(AddMembership(issuer, caller, row));
  }
  return FollowCapabilityGroup(issuer, caller, {}, user, draft.capabilities.origin);
}

}  // namespace

Result<User> NewAccounts::Judge(const Snapshot& snapshot, const Caller& caller,
                                const Users::Draft& draft) {
  User row;
  row.username = NormalizeName(draft.username);
  row.email = NormalizeName(draft.email);
  // A user name that is an e-mail is the e-mail too.
  if (row.email.empty() && IsEmail(row.username)) row.email = row.username;
  row.display_name = draft.display_name;
  row.first_name = draft.first_name;
  row.last_name = draft.last_name;
  row.password_hash = draft.password_hash;
  row.active = draft.active;
  row.confirmed = draft.confirmed;
  GH_CHECK(CheckTexts(snapshot, caller.tenant, {}, row, "username"));
  GH_CHECK(SetCapabilities(snapshot, caller, draft.capabilities, row));
  if (!draft.uid) return row;
  GH_TRY(const std::optional<User> holder, snapshot.users().FindByUid(caller.tenant, *draft.uid));
  if (holder) return Fail(Errc::kInvalid, Problem{"uid", Reason::kTaken});
  row.uid = *draft.uid;
  return row;
}

Result<UserId> NewAccounts::Insert(Transaction& tx, const Caller& caller, const Users::Draft& draft,
                                   const Collection& profiles, User row) const {
  const TenantId tenant = caller.tenant;
  const UserId id(tx.Next(tenant, Sequence::kUser));
  GH_TRY(const Record profile, records_.CreateProfile(tx, caller, profiles, id, draft.profile));
  row.id = id;
  if (!draft.uid) row.uid = identities_.MakeUid();
  row.object_id = identities_.MakeObjectId();
  row.profile = profile.id;
  row.access = AccessOfNewAccount(id);
  IssueUserKey(credentials_, tenant, row);
  if (draft.access_key) IssueAccessKey(credentials_, tenant, row);
  row.created_at = row.updated_at = tx.Now(tenant);
  if (!row.password_hash.empty()) row.password_set_at = row.created_at;
  GH_CHECK(tx.users().Insert(tenant, row));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kUserCreated, id.value()));
  GH_CHECK(MakeMemberships({tx, tenant, identities_}, caller, row, draft));
  return id;
}

}  // namespace guildhall::detail
