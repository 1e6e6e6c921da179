// Taking trailing commas away changes nothing else: what is left is the text without some commas,
// has none that could be taken, and a text that is JSON already is left alone.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "dialects/tyk/body.h"

namespace {

using guildhall::tyk::WithoutTrailingCommas;

/// Whether `shorter` is `longer` without some of its commas.
bool LacksCommasOnly(std::string_view shorter, std::string_view longer) {
  std::size_t at = 0;
  for (const char c : longer) {
    if (at < shorter.size() && shorter[at] == c) {
      ++at;
    } else if (c != ',') {
      return false;
    }
  }
  return at == shorter.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto repaired = WithoutTrailingCommas(input);
  if (!repaired) return 0;
  if (guildhall::ParseJson(input)) GH_BUG("a good text was changed");
  if (repaired->size() >= input.size()) GH_BUG("nothing was taken");
  if (!LacksCommasOnly(*repaired, input)) GH_BUG("more than commas was taken");
  return 0;
}
