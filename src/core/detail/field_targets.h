#pragma once

#include <optional>

#include "base/result.h"
#include "core/collection.h"
#include "core/detail/hidden.h"
#include "core/detail/record_gates.h"
#include "core/value.h"

/// What a record may point to. Private to the core.
namespace guildhall::detail {

/// Who points to rows, and which of them are hidden from everybody.
struct RecordReader : Asker {
  const Hidden& hidden;
};

/// Those of the ids to which a field of the collection with this target may newly point, ascending;
/// nothing when the target is gone. By powers: users, groups that the caller may know of, records
/// that he may read. By lists: what gives him Refer, and kForbidden with "object" when that are not
/// all of them; whoever bypasses lists gets those that are there.
Result<std::optional<Ids>> KnownIds(const RecordReader& reader, const Collection& collection,
                                    const Target& target, const Ids& ids);

}  // namespace guildhall::detail
