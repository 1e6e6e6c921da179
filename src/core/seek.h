#pragma once

#include <vector>

#include "core/collection.h"
#include "core/rows.h"

namespace guildhall {

/// The index rows that a record must have: the only place that derives them. Ascending, without
/// duplicates. Pure. Id order (field 0) has one row per audience that may read; none for
/// `kAudienceAll`, because the records themselves serve it.
std::vector<SeekRow> SeekRows(const Record& record);

}  // namespace guildhall
