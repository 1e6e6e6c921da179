#include <optional>
#include <utility>
#include <vector>

#include "core/detail/field_checks.h"
#include "core/detail/lists.h"
#include "core/detail/record_gates.h"
#include "core/detail/record_owners.h"
#include "core/detail/rules.h"
#include "core/events.h"
#include "core/records.h"

namespace guildhall {
namespace {

/// A new record with the patch's rights, still without id, owner, values, channel and times.
Record Draft(const Collection& collection, const RecordPatch& patch) {
  Record record;
  record.collection = collection.id;
  record.access.owner_rights = Rights::All();
  record.access = patch.access.Apply(std::move(record.access));
  return record;
}

/// The same for who acts under lists: it is his, and shared as the patch's grants say.
Record DraftByLists(const Caller& caller, const Collection& collection, const RecordPatch& patch) {
  Record record;
  record.collection = collection.id;
  record.access.owner_rights = Rights::All();
  record.access = detail::ApplyWithoutGrants(patch.access, record.access);
  record.access.owner = caller.user_id();
  for (const Sharing& sharing : patch.grants) {
    record.access = detail::WithGrant(std::move(record.access), sharing);
  }
  return record;
}

/// Adds what is wrong with the patch's owner and group.
Result<void> CheckAccess(const Snapshot& snapshot, const Caller& caller, const RecordPatch& patch,
                         std::vector<Problem>& problems) {
  if (detail::NamesOwner(caller) && patch.access.owner) {
    GH_TRY(auto problem, detail::CheckOwner(snapshot, caller.tenant, *patch.access.owner));
    if (problem) problems.push_back(*std::move(problem));
  }
  GH_TRY(auto problem, detail::CheckPrimary(snapshot, caller, {}, patch));
  if (problem) problems.push_back(*std::move(problem));
  return {};
}

/// Adds a problem when the record's own name is that of another one.
Result<void> CheckUid(const Snapshot& snapshot, TenantId tenant, const std::optional<Uid>& wanted,
                      std::vector<Problem>& problems) {
  if (!wanted) return {};
  GH_TRY(const std::optional<Record> holder, snapshot.records().FindByUid(tenant, *wanted));
  if (holder) problems.push_back({"uid", Reason::kTaken});
  return {};
}

/// Attaches the record to the patch's channel and room. By lists there are no channels.
Result<void> Attach(const detail::Asker& asker, const RecordPatch& patch, Record& record) {
  if (asker.gates.by_lists || !patch.channel) return {};
  GH_TRY(const std::optional<Channel> channel,
         asker.snapshot.channels().Find(asker.caller.tenant, *patch.channel));
  if (!channel) {
    return Fail(Errc::kInvalid, Problem{"channel", Reason::kUnknownId, patch.channel->value()});
  }
  record.channel = channel->id;
  if (!channel->rooms) return {};
  if (patch.room.empty()) return Fail(Errc::kInvalid, Problem{"room", Reason::kNeedsRoom});
  record.room = patch.room;
  return {};
}

Result<void> Insert(const detail::Issuer& issuer, const Collection& collection,
                    const std::optional<Uid>& uid, Record& record) {
  record.access = detail::IssueGrants(issuer, {}, std::move(record.access));
  record.id = RecordId(issuer.tx.Next(issuer.tenant, Sequence::kRecord));
  record.uid = uid ? *uid : issuer.identities.MakeUid();
  record.created_at = record.updated_at = issuer.tx.Now(issuer.tenant);
  return issuer.tx.records().Insert(issuer.tenant, collection, record);
}

}  // namespace

Result<Record> Records::Create(Transaction& tx, const Caller& caller, const Collection& collection,
                               const RecordPatch& patch, const Gates& gates) const {
  if (collection.holds_profiles()) return Fail(Errc::kForbidden, Problem{"", Reason::kProtected});
  const detail::Asker asker{tx, caller, gates};
  const TenantId tenant = caller.tenant;
  GH_CHECK(detail::PassCollection(Right::kCreate, asker, collection));
  GH_TRY(const detail::Hidden hidden, removals_.HiddenIn(tx, tenant));
  Record record =
      gates.by_lists ? DraftByLists(caller, collection, patch) : Draft(collection, patch);
  std::vector<Problem> problems;
  if (gates.by_lists) {
    GH_CHECK(detail::CheckGrants(tx, tenant, {}, record.access));
  } else {
    GH_CHECK(CheckAccess(tx, caller, patch, problems));
    if (!detail::NamesOwner(caller)) record.access.owner = caller.user_id();
  }
  GH_CHECK(CheckUid(tx, tenant, patch.uid, problems));
  GH_TRY(record.fields, detail::ChangeFields({asker, hidden}, collection, record, patch, problems));
  GH_CHECK(detail::FailIfAny(std::move(problems)));
  GH_CHECK(Attach(asker, patch, record));
  GH_CHECK(detail::PassChannel(asker, record));
  GH_CHECK(Insert({tx, tenant, identities_}, collection, patch.uid, record));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kRecordCreated, record.id.value(),
                      collection.id.value()));
  return record;
}

Result<Record> Records::CreateProfile(Transaction& tx, const Caller& maker,
                                      const Collection& profiles, UserId owner,
                                      const RecordPatch& patch) const {
  // Whoever makes the user has been judged by `Users`; nobody in particular makes the profile.
  Caller nobody;
  nobody.tenant = maker.tenant;
  const Gates gates = Gates::ByPowers();
  GH_TRY(const detail::Hidden hidden, removals_.HiddenIn(tx, maker.tenant));
  Record record = Draft(profiles, patch);
  std::vector<Problem> problems;
  GH_CHECK(CheckAccess(tx, nobody, patch, problems));
  GH_TRY(record.fields,
         detail::ChangeFields({{tx, maker, gates}, hidden}, profiles, record, patch, problems));
  GH_CHECK(detail::FailIfAny(std::move(problems)));
  record.access.owner = owner;
  GH_CHECK(Insert({tx, maker.tenant, identities_}, profiles, {}, record));
  return record;
}

}  // namespace guildhall
