#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::dialects {

struct FormField {
  std::string name;
  std::string value;
};

/// More fields than any honest form has.
inline constexpr std::size_t kMaxFormFields = 1'000;

/// The fields of "a=1&b=two+words", of a form or a query, in their order. Nothing when an escape is
/// malformed, or there are more than `kMaxFormFields`.
std::optional<std::vector<FormField>> ReadForm(std::string_view text);

}  // namespace guildhall::dialects
