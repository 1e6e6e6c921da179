#include "core/operators.h"

#include <utility>

#include "core/detail/queue_mail.h"
#include "core/detail/text_rules.h"
#include "core/events.h"
#include "core/users.h"

namespace guildhall {
namespace {

/// Everything wrong with these columns, apart from what the store alone knows.
std::vector<Problem> FindProblems(const Operator& row) {
  std::vector<Problem> problems;
  const auto note = [&](std::optional<Problem> problem) {
    if (problem) problems.push_back(*std::move(problem));
    return problem.has_value();
  };
  if (!note(detail::CheckName("email", row.email)) && !detail::IsEmail(row.email)) {
    problems.push_back({"email", Reason::kBadFormat});
  }
  note(detail::CheckText("first_name", row.first_name, detail::kMaxName));
  note(detail::CheckText("last_name", row.last_name, detail::kMaxName));
  note(detail::CheckText("metadata", row.metadata, detail::kMaxDocument));
  return problems;
}

Result<void> CheckRow(const Snapshot& snapshot, const Operator& row) {
  std::vector<Problem> problems = FindProblems(row);
  GH_TRY(const std::optional<Operator> holder, snapshot.operators().FindByEmail(row.email));
  if (holder && holder->id != row.id) problems.push_back({"email", Reason::kTaken});
  if (!problems.empty()) return Fail(Errc::kInvalid, std::move(problems));
  return {};
}

Result<Operator> GetOperator(const Snapshot& snapshot, OperatorId id) {
  GH_TRY(std::optional<Operator> row, snapshot.operators().Find(id));
  if (!row) return Fail(Errc::kNotFound);
  return *std::move(row);
}

Result<void> WriteOwnEvent(Transaction& tx, OperatorId id, EventKind kind) {
  Caller self;
  self.operator_id = id;
  return WriteEvent(tx, self, kSite, kind, id.value());
}

/// Gives the operator a fresh key in place of the one he has.
Result<Secret> GiveKey(Transaction& tx, const Credentials& credentials, OperatorId id) {
  const KeyBytes key = credentials.Make(KeyKind::kOperatorKey);
  StoredKey stored = credentials.Store(KeyKind::kOperatorKey, kSite, key);
  GH_CHECK(tx.operators().SetKey(id, {std::move(stored.digest), std::move(stored.sealed)}));
  return TextOf(key);
}

Result<OperatorView> Insert(Transaction& tx, const Credentials& credentials,
                            const Operators::Draft& draft, bool active) {
  Operator row;
  row.email = NormalizeName(draft.email);
  row.first_name = draft.first_name;
  row.last_name = draft.last_name;
  row.password_hash = draft.password_hash;
  row.metadata = draft.metadata;
  row.active = active;
  GH_CHECK(CheckRow(tx, row));
  row.id = OperatorId(tx.Next(kSite, Sequence::kOperator));
  row.created_at = row.updated_at = tx.Now(kSite);
  GH_CHECK(tx.operators().Insert(row));
  GH_TRY(Secret key, GiveKey(tx, credentials, row.id));
  if (!active) GH_CHECK(detail::QueueMail(tx, MailKind::kActivation, row.id.value()));
  GH_CHECK(WriteOwnEvent(tx, row.id, EventKind::kOperatorRegistered));
  return OperatorView{std::move(row), std::move(key)};
}

}  // namespace

Operators::Operators(const Credentials& credentials, Registration registration)
    : credentials_(credentials), registration_(registration) {}

Result<OperatorView> Operators::Register(Transaction& tx, const Draft& draft) const {
  const bool open = registration_ == Registration::kOpen ||
                    (registration_ == Registration::kByInvitation && draft.invited);
  if (!open) return Fail(Errc::kForbidden);
  return Insert(tx, credentials_, draft, false);
}

Result<OperatorView> Operators::RegisterFirst(Transaction& tx, const Draft& draft) const {
  GH_TRY(const bool exists, tx.operators().AnyExists());
  if (exists) return Fail(Errc::kConflict, "there is an operator already");
  return Insert(tx, credentials_, draft, true);
}

Result<Operator> Operators::Update(Transaction& tx, OperatorId id, const Patch& patch) const {
  GH_TRY(const Operator before, GetOperator(tx, id));
  Operator row = before;
  if (patch.email) row.email = NormalizeName(*patch.email);
  if (patch.first_name) row.first_name = *patch.first_name;
  if (patch.last_name) row.last_name = *patch.last_name;
  if (patch.metadata) row.metadata = *patch.metadata;
  if (patch.password_hash) row.password_hash = *patch.password_hash;
  if (row == before) return row;
  if (row.email != before.email) row.active = false;
  GH_CHECK(CheckRow(tx, row));
  row.updated_at = tx.Now(kSite);
  GH_CHECK(tx.operators().Update(row));
  if (row.email != before.email) {
    GH_CHECK(detail::QueueMail(tx, MailKind::kActivation, id.value()));
  }
  GH_CHECK(WriteOwnEvent(tx, id, EventKind::kOperatorUpdated));
  return row;
}

Result<OperatorView> Operators::ResetKey(Transaction& tx, OperatorId id) const {
  GH_TRY(Operator row, GetOperator(tx, id));
  GH_TRY(Secret key, GiveKey(tx, credentials_, id));
  GH_CHECK(WriteOwnEvent(tx, id, EventKind::kOperatorKeyReset));
  return OperatorView{std::move(row), std::move(key)};
}

Result<OperatorView> Operators::Get(const Snapshot& snapshot, OperatorId id) const {
  GH_TRY(Operator row, GetOperator(snapshot, id));
  GH_TRY(const std::optional<OperatorRows::Key> stored, snapshot.operators().FindKey(id));
  if (!stored) return Fail(Errc::kInternal, "an operator without a key");
  std::optional<Secret> key = credentials_.Open(KeyKind::kOperatorKey, kSite, stored->sealed);
  if (!key) return Fail(Errc::kInternal, "an operator's key does not open under this data key");
  return OperatorView{std::move(row), *std::move(key)};
}

Result<std::optional<Operator>> Operators::FindByEmail(const Snapshot& snapshot,
                                                       std::string_view email) const {
  return snapshot.operators().FindByEmail(NormalizeName(email));
}

}  // namespace guildhall
