#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "dialects/daptin/lists/list_query.h"
#include "dialects/daptin/refusal.h"

namespace guildhall::daptin {

/// What is worked out of the rows of a group.
enum class Function : std::uint8_t { kCount, kSum, kAverage, kLeast, kGreatest };

/// One figure of an aggregate. Its text, as it was asked for, names it in the answer: "sum(price)".
struct Figure {
  std::string text;
  Function function = Function::kCount;
  std::string column{};  ///< "" counts rows

  friend bool operator==(const Figure&, const Figure&) = default;
};

/// What an aggregate asks for. [Daptin wiki "Aggregation API"]
struct AggregateQuery {
  std::vector<std::string> groups{};  ///< columns; none: all rows are one group
  std::vector<Figure> figures{};
  ListQuery rows{};                 ///< conditions on rows
  std::vector<Condition> having{};  ///< on figures and group columns, by their texts
  std::vector<SortKey> order{};     ///< likewise
};

/// Reads the part of a target behind the question mark and, of a POST, the body: an object with
/// members of the same names, texts or arrays of texts. Conditions are `eq(column,value)` and its
/// kin: eq, not, lt, lte, gt, gte, in, like. 400 for what cannot be read.
Reading<AggregateQuery> ReadAggregateQuery(std::string_view query, const Json& body);

}  // namespace guildhall::daptin
