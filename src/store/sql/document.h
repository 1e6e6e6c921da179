#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"
#include "core/collection.h"
#include "core/value.h"

namespace guildhall::store {

// Documents are JSON text on both engines and are never looked into by SQL.

/// A record's fields: an object keyed by field number. Text, booleans, integers and floats (always
/// with a fraction or exponent) are themselves; a datetime is `{"t": microseconds}`; a float that
/// JSON cannot write is `{"b": its bits}`. Reads back exactly.
Buffer FieldsText(const Fields& fields);
Result<Fields> ParseFields(std::string_view text);

/// A collection's fields: an array of objects.
Buffer SpecText(const std::vector<Field>& fields);
Result<std::vector<Field>> ParseSpec(std::string_view text);

}  // namespace guildhall::store
