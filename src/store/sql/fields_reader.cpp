#include "store/sql/fields_reader.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <utility>

namespace guildhall::store {

bool FieldsReader::Skip(char expected) {
  if (!rest_.starts_with(expected)) return false;
  rest_.remove_prefix(1);
  return true;
}

bool FieldsReader::Skip(std::string_view expected) {
  if (!rest_.starts_with(expected)) return false;
  rest_.remove_prefix(expected.size());
  return true;
}

std::optional<Fields> FieldsReader::Read() {
  Fields fields;
  if (!Skip('{')) return std::nullopt;
  if (!Skip('}')) {
    do {
      if (!ReadMember(fields)) return std::nullopt;
    } while (Skip(','));
    if (!Skip('}')) return std::nullopt;
  }
  if (!rest_.empty()) return std::nullopt;
  return fields;
}

bool FieldsReader::ReadMember(Fields& fields) {
  if (!Skip('"')) return false;
  const auto number = ReadInteger();
  if (!number || !Skip("\":")) return false;
  auto value = ReadValue();
  if (!value) return false;
  fields.emplace_back(static_cast<std::int32_t>(*number), std::move(*value));
  return true;
}

std::optional<Value> FieldsReader::ReadValue() {
  if (rest_.empty()) return std::nullopt;
  switch (rest_.front()) {
    case '"': {
      auto text = ReadText();
      if (!text) return std::nullopt;
      return std::move(*text);
    }
    case '{':
      return ReadTagged();
    case 't':
      return Skip("true") ? std::optional<Value>(true) : std::nullopt;
    case 'f':
      return Skip("false") ? std::optional<Value>(false) : std::nullopt;
    case 'n':
      return Skip("null") ? std::optional<Value>(Value()) : std::nullopt;
    default:
      return ReadNumber();
  }
}

std::optional<Value> FieldsReader::ReadTagged() {
  const bool time = Skip("{\"t\":");
  if (!time && !Skip("{\"b\":")) return std::nullopt;
  const auto integer = ReadInteger();
  if (!integer || !Skip('}')) return std::nullopt;
  if (time) return Time(*integer);
  return std::bit_cast<double>(*integer);
}

std::optional<std::int64_t> FieldsReader::ReadInteger() {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
  if (failure != std::errc()) return std::nullopt;
  rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
  return value;
}

std::optional<Value> FieldsReader::ReadNumber() {
  const std::string_view number = rest_.substr(0, rest_.find_first_of(",}"));
  if (number.find_first_of(".eE") == std::string_view::npos) {
    const auto integer = ReadInteger();
    return integer ? std::optional<Value>(*integer) : std::nullopt;
  }
  double value = 0;
  const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (failure != std::errc() || end != number.data() + number.size()) return std::nullopt;
  rest_.remove_prefix(number.size());
  return value;
}

std::optional<std::string> FieldsReader::ReadText() {
  if (!Skip('"')) return std::nullopt;
  std::string text;
  for (;;) {
    const std::size_t plain = rest_.find_first_of("\"\\");
    if (plain == std::string_view::npos) return std::nullopt;
    text.append(rest_.substr(0, plain));
    rest_.remove_prefix(plain);
    if (Skip('"')) return text;
    if (!ReadEscape(text)) return std::nullopt;
  }
}

bool FieldsReader::ReadEscape(std::string& text) {
  if (Skip("\\u")) {
    unsigned code = 0;
    if (rest_.size() < 4) return false;
    const auto [end, failure] = std::from_chars(rest_.data(), rest_.data() + 4, code, 16);
    if (failure != std::errc() || end != rest_.data() + 4 || code > 0x7F) return false;
    rest_.remove_prefix(4);
    text += static_cast<char>(code);
    return true;
  }
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const std::size_t letter = rest_.size() < 2 ? kLetters.npos : kLetters.find(rest_[1]);
  if (letter == kLetters.npos) return false;
  text += kMeanings[letter];
  rest_.remove_prefix(2);
  return true;
}

}  // namespace guildhall::store
