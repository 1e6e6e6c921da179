#include "dialects/daptin/columns/column_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/crypto.h"
#include "base/strings.h"
#include "dialects/daptin/columns/column_times.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kMostTextBytes = 1 << 20;
constexpr std::size_t kMostPasswordBytes = 1024;

/// What values of a column are, however they are written.
enum class Kind : std::uint8_t { kText, kTruth, kInteger, kFloat, kMoment, kTimeOfDay, kOption };

bool IsOneOf(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

/// "varchar" of "VARCHAR(80)".
std::string BaseOf(std::string_view data_type) {
  return ToLowerAscii(Trim(data_type.substr(0, data_type.find_first_of("( "))));
}

std::optional<Kind> KindOfData(const std::string& base) {
  if (IsOneOf(base, {"int", "integer", "bigint", "smallint", "tinyint", "mediumint", "int2", "int4",
                     "int8", "serial", "bigserial"})) {
    return Kind::kInteger;
  }
  if (IsOneOf(base, {"float", "double", "decimal", "numeric", "real"})) return Kind::kFloat;
  if (IsOneOf(base, {"bool", "boolean"})) return Kind::kTruth;
  if (IsOneOf(base, {"timestamp", "datetime", "timestamptz", "date"})) return Kind::kMoment;
  return std::nullopt;
}

Kind KindOf(const Column& column) {
  const std::string& type = column.type;
  const std::optional<Kind> data = KindOfData(BaseOf(column.data_type));
  if (KeepsHash(column)) return Kind::kText;
  if (type == "truefalse") return Kind::kTruth;
  if (type == "float") return Kind::kFloat;
  if (IsOneOf(type, {"measurement", "rating", "year", "month", "hour", "minute"})) {
    return data == Kind::kFloat ? Kind::kFloat : Kind::kInteger;
  }
  if (IsOneOf(type, {"date", "datetime", "timestamp"})) return Kind::kMoment;
  if (type == "time") return Kind::kTimeOfDay;
  if (type == "enum") return Kind::kOption;
  if (IsOneOf(type, {"content", "html", "markdown", "json"})) return Kind::kText;
  // Everything else is as its database type says.
  return data.value_or(Kind::kText);
}

/// The N of "varchar(N)"; nothing for types without bound.
std::optional<std::int64_t> LengthOf(const Column& column) {
  const std::string base = BaseOf(column.data_type);
  if (!IsOneOf(base, {"varchar", "char", "nvarchar", "nchar"})) return std::nullopt;
  const std::string& text = column.data_type;
  const std::size_t open = text.find('(');
  if (open == std::string::npos) return std::nullopt;
  const std::size_t close = std::min(text.find(')', open), text.size());
  return ParseInteger(Trim(std::string_view(text).substr(open + 1, close - open - 1)));
}

tl::unexpected<Refusal> BadValue(const Column& column) {
  return Refused(400, "invalid value for " + column.name);
}

Reading<Value> Bounded(const Column& column, std::string text) {
  const std::optional<std::int64_t> most = LengthOf(column);
  const bool fits = most ? static_cast<std::int64_t>(CountCodePoints(text)) <= *most
                         : text.size() <= kMostTextBytes;
  if (!fits) return Refused(400, "value too long for " + column.name);
  return Value(std::move(text));
}

Reading<Value> ReadText(const Column& column, const Json& value) {
  if (const std::string* text = value.AsString()) return Bounded(column, *text);
  const bool nested = value.AsArray() != nullptr || value.AsObject() != nullptr;
  const bool may_nest = IsOneOf(column.type, {"content", "html", "markdown", "json"});
  if (nested && !may_nest) return BadValue(column);
  return Bounded(column, ToText(value));
}

/// True, "true", "1" and 1 are; everything else is not.
bool IsTrue(const Json& value) {
  if (const bool* truth = value.AsBool()) return *truth;
  if (const std::int64_t* number = value.AsInteger()) return *number == 1;
  const std::string* text = value.AsString();
  return text != nullptr && (*text == "true" || *text == "1");
}

/// Finite only.
std::optional<double> ParseFloat(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

/// A number as a client sends it; text that stands for none is 0.
std::optional<Json> ReadNumber(const Json& value) {
  if (value.AsInteger() != nullptr || value.AsDouble() != nullptr) return value;
  const std::string* text = value.AsString();
  if (text == nullptr) return std::nullopt;
  const std::string_view digits = Trim(*text);
  if (digits.empty() || digits == "-" || digits == "na") return Json(0);
  if (const auto integer = ParseInteger(digits)) return Json(*integer);
  const auto number = ParseFloat(digits);
  return number ? std::optional(Json(*number)) : std::nullopt;
}

Reading<Value> ReadInteger(const Column& column, const Json& value) {
  constexpr double kEnd = 9'223'372'036'854'775'808.0;
  const auto number = ReadNumber(value);
  if (!number) return BadValue(column);
  if (const std::int64_t* integer = number->AsInteger()) return Value(*integer);
  const double real = *number->AsDouble();
  if (real != std::trunc(real) || real >= kEnd || real < -kEnd) return BadValue(column);
  return Value(static_cast<std::int64_t>(real));
}

Reading<Value> ReadFloat(const Column& column, const Json& value) {
  const auto number = ReadNumber(value);
  if (!number) return BadValue(column);
  if (const std::int64_t* integer = number->AsInteger()) {
    return Value(static_cast<double>(*integer));
  }
  if (!std::isfinite(*number->AsDouble())) return BadValue(column);
  return Value(*number->AsDouble());
}

bool IsBlank(const Json& value) {
  const std::string* text = value.AsString();
  return text != nullptr && Trim(*text).empty();
}

Reading<Value> ReadTime(const Column& column, const Json& value, bool of_day) {
  if (IsBlank(value)) return Value();
  if (!of_day) {
    const auto moment = ReadMoment(value);
    return moment ? Reading<Value>(Value(*moment)) : BadValue(column);
  }
  const std::string* text = value.AsString();
  auto time = text == nullptr ? std::nullopt : ReadTimeOfDay(*text);
  return time ? Reading<Value>(Value(*std::move(time))) : BadValue(column);
}

Reading<Value> ReadOption(const Column& column, const Json& value) {
  if (IsBlank(value)) return Value();
  const std::string* text = value.AsString();
  std::string chosen = ToLowerUnicode(text != nullptr ? *text : ToText(value));
  const bool known =
      std::any_of(column.options.begin(), column.options.end(),
                  [&](const Option& option) { return ToLowerUnicode(option.value) == chosen; });
  if (!known) return BadValue(column);
  return Value(std::move(chosen));
}

/// A declared default without the quotation marks that schemas write.
std::string_view Unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == text.back() &&
                      (text.front() == '\'' || text.front() == '"' || text.front() == '`');
  return quoted ? text.substr(1, text.size() - 2) : text;
}

Json ShowList(const Scalars& list) {
  Json::Array elements;
  for (const Scalar& element : list) {
    elements.push_back(std::visit([](const auto& scalar) { return Json(scalar); }, element));
  }
  return Json(std::move(elements));
}

/// Numbers of rows and files have no form here.
struct Shower {
  Json operator()(std::monostate) const { return {}; }
  Json operator()(bool truth) const { return Json(truth); }
  Json operator()(std::int64_t number) const { return Json(number); }
  Json operator()(double number) const { return Json(number); }
  Json operator()(const std::string& text) const { return Json(text); }
  Json operator()(Time time) const { return Json(ShowMoment(time)); }
  Json operator()(const GeoPoint& point) const {
    return Json(
        Json::Object{{"longitude", Json(point.longitude)}, {"latitude", Json(point.latitude)}});
  }
  Json operator()(const guildhall::Document& document) const { return Json(document.text); }
  Json operator()(const Scalars& list) const { return ShowList(list); }
  Json operator()(const Ids&) const { return {}; }
  Json operator()(const FileValue&) const { return {}; }
};

}  // namespace

FieldType FieldTypeOf(const Column& column) {
  switch (KindOf(column)) {
    case Kind::kText:
      return LengthOf(column) ? FieldType::kString : FieldType::kText;
    case Kind::kTruth:
      return FieldType::kBoolean;
    case Kind::kInteger:
      return FieldType::kInteger;
    case Kind::kFloat:
      return FieldType::kFloat;
    case Kind::kMoment:
      return FieldType::kDatetime;
    case Kind::kTimeOfDay:
    case Kind::kOption:
      break;
  }
  return FieldType::kString;
}

Reading<Value> ReadValue(const Column& column, const Json& value) {
  if (value.IsNull()) return Value();
  switch (KindOf(column)) {
    case Kind::kText:
      return ReadText(column, value);
    case Kind::kTruth:
      return Value(IsTrue(value));
    case Kind::kInteger:
      return ReadInteger(column, value);
    case Kind::kFloat:
      return ReadFloat(column, value);
    case Kind::kMoment:
      return ReadTime(column, value, false);
    case Kind::kTimeOfDay:
      return ReadTime(column, value, true);
    case Kind::kOption:
      return ReadOption(column, value);
  }
  return BadValue(column);
}

bool KeepsHash(const Column& column) {
  return IsOneOf(column.type, {"password", "bcrypt", "md5", "md5-bcrypt"});
}

bool NeedsHash(const Column& column, const Json& value) {
  const bool blank = value.AsString() != nullptr && value.AsString()->empty();
  return KeepsHash(column) && !value.IsNull() && !blank;
}

Reading<std::string> HashFor(const Column& column, std::string_view text) {
  const auto refused = Refused(400, "value too long for " + column.name);
  if (text.size() > kMostPasswordBytes) return refused;
  if (column.type == "password") return HashPassword(Secret(std::string(text)));
  std::optional<std::string> hash(text);
  if (column.type.starts_with("md5")) hash = Md5Hex(text);
  if (hash && column.type.ends_with("bcrypt")) hash = HashBcrypt(Secret(*std::move(hash)));
  if (!hash) return refused;
  return *std::move(hash);
}

bool IsHashOf(const Column& column, std::string_view hash, std::string_view text) {
  if (text.size() > kMostPasswordBytes) return false;
  if (!column.type.starts_with("md5")) return VerifyPassword(hash, Secret(std::string(text)));
  std::optional<std::string> digest = Md5Hex(text);
  if (!digest) return false;
  return column.type == "md5" ? SameBytes(*digest, hash)
                              : VerifyPassword(hash, Secret(*std::move(digest)));
}

Value DefaultOf(const Column& column) {
  const std::string_view text = Unquoted(Trim(column.default_value));
  const bool none = text.empty() || EqualsIgnoreCase(text, "null");
  if (none || KeepsHash(column) || DefaultsToNow(column)) return {};
  return ReadValue(column, Json(std::string(text))).value_or(Value());
}

bool DefaultsToNow(const Column& column) {
  if (!HoldsMoments(column)) return false;
  const std::string text = ToLowerAscii(Unquoted(Trim(column.default_value)));
  return IsOneOf(text, {"current_timestamp", "current_timestamp()", "now()", "now"});
}

Json ShowValue(const Column& column, const Value& value) {
  if (column.type == "password") return Json("");
  return std::visit(Shower{}, value);
}

bool HoldsMoments(const Column& column) { return KindOf(column) == Kind::kMoment; }

bool MayAskBy(const Column& column) { return !column.hidden && !KeepsHash(column); }

}  // namespace guildhall::daptin
