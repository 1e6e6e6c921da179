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
/// with a fraction or exponent) are themselves, lists are arrays of them; a datetime is
/// `{"t": microseconds}`, a point `{"g": [longitude, latitude]}`, a document `{"d": its text}`, a
/// set of ids `{"i": [ids]}`; a float that JSON cannot write is `{"b": its bits}`. Reads back
/// exactly.
Buffer FieldsText(const Fields& fields);
Result<Fields> ParseFields(std::string_view text);

/// A collection's fields: an array of objects. What a field does not have, and what older texts do
/// not know, is left out.
Buffer SpecText(const std::vector<Field>& fields);
Result<std::vector<Field>> ParseSpec(std::string_view text);

/// A collection's fields that are unique together: an array of `{"number": ..., "fields":
/// [numbers]}`.
Buffer UniqueSetsText(const std::vector<UniqueSet>& sets);
Result<std::vector<UniqueSet>> ParseUniqueSets(std::string_view text);

}  // namespace guildhall::store
