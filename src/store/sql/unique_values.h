#pragma once

#include <span>
#include <vector>

#include "core/rows.h"
#include "store/sql/audience_walk.h"
#include "store/sql/connection.h"

namespace guildhall::store {

// The table of values that records have taken in unique fields. The writers of records keep it.

/// Takes the values for the record and returns those that it did not have yet. kAlreadyExists when
/// one is another record's: then none is taken, and the transaction stays usable.
Result<std::vector<UniqueRow>> TakeValues(Connection& connection, const SeekPlace& record,
                                          std::span<const UniqueRow> values);
/// Gives back those of the values that are the record's.
Result<void> FreeValues(Connection& connection, const SeekPlace& record,
                        std::span<const UniqueRow> values);

}  // namespace guildhall::store
