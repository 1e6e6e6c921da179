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
  /// What is no array: the values that may be in a list, and tagged ones.
  std::optional<Value> ReadSingle();
  std::optional<std::int64_t> ReadInteger();
  std::optional<Value> ReadNumber();
  /// A number with a fraction, or its bits.
  std::optional<double> ReadFloat();
  std::optional<std::string> ReadText();
  bool ReadEscape(std::string& text);
  /// `{"t":...}` and its like.
  std::optional<Value> ReadTagged();
  /// The same after its tag.
  std::optional<Value> ReadTagged(char tag);
  std::optional<Value> ReadPoint();
  std::optional<Value> ReadList();
  std::optional<Value> ReadIds();
  std::optional<Value> ReadFile();
  /// Elements, each read by `next()` (false: damaged), up to the end of the array.
  template <class Next>
  bool ReadArray(const Next& next);

  std::string_view rest_;
};

}  // namespace guildhall::store
