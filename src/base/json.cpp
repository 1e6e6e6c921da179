#include "base/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace guildhall {
namespace {

// For each byte: 0 when it stands for itself, 'u' when only \u00XX will do, else the letter after
// the backslash.
constexpr std::array<char, 256> MakeEscapes() {
  std::array<char, 256> escapes{};
  for (std::size_t i = 0; i < 0x20; ++i) escapes[i] = 'u';
  escapes['\b'] = 'b';
  escapes['\f'] = 'f';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\t'] = 't';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  return escapes;
}

constexpr auto kEscapes = MakeEscapes();

// Whether any of eight bytes needs escaping. Each term sets the top bit of the bytes that are zero,
// or below 0x20, after the change that it makes to them.
bool AnyNeedsEscape(std::uint64_t eight) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kTops = kOnes * 0x80;
  const std::uint64_t quote = eight ^ (kOnes * '"');
  const std::uint64_t backslash = eight ^ (kOnes * '\\');
  const std::uint64_t found = ((eight - kOnes * 0x20) & ~eight) | ((quote - kOnes) & ~quote) |
                              ((backslash - kOnes) & ~backslash);
  return (found & kTops) != 0;
}

// Length of the front of `text` that stands for itself.
std::size_t PlainLength(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if (AnyNeedsEscape(eight)) break;
  }
  while (at < text.size() && kEscapes[static_cast<unsigned char>(text[at])] == 0) ++at;
  return at;
}

void AppendEscape(Buffer& out, char c) {
  constexpr char kDigits[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  out.Append('\\');
  out.Append(kEscapes[byte]);
  if (kEscapes[byte] != 'u') return;
  out.Append("00");
  out.Append(kDigits[byte >> 4]);
  out.Append(kDigits[byte & 0xF]);
}

}  // namespace

const Json* Json::Find(std::string_view name) const {
  const Object* object = AsObject();
  if (object == nullptr) return nullptr;
  const auto found = std::find_if(object->rbegin(), object->rend(),
                                  [&](const Member& member) { return member.first == name; });
  return found == object->rend() ? nullptr : &found->second;
}

void AppendEscaped(Buffer& out, std::string_view text) {
  while (true) {
    const std::size_t plain = PlainLength(text);
    out.Append(text.substr(0, plain));
    if (plain == text.size()) return;
    AppendEscape(out, text[plain]);
    text.remove_prefix(plain + 1);
  }
}

void JsonWriter::KeyText(std::string_view name) {
  Separate();
  out_.Append('"');
  AppendEscaped(out_, name);
  out_.Append("\":");
  fresh_ = true;
}

void JsonWriter::Text(std::string_view value) {
  Separate();
  out_.Append('"');
  AppendEscaped(out_, value);
  out_.Append('"');
}

void JsonWriter::Number(double value) {
  if (!std::isfinite(value)) return Null();
  Separate();
  constexpr std::size_t kLongest = 32;
  char* begin = out_.Reserve(kLongest);
  char* end = std::to_chars(begin, begin + kLongest, value).ptr;
  const auto length = static_cast<std::size_t>(end - begin);
  out_.Commit(length);
  if (std::string_view(begin, length).find_first_of(".e") == std::string_view::npos)
    out_.Append(".0");
}

void JsonWriter::Bool(bool value) {
  Separate();
  if (value) {
    out_.Append("true");
  } else {
    out_.Append("false");
  }
}

void JsonWriter::Null() {
  Separate();
  out_.Append("null");
}

void JsonWriter::Raw(std::string_view json) {
  Separate();
  out_.Append(json);
}

void JsonWriter::Value(const Json& value) {
  if (const auto* flag = value.AsBool()) return Bool(*flag);
  if (const auto* integer = value.AsInteger()) return Integer(*integer);
  if (const auto* number = value.AsDouble()) return Number(*number);
  if (const auto* text = value.AsString()) return Text(*text);
  if (const auto* array = value.AsArray()) {
    BeginArray();
    for (const Json& item : *array) Value(item);
    return EndArray();
  }
  if (const auto* object = value.AsObject()) {
    BeginObject();
    for (const auto& [name, item] : *object) {
      KeyText(name);
      Value(item);
    }
    return EndObject();
  }
  Null();
}

std::string ToText(const Json& value) {
  Buffer out;
  JsonWriter(out).Value(value);
  return std::string(out.view());
}

}  // namespace guildhall
