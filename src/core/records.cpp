#include "core/records.h"

#include "core/detail/record_gates.h"
#include "core/events.h"

namespace guildhall {

Result<void> Records::Remove(Transaction& tx, const Caller& caller, const Collection& collection,
                             RecordId id) const {
  if (collection.holds_profiles()) return Fail(Errc::kForbidden, Problem{"", Reason::kProtected});
  GH_TRY(const detail::Readable record,
         detail::GetForWrite(tx, caller, removals_, collection, id, Right::kDelete));
  GH_CHECK(detail::PassChannel(tx, caller, record.stored));
  GH_CHECK(tx.records().Remove(caller.tenant, collection, record.stored));
  return WriteEvent(tx, caller, caller.tenant, EventKind::kRecordRemoved, id.value(),
                    collection.id.value());
}

Result<Record> Records::Get(const Snapshot& snapshot, const Caller& caller,
                            const Collection& collection, RecordId id) const {
  GH_TRY(const detail::Readable record,
         detail::GetForRead(snapshot, caller, removals_, collection, id));
  return record.Shown();
}

}  // namespace guildhall
