#include "store/sql/fields_reader.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <type_traits>
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
  return rest_.starts_with('[') ? ReadList() : ReadSingle();
}

std::optional<Value> FieldsReader::ReadSingle() {
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
  if (!Skip("{\"") || rest_.empty()) return std::nullopt;
  const char tag = rest_.front();
  rest_.remove_prefix(1);
  if (!Skip("\":")) return std::nullopt;
  auto value = ReadTagged(tag);
  if (!value || !Skip('}')) return std::nullopt;
  return value;
}

std::optional<Value> FieldsReader::ReadTagged(char tag) {
  switch (tag) {
    case 't': {
      const auto integer = ReadInteger();
      return integer ? std::optional<Value>(Time(*integer)) : std::nullopt;
    }
    case 'b': {
      const auto integer = ReadInteger();
      return integer ? std::optional<Value>(std::bit_cast<double>(*integer)) : std::nullopt;
    }
    case 'd': {
      auto text = ReadText();
      return text ? std::optional<Value>(Document{std::move(*text)}) : std::nullopt;
    }
    case 'g':
      return ReadPoint();
    case 'i':
      return ReadIds();
    case 'f':
      return ReadFile();
    default:
      return std::nullopt;
  }
}

std::optional<Value> FieldsReader::ReadPoint() {
  if (!Skip('[')) return std::nullopt;
  const auto longitude = ReadFloat();
  if (!longitude || !Skip(',')) return std::nullopt;
  const auto latitude = ReadFloat();
  if (!latitude || !Skip(']')) return std::nullopt;
  return GeoPoint{*longitude, *latitude};
}

std::optional<Value> FieldsReader::ReadFile() {
  if (!Skip('[')) return std::nullopt;
  auto name = ReadText();
  if (!name || !Skip(',')) return std::nullopt;
  const auto size = ReadInteger();
  if (!size || !Skip(']')) return std::nullopt;
  return FileValue{std::move(*name), *size};
}

std::optional<double> FieldsReader::ReadFloat() {
  if (Skip("{\"b\":")) {
    const auto bits = ReadInteger();
    if (!bits || !Skip('}')) return std::nullopt;
    return std::bit_cast<double>(*bits);
  }
  const auto value = ReadNumber();
  if (!value || !std::holds_alternative<double>(*value)) return std::nullopt;
  return std::get<double>(*value);
}

template <class Next>
bool FieldsReader::ReadArray(const Next& next) {
  if (!Skip('[')) return false;
  if (Skip(']')) return true;
  do {
    if (!next()) return false;
  } while (Skip(','));
  return Skip(']');
}

std::optional<Value> FieldsReader::ReadIds() {
  Ids ids;
  const bool whole = ReadArray([&] {
    const auto id = ReadInteger();
    if (id) ids.push_back(*id);
    return id.has_value();
  });
  return whole ? std::optional<Value>(std::move(ids)) : std::nullopt;
}

std::optional<Value> FieldsReader::ReadList() {
  Scalars elements;
  const auto keep = [&](auto& value) {
    constexpr bool kScalar = std::is_constructible_v<Scalar, decltype(value)>;
    if constexpr (kScalar) elements.emplace_back(std::move(value));
    return kScalar;
  };
  const bool whole = ReadArray([&] {
    auto value = ReadSingle();
    return value && std::visit(keep, *value);
  });
  return whole ? std::optional<Value>(std::move(elements)) : std::nullopt;
}

std::optional<std::int64_t> FieldsReader::ReadInteger() {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
  if (failure != std::errc()) return std::nullopt;
  rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
  return value;
}

std::optional<Value> FieldsReader::ReadNumber() {
  const std::string_view number = rest_.substr(0, rest_.find_first_of(",}]"));
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
