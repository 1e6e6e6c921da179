#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "core/rows.h"
#include "http/request.h"

namespace guildhall::tyk {

inline constexpr std::int64_t kPageSize = 10;

/// The page asked for, from 1; nothing when everything is: no `p`, one below 1, or no number.
std::optional<std::int64_t> ReadPage(const http::Request& request);

/// Writes an array of the rows of a page (or of all) and returns the number of pages, which is 0
/// when everything is shown. `fetch(Seek)` gives rows ascending, `id_of(row)` is what a Seek counts
/// by, `write(row)` writes one that is shown and may fail. Walks the whole list: the number of
/// pages is that of all rows.
template <class Fetch, class IdOf, class Write>
Result<std::int64_t> WritePage(JsonWriter& out, std::optional<std::int64_t> page, Fetch fetch,
                               IdOf id_of, Write write) {
  constexpr std::int32_t kBatch = 500;
  std::int64_t seen = 0;
  Seek seek{.limit = kBatch};
  out.BeginArray();
  while (true) {
    GH_TRY(const auto rows, fetch(seek));
    for (const auto& row : rows) {
      if (!page || seen / kPageSize == *page - 1) GH_CHECK(write(row));
      ++seen;
    }
    if (rows.size() < static_cast<std::size_t>(kBatch)) break;
    seek.from = id_of(rows.back());
  }
  out.EndArray();
  return page ? (seen + kPageSize - 1) / kPageSize : 0;
}

}  // namespace guildhall::tyk
