#include "core/users.h"

#include <utility>

#include "base/strings.h"
#include "core/detail/accounts.h"
#include "core/detail/capability_groups.h"
#include "core/detail/cascades.h"
#include "core/detail/founding.h"
#include "core/detail/group_names.h"
#include "core/detail/lists.h"
#include "core/detail/membership_rows.h"
#include "core/detail/take_over.h"
#include "core/detail/text_rules.h"

namespace guildhall {
namespace {

using UserPointer = std::shared_ptr<const UserView>;

Result<void> CheckMayCreate(const Snapshot& snapshot, const Caller& caller, const Gates& gates) {
  if (gates.by_lists) return PassTable(snapshot, caller, kAccountTable, gates.table);
  if (caller.Has(Power::kCreateUser) || caller.Has(Power::kWriteUsers)) return {};
  return Fail(Errc::kForbidden);
}

/// The row of a new account as far as the draft decides it, checked.
Result<User> MakeRow(const Snapshot& snapshot, const Caller& caller, const Users::Draft& draft) {
  User row;
  row.username = NormalizeName(draft.username);
  row.email = NormalizeName(draft.email);
  // A user name that is an e-mail is the e-mail too.
  if (row.email.empty() && detail::IsEmail(row.username)) row.email = row.username;
  row.display_name = draft.display_name;
  row.first_name = draft.first_name;
  row.last_name = draft.last_name;
  row.password_hash = draft.password_hash;
  row.active = draft.active;
  row.confirmed = draft.confirmed;
  GH_CHECK(detail::CheckTexts(snapshot, caller.tenant, {}, row, "username"));
  GH_CHECK(detail::SetCapabilities(snapshot, caller, draft.capabilities, row));
  if (!draft.uid) return row;
  GH_TRY(const std::optional<User> holder, snapshot.users().FindByUid(caller.tenant, *draft.uid));
  if (holder) return Fail(Errc::kInvalid, Problem{"uid", Reason::kTaken});
  row.uid = *draft.uid;
  return row;
}

/// The personal group of a new user. It is his: it goes when he goes.
Result<GroupId> MakeHome(const detail::Issuer& issuer, const Caller& caller, const User& user,
                         const std::string& name) {
  Group home;
  home.id = GroupId(issuer.tx.Next(issuer.tenant, Sequence::kGroup));
  home.uid = issuer.identities.MakeUid();
  home.object_id = issuer.identities.MakeObjectId();
  home.name = name;
  GH_TRY(home.unique_name, detail::FreeUniqueName(issuer.tx, issuer.tenant, name, user.uid));
  home.personal = true;
  home.access = AccessOfNewGroup();
  home.access.owner = user.id;
  home.created_at = home.updated_at = issuer.tx.Now(issuer.tenant);
  GH_CHECK(issuer.tx.groups().Insert(issuer.tenant, home));
  GH_CHECK(WriteEvent(issuer.tx, caller, issuer.tenant, EventKind::kGroupCreated, home.id.value()));
  return home.id;
}

/// The memberships that a user is born with.
Result<void> MakeMemberships(const detail::Issuer& issuer, const Caller& caller, const User& user,
                             const Users::Draft& draft) {
  Membership row;
  row.user = user.id;
  row.group = kEverybody;
  row.origin = draft.origin;
  row.rights = draft.link_rights;
  row.rest = draft.link_rest;
  // Being one of everybody is part of being made: the log does not tell it twice.
  GH_CHECK(detail::InsertMembership(issuer, row));
  if (draft.home_group) {
    GH_TRY(row.group, MakeHome(issuer, caller, user, *draft.home_group));
    GH_CHECK(detail::AddMembership(issuer, caller, row));
  }
  return detail::FollowCapabilityGroup(issuer, caller, {}, user, draft.capabilities.origin);
}

/// Refuses to change what decides who acts as this user, unless the caller may.
Result<void> CheckMayOwn(const Snapshot& snapshot, const Caller& caller, const User& target) {
  if (IsSystem(target.id)) return Fail(Errc::kConflict, Problem{"user", Reason::kProtected});
  return detail::CheckNoTakeOver(snapshot, caller, target);
}

/// What must hold before another row takes the place of `before`; nothing for an equal one.
Result<void> CheckChange(const Snapshot& snapshot, const Caller& caller, const User& before,
                         const User& after, const Users::Patch& patch) {
  if (after == before) return {};
  GH_CHECK(CheckMayOwn(snapshot, caller, before));
  const bool by_email = patch.email && NormalizeName(*patch.email) != before.email;
  GH_CHECK(
      detail::CheckTexts(snapshot, caller.tenant, before, after, by_email ? "email" : "username"));
  if (before.active && !after.active) {
    GH_CHECK(detail::CheckNotLastAdministrator(snapshot, caller.tenant, before));
  }
  return {};
}

Result<void> SetAccess(const Snapshot& snapshot, const Caller& caller, const AccessPatch& patch,
                       User& row) {
  if (patch.empty()) return {};
  AccessList wanted = detail::ApplyWithoutGrants(patch, row.access);
  if (wanted == row.access) return {};
  GH_CHECK(detail::CheckNewOwner(snapshot, caller.tenant, row.access, wanted));
  GH_TRY(row.access, detail::JudgeList(caller, row.access, std::move(wanted)));
  return {};
}

}  // namespace

std::string NormalizeName(std::string_view name) { return ToLowerUnicode(Trim(name)); }

Users::Users(const Credentials& credentials, const Callers& callers, Identities& identities,
             const Records& records, Removals& removals)
    : credentials_(credentials),
      callers_(callers),
      identities_(identities),
      records_(records),
      removals_(removals) {}

Result<UserPointer> Users::Create(Transaction& tx, const Caller& caller, const Draft& draft,
                                  const Gates& gates) const {
  GH_CHECK(CheckMayCreate(tx, caller, gates));
  const TenantId tenant = caller.tenant;
  GH_TRY(User row, MakeRow(tx, caller, draft));
  GH_TRY(const Collection profiles, detail::GetProfiles(tx, tenant));

  const UserId id(tx.Next(tenant, Sequence::kUser));
  GH_TRY(const Record profile, records_.CreateProfile(tx, caller, profiles, id, draft.profile));
  row.id = id;
  if (!draft.uid) row.uid = identities_.MakeUid();
  row.object_id = identities_.MakeObjectId();
  row.profile = profile.id;
  row.access = AccessOfNewAccount(id);
  detail::IssueUserKey(credentials_, tenant, row);
  if (draft.access_key) detail::IssueAccessKey(credentials_, tenant, row);
  row.created_at = row.updated_at = tx.Now(tenant);
  if (!row.password_hash.empty()) row.password_set_at = row.created_at;
  GH_CHECK(tx.users().Insert(tenant, row));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kUserCreated, id.value()));
  GH_CHECK(MakeMemberships({tx, tenant, identities_}, caller, row, draft));
  if (draft.ends_founding) GH_CHECK(detail::EndFounding(tx, tenant));
  return callers_.ReadUser(tx, tenant, id);
}

Result<UserPointer> Users::Update(Transaction& tx, const Caller& caller, UserId id,
                                  const Patch& patch, const Gates& gates) const {
  const TenantId tenant = caller.tenant;
  GH_TRY(const User before, detail::GetForWrite(tx, caller, id, gates));
  User row = detail::ApplyPatch(before, patch, patch.password_hash ? tx.Now(tenant) : Time());
  GH_CHECK(CheckChange(tx, caller, before, row, patch));
  if (!patch.capabilities.empty()) {
    const User named = row;
    GH_CHECK(detail::SetCapabilities(tx, caller, patch.capabilities, row));
    if (row != named) GH_CHECK(CheckMayOwn(tx, caller, before));
  }
  GH_CHECK(SetAccess(tx, caller, patch.access, row));
  if (row != before) {
    row.updated_at = tx.Now(tenant);
    ++row.revision;
    GH_CHECK(tx.users().Update(tenant, row));
    GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kUserUpdated, id.value()));
    GH_CHECK(detail::FollowCapabilityGroup({tx, tenant, identities_}, caller, before, row,
                                           patch.capabilities.origin));
  }
  if (patch.profile) {
    GH_TRY(const Collection profiles, detail::GetProfiles(tx, tenant));
    GH_CHECK(
        records_.Update(tx, caller, profiles, row.profile, *patch.profile, patch.profile_excess));
    tx.Touch(tenant, {Touched::Kind::kUser, id.value()});
  }
  return callers_.ReadUser(tx, tenant, id);
}

Result<void> Users::Remove(Transaction& tx, const Caller& caller, UserId id,
                           const Gates& gates) const {
  if (!gates.by_lists && !caller.Has(Power::kWriteUsers)) return Fail(Errc::kForbidden);
  const TenantId tenant = caller.tenant;
  GH_TRY(const User row, detail::GetForWrite(tx, caller, id, gates));
  GH_CHECK(CheckMayOwn(tx, caller, row));
  GH_CHECK(detail::CheckNotLastAdministrator(tx, tenant, row));
  detail::Cascade cascade(tx, caller, removals_);
  GH_CHECK(cascade.RemoveMembershipsOf(id));
  GH_CHECK(cascade.RemoveRecordsOf(id));
  GH_CHECK(tx.users().Remove(tenant, id));
  return WriteEvent(tx, caller, tenant, EventKind::kUserRemoved, id.value());
}

}  // namespace guildhall
