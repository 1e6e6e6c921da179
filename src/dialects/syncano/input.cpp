#include "dialects/syncano/input.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/strings.h"
#include "dialects/syncano/errors.h"

namespace guildhall::syncano {
namespace {

constexpr std::array<std::string_view, 12> kTrueSpellings{
    "t", "T", "y", "Y", "yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
constexpr std::array<std::string_view, 13> kFalseSpellings{
    "f", "F", "n", "N", "no", "NO", "false", "False", "FALSE", "off", "Off", "OFF", "0"};

constexpr std::size_t kMaxMetadataKeys = 8;
constexpr std::size_t kMaxMetadataKey = 16;
constexpr std::size_t kMaxMetadataValue = 4096;

bool IsAmong(std::string_view text, auto spellings) {
  return std::find(spellings.begin(), spellings.end(), text) != spellings.end();
}

/// The text of a text or number; nothing for any other value.
std::optional<std::string> TextOf(const Json& value) {
  if (const std::string* text = value.AsString()) return *text;
  if (value.AsInteger() != nullptr || value.AsDouble() != nullptr) return ToText(value);
  return std::nullopt;
}

std::string NotAChoice(const Json& value) {
  return "\"" + Shown(value) + "\" is not a valid choice.";
}

/// The sentence that refuses a metadata object, or nothing.
std::optional<std::string> RefuseMetadata(const Json::Object& members) {
  if (members.size() > kMaxMetadataKeys) return "Too many keys defined (exceeds 8).";
  for (const auto& [key, value] : members) {
    if (CountCodePoints(key) > kMaxMetadataKey) return "Too long key defined (exceeds 16).";
    if (CountCodePoints(Shown(value)) > kMaxMetadataValue) {
      return "Too long value defined for key " + key + " (exceeds 4096).";
    }
  }
  return std::nullopt;
}

}  // namespace

std::string_view TypeName(const Json& value) {
  if (value.AsBool() != nullptr) return "bool";
  if (value.AsInteger() != nullptr) return "int";
  if (value.AsDouble() != nullptr) return "float";
  if (value.AsString() != nullptr) return "str";
  if (value.AsArray() != nullptr) return "list";
  if (value.AsObject() != nullptr) return "dict";
  return "NoneType";
}

std::string Shown(const Json& value) {
  if (const std::string* text = value.AsString()) return *text;
  return ToText(value);
}

std::optional<bool> ReadBoolean(const Json& value) {
  if (const bool* flag = value.AsBool()) return *flag;
  if (const std::int64_t* number = value.AsInteger()) {
    if (*number == 0 || *number == 1) return *number == 1;
    return std::nullopt;
  }
  const std::string* text = value.AsString();
  if (text == nullptr) return std::nullopt;
  if (*text == "1" || IsAmong(*text, kTrueSpellings)) return true;
  if (IsAmong(*text, kFalseSpellings)) return false;
  return std::nullopt;
}

Input::Input(const Json& body, FieldErrors& errors, std::string_view inside)
    : object_(body.AsObject() != nullptr ? &body : nullptr), errors_(errors), inside_(inside) {
  if (object_ != nullptr) return;
  if (body.IsNull()) {
    errors_.Add(inside_, kNonFieldErrors, "No data provided");
    return;
  }
  errors_.Add(inside_, kNonFieldErrors,
              "Invalid data. Expected a dictionary, but got " + std::string(TypeName(body)) + ".");
}

const Json* Input::Member(std::string_view name) const {
  return object_ == nullptr ? nullptr : object_->Find(name);
}

std::optional<std::string> Input::Text(std::string_view name, const TextRule& rule) {
  const Json* value = Member(name);
  if (value == nullptr) {
    if (rule.required && usable()) Refuse(name, kRequiredText);
    return std::nullopt;
  }
  if (value->IsNull()) {
    Refuse(name, kNullText);
    return std::nullopt;
  }
  std::optional<std::string> text = TextOf(*value);
  if (!text) {
    Refuse(name, "Not a valid string.");
    return std::nullopt;
  }
  if (rule.trim) text = std::string(Trim(*text));
  if (text->empty() && !rule.blank) {
    Refuse(name, kBlankText);
    return std::nullopt;
  }
  if (rule.max > 0 && CountCodePoints(*text) > rule.max) {
    Refuse(name, "Ensure this field has no more than " + std::to_string(rule.max) + " characters.");
    return std::nullopt;
  }
  return text;
}

std::optional<bool> Input::Boolean(std::string_view name) {
  const Json* value = Member(name);
  if (value == nullptr) return std::nullopt;
  if (value->IsNull()) {
    Refuse(name, kNullText);
    return std::nullopt;
  }
  const std::optional<bool> flag = ReadBoolean(*value);
  if (!flag) Refuse(name, "\"" + Shown(*value) + "\" is not a valid boolean.");
  return flag;
}

std::optional<Json> Input::Object(std::string_view name, std::string_view sentence) {
  const Json* value = Member(name);
  if (value == nullptr) return std::nullopt;
  if (value->IsNull()) return Json(Json::Object{});
  if (value->AsObject() != nullptr) return *value;
  const std::string* text = value->AsString();
  if (text == nullptr) {
    Refuse(name, sentence);
    return std::nullopt;
  }
  if (Trim(*text).empty()) return Json(Json::Object{});
  Result<Json> parsed = ParseJson(*text);
  if (!parsed) {
    Refuse(name, "Not a valid JSON string.");
    return std::nullopt;
  }
  if (parsed->IsNull()) return Json(Json::Object{});
  if (parsed->AsObject() == nullptr) {
    Refuse(name, sentence);
    return std::nullopt;
  }
  return std::move(*parsed);
}

std::optional<std::string> Input::Metadata() {
  const std::optional<Json> value = Object("metadata", "Metadata passed in invalid format.");
  if (!value) return std::nullopt;
  if (const auto refused = RefuseMetadata(*value->AsObject())) {
    Refuse("metadata", *refused);
    return std::nullopt;
  }
  return ToText(*value);
}

std::optional<std::int32_t> Input::Word(std::string_view name, Vocabulary vocabulary) {
  const Json* value = Member(name);
  if (value == nullptr) return std::nullopt;
  if (value->IsNull()) {
    Refuse(name, kNullText);
    return std::nullopt;
  }
  const std::string* text = value->AsString();
  const auto word = text == nullptr ? std::nullopt : FindWord(vocabulary, Trim(*text));
  if (!word) Refuse(name, NotAChoice(*value));
  return word;
}

std::optional<std::int64_t> Input::ReadReference(std::string_view name, const Json& value) {
  if (const std::int64_t* id = value.AsInteger()) return *id;
  if (const std::string* text = value.AsString()) {
    if (const auto id = ParseInteger(Trim(*text))) return id;
  }
  Refuse(name, "Incorrect type. Expected pk value, received " + std::string(TypeName(value)) + ".");
  return std::nullopt;
}

std::optional<std::int64_t> Input::Reference(std::string_view name, bool required) {
  const Json* value = Member(name);
  if (value == nullptr) {
    if (required && usable()) Refuse(name, kRequiredText);
    return std::nullopt;
  }
  if (value->IsNull()) {
    Refuse(name, kNullText);
    return std::nullopt;
  }
  return ReadReference(name, *value);
}

std::optional<std::optional<std::int64_t>> Input::NullableReference(std::string_view name) {
  const Json* value = Member(name);
  if (value == nullptr) return std::nullopt;
  const std::string* text = value->AsString();
  if (value->IsNull() || (text != nullptr && Trim(*text).empty())) {
    return std::optional<std::int64_t>();
  }
  const auto id = ReadReference(name, *value);
  if (!id) return std::nullopt;
  return id;
}

std::optional<std::int64_t> Input::ExpectedRevision() {
  const Json* value = Member("expected_revision");
  if (value == nullptr || value->IsNull()) return std::nullopt;
  std::optional<std::int64_t> revision;
  if (const std::int64_t* number = value->AsInteger()) revision = *number;
  if (const std::string* text = value->AsString()) {
    if (Trim(*text).empty()) return std::nullopt;
    revision = ParseInteger(Trim(*text));
  }
  if (!revision) Refuse("expected_revision", "A valid integer is required.");
  return revision == std::optional<std::int64_t>(0) ? std::nullopt : revision;
}

}  // namespace guildhall::syncano
