#pragma once

#include <vector>

#include "base/result.h"
#include "core/detail/field_targets.h"
#include "core/records.h"

/// Whether a record may take the values that a write brings. Private to the core.
namespace guildhall::detail {

/// The values of a record when `patch` has been applied to `before`, which has no id yet when it is
/// new; null values and the ids that a relation loses are left out. Adds the problems that
/// `Records::Create` names.
Result<Fields> ChangeFields(const RecordReader& reader, const Collection& collection,
                            const Record& before, const RecordPatch& patch,
                            std::vector<Problem>& problems);

}  // namespace guildhall::detail
