#include "dialects/shared/form.h"

#include <utility>

#include "base/strings.h"
#include "http/request.h"

namespace guildhall::dialects {

std::optional<std::vector<FormField>> ReadForm(std::string_view text) {
  std::vector<FormField> fields;
  while (!text.empty()) {
    std::string_view pair = CutAt(text, '&');
    if (pair.empty()) continue;
    auto name = http::PercentDecode(CutAt(pair, '='), true);
    auto value = http::PercentDecode(pair, true);
    if (!name || !value || fields.size() == kMaxFormFields) return std::nullopt;
    fields.push_back({std::move(*name), std::move(*value)});
  }
  return fields;
}

}  // namespace guildhall::dialects
