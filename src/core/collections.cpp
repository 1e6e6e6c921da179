#include "core/collections.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/detail/rules.h"

namespace guildhall {

namespace {

using detail::kMaxCascade;

bool MayRead(const Caller& caller, const Collection& collection) {
  const bool bypass = caller.Has(Power::kBypassCollections);
  return static_cast<bool>(detail::Judge(Right::kRead, collection.access, caller, bypass));
}

Result<void> CheckNames(const std::vector<Collections::FieldDraft>& drafts) {
  for (auto draft = drafts.begin(); draft != drafts.end(); ++draft) {
    const bool repeated = std::any_of(
        drafts.begin(), draft, [&](const auto& earlier) { return earlier.name == draft->name; });
    if (repeated) return Fail(Errc::kInvalid, Problem{"fields", Reason::kTaken});
  }
  return {};
}

/// Gives `collection` the fields as wanted: those of the same name and type keep their number, and
/// with it the values in stored records.
Result<void> SetFields(Collection& collection, const std::vector<Collections::FieldDraft>& drafts) {
  GH_CHECK(CheckNames(drafts));
  std::vector<Field> fields;
  fields.reserve(drafts.size());
  for (const auto& draft : drafts) {
    const Field* former = collection.FindField(draft.name);
    const bool keeps = former != nullptr && former->type == draft.type;
    fields.push_back({.number = keeps ? former->number : collection.next_field++,
                      .name = draft.name,
                      .type = draft.type,
                      .ordered = draft.ordered,
                      .filterable = draft.filterable});
  }
  collection.fields = std::move(fields);
  return {};
}

Result<void> CheckNewName(const Snapshot& snapshot, TenantId tenant,
                          const Collections::Draft& draft) {
  GH_TRY(const std::optional<Collection> taken,
         snapshot.collections().FindByName(tenant, draft.origin, draft.name));
  if (taken) return Fail(Errc::kInvalid, Problem{"name", Reason::kTaken});
  return {};
}

/// The store counts the core's own collections, like that of profiles, with every origin.
Result<void> CheckCount(const Snapshot& snapshot, TenantId tenant, Origin origin,
                        std::int64_t limit) {
  GH_TRY(const std::int64_t count, snapshot.collections().Count(tenant, origin));
  if (count < limit) return {};
  return Fail(Errc::kConflict, Problem{"", Reason::kLimitReached, limit});
}

Result<Collection> GetForWrite(const Snapshot& snapshot, const Caller& caller, CollectionId id) {
  if (!caller.Has(Power::kWriteCollections)) return Fail(Errc::kForbidden);
  GH_TRY(std::optional<Collection> collection, snapshot.collections().Find(caller.tenant, id));
  if (!collection) return Fail(Errc::kNotFound);
  return *std::move(collection);
}

Result<void> CheckRevision(const Collection& before, const Collections::Patch& patch) {
  if (!patch.expected_revision || *patch.expected_revision == before.revision) return {};
  return Fail(Errc::kConflict, Problem{"expected_revision", Reason::kRevisionMismatch,
                                       *patch.expected_revision, before.revision});
}

/// `before` with the patch, still without what only a real change gets: ids of grants and the time.
Result<Collection> Apply(const Collection& before, const Collections::Patch& patch) {
  Collection after = before;
  after.description = patch.description.value_or(before.description);
  after.metadata = patch.metadata.value_or(before.metadata);
  after.access = detail::KeepGrants(before.access, patch.access.Apply(before.access));
  if (patch.fields) GH_CHECK(SetFields(after, *patch.fields));
  if (after.fields != before.fields) ++after.revision;
  return after;
}

Result<void> RemoveRecords(Transaction& tx, TenantId tenant, CollectionId id) {
  constexpr std::array<Audience, 1> kAll{kAudienceAll};
  GH_TRY(const std::vector<RecordId> ids,
         tx.records().Walk(tenant, id, kAll, Seek{{}, false, kMaxCascade + 1}));
  if (ids.size() > kMaxCascade) return detail::FailTooMany();
  GH_TRY(const std::vector<Record> rows, tx.records().FindMany(tenant, id, ids));
  for (const Record& row : rows) GH_CHECK(tx.records().Remove(tenant, row));
  return {};
}

}  // namespace

Result<Collection> Collections::Create(Transaction& tx, const Caller& caller,
                                       const Draft& draft) const {
  if (!caller.Has(Power::kWriteCollections)) return Fail(Errc::kForbidden);
  const TenantId tenant = caller.tenant;
  Collection row{.id = {},
                 .origin = draft.origin,
                 .name = draft.name,
                 .description = draft.description,
                 .fields = {},
                 .access = {},
                 .metadata = draft.metadata,
                 .created_at = {},
                 .updated_at = {}};
  GH_CHECK(SetFields(row, draft.fields));
  GH_CHECK(CheckNewName(tx, tenant, draft));
  GH_CHECK(detail::CheckNewGroups(tx, caller, {}, draft.access));
  GH_CHECK(CheckCount(tx, tenant, draft.origin, options_.max_per_tenant));
  row.id = CollectionId(tx.Next(tenant, Sequence::kCollection));
  row.uid = identities_.MakeUid();
  row.access = detail::IssueGrants({tx, tenant, identities_}, {}, draft.access);
  row.created_at = row.updated_at = tx.Now(tenant);
  GH_CHECK(tx.collections().Insert(tenant, row));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kCollectionCreated, row.id.value()));
  return row;
}

Result<Collection> Collections::Update(Transaction& tx, const Caller& caller, CollectionId id,
                                       const Patch& patch) const {
  const TenantId tenant = caller.tenant;
  GH_TRY(const Collection before, GetForWrite(tx, caller, id));
  GH_TRY(Collection after, Apply(before, patch));
  GH_CHECK(detail::CheckNewGroups(tx, caller, before.access, after.access));
  GH_CHECK(CheckRevision(before, patch));
  if (after == before) return before;
  after.access = detail::IssueGrants({tx, tenant, identities_}, before.access, after.access);
  after.updated_at = tx.Now(tenant);
  GH_CHECK(tx.collections().Update(tenant, after));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kCollectionUpdated, id.value()));
  return after;
}

Result<void> Collections::Remove(Transaction& tx, const Caller& caller, CollectionId id) const {
  GH_TRY(const Collection collection, GetForWrite(tx, caller, id));
  if (collection.holds_profiles()) return Fail(Errc::kForbidden, Problem{"", Reason::kProtected});
  GH_CHECK(RemoveRecords(tx, caller.tenant, id));
  GH_CHECK(tx.collections().Remove(caller.tenant, id));
  // One event tells of the records too: none of them outlives its collection.
  return WriteEvent(tx, caller, caller.tenant, EventKind::kCollectionRemoved, id.value());
}

Result<Collection> Collections::Get(const Snapshot& snapshot, const Caller& caller, Origin origin,
                                    std::string_view name) const {
  GH_TRY(std::optional<Collection> row,
         snapshot.collections().FindByName(caller.tenant, origin, name));
  if (!row || !MayRead(caller, *row)) return Fail(Errc::kNotFound);
  return *std::move(row);
}

Result<Collection> Collections::GetProfiles(const Snapshot& snapshot, const Caller& caller) const {
  GH_TRY(std::optional<Collection> row, snapshot.collections().Find(caller.tenant, kProfiles));
  if (!row || !MayRead(caller, *row)) return Fail(Errc::kNotFound);
  return *std::move(row);
}

Result<std::vector<Collection>> Collections::List(const Snapshot& snapshot, const Caller& caller,
                                                  Origin origin, Seek seek) const {
  return detail::ListVisible<Collection>(
      seek, [&](Seek page) { return snapshot.collections().List(caller.tenant, origin, page); },
      [&](const Collection& row) { return MayRead(caller, row); });
}

Result<std::int64_t> Collections::CountRecords(const Snapshot& snapshot, TenantId tenant,
                                               CollectionId id, std::int64_t bound) const {
  constexpr std::array<Audience, 1> kAll{kAudienceAll};
  return snapshot.records().Count(tenant, id, kAll, bound);
}

}  // namespace guildhall
