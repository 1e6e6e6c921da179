#include "core/detail/record_gates.h"

#include <optional>
#include <utility>

#include "core/detail/lists.h"
#include "core/detail/rules.h"

namespace guildhall::detail {

namespace {

/// Whether this list opens the second gate of a single record. Who bypasses lists always passes, so
/// `Missing` says the right thing of who does not.
bool OpensRow(const Asker& asker, const AccessList& list) {
  if (asker.gates.by_lists) return HoldsAll(asker.caller, list, asker.gates.row);
  return static_cast<bool>(Judge(Right::kRead, list, asker.caller, BypassesForReading(asker)));
}

tl::unexpected<Error> Missing(const Asker& asker) {
  return asker.gates.by_lists ? MissingRow(asker.caller) : Fail(Errc::kNotFound);
}

Result<std::optional<Record>> FindIn(const Asker& asker, const Collection& collection,
                                     const RecordKey& key) {
  const TenantId tenant = asker.caller.tenant;
  const RecordRows& rows = asker.snapshot.records();
  if (const auto* id = std::get_if<RecordId>(&key)) return rows.Find(tenant, collection.id, *id);
  GH_TRY(std::optional<Record> record, rows.FindByUid(tenant, std::get<Uid>(key)));
  if (record && record->collection != collection.id) record.reset();
  return record;
}

}  // namespace

bool BypassesForReading(const Asker& asker) {
  const Caller& caller = asker.caller;
  if (asker.gates.by_lists) return caller.Has(Power::kBypassTables);
  return caller.Has(Power::kReadAllRecords) || caller.Has(Power::kWriteAllRecords);
}

Result<void> PassCollection(Right right, const Asker& asker, const Collection& collection) {
  const Caller& caller = asker.caller;
  if (asker.gates.by_lists) {
    return PassTable(asker.snapshot, caller, collection, asker.gates.table);
  }
  const bool bypass =
      right == Right::kRead ? BypassesForReading(asker) : caller.Has(Power::kWriteAllRecords);
  if (!Judge(right, collection.access, caller, bypass)) return Fail(Errc::kForbidden);
  return {};
}

bool MayRead(const Asker& asker, const Record& record) {
  return static_cast<bool>(
      Judge(Right::kRead, record.access, asker.caller, BypassesForReading(asker)));
}

std::vector<Audience> ReadingAudiences(const Asker& asker) {
  return AudiencesOf(asker.caller.AsSubject(BypassesForReading(asker)));
}

Record Readable::Shown() const {
  Record shown = stored;
  shown.access = ShownList();
  return shown;
}

Result<Readable> GetBehindRow(const Asker& asker, const Removals& removals,
                              const Collection& collection, const RecordKey& key) {
  GH_TRY(std::optional<Record> record, FindIn(asker, collection, key));
  if (!record) return Missing(asker);
  GH_TRY(Hidden hidden, removals.HiddenIn(asker.snapshot, asker.caller.tenant));
  if (IsHidden(hidden, collection, *record)) return Missing(asker);
  Readable readable{*std::move(record), std::move(hidden)};
  if (!OpensRow(asker, readable.ShownList())) return Missing(asker);
  return readable;
}

Result<Readable> GetForRead(const Asker& asker, const Removals& removals,
                            const Collection& collection, const RecordKey& key) {
  GH_CHECK(PassCollection(Right::kRead, asker, collection));
  return GetBehindRow(asker, removals, collection, key);
}

Result<Readable> GetForWrite(const Asker& asker, const Removals& removals,
                             const Collection& collection, RecordId id, Right right) {
  GH_TRY(Readable record, GetForRead(asker, removals, collection, id));
  if (asker.gates.by_lists) return record;
  const Caller& caller = asker.caller;
  if (!Judge(right, record.ShownList(), caller, caller.Has(Power::kWriteAllRecords))) {
    return Fail(Errc::kForbidden);
  }
  return record;
}

Result<void> PassChannel(const Asker& asker, const Record& record) {
  if (asker.gates.by_lists || !record.channel) return {};
  const Caller& caller = asker.caller;
  GH_TRY(const std::optional<Channel> channel,
         asker.snapshot.channels().Find(caller.tenant, *record.channel));
  const bool bypass = caller.Has(Power::kPublishAllChannels);
  if (channel && Judge(Right::kCreate, channel->access, caller, bypass)) return {};
  return Fail(Errc::kForbidden, Problem{"channel", Reason::kNoPublishRight});
}

}  // namespace guildhall::detail
