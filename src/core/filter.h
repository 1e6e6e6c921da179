#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/collection.h"
#include "core/value.h"

namespace guildhall {

/// What every record has besides the fields of its collection.
enum class BuiltinField : std::uint8_t {
  kId,
  kCreatedAt,
  kUpdatedAt,
  kRevision,
  kOwner,
  kGroup,
  kChannel,
  kRoom,
  kOwnerName,  ///< the user name of the owner; in conditions on profiles only
};

/// What a condition looks at or an order goes by: a field of the collection by its number, or one
/// that every record has.
struct FieldRef {
  std::int32_t number = 0;  ///< 0: `builtin` counts
  BuiltinField builtin = BuiltinField::kId;

  friend bool operator==(const FieldRef&, const FieldRef&) = default;
};

enum class Comparison : std::uint8_t {
  kEqual,
  kNotEqual,  ///< null matches
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kIn,       ///< one of `operands`; of a set of ids: it has one of them
  kNotIn,    ///< none of `operands`; null matches
  kExists,   ///< is not null
  kMissing,  ///< is null
  kStartsWith,
  kEndsWith,
  kContains,  ///< text within text
  kLike,      ///< all of the text: `%` any text, `_` one character, `\` takes the next as it is
  kHasAll,    ///< a list has all of `elements`, a set of ids all of `operands`
  kNear,      ///< within `distance` of the point that is the first operand
  kMatches,   ///< the record that a reference or set of ids points to fulfils `inner`
};

struct Condition;
/// Conditions that all must hold; none of them: every record fits.
using Filter = std::vector<Condition>;

/// One test of a record. Null fulfils no condition, except where an operator says so; nor does it
/// as an operand. Texts compare by code point; with `fold_case` both sides are folded first.
/// Numbers compare exactly, whichever kind they are of; other kinds are never equal to each other,
/// and points, documents, lists and sets have no order.
struct Condition {
  FieldRef field{};
  Comparison op = Comparison::kEqual;
  bool fold_case = false;
  std::vector<Value> operands{};          ///< of the field's kind
  Scalars elements{};                     ///< kHasAll on a list
  double distance = 0;                    ///< kNear: metres, along the great circle
  std::shared_ptr<const Filter> inner{};  ///< kMatches: on the field's target, without kMatches
};

/// Whether the value fulfils the condition. Pure. Not for kMatches.
bool Fulfils(const Condition& condition, const Value& value);

/// What the record shows in a builtin field, as a value: ids and the revision as integers, times,
/// the room as text; null where there is none. Not for kOwnerName.
Value BuiltinValue(BuiltinField field, const Record& record);

/// `Fulfils` of the record's value.
bool Fulfils(const Condition& condition, const Record& record);

/// The mean radius of the earth in metres; distances are along a sphere of this size.
inline constexpr double kEarthRadius = 6'371'008.8;

/// Metres between two points along the great circle.
double DistanceBetween(const GeoPoint& a, const GeoPoint& b);

}  // namespace guildhall
