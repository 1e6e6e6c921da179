#include "core/records.h"

#include "core/detail/record_gates.h"
#include "core/events.h"

namespace guildhall {

Result<void> Records::Remove(Transaction& tx, const Caller& caller, const Collection& collection,
                             RecordId id, const Gates& gates) const {
  if (collection.holds_profiles()) return Fail(Errc::kForbidden, Problem{"", Reason::kProtected});
  const detail::Asker asker{tx, caller, gates};
  GH_TRY(const detail::Readable record,
         detail::GetForWrite(asker, removals_, collection, id, Right::kDelete));
  GH_CHECK(detail::PassChannel(asker, record.stored));
  GH_CHECK(tx.records().Remove(caller.tenant, collection, record.stored));
  return WriteEvent(tx, caller, caller.tenant, EventKind::kRecordRemoved, id.value(),
                    collection.id.value());
}

Result<Record> Records::Get(const Snapshot& snapshot, const Caller& caller,
                            const Collection& collection, RecordId id, const Gates& gates) const {
  GH_TRY(const detail::Readable record,
         detail::GetForRead({snapshot, caller, gates}, removals_, collection, id));
  return record.Shown();
}

Result<Record> Records::GetByUid(const Snapshot& snapshot, const Caller& caller,
                                 const Collection& collection, const Uid& uid,
                                 const Gates& gates) const {
  GH_TRY(const detail::Readable record,
         detail::GetForRead({snapshot, caller, gates}, removals_, collection, uid));
  return record.Shown();
}

}  // namespace guildhall
