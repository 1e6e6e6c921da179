#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace guildhall::daptin {

/// How a condition of `query` compares. Several names may mean the same. [Daptin "Filtering"]
enum class Operator : std::uint8_t {
  kEqual,
  kUnequal,
  kLike,
  kUnlike,
  kLikeInAnyCase,
  kUnlikeInAnyCase,
  kAnyOf,
  kNoneOf,
  kGreater,
  kGreaterOrEqual,
  kLess,
  kLessOrEqual,
  kEmpty,
  kTrue,
  kFalse,
  kFuzzy,     ///< the first word, somewhere in the text
  kFuzzyAny,  ///< one of the words
  kFuzzyAll,
};

/// By a name as it is sent, such as "more than"; nothing for names that are unknown.
std::optional<Operator> FindOperator(std::string_view name);

/// Whether it looks for words in the texts of several columns.
bool IsFuzzy(Operator op);
/// Whether it looks into texts, so that what is asked for is a part of one and no value.
bool LooksIntoTexts(Operator op);

}  // namespace guildhall::daptin
