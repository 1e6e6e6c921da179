#pragma once

#include <variant>
#include <vector>

#include "base/result.h"
#include "core/access.h"
#include "core/caller.h"
#include "core/detail/hidden.h"
#include "core/gates.h"
#include "core/removals.h"
#include "core/store.h"

/// Who gets at records: the gates that reading, listing and writing share. Private to the core.
namespace guildhall::detail {

/// Who asks, over which view, and how he is judged. Lives as long as one call of a use case.
struct Asker {
  const Snapshot& snapshot;
  const Caller& caller;
  const Gates& gates;
};

/// Whether no list is asked when this caller reads records.
bool BypassesForReading(const Asker& asker);

/// The first gate. By powers reading and changing ask Read of it, making a record asks Create; by
/// lists the gates say what is asked, whatever `right` is.
Result<void> PassCollection(Right right, const Asker& asker, const Collection& collection);

/// The second gate of lists: whether the record's own list lets the caller read it.
bool MayRead(const Asker& asker, const Record& record);

/// The audiences whose lists this caller reads.
std::vector<Audience> ReadingAudiences(const Asker& asker);

/// A record behind both gates.
struct Readable {
  Record stored;  ///< may name groups and an owner who are gone
  Hidden hidden;

  [[nodiscard]] Record Shown() const;
  /// The list by which it is judged: whoever is gone has nothing by it.
  [[nodiscard]] AccessList ShownList() const { return WithoutHidden(hidden, stored.access); }
};

/// What a caller names a record by.
using RecordKey = std::variant<RecordId, Uid>;

/// The record behind the second gate only. By powers that of reading: kNotFound. By lists the one
/// that the gates name: kForbidden with "object", `MissingRow`.
Result<Readable> GetBehindRow(const Asker& asker, const Removals& removals,
                              const Collection& collection, const RecordKey& key);

/// kForbidden, kNotFound.
Result<Readable> GetForRead(const Asker& asker, const Removals& removals,
                            const Collection& collection, const RecordKey& key);

/// The record that the caller is about to change or remove; by powers its list must also give him
/// `right`.
Result<Readable> GetForWrite(const Asker& asker, const Removals& removals,
                             const Collection& collection, RecordId id, Right right);

/// By powers a write to a record is also said in its channel, so it needs the right to say it
/// there. By lists there are no channels.
Result<void> PassChannel(const Asker& asker, const Record& record);

}  // namespace guildhall::detail
