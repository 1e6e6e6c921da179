#include "dialects/syncano/value_input.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "base/strings.h"
#include "base/timestamp.h"
#include "dialects/syncano/input.h"

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxString = 128;
constexpr std::size_t kMaxText = 32'000;
constexpr double kMaxLongitude = 180;
constexpr double kMaxLatitude = 90;

tl::unexpected<ValueRefusal> No(std::string text) {
  return tl::unexpected<ValueRefusal>(ValueRefusal{std::move(text), false});
}

tl::unexpected<ValueRefusal> Beyond(std::string text) {
  return tl::unexpected<ValueRefusal>(ValueRefusal{std::move(text), true});
}

tl::unexpected<ValueRefusal> NotOf(FieldType type) { return No(NotOfType(type)); }

/// What objects are shown as may be sent back: the value inside `{"type":...,"value":...}`.
const Json& Unwrapped(const Json& value) {
  const Json* inner = value.Find("value");
  return inner != nullptr && value.Find("type") != nullptr ? *inner : value;
}

/// The value of JSON text, where it is that; nothing when the text does not parse.
std::optional<Json> Parsed(const Json& value) {
  const std::string* text = value.AsString();
  if (text == nullptr) return value;
  if (Trim(*text).empty()) return Json();
  Result<Json> parsed = ParseJson(*text);
  if (!parsed) return std::nullopt;
  return std::move(*parsed);
}

ReadValueResult ReadInteger(const Json& value) {
  constexpr std::int64_t kMin = std::numeric_limits<std::int32_t>::min();
  constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();
  std::optional<std::int64_t> number;
  if (const std::int64_t* given = value.AsInteger()) number = *given;
  if (const double* given = value.AsDouble()) {
    // Whole doubles pass, also those that are far out of range.
    if (*given == std::floor(*given)) {
      number = *given > 0x1p62    ? kMax + 1
               : *given < -0x1p62 ? kMin - 1
                                  : static_cast<std::int64_t>(*given);
    }
  }
  if (const std::string* given = value.AsString()) number = ParseInteger(Trim(*given));
  if (!number) return NotOf(FieldType::kInteger);
  if (*number > kMax) return Beyond("Ensure this value is less than or equal to 2147483647.");
  if (*number < kMin) return Beyond("Ensure this value is greater than or equal to -2147483648.");
  return Value(*number);
}

ReadValueResult ReadFloat(const Json& value) {
  std::optional<double> number;
  if (const std::int64_t* given = value.AsInteger()) number = static_cast<double>(*given);
  if (const double* given = value.AsDouble()) number = *given;
  if (const std::string* given = value.AsString()) {
    const std::string_view text = Trim(*given);
    double parsed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
    if (error == std::errc() && end == text.data() + text.size()) number = parsed;
  }
  if (!number || !std::isfinite(*number)) return NotOf(FieldType::kFloat);
  return Value(*number);
}

ReadValueResult ReadFlag(const Json& value) {
  if (const std::string* text = value.AsString()) {
    if (text->empty() || *text == "null" || *text == "Null" || *text == "NULL") return Value();
  }
  const auto flag = ReadBoolean(value);
  if (!flag) return NotOf(FieldType::kBoolean);
  return Value(*flag);
}

ReadValueResult ReadDatetime(const Json& value) {
  const std::string* text = value.AsString();
  const auto time = text == nullptr ? std::nullopt : ParseTimestamp(Trim(*text));
  if (!time) return NotOf(FieldType::kDatetime);
  return Value(*time);
}

// Any whole number: whether a row has it, the core knows.
ReadValueResult ReadReference(const Json& value) {
  if (const std::int64_t* id = value.AsInteger()) return Value(*id);
  if (const std::string* text = value.AsString()) {
    if (Trim(*text).empty()) return Value();
    if (const auto id = ParseInteger(Trim(*text))) return Value(*id);
  }
  return NotOf(FieldType::kReference);
}

ReadValueResult ReadDocument(const Json& value) {
  const std::optional<Json> parsed = Parsed(value);
  if (!parsed) return NotOf(FieldType::kDocument);
  if (parsed->IsNull()) return Value();
  if (parsed->AsObject() == nullptr) return NotOf(FieldType::kDocument);
  return Value(Document{ToText(*parsed)});
}

std::optional<double> Degrees(const Json& point, std::string_view name, double max) {
  const Json* member = point.Find(name);
  if (member == nullptr) return std::nullopt;
  const ReadValueResult read = ReadFloat(*member);
  if (!read) return std::nullopt;
  const double degrees = std::get<double>(*read);
  if (degrees < -max || degrees > max) return std::nullopt;
  return degrees;
}

ReadValueResult ReadPoint(const Json& value) {
  const std::optional<Json> parsed = Parsed(value);
  if (!parsed) return NotOf(FieldType::kGeoPoint);
  if (parsed->IsNull()) return Value();
  const auto longitude = Degrees(*parsed, "longitude", kMaxLongitude);
  const auto latitude = Degrees(*parsed, "latitude", kMaxLatitude);
  if (!longitude || !latitude) return NotOf(FieldType::kGeoPoint);
  return Value(GeoPoint{*longitude, *latitude});
}

ReadValueResult ReadList(const Json& value) {
  const std::optional<Json> parsed = Parsed(value);
  if (!parsed) return NotOf(FieldType::kList);
  if (parsed->IsNull()) return Value();
  if (parsed->AsArray() == nullptr) return NotOf(FieldType::kList);
  return ReadElements(FieldType::kList, *parsed);
}

ReadValueResult ReadRelation(const Json& value) {
  const std::optional<Json> parsed = Parsed(value);
  if (!parsed) return NotOf(FieldType::kRelation);
  if (parsed->IsNull()) return Value();
  if (parsed->AsArray() == nullptr) return NotOf(FieldType::kRelation);
  ReadValueResult read = ReadElements(FieldType::kRelation, *parsed);
  if (!read) return read;
  Ids& ids = std::get<Ids>(*read);
  if (ids.empty()) return Value();
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return read;
}

std::optional<Scalar> ReadScalar(const Json& value) {
  if (const bool* flag = value.AsBool()) return Scalar(*flag);
  if (const std::int64_t* integer = value.AsInteger()) return Scalar(*integer);
  if (const double* number = value.AsDouble()) {
    return std::isfinite(*number) ? std::optional(Scalar(*number)) : std::nullopt;
  }
  if (const std::string* text = value.AsString()) return Scalar(*text);
  return std::nullopt;
}

ReadValueResult ReadScalars(const Json::Array& elements) {
  Scalars scalars;
  for (const Json& element : elements) {
    std::optional<Scalar> scalar = ReadScalar(element);
    if (!scalar) return No("Array can only contain strings, booleans, integers and floats.");
    scalars.push_back(std::move(*scalar));
  }
  return Value(std::move(scalars));
}

ReadValueResult ReadIds(const Json::Array& elements) {
  if (elements.size() > kMaxRelated) return Beyond("Relation length limit exceeded (1000).");
  Ids ids;
  for (const Json& element : elements) {
    const std::int64_t* id = element.AsInteger();
    if (id == nullptr) return No("Relation can only contain integers (object ids).");
    ids.push_back(*id);
  }
  return Value(std::move(ids));
}

}  // namespace

std::string NotOfType(FieldType type) {
  switch (type) {
    case FieldType::kString:
    case FieldType::kText:
      return "Not a valid string.";
    case FieldType::kInteger:
    case FieldType::kReference:
      return "A valid integer is required.";
    case FieldType::kFloat:
      return "A valid number is required.";
    case FieldType::kBoolean:
      return "Not a valid boolean.";
    case FieldType::kDatetime:
      return "Datetime has wrong format. Use one of these formats instead: "
             "YYYY-MM-DDThh:mm:ss.uuuuuuZ.";
    case FieldType::kFile:
      return "The submitted data was not a file. Check the encoding type on the form.";
    case FieldType::kDocument:
      return "Not a valid object.";
    case FieldType::kList:
      return "Not a valid array.";
    case FieldType::kGeoPoint:
      return "Not a valid geopoint.";
    case FieldType::kRelation:
      return "Not a valid relation.";
  }
  return "Enter a valid value.";
}

std::optional<std::string> ReadFileUrl(const Json& value) {
  const std::string* text = Unwrapped(value).AsString();
  return text == nullptr ? std::nullopt : std::optional(std::string(Trim(*text)));
}

ReadValueResult ReadTextValue(const Json& value, std::size_t max) {
  std::string text;
  if (const std::string* given = value.AsString()) {
    text = *given;
  } else if (value.AsInteger() != nullptr || value.AsDouble() != nullptr) {
    text = ToText(value);
  } else {
    return NotOf(FieldType::kString);
  }
  if (CountCodePoints(text) > max) {
    return Beyond("Ensure this field has no more than " + std::to_string(max) + " characters.");
  }
  return Value(std::move(text));
}

ReadValueResult ReadElements(FieldType type, const Json& value) {
  Json::Array alone;
  const Json::Array* elements = value.AsArray();
  if (elements == nullptr) {
    alone.push_back(value);
    elements = &alone;
  }
  return type == FieldType::kList ? ReadScalars(*elements) : ReadIds(*elements);
}

ReadValueResult ReadValue(FieldType type, const Json& value) {
  if (value.IsNull()) return Value();
  switch (type) {
    case FieldType::kString:
      return ReadTextValue(value, kMaxString);
    case FieldType::kText:
      return ReadTextValue(value, kMaxText);
    case FieldType::kInteger:
      return ReadInteger(value);
    case FieldType::kFloat:
      return ReadFloat(value);
    case FieldType::kBoolean:
      return ReadFlag(value);
    case FieldType::kDatetime:
      return Unwrapped(value).IsNull() ? Value() : ReadDatetime(Unwrapped(value));
    case FieldType::kReference:
      return Unwrapped(value).IsNull() ? Value() : ReadReference(Unwrapped(value));
    case FieldType::kFile:
      if (Unwrapped(value).IsNull()) return Value();
      return NotOf(type);
    case FieldType::kDocument:
      return ReadDocument(value);
    case FieldType::kList:
      return ReadList(value);
    case FieldType::kGeoPoint:
      return ReadPoint(value);
    case FieldType::kRelation:
      return ReadRelation(Unwrapped(value));
  }
  return NotOf(type);
}

}  // namespace guildhall::syncano
