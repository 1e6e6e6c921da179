#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"

namespace guildhall {

/// A place on earth, in degrees: longitude -180 to 180, latitude -90 to 90.
struct GeoPoint {
  double longitude = 0;
  double latitude = 0;

  friend bool operator==(const GeoPoint&, const GeoPoint&) = default;
};

/// A document that the core keeps and compares as it is: JSON text of an object, without white
/// space between its parts.
struct Document {
  std::string text;

  friend bool operator==(const Document&, const Document&) = default;
};

/// An element of a list.
using Scalar = std::variant<bool, std::int64_t, double, std::string>;
using Scalars = std::vector<Scalar>;

/// Numbers of other rows: ascending, each once.
using Ids = std::vector<std::int64_t>;

/// A file that belongs to the record: its name among all files, which nobody can guess, and its
/// size in bytes. See core/files.h.
struct FileValue {
  std::string name;
  std::int64_t size = 0;

  friend bool operator==(const FileValue&, const FileValue&) = default;
};

/// One field's value; `monostate` is null. A reference is the number of the other row.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, Time, GeoPoint,
                           Document, Scalars, Ids, FileValue>;

inline bool IsNull(const Value& value) { return std::holds_alternative<std::monostate>(value); }

/// A record's values by the number of their field, ascending; null values are left out.
using Fields = std::vector<std::pair<std::int32_t, Value>>;

/// The value of a field; null when it is left out. Lives as long as `fields`.
const Value& ValueOf(const Fields& fields, std::int32_t number);

}  // namespace guildhall
