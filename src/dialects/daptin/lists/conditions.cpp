// How the rows of a list are chosen and put in order: `query`, `filter` and `sort`.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <compare>
#include <functional>
#include <optional>
#include <utility>

#include "base/strings.h"
#include "dialects/daptin/lists/list_query.h"

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
struct Operator {
  std::string_view name;
  Test test;
};

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
constexpr auto kOperators = std::to_array<Operator>({
    {"is", Equal},
    {"eq", Equal},
    {"is not", Unequal},
    {"neq", Unequal},
    {"not", Unequal},
    // Nothing is added to the pattern by any of the four.
    {"contains", Like},
    {"like", Like},
    {"begins with", Like},
    {"ends with", Like},
    {"ilike", [](const Json& a, const Json& b) { return !a.IsNull() && IsLikeInAnyCase(a, b); }},
    {"not contains", Unlike},
    {"not like", Unlike},
    {"not ilike",
     [](const Json& a, const Json& b) { return !a.IsNull() && !IsLikeInAnyCase(a, b); }},
    {"in", IsAmong},
    {"any of", IsAmong},
    {"none of", [](const Json& a, const Json& b) { return !a.IsNull() && !IsAmong(a, b); }},
    {"more than", Greater},
    {"after", Greater},
    {"gt", Greater},
    {"less than", Less},
    {"before", Less},
    {"lt", Less},
    {"gte", [](const Json& a, const Json& b) { return Compare(a, b) >= 0; }},
    {"lte", [](const Json& a, const Json& b) { return Compare(a, b) <= 0; }},
    {"is empty", [](const Json& a, const Json&) { return a.IsNull(); }},
    {"is true", [](const Json& a, const Json&) { return AsNumber(a) == 1.0; }},
    {"is false", [](const Json& a, const Json&) { return AsNumber(a) == 0.0; }},
    {"fuzzy", [](const Json& a, const Json& b) { return IsNear(a, b, 1, true); }},
    {"fuzzy_any", [](const Json& a, const Json& b) { return IsNear(a, b, kAnyNumber, false); }},
    {"fuzzy_all", [](const Json& a, const Json& b) { return IsNear(a, b, kAnyNumber, true); }},
});

Test FindTest(std::string_view name) {
  const auto* found = std::find_if(kOperators.begin(), kOperators.end(),
                                   [&](const Operator& known) { return known.name == name; });
  return found == kOperators.end() ? nullptr : found->test;
}

/// The columns of a condition: several only where the operator is a fuzzy one.
std::vector<std::string_view> ColumnsOf(const Condition& condition) {
  std::string_view text = condition.column;
  if (!condition.operation.starts_with("fuzzy")) return {text};
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
  const Test test = FindTest(condition.operation);
  if (test == nullptr) return false;
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
    if (FindTest(condition.operation) != nullptr) continue;
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
