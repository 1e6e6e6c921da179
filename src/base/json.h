#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"

namespace guildhall {

/// A parsed JSON value that owns its text. Objects keep the order of their members and repeated
/// names (`Find` gives the last one, as most readers do). Integers outside 64 bits become doubles.
class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;
  /// A bool only, or every pointer would become `true`.
  template <std::same_as<bool> T>
  explicit Json(T value) : value_(value) {}
  explicit Json(int value) : value_(std::int64_t{value}) {}
  explicit Json(std::int64_t value) : value_(value) {}
  explicit Json(double value) : value_(value) {}
  explicit Json(std::string value) : value_(std::move(value)) {}
  explicit Json(const char* value) : value_(std::string(value)) {}
  explicit Json(Array value) : value_(std::move(value)) {}
  explicit Json(Object value) : value_(std::move(value)) {}

  [[nodiscard]] bool IsNull() const { return std::holds_alternative<std::monostate>(value_); }
  [[nodiscard]] const bool* AsBool() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const std::int64_t* AsInteger() const { return std::get_if<std::int64_t>(&value_); }
  [[nodiscard]] const double* AsDouble() const { return std::get_if<double>(&value_); }
  [[nodiscard]] const std::string* AsString() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const Array* AsArray() const { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Object* AsObject() const { return std::get_if<Object>(&value_); }

  /// The last member of that name, or null when this is no object or has none.
  [[nodiscard]] const Json* Find(std::string_view name) const;

  friend bool operator==(const Json&, const Json&) = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

/// Deepest nesting that `ParseJson` accepts.
inline constexpr int kMaxJsonDepth = 64;

/// Parses the whole of `text` (trailing characters other than white space are an error). On
/// failure kInvalid, with a short reason fit for a client in `detail` (it never quotes the input).
/// Rejects invalid UTF-8, U+0000 in any string, and nesting beyond `kMaxJsonDepth`.
/// Keeps a parser per thread. Thread-safe.
Result<Json> ParseJson(std::string_view text);

/// The members of the object that `text` is; none for any other text.
Json::Object MembersIn(std::string_view text);

/// Writes JSON at the end of a `Buffer`: compact, members in the order of the calls, non-ASCII as
/// UTF-8, so text must be valid UTF-8. Commas are the writer's business: begin, key, value, end. No
/// check of correct nesting.
class JsonWriter {
 public:
  explicit JsonWriter(Buffer& out) : out_(out) {}

  void BeginObject() { Open('{'); }
  void EndObject() { Close('}'); }
  void BeginArray() { Open('['); }
  void EndArray() { Close(']'); }

  /// A member's name that needs no escaping; a literal, so its length is known.
  template <std::size_t N>
  void Key(const char (&name)[N]) {
    Separate();
    out_.Append('"');
    out_.Append(name);
    out_.Append("\":");
    fresh_ = true;
  }
  template <std::size_t N>
  void Key(char (&name)[N]) = delete;
  /// A member's name from data.
  void KeyText(std::string_view name);

  /// A member with its value: truth, an integer, a number or a text, as the type says.
  template <std::size_t N, class V>
  void Member(const char (&name)[N], const V& value) {
    Key(name);
    if constexpr (std::is_same_v<V, bool>) {
      Bool(value);
    } else if constexpr (std::is_integral_v<V>) {
      Integer(value);
    } else if constexpr (std::is_floating_point_v<V>) {
      Number(value);
    } else {
      Text(value);
    }
  }

  void Text(std::string_view value);
  void Integer(std::int64_t value) {
    Separate();
    out_.AppendNumber(value);
  }
  /// Shortest form that reads back the same, always with a fraction or exponent ("16.0"). What
  /// JSON has no number for (infinite, not a number) is written as null.
  void Number(double value);
  void Bool(bool value);
  void Null();
  /// JSON text that is known to be valid, for instance a stored document.
  void Raw(std::string_view json);
  void Value(const Json& value);

  /// The buffer, for text that needs no escaping written piece by piece between
  /// `BeginText` and `EndText`.
  Buffer& BeginText() {
    Separate();
    out_.Append('"');
    return out_;
  }
  void EndText() { out_.Append('"'); }

 private:
  void Separate() {
    if (!fresh_) out_.Append(',');
    fresh_ = false;
  }
  void Open(char bracket) {
    Separate();
    out_.Append(bracket);
    fresh_ = true;
  }
  void Close(char bracket) {
    out_.Append(bracket);
    fresh_ = false;
  }

  Buffer& out_;
  bool fresh_ = true;
};

/// Appends the escaped text without its quotation marks; what is no UTF-8 stays as it is.
void AppendEscaped(Buffer& out, std::string_view text);

/// The compact text of a value.
std::string ToText(const Json& value);

}  // namespace guildhall
