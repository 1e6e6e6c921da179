#include "core/outbox.h"

#include <algorithm>
#include <utility>

namespace guildhall {
namespace {

constexpr std::int64_t kMicroseconds = 1'000'000;

/// Whether the mail still waits as it was seen.
Result<bool> IsUnchanged(const Snapshot& snapshot, const WaitingMail& seen) {
  GH_TRY(const std::optional<WaitingMail> now, snapshot.mails().Find(seen.kind, seen.subject));
  return now == seen;
}

Letter LetterTo(const WaitingMail& mail, const Operator& row, Secret token) {
  return {.kind = mail.kind,
          .subject = mail.subject,
          .to = row.email,
          .uid = AccountTokens::UidOf(row.id),
          .secret = std::move(token)};
}

}  // namespace

Result<std::vector<WaitingMail>> Outbox::ListDue(const Snapshot& snapshot,
                                                 std::int32_t limit) const {
  return snapshot.mails().ListDue(clock_.Now(), limit);
}

Result<std::optional<WaitingMail>> Outbox::Claim(Transaction& tx, const WaitingMail& seen) const {
  GH_TRY(const bool unchanged, IsUnchanged(tx, seen));
  if (!unchanged) return std::optional<WaitingMail>();
  WaitingMail claimed = seen;
  const std::int64_t wait = (kFirstWaitSeconds * kMicroseconds)
                            << std::min(claimed.attempts, kMaxAttempts);
  ++claimed.attempts;
  claimed.due_at = Time(tx.Now(kSite).microseconds() + wait);
  GH_CHECK(tx.mails().Put(claimed));
  return std::optional(claimed);
}

Result<std::optional<Letter>> Outbox::Compose(const Snapshot& snapshot,
                                              const WaitingMail& mail) const {
  if (mail.kind == MailKind::kInvitation) {
    return ComposeInvitation(snapshot, InvitationId(mail.subject));
  }
  if (mail.kind == MailKind::kUserPasswordReset || mail.kind == MailKind::kUserNewPassword) {
    return ComposeForUser(snapshot, mail);
  }
  GH_TRY(const std::optional<Operator> row, snapshot.operators().Find(OperatorId(mail.subject)));
  const bool activates = mail.kind == MailKind::kActivation;
  if (!row || (activates && row->active)) return std::optional<Letter>();
  const auto purpose = activates ? TokenPurpose::kActivation : TokenPurpose::kPasswordReset;
  return std::optional(LetterTo(mail, *row, tokens_.Make(purpose, *row, clock_.Now())));
}

Result<std::optional<Letter>> Outbox::ComposeInvitation(const Snapshot& snapshot,
                                                        InvitationId id) const {
  GH_TRY(const std::optional<Invitation> row, snapshot.invitations().FindAnywhere(id));
  if (!row || row->state != InvitationState::kNew) return std::optional<Letter>();
  GH_TRY(const std::optional<Tenant> tenant, snapshot.tenants().Find(row->tenant));
  GH_TRY(const std::optional<Operator> inviter, snapshot.operators().Find(row->inviter));
  if (!tenant || !inviter) return std::optional<Letter>();
  std::optional<Secret> key = credentials_.Open(KeyKind::kInvitation, kSite, row->sealed);
  if (!key) return Fail(Errc::kInternal, "an invitation's key does not open under this data key");
  return std::optional(Letter{.kind = MailKind::kInvitation,
                              .subject = id.value(),
                              .to = row->email,
                              .secret = *std::move(key),
                              .tenant = tenant->name,
                              .inviter = inviter->email});
}

Result<std::optional<Letter>> Outbox::ComposeForUser(const Snapshot& snapshot,
                                                     const WaitingMail& mail) const {
  GH_TRY(const std::optional<UserPasswordReset> reset,
         snapshot.password_resets().Find(mail.subject));
  const bool asks = mail.kind == MailKind::kUserPasswordReset;
  if (!reset || reset->used == asks) return std::optional<Letter>();
  GH_TRY(const std::optional<User> user, snapshot.users().Find(reset->tenant, reset->user));
  GH_TRY(const std::optional<Tenant> tenant, snapshot.tenants().Find(reset->tenant));
  if (!user || !tenant || user->email.empty()) return std::optional<Letter>();
  return std::optional(
      Letter{.kind = mail.kind,
             .subject = mail.subject,
             .to = user->email,
             .secret = asks ? user_recovery_.CodeOf(*reset) : user_recovery_.PasswordOf(*reset),
             .tenant = tenant->name});
}

Result<void> Outbox::Finish(Transaction& tx, const WaitingMail& claimed) const {
  GH_TRY(const bool unchanged, IsUnchanged(tx, claimed));
  if (!unchanged) return {};
  return tx.mails().Remove(claimed.kind, claimed.subject);
}

}  // namespace guildhall
