#include "core/detail/record_gates.h"

#include <optional>
#include <utility>

#include "core/detail/rules.h"

namespace guildhall::detail {

bool BypassesForReading(const Caller& caller) {
  return caller.Has(Power::kReadAllRecords) || caller.Has(Power::kWriteAllRecords);
}

Result<void> PassCollection(Right right, const Caller& caller, const Collection& collection) {
  const bool bypass =
      right == Right::kRead ? BypassesForReading(caller) : caller.Has(Power::kWriteAllRecords);
  if (!Judge(right, collection.access, caller, bypass)) return Fail(Errc::kForbidden);
  return {};
}

bool MayRead(const Caller& caller, const Record& record) {
  return static_cast<bool>(Judge(Right::kRead, record.access, caller, BypassesForReading(caller)));
}

std::vector<Audience> ReadingAudiences(const Caller& caller) {
  return AudiencesOf(caller.AsSubject(BypassesForReading(caller)));
}

Record Readable::Shown() const {
  Record shown = stored;
  shown.access = WithoutHidden(hidden, std::move(shown.access));
  return shown;
}

Result<Readable> GetForRead(const Snapshot& snapshot, const Caller& caller,
                            const Removals& removals, const Collection& collection, RecordId id) {
  GH_CHECK(PassCollection(Right::kRead, caller, collection));
  GH_TRY(std::optional<Record> record, snapshot.records().Find(caller.tenant, collection.id, id));
  if (!record || !MayRead(caller, *record)) return Fail(Errc::kNotFound);
  GH_TRY(Hidden hidden, removals.HiddenIn(snapshot, caller.tenant));
  if (IsHidden(hidden, *record)) return Fail(Errc::kNotFound);
  return Readable{*std::move(record), std::move(hidden)};
}

Result<Readable> GetForWrite(const Snapshot& snapshot, const Caller& caller,
                             const Removals& removals, const Collection& collection, RecordId id,
                             Right right) {
  GH_TRY(Readable record, GetForRead(snapshot, caller, removals, collection, id));
  if (!Judge(right, record.stored.access, caller, caller.Has(Power::kWriteAllRecords))) {
    return Fail(Errc::kForbidden);
  }
  return record;
}

Result<void> PassChannel(const Snapshot& snapshot, const Caller& caller, const Record& record) {
  if (!record.channel) return {};
  GH_TRY(const std::optional<Channel> channel,
         snapshot.channels().Find(caller.tenant, *record.channel));
  const bool bypass = caller.Has(Power::kPublishAllChannels);
  if (channel && Judge(Right::kCreate, channel->access, caller, bypass)) return {};
  return Fail(Errc::kForbidden, Problem{"channel", Reason::kNoPublishRight});
}

}  // namespace guildhall::detail
