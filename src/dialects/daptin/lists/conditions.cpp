// How the rows of a list are chosen and put in order: `query`, `filter` and `sort`.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <compare>
#include <functional>
#include <optional>
#include <utility>

#include "base/result.h"
#include "base/strings.h"
#include "dialects/daptin/lists/list_query.h"
#include "dialects/daptin/lists/operators.h"

namespace guildhall::daptin {
namespace {

constexpr int kBadRequest = 400;

const Json& ValueOf(const Json::Object& attributes, std::string_view column) {
  static const Json kNull;
  const auto found =
      std::find_if(attributes.begin(), attributes.end(),
                   [&](const Json::Member& attribute) { return attribute.first == column; });
  return found == attributes.end() ? kNull : found->second;
}

/// Wide enough for every integer and every double, so nothing is rounded before it is compared.
std::optional<long double> AsNumber(const Json& value) {
  const auto number = AskedNumber(value);
  if (!number) return std::nullopt;
  if (const std::int64_t* integer = number->AsInteger()) return *integer;
  return *number->AsDouble();
}

/// The order of a stored value and one that was asked for; unordered when one of them is null.
std::partial_ordering Compare(const Json& stored, const Json& asked) {
  if (stored.IsNull() || asked.IsNull()) return std::partial_ordering::unordered;
  if (stored.AsString() != nullptr) {
    return AskedText(stored).compare(AskedText(asked)) <=> 0;
  }
  const auto a = AsNumber(stored);
  const auto b = AsNumber(asked);
  if (!a || !b) return std::partial_ordering::unordered;
  return *a <=> *b;
}

bool Equal(const Json& stored, const Json& asked) {
  if (stored.IsNull() || asked.IsNull()) return stored.IsNull() && asked.IsNull();
  return Compare(stored, asked) == 0;
}

/// SQL's LIKE: `%` is any run of characters, `_` any single one. Takes time proportional to the
/// product of both lengths at most.
bool IsLike(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::size_t star = std::string_view::npos;
  std::size_t mark = 0;
  const auto is_rest = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  while (at < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '%') {
      star = in_pattern++;
      mark = at;
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == '_') {
      ++in_pattern;
      for (++at; at < text.size() && is_rest(text[at]);) ++at;
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == text[at]) {
      ++in_pattern;
      ++at;
    } else if (star != std::string_view::npos) {
      in_pattern = star + 1;
      at = ++mark;
    } else {
      return false;
    }
  }
  while (in_pattern < pattern.size() && pattern[in_pattern] == '%') ++in_pattern;
  return in_pattern == pattern.size();
}

bool IsLikeInAnyCase(const Json& stored, const Json& asked) {
  return IsLike(ToLowerUnicode(AskedText(stored)), ToLowerUnicode(AskedText(asked)));
}

bool IsAmong(const Json& stored, const Json& asked) {
  const Json::Array* values = asked.AsArray();
  if (values == nullptr) return Equal(stored, asked);
  return std::any_of(values->begin(), values->end(),
                     [&](const Json& value) { return Equal(stored, value); });
}

std::vector<std::string> WordsOf(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ') {
      word.push_back(c);
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

bool Contains(const Json& stored, const std::string& word) {
  return ToLowerUnicode(AskedText(stored)).find(word) != std::string::npos;
}

/// One word, as many as `all` says, anywhere in the text and in any case.
bool IsNear(const Json& stored, const Json& asked, std::size_t most, bool all) {
  std::vector<std::string> words = WordsOf(ToLowerUnicode(AskedText(asked)));
  if (words.size() > most) words.resize(most);
  if (words.empty()) return false;
  const auto found = [&](const std::string& word) { return Contains(stored, word); };
  return all ? std::all_of(words.begin(), words.end(), found)
             : std::any_of(words.begin(), words.end(), found);
}

using Test = bool (*)(const Json& stored, const Json& asked);

bool Like(const Json& stored, const Json& asked) {
  return !stored.IsNull() && IsLike(AskedText(stored), AskedText(asked));
}
// What is null is neither like a pattern nor unlike it.
bool Unlike(const Json& stored, const Json& asked) {
  return !stored.IsNull() && !IsLike(AskedText(stored), AskedText(asked));
}
bool Greater(const Json& stored, const Json& asked) { return Compare(stored, asked) > 0; }
bool Less(const Json& stored, const Json& asked) { return Compare(stored, asked) < 0; }
bool Unequal(const Json& stored, const Json& asked) {
  if (asked.IsNull() || stored.IsNull()) return asked.IsNull() && !stored.IsNull();
  return !Equal(stored, asked);
}

constexpr std::size_t kAnyNumber = static_cast<std::size_t>(-1);

Test TestOf(Operator op) {
  switch (op) {
    case Operator::kEqual:
      return Equal;
    case Operator::kUnequal:
      return Unequal;
    case Operator::kLike:
      return Like;
    case Operator::kUnlike:
      return Unlike;
    case Operator::kLikeInAnyCase:
      return [](const Json& a, const Json& b) { return !a.IsNull() && IsLikeInAnyCase(a, b); };
    case Operator::kUnlikeInAnyCase:
      return [](const Json& a, const Json& b) { return !a.IsNull() && !IsLikeInAnyCase(a, b); };
    case Operator::kAnyOf:
      return IsAmong;
    case Operator::kNoneOf:
      return [](const Json& a, const Json& b) { return !a.IsNull() && !IsAmong(a, b); };
    case Operator::kGreater:
      return Greater;
    case Operator::kGreaterOrEqual:
      return [](const Json& a, const Json& b) { return Compare(a, b) >= 0; };
    case Operator::kLess:
      return Less;
    case Operator::kLessOrEqual:
      return [](const Json& a, const Json& b) { return Compare(a, b) <= 0; };
    case Operator::kEmpty:
      return [](const Json& a, const Json&) { return a.IsNull(); };
    case Operator::kTrue:
      return [](const Json& a, const Json&) { return AsNumber(a) == 1.0; };
    case Operator::kFalse:
      return [](const Json& a, const Json&) { return AsNumber(a) == 0.0; };
    case Operator::kFuzzy:
      return [](const Json& a, const Json& b) { return IsNear(a, b, 1, true); };
    case Operator::kFuzzyAny:
      return [](const Json& a, const Json& b) { return IsNear(a, b, kAnyNumber, false); };
    case Operator::kFuzzyAll:
      return [](const Json& a, const Json& b) { return IsNear(a, b, kAnyNumber, true); };
  }
  GH_BUG("an operator without a test");
}

/// The columns of a condition: several only where the operator is a fuzzy one.
std::vector<std::string_view> ColumnsOf(const Condition& condition) {
  std::string_view text = condition.column;
  const auto op = FindOperator(condition.operation);
  if (!op || !IsFuzzy(*op)) return {text};
  std::vector<std::string_view> columns;
  for (std::size_t comma = text.find(','); comma != std::string_view::npos;
       comma = text.find(',')) {
    columns.push_back(Trim(text.substr(0, comma)));
    text.remove_prefix(comma + 1);
  }
  columns.push_back(Trim(text));
  return columns;
}

bool Holds(const Condition& condition, const Json::Object& attributes) {
  const auto op = FindOperator(condition.operation);
  if (!op) return false;
  const Test test = TestOf(*op);
  const auto columns = ColumnsOf(condition);
  return std::any_of(columns.begin(), columns.end(), [&](std::string_view column) {
    return test(ValueOf(attributes, column), condition.value);
  });
}

bool HasAlternative(const std::vector<Condition>& conditions, const std::string& group,
                    const Json::Object& attributes) {
  return std::any_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
    return condition.group == group && Holds(condition, attributes);
  });
}

bool IsAmong(std::span<const std::string_view> columns, std::string_view column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

}  // namespace

std::string AskedText(const Json& asked) {
  if (const std::string* text = asked.AsString()) return *text;
  return asked.IsNull() ? std::string() : ToText(asked);
}

std::optional<Json> AskedNumber(const Json& asked) {
  if (asked.AsInteger() != nullptr || asked.AsDouble() != nullptr) return asked;
  if (const bool* truth = asked.AsBool()) return Json(*truth ? 1 : 0);
  const std::string* text = asked.AsString();
  if (text == nullptr) return std::nullopt;
  if (*text == "true") return Json(1);
  if (*text == "false") return Json(0);
  if (const auto integer = ParseInteger(*text)) return Json(*integer);
  double number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  const bool whole = error == std::errc() && end == text->data() + text->size();
  return whole && std::isfinite(number) ? std::optional(Json(number)) : std::nullopt;
}

Reading<void> CheckColumns(const ListQuery& query, std::string_view table,
                           std::span<const std::string_view> columns) {
  const std::string start = "table [" + std::string(table) + "] invalid ";
  for (const SortKey& key : query.sort) {
    if (IsAmong(columns, key.column)) continue;
    return Refused(kBadRequest, start + "sort column [" + key.column + "]");
  }
  for (const Condition& condition : query.conditions) {
    for (const std::string_view column : ColumnsOf(condition)) {
      if (IsAmong(columns, column)) continue;
      return Refused(kBadRequest, start + "column query [" + std::string(column) + "]");
    }
    if (FindOperator(condition.operation)) continue;
    return Refused(kBadRequest, start + "operator [" + condition.operation + "]");
  }
  return {};
}

bool Matches(const ListQuery& query, const Json::Object& attributes,
             std::span<const std::string_view> filtered) {
  if (query.conditions.empty()) {
    if (query.filter.empty()) return true;
    const std::string wanted = ToLowerUnicode(query.filter);
    return std::any_of(filtered.begin(), filtered.end(), [&](std::string_view column) {
      return Contains(ValueOf(attributes, column), wanted);
    });
  }
  const auto& conditions = query.conditions;
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
    return condition.group.empty() ? Holds(condition, attributes)
                                   : HasAlternative(conditions, condition.group, attributes);
  });
}

bool ComesBefore(std::span<const SortKey> keys, const Json::Object& a, const Json::Object& b) {
  for (const SortKey& key : keys) {
    const Json& first = ValueOf(a, key.column);
    const Json& second = ValueOf(b, key.column);
    if (Equal(first, second)) continue;
    const bool less = second.IsNull() || (!first.IsNull() && Compare(first, second) < 0);
    return less != key.descending;
  }
  return false;
}

}  // namespace guildhall::daptin
