// Whatever a list is asked by: what is read stays within its bounds, and what is matched by it
// ends.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dialects/daptin/lists/list_query.h"

namespace {

using guildhall::Json;
using guildhall::daptin::ListQuery;

constexpr std::array<std::string_view, 3> kColumns = {"name", "email", "created_at"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto query = guildhall::daptin::ReadListQuery(input, "user_account");
  if (!query) {
    if (query.error().status != 400 || query.error().title.empty()) GH_BUG("no reason is given");
    return 0;
  }
  if (query->number < 1 || query->size < 1 || query->size > ListQuery::kMaxSize) {
    GH_BUG("a page beyond its bounds");
  }
  if (!guildhall::daptin::CheckColumns(*query, "user_account", kColumns)) return 0;
  const Json::Object a = {
      {"name", Json("ciri")}, {"email", Json("c@e.com")}, {"created_at", Json()}};
  const Json::Object b = {{"name", Json("yen")}, {"email", Json()}, {"created_at", Json("2026")}};
  (void)Matches(*query, a, kColumns);
  (void)Matches(*query, b, kColumns);
  if (ComesBefore(query->sort, a, b) && ComesBefore(query->sort, b, a)) {
    GH_BUG("two rows each come before the other");
  }
  return 0;
}
