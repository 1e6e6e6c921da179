#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/answer.h"

namespace guildhall::syncano {

inline constexpr std::string_view kNonFieldErrors = "non_field_errors";

/// Collects what is wrong with an input: `{"field":["text",...]}`, with at most one level of
/// nesting (`{"profile":{"group":["..."]}}`), in the order in which fields were first refused.
class FieldErrors {
 public:
  /// `inside` names the enclosing object, "" for the input itself.
  void Add(std::string_view inside, std::string_view field, std::string_view text);
  void Add(std::string_view field, std::string_view text) { Add({}, field, text); }

  [[nodiscard]] bool empty() const { return entries_.empty(); }
  /// The 400 answer.
  [[nodiscard]] http::Response Render() const;

 private:
  struct Entry {
    std::string inside;
    std::string field;
    std::vector<std::string> texts;
  };
  std::vector<Entry> entries_;
};

}  // namespace guildhall::syncano
