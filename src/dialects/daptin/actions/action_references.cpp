#include "dialects/daptin/actions/action_references.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "base/strings.h"

namespace guildhall::daptin {
namespace {

constexpr char kValueSign = '~';
constexpr char kTextSign = '$';

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNameCharacter(char c) { return IsLetter(c) || IsDigit(c); }

std::size_t LengthOfName(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), IsNameCharacter);
  return static_cast<std::size_t>(end - text.begin());
}

/// "[12]" at the front; 0 when there is none.
std::size_t LengthOfIndex(std::string_view text) {
  if (!text.starts_with('[')) return 0;
  const std::size_t close = text.find(']');
  if (close == std::string_view::npos || close == 1) return 0;
  const std::string_view digits = text.substr(1, close - 1);
  return std::all_of(digits.begin(), digits.end(), IsDigit) ? close + 1 : 0;
}

/// How much of the front of `text` is a path; 0 for nothing. A dot at the end of a sentence is
/// none of it.
std::size_t LengthOfPath(std::string_view text) {
  if (text.empty() || !IsLetter(text.front())) return 0;
  std::size_t length = LengthOfName(text);
  while (length < text.size()) {
    const std::string_view rest = text.substr(length);
    const std::size_t next =
        rest.front() == '.' ? LengthOfName(rest.substr(1)) + 1 : LengthOfIndex(rest);
    if (next <= 1) break;
    length += next;
  }
  return length;
}

bool IsPath(std::string_view text) { return !text.empty() && LengthOfPath(text) == text.size(); }

std::string_view FirstOf(std::string_view path) { return path.substr(0, LengthOfName(path)); }

/// Takes the next part off a path that was checked: a name, or the digits of an index.
std::string_view CutPart(std::string_view& path) {
  if (path.front() == '[') {
    const std::size_t close = path.find(']');
    const std::string_view part = path.substr(1, close - 1);
    path.remove_prefix(close + 1);
    return part;
  }
  if (path.front() == '.') path.remove_prefix(1);
  const std::string_view part = FirstOf(path);
  path.remove_prefix(part.size());
  return part;
}

const Json* PartOf(const Json& value, std::string_view part) {
  const Json::Array* array = value.AsArray();
  if (array == nullptr) return value.Find(part);
  const auto index = ParseInteger(part);
  if (!index || *index < 0 || static_cast<std::size_t>(*index) >= array->size()) return nullptr;
  return &(*array)[static_cast<std::size_t>(*index)];
}

/// The path that the whole text is a reference to, with its sign before it; nothing for other text.
std::optional<std::string_view> WholeReference(std::string_view text, char sign) {
  if (!text.starts_with(sign) || !IsPath(text.substr(1))) return std::nullopt;
  return text.substr(1);
}

std::string AsText(const Json* value) {
  if (value == nullptr || value->IsNull()) return {};
  const std::string* text = value->AsString();
  return text == nullptr ? ToText(*value) : *text;
}

/// Calls `reference` with each path behind a dollar sign, and `literal` with what is between.
void Walk(std::string_view text, const std::function<void(std::string_view)>& literal,
          const std::function<void(std::string_view)>& reference) {
  while (!text.empty()) {
    const std::size_t sign = std::min(text.find(kTextSign), text.size());
    literal(text.substr(0, sign));
    text.remove_prefix(sign);
    if (text.empty()) return;
    const std::size_t length = LengthOfPath(text.substr(1));
    if (length == 0) {
      literal(text.substr(0, 1));
    } else {
      reference(text.substr(1, length));
    }
    text.remove_prefix(1 + length);
  }
}

void AddNames(const Json& declared, std::set<std::string>& names) {
  if (const std::string* text = declared.AsString()) {
    if (const auto path = WholeReference(*text, kValueSign)) {
      names.emplace(FirstOf(*path));
      return;
    }
    Walk(
        *text, [](std::string_view) {},
        [&](std::string_view path) { names.emplace(FirstOf(path)); });
  } else if (const Json::Array* array = declared.AsArray()) {
    for (const Json& element : *array) AddNames(element, names);
  } else if (const Json::Object* object = declared.AsObject()) {
    for (const auto& [name, member] : *object) AddNames(member, names);
  }
}

bool IsTrue(const Json* value) {
  if (value == nullptr || value->IsNull()) return false;
  if (const bool* truth = value->AsBool()) return *truth;
  if (const std::int64_t* integer = value->AsInteger()) return *integer != 0;
  if (const double* number = value->AsDouble()) return *number != 0;
  if (const Json::Array* array = value->AsArray()) return !array->empty();
  if (const Json::Object* object = value->AsObject()) return !object->empty();
  const std::string* text = value->AsString();
  return !text->empty() && *text != "false" && *text != "0";
}

struct Comparison {
  std::string_view path;
  std::string_view text;
  bool equal = true;
};

std::string_view WithoutQuotes(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == text.back() &&
                      (text.front() == '\'' || text.front() == '"');
  return quoted ? text.substr(1, text.size() - 2) : text;
}

std::optional<Comparison> ReadComparison(std::string_view condition) {
  if (!condition.starts_with(kTextSign)) return std::nullopt;
  const std::size_t length = LengthOfPath(condition.substr(1));
  if (length == 0) return std::nullopt;
  const std::string_view rest = Trim(condition.substr(1 + length));
  if (!rest.starts_with("==") && !rest.starts_with("!=")) return std::nullopt;
  return Comparison{condition.substr(1, length), WithoutQuotes(Trim(rest.substr(2))),
                    rest.front() == '='};
}

}  // namespace

void ActionScope::Set(std::string_view name, Json value) {
  const auto found = std::find_if(values_.begin(), values_.end(),
                                  [&](const Json::Member& member) { return member.first == name; });
  if (found != values_.end()) {
    found->second = std::move(value);
  } else {
    values_.emplace_back(name, std::move(value));
  }
}

bool ActionScope::Has(std::string_view name) const {
  return std::any_of(values_.begin(), values_.end(),
                     [&](const Json::Member& member) { return member.first == name; });
}

const Json* ActionScope::Find(std::string_view path) const {
  if (!IsPath(path)) return nullptr;
  const std::string_view first = CutPart(path);
  const auto found = std::find_if(values_.begin(), values_.end(), [&](const Json::Member& member) {
    return member.first == first;
  });
  const Json* value = found == values_.end() ? nullptr : &found->second;
  while (value != nullptr && !path.empty()) value = PartOf(*value, CutPart(path));
  return value;
}

Json ActionScope::ResolveText(const std::string& declared) {
  if (const auto path = WholeReference(declared, kValueSign)) {
    const Json* value = Find(*path);
    if (value == nullptr) return {};
    put_in_ += ToText(*value).size();
    return *value;
  }
  std::string text;
  Walk(
      declared, [&](std::string_view literal) { text += literal; },
      [&](std::string_view path) {
        if (!Has(FirstOf(path))) {
          (text += kTextSign) += path;
        } else if (put_in_ <= kMaxBytes) {
          const std::string value = AsText(Find(path));
          put_in_ += value.size();
          text += value;
        }
      });
  return Json(std::move(text));
}

Json ActionScope::ResolveValue(const Json& declared) {
  if (put_in_ > kMaxBytes) return {};
  if (const std::string* text = declared.AsString()) return ResolveText(*text);
  if (const Json::Array* array = declared.AsArray()) {
    Json::Array resolved;
    resolved.reserve(array->size());
    for (const Json& element : *array) resolved.push_back(ResolveValue(element));
    return Json(std::move(resolved));
  }
  const Json::Object* object = declared.AsObject();
  if (object == nullptr) return declared;
  Json::Object resolved;
  resolved.reserve(object->size());
  for (const auto& [name, member] : *object) resolved.emplace_back(name, ResolveValue(member));
  return Json(std::move(resolved));
}

Reading<Json> ActionScope::Resolve(const Json& declared) {
  Json resolved = ResolveValue(declared);
  if (put_in_ > kMaxBytes) return Refused(400, "the action makes too much of its input");
  return resolved;
}

bool ActionScope::Holds(std::string_view condition) const {
  condition = Trim(condition);
  if (condition.empty()) return true;
  if (const auto path = WholeReference(condition, kValueSign)) return IsTrue(Find(*path));
  const auto comparison = ReadComparison(condition);
  if (!comparison) return false;
  return (AsText(Find(comparison->path)) == comparison->text) == comparison->equal;
}

Reading<void> CheckCondition(std::string_view condition) {
  condition = Trim(condition);
  if (condition.empty() || WholeReference(condition, kValueSign) || ReadComparison(condition)) {
    return {};
  }
  return Refused(400, "must be ~name, $name == text or $name != text");
}

std::set<std::string> NamesIn(const Json& declared) {
  std::set<std::string> names;
  AddNames(declared, names);
  return names;
}

}  // namespace guildhall::daptin
