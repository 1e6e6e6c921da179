#include "dialects/daptin/lists/operators.h"

#include <algorithm>
#include <array>

namespace guildhall::daptin {
namespace {

struct Name {
  std::string_view text;
  Operator op;
};

constexpr auto kNames = std::to_array<Name>({
    {"is", Operator::kEqual},
    {"eq", Operator::kEqual},
    {"is not", Operator::kUnequal},
    {"neq", Operator::kUnequal},
    {"not", Operator::kUnequal},
    // Nothing is added to the pattern by any of the four.
    {"contains", Operator::kLike},
    {"like", Operator::kLike},
    {"begins with", Operator::kLike},
    {"ends with", Operator::kLike},
    {"ilike", Operator::kLikeInAnyCase},
    {"not contains", Operator::kUnlike},
    {"not like", Operator::kUnlike},
    {"not ilike", Operator::kUnlikeInAnyCase},
    {"in", Operator::kAnyOf},
    {"any of", Operator::kAnyOf},
    {"none of", Operator::kNoneOf},
    {"more than", Operator::kGreater},
    {"after", Operator::kGreater},
    {"gt", Operator::kGreater},
    {"gte", Operator::kGreaterOrEqual},
    {"less than", Operator::kLess},
    {"before", Operator::kLess},
    {"lt", Operator::kLess},
    {"lte", Operator::kLessOrEqual},
    {"is empty", Operator::kEmpty},
    {"is true", Operator::kTrue},
    {"is false", Operator::kFalse},
    {"fuzzy", Operator::kFuzzy},
    {"fuzzy_any", Operator::kFuzzyAny},
    {"fuzzy_all", Operator::kFuzzyAll},
});

}  // namespace

std::optional<Operator> FindOperator(std::string_view name) {
  const auto* found = std::ranges::find(kNames, name, &Name::text);
  return found == kNames.end() ? std::nullopt : std::optional(found->op);
}

bool IsFuzzy(Operator op) {
  return op == Operator::kFuzzy || op == Operator::kFuzzyAny || op == Operator::kFuzzyAll;
}

bool LooksIntoTexts(Operator op) {
  constexpr auto kPatterns = std::to_array(
      {Operator::kLike, Operator::kUnlike, Operator::kLikeInAnyCase, Operator::kUnlikeInAnyCase});
  return IsFuzzy(op) || std::ranges::find(kPatterns, op) != kPatterns.end();
}

}  // namespace guildhall::daptin
