#pragma once

#include <cstdint>
#include <optional>

#include "base/json.h"
#include "core/collection.h"
#include "dialects/syncano/value_input.h"

namespace guildhall::syncano {

/// What an update does to the value that a field has then (Syncano v1.1 "Data Objects":
/// `_increment` of numbers; `_add`, `_addunique` and `_remove` of arrays, `_add` and `_remove` of
/// relations).
struct FieldOperators {
  std::int32_t number = 0;  ///< of the field
  std::optional<Value> increment;
  std::optional<Value> add, add_unique, remove;  ///< lists of scalars or of ids, as they were sent
};

/// The operators in a value, which is an object of them or JSON text of one; nothing when it is no
/// such object. Members that are no operators of this type refuse the value.
std::optional<tl::expected<FieldOperators, ValueRefusal>> ReadOperators(const Field& field,
                                                                        const Json& value);

/// The value of `field` after the operators, in the order _add, _addunique, _remove. Null counts as
/// 0 or empty. `_remove` takes all occurrences. Refused where the outcome is no value of the field.
ReadValueResult Apply(const FieldOperators& operators, const Field& field, const Value& before);

}  // namespace guildhall::syncano
