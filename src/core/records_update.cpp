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

/// Only those who bypass the lists give a record to somebody else, and never as a user.
bool MayMove(const Caller& caller, const Collection& collection) {
  return detail::NamesOwner(caller) && !collection.holds_profiles();
}

/// By lists: anybody gives a record to whom he may refer to.
Result<void> CheckAccessByLists(const detail::RecordReader& reader, const Collection& collection,
                                const AccessList& before, const AccessPatch& patch,
                                std::vector<Problem>& problems) {
  if (!collection.holds_profiles()) return detail::PassNewOwner(reader, before, patch.owner);
  if (patch.owner && *patch.owner != before.owner) {
    problems.push_back({"owner", Reason::kImmutable});
  }
  return {};
}

/// Adds what is wrong with the patch's owner and group.
Result<void> CheckAccess(const detail::RecordReader& reader, const Collection& collection,
                         const Record& before, const RecordPatch& patch,
                         std::vector<Problem>& problems) {
  if (reader.gates.by_lists) {
    return CheckAccessByLists(reader, collection, before.access, patch.access, problems);
  }
  const auto& owner = patch.access.owner;
  if (owner && *owner != before.access.owner) {
    GH_TRY(auto problem, detail::CheckOwner(reader.snapshot, reader.caller.tenant, *owner));
    if (!MayMove(reader.caller, collection)) problem = Problem{"owner", Reason::kImmutable};
    if (problem) problems.push_back(*std::move(problem));
  }
  GH_TRY(auto problem, detail::CheckPrimary(reader.snapshot, reader.caller, before.access, patch));
  if (problem) problems.push_back(*std::move(problem));
  return {};
}

Result<void> CheckRevision(const Record& before, const RecordPatch& patch) {
  if (!patch.expected_revision || *patch.expected_revision == before.revision) return {};
  return Fail(Errc::kConflict, Problem{"expected_revision", Reason::kRevisionMismatch,
                                       *patch.expected_revision, before.revision});
}

/// What a user may not hand out of the single group's setting, which is read as bits of rights.
/// While there is no group the setting is lowered like the rights that it will become.
Rights Excessive(const AccessList& before, const AccessList& wanted, const AccessList& judged,
                 const Subject& subject) {
  if (judged.primary_group) return wanted.PrimaryRights() - judged.PrimaryRights();
  const Rights kept = Rights::FromBits(before.group_bits) | EffectiveRights(before, subject);
  return Rights::FromBits(wanted.group_bits) - kept;
}

Result<AccessList> ChangeList(const AccessList& before, const AccessPatch& patch,
                              const detail::Asker& asker, Excess excess) {
  const Caller& caller = asker.caller;
  if (asker.gates.by_lists) {
    return detail::JudgeList(caller, before, detail::ApplyWithoutGrants(patch, before));
  }
  const Subject subject = caller.AsSubject(caller.Has(Power::kWriteAllRecords));
  const AccessList wanted = patch.Apply(before);
  GH_TRY(AccessList after, JudgeGrants(before, wanted, subject, excess));
  if (excess == Excess::kClamp && !subject.bypass) {
    after.group_bits &= ~Excessive(before, wanted, after, subject).bits();
  }
  return detail::KeepGrants(before, std::move(after));
}

}  // namespace

Result<Record> Records::Update(Transaction& tx, const Caller& caller, const Collection& collection,
                               RecordId id, const RecordPatch& patch, Excess excess,
                               const Gates& gates) const {
  const TenantId tenant = caller.tenant;
  const detail::Asker asker{tx, caller, gates};
  GH_TRY(const detail::Readable found,
         detail::GetForWrite(asker, removals_, collection, id, Right::kUpdate));
  const detail::RecordReader reader{asker, found.hidden};
  const Record before = found.Shown();
  Record after = before;
  std::vector<Problem> problems;
  GH_CHECK(CheckAccess(reader, collection, before, patch, problems));
  GH_TRY(after.fields, detail::ChangeFields(reader, collection, before, patch, problems));
  GH_CHECK(detail::FailIfAny(std::move(problems)));
  GH_CHECK(CheckRevision(before, patch));
  GH_TRY(after.access, ChangeList(before.access, patch.access, asker, excess));
  GH_CHECK(detail::PassChannel(asker, before));
  if (after == before) return before;
  if (after.fields != before.fields) ++after.revision;
  after.access = detail::IssueGrants({tx, tenant, identities_}, before.access, after.access);
  after.updated_at = tx.Now(tenant);
  GH_CHECK(tx.records().Update(tenant, collection, found.stored, after));
  detail::TouchOwner(tx, tenant, after);
  GH_CHECK(
      WriteEvent(tx, caller, tenant, EventKind::kRecordUpdated, id.value(), collection.id.value()));
  return after;
}

}  // namespace guildhall
