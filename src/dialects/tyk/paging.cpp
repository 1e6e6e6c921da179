#include "dialects/tyk/paging.h"

#include "base/strings.h"

namespace guildhall::tyk {

std::optional<std::int64_t> ReadPage(const http::Request& request) {
  const auto text = request.QueryParameter("p");
  if (!text) return std::nullopt;
  const auto page = ParseInteger(*text);
  return page && *page >= 1 ? page : std::nullopt;
}

}  // namespace guildhall::tyk
