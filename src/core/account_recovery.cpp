#include "core/account_recovery.h"

#include <utility>

#include "core/detail/queue_mail.h"
#include "core/events.h"

namespace guildhall {
namespace {

Result<Operator> GetByEmail(const Snapshot& snapshot, const Operators& operators,
                            std::string_view email) {
  GH_TRY(std::optional<Operator> row, operators.FindByEmail(snapshot, email));
  if (!row) return Fail(Errc::kInvalid, Problem{"email", Reason::kUnknownAccount});
  return *std::move(row);
}

Result<void> Save(Transaction& tx, Operator row, EventKind kind) {
  row.updated_at = tx.Now(kSite);
  GH_CHECK(tx.operators().Update(row));
  Caller self;
  self.operator_id = row.id;
  return WriteEvent(tx, self, kSite, kind, row.id.value());
}

}  // namespace

Result<void> AccountRecovery::RequestActivation(Transaction& tx, std::string_view email) const {
  GH_TRY(const Operator row, GetByEmail(tx, operators_, email));
  if (row.active) return Fail(Errc::kConflict, "the e-mail is confirmed already");
  return detail::QueueMail(tx, MailKind::kActivation, row.id.value());
}

Result<void> AccountRecovery::RequestPasswordReset(Transaction& tx, std::string_view email) const {
  GH_TRY(const Operator row, GetByEmail(tx, operators_, email));
  return detail::QueueMail(tx, MailKind::kPasswordReset, row.id.value());
}

Result<Operator> AccountRecovery::GetFitting(const Snapshot& snapshot, TokenPurpose purpose,
                                             OperatorId id, std::string_view token) const {
  GH_TRY(std::optional<Operator> row, snapshot.operators().Find(id));
  if (!row) return Fail(Errc::kInvalid, Problem{"uid", Reason::kUnknownId, id.value()});
  if (!tokens_.Fits(purpose, *row, token, clock_.Now())) {
    return Fail(Errc::kInvalid, Problem{"token", Reason::kBadFormat});
  }
  return *std::move(row);
}

Result<OperatorView> AccountRecovery::Activate(Transaction& tx, OperatorId id,
                                               std::string_view token) const {
  GH_TRY(Operator row, GetFitting(tx, TokenPurpose::kActivation, id, token));
  if (row.active) return Fail(Errc::kInvalid, Problem{"token", Reason::kTaken});
  row.active = true;
  GH_CHECK(Save(tx, std::move(row), EventKind::kOperatorActivated));
  return operators_.Get(tx, id);
}

Result<void> AccountRecovery::CheckReset(const Snapshot& snapshot, OperatorId id,
                                         std::string_view token) const {
  GH_CHECK(GetFitting(snapshot, TokenPurpose::kPasswordReset, id, token));
  return {};
}

Result<OperatorView> AccountRecovery::ResetPassword(Transaction& tx, OperatorId id,
                                                    std::string_view token,
                                                    const std::string& password_hash) const {
  GH_TRY(Operator row, GetFitting(tx, TokenPurpose::kPasswordReset, id, token));
  row.password_hash = password_hash;
  const bool confirmed = row.active;
  GH_CHECK(Save(tx, std::move(row), EventKind::kOperatorPasswordReset));
  if (!confirmed) return operators_.ResetKey(tx, id);
  return operators_.Get(tx, id);
}

}  // namespace guildhall
