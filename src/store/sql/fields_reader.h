#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/value.h"

namespace guildhall::store {

/// Reads the text that `FieldsText` writes, and nothing else: no white space, no escapes that it
/// does not use. Several times faster than a general parser, and it keeps U+0000, which JSON from
/// outside may not hold.
class FieldsReader {
 public:
  explicit FieldsReader(std::string_view text) : rest_(text) {}

  /// The whole text; nothing when it is damaged.
  std::optional<Fields> Read();

 private:
  bool Skip(char expected);
  bool Skip(std::string_view expected);
  bool ReadMember(Fields& fields);
  std::optional<Value> ReadValue();
  std::optional<std::int64_t> ReadInteger();
  std::optional<Value> ReadNumber();
  std::optional<std::string> ReadText();
  bool ReadEscape(std::string& text);
  /// `{"t":...}` or `{"b":...}`.
  std::optional<Value> ReadTagged();

  std::string_view rest_;
};

}  // namespace guildhall::store
