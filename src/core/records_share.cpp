#include <utility>

#include "core/detail/lists.h"
#include "core/detail/record_gates.h"
#include "core/detail/record_owners.h"
#include "core/detail/rules.h"
#include "core/events.h"
#include "core/records.h"

namespace guildhall {
namespace {

/// The record of which the caller is about to change the grants.
Result<detail::Readable> GetForSharing(const detail::Asker& asker, const Removals& removals,
                                       const Collection& collection, RecordId id) {
  // By powers nothing would be asked.
  if (!asker.gates.by_lists) return Fail(Errc::kForbidden);
  return detail::GetBehindRow(asker, removals, collection, id);
}

/// Gives the record the wanted list, judged, and tells the log. An equal list is no change. Gives
/// the list that the record has now.
Result<AccessList> SetList(const detail::Issuer& issuer, const Caller& caller,
                           const Collection& collection, const detail::Readable& found,
                           AccessList wanted, EventKind event) {
  const AccessList before = found.Shown().access;
  wanted = detail::KeepGrants(before, std::move(wanted));
  if (wanted == before) return before;
  GH_CHECK(detail::CheckGrants(issuer.tx, issuer.tenant, before, wanted));
  GH_TRY(wanted, detail::JudgeList(caller, before, std::move(wanted)));
  Record after = found.stored;
  after.access = detail::IssueGrants(issuer, before, std::move(wanted));
  after.updated_at = issuer.tx.Now(issuer.tenant);
  GH_CHECK(issuer.tx.records().Update(issuer.tenant, collection, found.stored, after));
  detail::TouchOwner(issuer.tx, issuer.tenant, after);
  GH_CHECK(
      WriteEvent(issuer.tx, caller, issuer.tenant, event, after.id.value(), collection.id.value()));
  return after.access;
}

}  // namespace

Result<Grant> Records::Share(Transaction& tx, const Caller& caller, const Collection& collection,
                             RecordId id, const Sharing& sharing, bool replace,
                             const Gates& gates) const {
  GH_TRY(const detail::Readable found,
         GetForSharing({tx, caller, gates}, removals_, collection, id));
  const AccessList before = found.Shown().access;
  if (before.FindGrant(sharing.group) != nullptr && !replace) return Fail(Errc::kAlreadyExists);
  GH_TRY(const AccessList after,
         SetList({tx, caller.tenant, identities_}, caller, collection, found,
                 detail::WithGrant(before, sharing), EventKind::kRecordShared));
  return *after.FindGrant(sharing.group);
}

Result<void> Records::Unshare(Transaction& tx, const Caller& caller, const Collection& collection,
                              RecordId id, GroupId group, const Gates& gates) const {
  GH_TRY(const detail::Readable found,
         GetForSharing({tx, caller, gates}, removals_, collection, id));
  const AccessList before = found.Shown().access;
  if (before.FindGrant(group) == nullptr) return Fail(Errc::kNotFound);
  GH_CHECK(SetList({tx, caller.tenant, identities_}, caller, collection, found,
                   detail::WithoutGroup(before, group), EventKind::kRecordUnshared));
  return {};
}

}  // namespace guildhall
