#include "core/users.h"

#include <utility>

#include "base/strings.h"
#include "core/detail/accounts.h"
#include "core/detail/capability_groups.h"
#include "core/detail/cascades.h"
#include "core/detail/founding.h"
#include "core/detail/lists.h"
#include "core/detail/new_accounts.h"
#include "core/detail/take_over.h"

namespace guildhall {
namespace {

using UserPointer = std::shared_ptr<const UserView>;

Result<void> CheckMayCreate(const Snapshot& snapshot, const Caller& caller, const Gates& gates) {
  if (gates.by_lists) return PassTable(snapshot, caller, kAccountTable, gates.table);
  if (caller.Has(Power::kCreateUser) || caller.Has(Power::kWriteUsers)) return {};
  return Fail(Errc::kForbidden);
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
  GH_TRY(User row, detail::NewAccounts::Judge(tx, caller, draft));
  GH_TRY(const Collection profiles, detail::GetProfiles(tx, tenant));
  GH_TRY(const UserId id, detail::NewAccounts(credentials_, identities_, records_)
                              .Insert(tx, caller, draft, profiles, std::move(row)));
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
