#include "core/collections.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/detail/cascades.h"
#include "core/detail/collection_fields.h"
#include "core/detail/hidden.h"
#include "core/detail/index_building.h"
#include "core/detail/rules.h"

namespace guildhall {

namespace {

bool MayRead(const Caller& caller, const Collection& collection) {
  const bool bypass = caller.Has(Power::kBypassCollections);
  return static_cast<bool>(detail::Judge(Right::kRead, collection.access, caller, bypass));
}

Result<void> CheckNewName(const Snapshot& snapshot, TenantId tenant, Origin origin,
                          std::string_view name) {
  GH_TRY(const std::optional<Collection> taken,
         snapshot.collections().FindByName(tenant, origin, name));
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

/// The core's own are there for as long as the tenant is, and in every vocabulary already.
Result<void> CheckNotOfTheCore(const Collection& collection) {
  if (collection.origin != kCoreOrigin) return {};
  return Fail(Errc::kForbidden, Problem{"", Reason::kProtected});
}

/// Whether a set that `before` did not have could be broken already.
Result<void> CheckNewSets(const Snapshot& snapshot, TenantId tenant, const Collection& before,
                          const Collection& after) {
  const bool added = std::ranges::any_of(after.unique_sets, [&](const UniqueSet& set) {
    return std::ranges::find(before.unique_sets, set) == before.unique_sets.end();
  });
  if (!added) return {};
  constexpr std::array<Audience, 1> kAll{kAudienceAll};
  GH_TRY(const std::int64_t count, snapshot.records().Count(tenant, before.id, kAll, 1));
  if (count == 0) return {};
  return Fail(Errc::kInvalid, Problem{"unique_sets", Reason::kNotAllowed});
}

Result<bool> IsServedBy(const Snapshot& snapshot, TenantId tenant, const Collection& collection,
                        Origin origin) {
  if (collection.origin == origin) return true;
  GH_TRY(const std::vector<Origin> published,
         snapshot.collections().ListPublished(tenant, collection.id));
  return std::ranges::find(published, origin) != published.end();
}

/// `before` with the patch, still without what only a real change gets: ids of grants and the time.
Result<Collection> Apply(const Collection& before, const Collections::Patch& patch) {
  Collection after = before;
  after.description = patch.description.value_or(before.description);
  after.metadata = patch.metadata.value_or(before.metadata);
  after.access = detail::KeepGrants(before.access, patch.access.Apply(before.access));
  after.declaration = patch.declaration.value_or(before.declaration);
  if (patch.fields) GH_CHECK(detail::SetFields(after, *patch.fields));
  if (patch.unique_sets) GH_CHECK(detail::SetUniqueSets(after, *patch.unique_sets));
  const bool same_fields = after.fields == before.fields;
  if (same_fields && after.unique_sets == before.unique_sets) return after;
  if (std::ranges::any_of(before.fields, &Field::building)) {
    return Fail(Errc::kConflict, Problem{"fields", Reason::kBusy});
  }
  if (!same_fields) ++after.revision;
  return after;
}

/// The same as `RecordRows::Count` of everything, without what is hidden. Looks at records, so it
/// gives up after some and says how many it has found.
Result<std::int64_t> CountShown(const Snapshot& snapshot, TenantId tenant, CollectionId id,
                                const detail::Hidden& hidden, std::int64_t bound) {
  constexpr std::array<Audience, 1> kAll{kAudienceAll};
  constexpr std::int64_t kMostExamined = 50'000;
  GH_TRY(const std::optional<Collection> collection, snapshot.collections().Find(tenant, id));
  if (!collection) return std::int64_t{0};
  Seek seek{.limit = 1'000};
  std::int64_t count = 0;
  for (std::int64_t examined = 0; examined < kMostExamined && count < bound;) {
    GH_TRY(const std::vector<RecordId> ids, snapshot.records().Walk(tenant, id, kAll, seek));
    if (ids.empty()) break;
    GH_TRY(std::vector<Record> records, snapshot.records().FindMany(tenant, id, ids));
    detail::DropHidden(hidden, *collection, records);
    count += static_cast<std::int64_t>(records.size());
    examined += static_cast<std::int64_t>(ids.size());
    seek.from = ids.back().value();
  }
  return std::min(count, bound);
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
                 .declaration = draft.declaration,
                 .outlives_owners = draft.outlives_owners,
                 .created_at = {},
                 .updated_at = {}};
  GH_CHECK(detail::SetFields(row, draft.fields));
  GH_CHECK(detail::SetUniqueSets(row, draft.unique_sets));
  GH_CHECK(CheckNewName(tx, tenant, draft.origin, draft.name));
  GH_CHECK(detail::CheckNewGroups(tx, caller, {}, draft.access));
  GH_CHECK(
      CheckCount(tx, tenant, draft.origin, draft.max_per_tenant.value_or(options_.max_per_tenant)));
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
  GH_CHECK(CheckNewSets(tx, tenant, before, after));
  after.access = detail::IssueGrants({tx, tenant, identities_}, before.access, after.access);
  after.updated_at = tx.Now(tenant);
  GH_CHECK(detail::ChangeIndex(tx, tenant, before, after, removals_.options().rows_at_once));
  GH_CHECK(tx.collections().Update(tenant, after));
  GH_CHECK(WriteEvent(tx, caller, tenant, EventKind::kCollectionUpdated, id.value()));
  return after;
}

Result<void> Collections::Remove(Transaction& tx, const Caller& caller, CollectionId id) const {
  GH_TRY(const Collection collection, GetForWrite(tx, caller, id));
  GH_CHECK(CheckNotOfTheCore(collection));
  return detail::Cascade(tx, caller, removals_).RemoveCollection(id);
}

Result<Collection> Collections::Publish(Transaction& tx, const Caller& caller, CollectionId id,
                                        Origin origin) const {
  const TenantId tenant = caller.tenant;
  GH_TRY(Collection row, GetForWrite(tx, caller, id));
  GH_CHECK(CheckNotOfTheCore(row));
  if (origin == kCoreOrigin) return Fail(Errc::kForbidden, Problem{"", Reason::kProtected});
  GH_TRY(const bool served, IsServedBy(tx, tenant, row, origin));
  if (served) return Fail(Errc::kAlreadyExists);
  GH_CHECK(CheckNewName(tx, tenant, origin, row.name));
  GH_CHECK(tx.collections().Publish(tenant, row, origin));
  GH_CHECK(
      WriteEvent(tx, caller, tenant, EventKind::kCollectionPublished, id.value(), origin.value()));
  return row;
}

Result<Collection> Collections::Withdraw(Transaction& tx, const Caller& caller, CollectionId id,
                                         Origin origin) const {
  const TenantId tenant = caller.tenant;
  GH_TRY(Collection row, GetForWrite(tx, caller, id));
  GH_CHECK(tx.collections().Withdraw(tenant, row, origin));
  GH_CHECK(
      WriteEvent(tx, caller, tenant, EventKind::kCollectionWithdrawn, id.value(), origin.value()));
  return row;
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
  GH_TRY(const detail::Hidden hidden, removals_.HiddenIn(snapshot, tenant));
  if (!hidden.empty()) return CountShown(snapshot, tenant, id, hidden, bound);
  return snapshot.records().Count(tenant, id, kAll, bound);
}

}  // namespace guildhall
