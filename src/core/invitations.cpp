#include "core/invitations.h"

#include <utility>

#include "core/administrators.h"
#include "core/detail/queue_mail.h"
#include "core/detail/text_rules.h"
#include "core/events.h"
#include "core/users.h"

namespace guildhall {
namespace {

Result<void> CheckEmail(std::string_view email) {
  std::optional<Problem> problem = detail::CheckName("email", email);
  if (!problem && !detail::IsEmail(email)) problem = Problem{"email", Reason::kBadFormat};
  if (problem) return Fail(Errc::kInvalid, *std::move(problem));
  return {};
}

/// Who has the e-mail now; kConflict when he has a role in the tenant.
Result<std::optional<OperatorId>> FindInvitee(const Snapshot& snapshot, TenantId tenant,
                                              std::string_view email) {
  GH_TRY(const std::optional<Operator> row, snapshot.operators().FindByEmail(email));
  if (!row) return std::optional<OperatorId>();
  GH_TRY(const Role role, snapshot.tenants().RoleOf(tenant, row->id));
  if (role != Role::kNone) return Fail(Errc::kConflict, Problem{"email", Reason::kTaken});
  return std::optional(row->id);
}

/// Removes the former invitation to the same e-mail, unless it is open.
Result<void> MakeRoom(Transaction& tx, TenantId tenant, std::string_view email) {
  GH_TRY(const std::optional<Invitation> former, tx.invitations().FindByEmail(tenant, email));
  if (!former) return {};
  if (former->state == InvitationState::kNew) return Fail(Errc::kAlreadyExists);
  return tx.invitations().Remove(tenant, former->id);
}

Result<Invitation> GetRow(const Snapshot& snapshot, const Caller& caller, InvitationId id) {
  if (!caller.Has(Power::kReadAdministrators)) return Fail(Errc::kForbidden);
  GH_TRY(std::optional<Invitation> row, snapshot.invitations().Find(caller.tenant, id));
  if (!row) return Fail(Errc::kNotFound);
  return *std::move(row);
}

Result<Invitation> GetForWrite(const Snapshot& snapshot, const Caller& caller, InvitationId id) {
  if (!caller.Has(Power::kWriteAdministrators)) return Fail(Errc::kForbidden);
  return GetRow(snapshot, caller, id);
}

/// Who has only registered with an e-mail need not be who reads it.
Result<bool> ReadsOwnMail(const Snapshot& snapshot, OperatorId invitee) {
  GH_TRY(const std::optional<Operator> row, snapshot.operators().Find(invitee));
  return row && row->active;
}

Result<Invitation> GetOwnRow(const Snapshot& snapshot, OperatorId invitee, InvitationId id) {
  GH_TRY(const bool reads, ReadsOwnMail(snapshot, invitee));
  if (!reads) return Fail(Errc::kNotFound);
  GH_TRY(std::optional<Invitation> row, snapshot.invitations().FindAnywhere(id));
  if (!row || row->invitee != invitee || row->state != InvitationState::kNew) {
    return Fail(Errc::kNotFound);
  }
  return *std::move(row);
}

/// What became of the invitation, by whom.
Result<void> Settle(Transaction& tx, Invitation row, InvitationState state, OperatorId who) {
  row.state = state;
  row.updated_at = tx.Now(row.tenant);
  GH_CHECK(tx.invitations().Update(row));
  GH_CHECK(tx.mails().Remove(MailKind::kInvitation, row.id.value()));
  const bool accepted = state == InvitationState::kAccepted;
  Caller caller;
  caller.operator_id = who;
  return WriteEvent(tx, caller, row.tenant,
                    accepted ? EventKind::kInvitationAccepted : EventKind::kInvitationDeclined,
                    row.id.value(), who.value());
}

template <class ShowOne>
Result<std::vector<InvitationView>> ShowEach(std::vector<Invitation> rows, ShowOne show) {
  std::vector<InvitationView> views;
  views.reserve(rows.size());
  for (Invitation& row : rows) {
    GH_TRY(InvitationView view, show(std::move(row)));
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace

Result<InvitationView> Invitations::Create(Transaction& tx, const Caller& caller,
                                           const Draft& draft) const {
  if (!caller.Has(Power::kWriteAdministrators) || !caller.operator_id ||
      !MayGrant(caller, draft.role)) {
    return Fail(Errc::kForbidden);
  }
  Invitation row;
  row.email = NormalizeName(draft.email);
  GH_CHECK(CheckEmail(row.email));
  GH_TRY(row.invitee, FindInvitee(tx, caller.tenant, row.email));
  GH_CHECK(MakeRoom(tx, caller.tenant, row.email));
  row.id = InvitationId(tx.Next(kSite, Sequence::kInvitation));
  row.tenant = caller.tenant;
  row.inviter = *caller.operator_id;
  row.role = draft.role;
  StoredKey key =
      credentials_.Store(KeyKind::kInvitation, kSite, credentials_.Make(KeyKind::kInvitation));
  row.digest = std::move(key.digest);
  row.sealed = std::move(key.sealed);
  row.created_at = row.updated_at = tx.Now(caller.tenant);
  GH_CHECK(tx.invitations().Insert(row));
  GH_CHECK(detail::QueueMail(tx, MailKind::kInvitation, row.id.value()));
  GH_CHECK(WriteEvent(tx, caller, caller.tenant, EventKind::kInvitationCreated, row.id.value()));
  return Show(tx, std::move(row));
}

Result<InvitationView> Invitations::SetRole(Transaction& tx, const Caller& caller, InvitationId id,
                                            Role role) const {
  GH_TRY(Invitation row, GetForWrite(tx, caller, id));
  if (!MayGrant(caller, role)) return Fail(Errc::kForbidden);
  if (row.role != role) {
    row.role = role;
    row.updated_at = tx.Now(caller.tenant);
    GH_CHECK(tx.invitations().Update(row));
    GH_CHECK(WriteEvent(tx, caller, caller.tenant, EventKind::kInvitationUpdated, id.value()));
  }
  return Show(tx, std::move(row));
}

Result<void> Invitations::Resend(Transaction& tx, const Caller& caller, InvitationId id) const {
  GH_TRY(const Invitation row, GetForWrite(tx, caller, id));
  if (row.state != InvitationState::kNew) return {};
  return detail::QueueMail(tx, MailKind::kInvitation, id.value());
}

Result<void> Invitations::Remove(Transaction& tx, const Caller& caller, InvitationId id) const {
  GH_TRY(const Invitation row, GetForWrite(tx, caller, id));
  GH_CHECK(tx.invitations().Remove(caller.tenant, row.id));
  GH_CHECK(tx.mails().Remove(MailKind::kInvitation, id.value()));
  return WriteEvent(tx, caller, caller.tenant, EventKind::kInvitationRemoved, id.value());
}

Result<InvitationView> Invitations::Get(const Snapshot& snapshot, const Caller& caller,
                                        InvitationId id) const {
  GH_TRY(Invitation row, GetRow(snapshot, caller, id));
  return Show(snapshot, std::move(row));
}

Result<std::vector<InvitationView>> Invitations::List(const Snapshot& snapshot,
                                                      const Caller& caller, Seek seek) const {
  if (!caller.Has(Power::kReadAdministrators)) return Fail(Errc::kForbidden);
  GH_TRY(std::vector<Invitation> rows, snapshot.invitations().List(caller.tenant, seek));
  return ShowEach(std::move(rows), [&](Invitation row) { return Show(snapshot, std::move(row)); });
}

Result<std::vector<InvitationView>> Invitations::ListOwn(const Snapshot& snapshot,
                                                         OperatorId invitee, Seek seek) const {
  GH_TRY(const bool reads, ReadsOwnMail(snapshot, invitee));
  if (!reads) return std::vector<InvitationView>();
  GH_TRY(std::vector<Invitation> rows, snapshot.invitations().ListNewTo(invitee, seek));
  return ShowEach(std::move(rows), [&](Invitation row) { return Show(snapshot, std::move(row)); });
}

Result<InvitationView> Invitations::GetOwn(const Snapshot& snapshot, OperatorId invitee,
                                           InvitationId id) const {
  GH_TRY(Invitation row, GetOwnRow(snapshot, invitee, id));
  return Show(snapshot, std::move(row));
}

Result<void> Invitations::Decline(Transaction& tx, OperatorId invitee, InvitationId id) const {
  GH_TRY(Invitation row, GetOwnRow(tx, invitee, id));
  return Settle(tx, std::move(row), InvitationState::kDeclined, invitee);
}

Result<TenantId> Invitations::TenantOf(const Snapshot& snapshot,
                                       const std::optional<KeyBytes>& key) const {
  if (!key) return Fail(Errc::kInvalid, Problem{"invitation", Reason::kUnknownName});
  GH_TRY(const Invitation row, GetNew(snapshot, *key));
  return row.tenant;
}

Result<void> Invitations::Accept(Transaction& tx, OperatorId who, TenantId tenant,
                                 const KeyBytes& key) const {
  GH_TRY(Invitation row, GetNew(tx, key));
  if (row.tenant != tenant)
    return Fail(Errc::kInvalid, Problem{"invitation", Reason::kUnknownName});
  GH_TRY(const Role before, tx.tenants().RoleOf(tenant, who));
  if (row.role > before) {
    GH_CHECK(tx.tenants().SetRole(tenant, who, row.role));
    Caller caller;
    caller.operator_id = who;
    GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kRoleChanged, who.value()));
  }
  return Settle(tx, std::move(row), InvitationState::kAccepted, who);
}

Result<InvitationView> Invitations::Show(const Snapshot& snapshot, Invitation row) const {
  std::optional<Secret> key = credentials_.Open(KeyKind::kInvitation, kSite, row.sealed);
  if (!key) return Fail(Errc::kInternal, "an invitation's key does not open under this data key");
  GH_TRY(const std::optional<Operator> inviter, snapshot.operators().Find(row.inviter));
  GH_TRY(const std::optional<Tenant> tenant, snapshot.tenants().Find(row.tenant));
  if (!inviter || !tenant) return Fail(Errc::kNotFound);
  return InvitationView{std::move(row), *std::move(key), inviter->email, tenant->name};
}

Result<Invitation> Invitations::GetNew(const Snapshot& snapshot, const KeyBytes& key) const {
  GH_TRY(std::optional<Invitation> row,
         snapshot.invitations().FindByDigest(credentials_.Digest(KeyKind::kInvitation, key)));
  const bool open = row && row->state == InvitationState::kNew;
  GH_TRY(const std::optional<Tenant> tenant,
         open ? snapshot.tenants().Find(row->tenant) : std::optional<Tenant>());
  if (!tenant) return Fail(Errc::kInvalid, Problem{"invitation", Reason::kUnknownName});
  return *std::move(row);
}

}  // namespace guildhall
