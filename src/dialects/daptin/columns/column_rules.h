#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/json.h"
#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

/// A validation that a value has failed.
struct Failure {
  std::string column;
  std::string tag;  ///< without its parameter: "required", "min"

  friend bool operator==(const Failure&, const Failure&) = default;
};

/// Nothing when the tags of a declaration can be obeyed; else the first that cannot, which a
/// declaration with it is refused for. [go-playground/validator v9, leebenson/conform]
std::optional<std::string> UnknownValidation(std::string_view tags);
std::optional<std::string> UnknownConformation(std::string_view tags);

/// The first rule, in their order, that is broken by the value of its column; null stands for what
/// is missing. `value_of` gives a column's value, or null when the request does not carry it: then
/// the rule is not asked, unless `asks_missing`, where it counts as "". A parameter
/// `InnerStructField[name]` or `name` of eqfield and its kin names another column.
std::optional<Failure> Validate(std::span<const ColumnRule> rules,
                                const std::function<const Json*(std::string_view)>& value_of,
                                bool asks_missing);

/// `value` changed by the tags, in their order; what is no text stays as it is.
Json Conform(std::string_view tags, Json value);

}  // namespace guildhall::daptin
