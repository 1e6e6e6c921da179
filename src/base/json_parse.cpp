#include <simdjson.h>
#include <string>
#include <utility>

#include "base/json.h"

namespace guildhall {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

// A parser keeps room for the largest text it has seen; beyond this it is given back.
constexpr std::size_t kKeptCapacity = 1 << 20;

tl::unexpected<Error> Refuse(const char* reason) { return Fail(Errc::kInvalid, reason); }

const char* ReasonOf(simdjson::error_code code) {
  switch (code) {
    case simdjson::EMPTY:
      return "the text is empty";
    case simdjson::UTF8_ERROR:
      return "the text is not valid UTF-8";
    case simdjson::NUMBER_ERROR:
      return "a number is malformed or out of range";
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS:
    case simdjson::UNCLOSED_STRING:
      return "a string is malformed";
    case simdjson::DEPTH_ERROR:
      return "nested too deep";
    default:
      return "not valid JSON";  // the library has codes for calls that we never make
  }
}

Result<Json> Convert(const element& from, int depth);

Result<std::string> ConvertText(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return Refuse("a string contains U+0000");
  return std::string(text);
}

Result<Json> ConvertArray(const simdjson::dom::array& from, int depth) {
  if (depth >= kMaxJsonDepth) return Refuse("nested too deep");
  Json::Array array;
  array.reserve(from.size());
  for (const element item : from) {
    GH_TRY(Json value, Convert(item, depth + 1));
    array.push_back(std::move(value));
  }
  return Json(std::move(array));
}

Result<Json> ConvertObject(const simdjson::dom::object& from, int depth) {
  if (depth >= kMaxJsonDepth) return Refuse("nested too deep");
  Json::Object object;
  object.reserve(from.size());
  for (const auto member : from) {
    GH_TRY(std::string name, ConvertText(member.key));
    GH_TRY(Json value, Convert(member.value, depth + 1));
    object.emplace_back(std::move(name), std::move(value));
  }
  return Json(std::move(object));
}

Result<Json> Convert(const element& from, int depth) {
  switch (from.type()) {
    case element_type::ARRAY:
      return ConvertArray(from.get_array().value_unsafe(), depth);
    case element_type::OBJECT:
      return ConvertObject(from.get_object().value_unsafe(), depth);
    case element_type::INT64:
      return Json(from.get_int64().value_unsafe());
    case element_type::UINT64:
      return Json(static_cast<double>(from.get_uint64().value_unsafe()));
    case element_type::DOUBLE:
      return Json(from.get_double().value_unsafe());
    case element_type::BOOL:
      return Json(from.get_bool().value_unsafe());
    case element_type::NULL_VALUE:
      return Json();
    case element_type::STRING: {
      GH_TRY(std::string text, ConvertText(from.get_string().value_unsafe()));
      return Json(std::move(text));
    }
  }
  return Refuse("not valid JSON");
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsOneOf(char c, std::string_view characters) {
  return characters.find(c) != std::string_view::npos;
}

// Whether the run of digits text[begin, end) is a whole number: no fraction, no exponent, and
// without one of its own.
bool IsInteger(std::string_view text, std::size_t begin, std::size_t end) {
  if (end < text.size() && IsOneOf(text[end], ".eE")) return false;
  if (begin > 0 && IsOneOf(text[begin - 1], "+-")) --begin;
  return begin == 0 || !IsOneOf(text[begin - 1], ".eE");
}

// The text with an exponent of zero behind every integer of 19 digits or more, so that the library,
// which refuses integers beyond 64 bits, reads them as doubles. What is no JSON stays none.
std::string WithDoublesForBigIntegers(std::string_view text) {
  constexpr std::size_t kManyDigits = 19;
  std::string changed;
  changed.reserve(text.size() + text.size() / 8);
  bool in_string = false;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (in_string || !IsDigit(text[i])) {
      if (text[i] == '"') in_string = !in_string;
      if (in_string && text[i] == '\\') ++end;
      changed.append(text.substr(i, end - i));
    } else {
      while (end < text.size() && IsDigit(text[end])) ++end;
      changed.append(text.substr(i, end - i));
      if (end - i >= kManyDigits && IsInteger(text, i, end)) changed.append("e0");
    }
    i = end;
  }
  return changed;
}

}  // namespace

Result<Json> ParseJson(std::string_view text) {
  if (text.empty()) return Refuse(ReasonOf(simdjson::EMPTY));  // it may have no address either
  thread_local simdjson::dom::parser parser;
  element root;
  simdjson::error_code error = parser.parse(text.data(), text.size()).get(root);
  if (error == simdjson::NUMBER_ERROR) {
    const std::string changed = WithDoublesForBigIntegers(text);
    if (changed.size() != text.size())
      error = parser.parse(changed.data(), changed.size()).get(root);
  }
  Result<Json> json = error == simdjson::SUCCESS ? Convert(root, 0) : Refuse(ReasonOf(error));
  if (parser.capacity() > kKeptCapacity) parser = simdjson::dom::parser();
  return json;
}

Json::Object MembersIn(std::string_view text) {
  const Result<Json> json = ParseJson(text);
  const Json::Object* members = json ? json->AsObject() : nullptr;
  return members != nullptr ? *members : Json::Object();
}

}  // namespace guildhall
