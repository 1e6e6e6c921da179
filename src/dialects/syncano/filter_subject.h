#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/json.h"
#include "core/collection.h"
#include "core/filter.h"
#include "dialects/syncano/value_input.h"

namespace guildhall::syncano {

/// What one member of a filter is about.
struct FilterSubject {
  enum class Kind : std::uint8_t {
    kField,  ///< of the class
    kNumber,
    kTime,
    kRoom,
    kChannel,   ///< compared by name
    kUserName,  ///< of users as a target; stored lower-case
  };
  Kind kind = Kind::kField;
  FieldRef ref{};
  const Field* field = nullptr;  ///< kField only; of the collection
};

/// Whose members a filter names.
enum class FilterScope : std::uint8_t {
  kObjects,
  kUsers,  ///< the profiles of users, as the target of a field: `id` is the user's
};

/// What every object of the scope has under this name and can be filtered by.
std::optional<FilterSubject> FindBuiltin(FilterScope scope, std::string_view name);
/// Whether every object has a member of this name, which cannot be filtered by.
bool IsUnfilterable(std::string_view name);

/// A value to compare with, as it would be stored. Null is a value here.
ReadValueResult ReadOperand(const FilterSubject& subject, const Json& value);

/// What an operator takes.
enum class OperandForm : std::uint8_t {
  kValue,
  kValues,
  kFlag,
  kText,
  kElements,  ///< of an array or a relation
  kPlace,
  kFilter,
};

/// An operator of the filter language.
struct Lookup {
  std::string_view name;  ///< "_gt"
  Comparison op = Comparison::kEqual;
  OperandForm form = OperandForm::kValue;
  bool fold_case = false;
};

/// The operator of that name for this subject; nothing when there is none, or the subject's type
/// does not take it.
std::optional<Lookup> FindLookup(const FilterSubject& subject, std::string_view name);
/// Whether it is an operator on text, which rooms of channels are not compared by.
bool IsTextLookup(std::string_view name);

}  // namespace guildhall::syncano
