// ParseJson never fails in another way than kInvalid, and what it accepts is written as text that
// it reads as the same value. Any text without U+0000 comes back from being escaped.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/strings.h"

namespace {

using guildhall::Json;
using guildhall::ParseJson;

void CheckParser(std::string_view input) {
  const auto json = ParseJson(input);
  if (!json) {
    if (json.error().code != guildhall::Errc::kInvalid || json.error().detail.empty())
      GH_BUG("a refusal without its code or reason");
    return;
  }
  const std::string text = ToText(*json);
  const auto again = ParseJson(text);
  if (!again) GH_BUG("what was written cannot be read");
  if (*again != *json) GH_BUG("what was written is another value");
  if (ToText(*again) != text) GH_BUG("the same value is written in two ways");
}

void CheckEscaping(std::string_view input) {
  if (!guildhall::IsValidUtf8(input) || input.find('\0') != std::string_view::npos) return;
  guildhall::Buffer out;
  guildhall::JsonWriter(out).Text(input);
  const auto json = ParseJson(out.view());
  if (!json || *json != Json(std::string(input))) GH_BUG("a text does not come back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  CheckParser(input);
  CheckEscaping(input);
  return 0;
}
