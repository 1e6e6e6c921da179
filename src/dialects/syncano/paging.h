#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/buffer.h"
#include "base/json.h"
#include "core/rows.h"
#include "http/answer.h"
#include "http/request.h"

namespace guildhall::syncano {

inline constexpr std::int32_t kMaxPageSize = 100;

/// Which part of a list is asked for (Syncano v1.1: page_size, direction, last_pk, ordering).
struct Page {
  std::int32_t size = kMaxPageSize;
  std::optional<bool> forward;  ///< the direction, when one was given
  std::optional<std::int64_t> last_pk;
  bool descending = false;
  bool size_given = false;
  bool ordering_given = false;
  std::int64_t asked_size = kMaxPageSize;  ///< before it was cut to the maximum

  /// What to ask of the core. Give the rows to `Arrange` before they are shown.
  [[nodiscard]] Seek ToSeek() const;
  /// Puts rows in walking order into the order in which the list shows them.
  template <class Row>
  void Arrange(std::vector<Row>& rows) const {
    if (rows.size() > static_cast<std::size_t>(size)) rows.resize(static_cast<std::size_t>(size));
    if (forward && !*forward) std::reverse(rows.begin(), rows.end());
  }
};

/// Nothing for values that do not parse: answer `RefusePage()`.
std::optional<Page> ReadPage(const http::Request& request, bool descending_by_default = false);
/// 400 `{"detail":"Incorrect page parameter provided."}`.
http::Response RefusePage();

/// Appends the value of `next` or `prev`: a path in quotation marks, or null. `first` and `last`
/// are the ids of the rows at both ends of the page; nothing on an empty one.
void WriteNextLink(Buffer& out, std::string_view path, const Page& page, std::size_t count,
                   std::optional<std::int64_t> last);
void WritePrevLink(Buffer& out, std::string_view path, const Page& page, std::size_t count,
                   std::optional<std::int64_t> first);

/// 200 with a page, `{"prev":...,"objects":[...],"next":...}` in the order in which Syncano v1.1
/// "Users - list" prints it. `rows` as the core gave them; `id_of(row)` is what `last_pk` counts
/// by; `write(Buffer&, row)` writes one object.
template <class Row, class IdOf, class Write>
http::Response RenderPage(const http::Request& request, const Page& page, std::vector<Row> rows,
                          IdOf id_of, Write write) {
  page.Arrange(rows);
  std::optional<std::int64_t> first, last;
  if (!rows.empty()) {
    first = id_of(rows.front());
    last = id_of(rows.back());
  }
  http::Response response;
  Buffer& out = response.body;
  out.Append("{\"prev\":");
  WritePrevLink(out, request.path, page, rows.size(), first);
  out.Append(",\"objects\":[");
  bool fresh = true;
  for (const Row& row : rows) {
    if (!fresh) out.Append(',');
    fresh = false;
    write(out, row);
  }
  out.Append("],\"next\":");
  WriteNextLink(out, request.path, page, rows.size(), last);
  out.Append('}');
  return response;
}

/// The answer to a list filter that is not served; nothing when the request has none of that name.
std::optional<http::Response> RefuseFilter(const http::Request& request, std::string_view name);

}  // namespace guildhall::syncano
