#pragma once

#include "core/collection.h"
#include "core/records.h"
#include "core/value.h"

/// The values of a record's fields. Private to the core.
namespace guildhall::detail {

/// Whether a value that is not null is one of this type: floats and points are finite, sets of ids
/// ascend.
bool Fits(FieldType type, const Value& value);

/// `fields` with the patch's values, ascending and without nulls; of two for one field the last.
/// An empty set of ids is null.
Fields Merge(Fields fields, const RecordPatch& patch);

}  // namespace guildhall::detail
