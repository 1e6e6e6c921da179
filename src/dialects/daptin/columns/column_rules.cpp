#include "dialects/daptin/columns/column_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "base/strings.h"
#include "dialects/daptin/columns/value_checks.h"

namespace guildhall::daptin {
namespace {

/// One test: "min=3".
struct Tag {
  std::string_view name;
  std::string_view parameter;
};

Tag TagOf(std::string_view text) {
  const std::string_view name = CutAt(text, '=');
  return {Trim(name), text};
}

/// What stands for a comma and a bar within a parameter.
std::string Unescaped(std::string_view parameter) {
  std::string text(parameter);
  for (const auto& [escape, character] : {std::pair("0x2C", ","), std::pair("0x7C", "|")}) {
    for (std::size_t at = text.find(escape); at != std::string::npos; at = text.find(escape)) {
      text.replace(at, 4, character);
    }
  }
  return text;
}

/// Null is the empty text; numbers and truth are their JSON.
std::string AsText(const Json& value) {
  if (const std::string* text = value.AsString()) return *text;
  return value.IsNull() ? std::string() : ToText(value);
}

bool IsNumber(const Json& value) {
  return value.AsInteger() != nullptr || value.AsDouble() != nullptr;
}

std::optional<double> ParseNumber(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// What min and its kin measure: a number itself, of texts the characters, of arrays the elements.
std::optional<double> SizeOf(const Json& value) {
  if (const std::int64_t* integer = value.AsInteger()) return static_cast<double>(*integer);
  if (const double* number = value.AsDouble()) return *number;
  if (const Json::Array* array = value.AsArray()) return static_cast<double>(array->size());
  if (value.AsBool() != nullptr || value.AsObject() != nullptr) return std::nullopt;
  return static_cast<double>(CountCodePoints(AsText(value)));
}

/// What a language calls its zero value: nothing, "", 0, false.
bool IsZero(const Json& value) {
  if (const bool* truth = value.AsBool()) return !*truth;
  if (IsNumber(value)) return SizeOf(value) == 0.0;
  const std::string* text = value.AsString();
  return value.IsNull() || (text != nullptr && text->empty());
}

using Others = std::function<const Json*(std::string_view)>;

// --- the tests; `parameter` is what stands behind the equals sign ---

using Test = bool (*)(const Json& value, const std::string& parameter, const Others& others);

template <class Holds>
bool BySize(const Json& value, const std::string& parameter, Holds holds) {
  const auto size = SizeOf(value);
  const auto bound = ParseNumber(parameter);
  return size && bound && holds(*size, *bound);
}

/// Numbers by value, everything else by its text.
bool IsEqual(const Json& value, const std::string& parameter) {
  if (!IsNumber(value)) return AsText(value) == parameter;
  return BySize(value, parameter, [](double a, double b) { return a == b; });
}

bool IsAmong(const Json& value, const std::string& parameter, const Others&) {
  const auto options = Split(parameter, ' ');
  return std::find(options.begin(), options.end(), AsText(value)) != options.end();
}

/// The column that `InnerStructField[name]` or `name` stands for.
std::string_view ColumnIn(std::string_view parameter) {
  const std::size_t open = parameter.find('[');
  if (open == std::string_view::npos || !parameter.ends_with(']')) return parameter;
  return parameter.substr(open + 1, parameter.size() - open - 2);
}

bool EqualsField(const Json& value, const std::string& parameter, const Others& others) {
  const Json* other = others(ColumnIn(parameter));
  return AsText(value) == (other == nullptr ? std::string() : AsText(*other));
}

struct KnownTest {
  std::string_view name;
  Test test;
  bool measures = false;  ///< its parameter is a number
};

constexpr auto kTests = std::to_array<KnownTest>({
    {"required", [](const Json& v, const std::string&, const Others&) { return !IsZero(v); }},
    {"min",
     [](const Json& v, const std::string& p, const Others&) {
       return BySize(v, p, [](double a, double b) { return a >= b; });
     },
     true},
    {"max",
     [](const Json& v, const std::string& p, const Others&) {
       return BySize(v, p, [](double a, double b) { return a <= b; });
     },
     true},
    {"len",
     [](const Json& v, const std::string& p, const Others&) {
       return BySize(v, p, [](double a, double b) { return a == b; });
     },
     true},
    {"gt",
     [](const Json& v, const std::string& p, const Others&) {
       return BySize(v, p, [](double a, double b) { return a > b; });
     },
     true},
    {"gte",
     [](const Json& v, const std::string& p, const Others&) {
       return BySize(v, p, [](double a, double b) { return a >= b; });
     },
     true},
    {"lt",
     [](const Json& v, const std::string& p, const Others&) {
       return BySize(v, p, [](double a, double b) { return a < b; });
     },
     true},
    {"lte",
     [](const Json& v, const std::string& p, const Others&) {
       return BySize(v, p, [](double a, double b) { return a <= b; });
     },
     true},
    {"eq", [](const Json& v, const std::string& p, const Others&) { return IsEqual(v, p); }},
    {"ne", [](const Json& v, const std::string& p, const Others&) { return !IsEqual(v, p); }},
    {"oneof", IsAmong},
    {"eqfield", EqualsField},
    {"nefield",
     [](const Json& v, const std::string& p, const Others& o) { return !EqualsField(v, p, o); }},
    {"contains", [](const Json& v, const std::string& p,
                    const Others&) { return AsText(v).find(p) != std::string::npos; }},
    {"excludes", [](const Json& v, const std::string& p,
                    const Others&) { return AsText(v).find(p) == std::string::npos; }},
    {"startswith",
     [](const Json& v, const std::string& p, const Others&) { return AsText(v).starts_with(p); }},
    {"endswith",
     [](const Json& v, const std::string& p, const Others&) { return AsText(v).ends_with(p); }},
});

const KnownTest* FindTest(std::string_view name) {
  const auto* found = std::find_if(kTests.begin(), kTests.end(),
                                   [&](const KnownTest& known) { return known.name == name; });
  return found == kTests.end() ? nullptr : found;
}

bool IsKnown(const Tag& tag) {
  if (const KnownTest* known = FindTest(tag.name)) {
    if (tag.name == "required") return true;
    return known->measures ? ParseNumber(tag.parameter).has_value() : !tag.parameter.empty();
  }
  return FindTextCheck(tag.name) != nullptr;
}

bool Holds(const Tag& tag, const Json& value, const Others& others) {
  if (const KnownTest* known = FindTest(tag.name)) {
    return known->test(value, Unescaped(tag.parameter), others);
  }
  const TextCheck check = FindTextCheck(tag.name);
  return check != nullptr && check(AsText(value));
}

/// The tag that the value fails, as its names alone: "min", or "rgb|rgba" for alternatives.
std::optional<std::string> FailedTag(std::string_view tags, const Json& value,
                                     const Others& others) {
  for (const std::string_view part : Split(tags, ',')) {
    if (part == "omitempty") {
      if (IsZero(value)) return std::nullopt;
      continue;
    }
    std::string names;
    bool holds = false;
    for (const std::string_view alternative : Split(part, '|')) {
      const Tag tag = TagOf(alternative);
      holds = holds || Holds(tag, value, others);
      if (!names.empty()) names += "|";
      names += tag.name;
    }
    if (!holds) return names;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> UnknownValidation(std::string_view tags) {
  for (const std::string_view part : Split(tags, ',')) {
    if (part == "omitempty") continue;
    for (const std::string_view alternative : Split(part, '|')) {
      if (!IsKnown(TagOf(alternative))) return std::string(alternative);
    }
  }
  return std::nullopt;
}

std::optional<Failure> Validate(std::span<const ColumnRule> rules, const Others& value_of,
                                bool asks_missing) {
  static const Json kMissing("");
  for (const ColumnRule& rule : rules) {
    const Json* value = value_of(rule.column);
    if (value == nullptr && !asks_missing) continue;
    const Json& asked = value == nullptr ? kMissing : *value;
    if (auto tag = FailedTag(rule.tags, asked, value_of)) return Failure{rule.column, *tag};
  }
  return std::nullopt;
}

}  // namespace guildhall::daptin
