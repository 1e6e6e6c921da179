#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/json.h"
#include "core/filter.h"
#include "dialects/daptin/lists/list_query.h"
#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

/// What the values of a column are to a condition.
enum class OperandKind : std::uint8_t { kText, kInteger, kFloat, kTruth, kMoment };

/// A column of records as the core's conditions name it.
struct ConditionPlace {
  FieldRef field{};
  OperandKind kind = OperandKind::kText;
};
/// Nothing for columns that the core's conditions do not know, to-one relations among them.
std::optional<ConditionPlace> PlaceOf(const Table& table, std::string_view column);

/// What is asked for, as values of the column compare with it; nothing for what they do not compare
/// with, null among it.
std::optional<Value> OperandOf(OperandKind kind, const Json& asked);

/// The core's conditions that hold exactly where the operator of a query holds; nothing where there
/// are none.
std::optional<Filter> ConditionsOf(const ConditionPlace& place, std::string_view operation,
                                   const Json& asked);

/// The query with points in time as they are shown, where it compares columns with them: then
/// texts compare as times do (`Matches`).
ListQuery WithMoments(const Table& table, ListQuery query);

}  // namespace guildhall::daptin
