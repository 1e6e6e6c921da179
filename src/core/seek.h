#pragma once

#include <vector>

#include "core/collection.h"
#include "core/rows.h"

namespace guildhall {

/// The entries of the list index that a record must have: the only place that derives them.
/// Ascending, without duplicates. Pure. Id order (field 0) has one entry per audience that may
/// read; none for `kAudienceAll`, because the records themselves serve it. An ordered field has one
/// for `kAudienceAll` and one per audience, a field that is only filterable one for `kAudienceAll`;
/// lists and sets have one per distinct element. Null has an entry too, except in lists and sets.
std::vector<SeekRow> SeekRows(const Collection& collection, const Record& record);

/// The key by which a set of unique fields compares; "" when one of the fields is null.
std::string UniqueKeyOf(const UniqueSet& set, const Fields& fields);

/// The entries of its unique fields, by field number, and of its sets of them, by the set's; null
/// has none.
std::vector<UniqueRow> UniqueRows(const Collection& collection, const Record& record);

}  // namespace guildhall
