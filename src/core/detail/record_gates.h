#pragma once

#include <vector>

#include "base/result.h"
#include "core/access.h"
#include "core/caller.h"
#include "core/detail/hidden.h"
#include "core/removals.h"
#include "core/store.h"

/// Who gets at records: the gates that reading, listing and writing share. Private to the core.
namespace guildhall::detail {

/// Whether no list is asked when this caller reads records.
bool BypassesForReading(const Caller& caller);

/// The first gate; what reading and changing ask of it is Read, making a record asks Create.
Result<void> PassCollection(Right right, const Caller& caller, const Collection& collection);

/// The second gate of reading: the record's own list.
bool MayRead(const Caller& caller, const Record& record);

/// The audiences whose lists this caller reads.
std::vector<Audience> ReadingAudiences(const Caller& caller);

/// A record that the caller may read.
struct Readable {
  Record stored;  ///< may name groups that are gone
  Hidden hidden;

  [[nodiscard]] Record Shown() const;
};

/// kForbidden, kNotFound.
Result<Readable> GetForRead(const Snapshot& snapshot, const Caller& caller,
                            const Removals& removals, const Collection& collection, RecordId id);

/// The record that the caller is about to change or remove.
Result<Readable> GetForWrite(const Snapshot& snapshot, const Caller& caller,
                             const Removals& removals, const Collection& collection, RecordId id,
                             Right right);

/// A write to a record is also said in its channel, so it needs the right to say it there.
Result<void> PassChannel(const Snapshot& snapshot, const Caller& caller, const Record& record);

}  // namespace guildhall::detail
