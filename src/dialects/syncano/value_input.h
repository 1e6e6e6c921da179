#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "base/json.h"
#include "core/collection.h"

namespace guildhall::syncano {

/// Most ids that a relation holds.
inline constexpr std::size_t kMaxRelated = 1'000;

/// Why a value is refused, in a sentence of Syncano v1.1 "Data Objects".
struct ValueRefusal {
  std::string text;
  bool beyond_bounds = false;  ///< of the right type, but too long or too great
};
using ReadValueResult = tl::expected<Value, ValueRefusal>;

/// A value of a field as clients send it: null, the plain form, or the shape in which objects are
/// shown (`{"type":"reference","target":"book","value":7}`). Documents, lists, points and relations
/// may come as JSON text, where "" is null. An empty relation is null. Pure.
ReadValueResult ReadValue(FieldType type, const Json& value);

/// Text of at most `max` characters, not trimmed; numbers become text.
ReadValueResult ReadTextValue(const Json& value, std::size_t max);

/// What an `_add` or `_remove` of a list or relation (and a whole value of these types) holds: one
/// element, or an array of them, in the order in which they were sent.
ReadValueResult ReadElements(FieldType type, const Json& value);

/// The text of a file's address, plain or in the shape in which it is shown; "" clears the field as
/// null does. Nothing for a value that is no text.
std::optional<std::string> ReadFileUrl(const Json& value);

/// The sentence for a value that is not of this type at all.
std::string NotOfType(FieldType type);

}  // namespace guildhall::syncano
