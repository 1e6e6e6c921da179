#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/buffer.h"
#include "base/json.h"
#include "core/fitting.h"
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
  std::string order_by;                    ///< as it was asked for; of lists of objects only

  friend bool operator==(const Page&, const Page&) = default;
  /// What to ask of the core. Give the rows to `Arrange` before they are shown.
  [[nodiscard]] Seek ToSeek() const;
  /// Puts rows in walking order into the order in which the list shows them.
  template <class Row>
  void Arrange(std::vector<Row>& rows) const {
    if (rows.size() > static_cast<std::size_t>(size)) rows.resize(static_cast<std::size_t>(size));
    if (forward && !*forward) std::reverse(rows.begin(), rows.end());
  }
};

/// A row at the end of a page, as the links name it.
struct Boundary {
  Boundary(std::int64_t row) : id(row) {}  // NOLINT(google-explicit-constructor)
  Boundary(std::int64_t row, std::optional<std::string> last_value)
      : id(row), value(std::move(last_value)) {}

  std::int64_t id;
  std::optional<std::string>
      value{};  ///< of the field that the list is ordered by, if there is one
};

/// Nothing for values that do not parse: answer `RefusePage()`.
std::optional<Page> ReadPage(const http::Request& request, bool descending_by_default = false);
/// 400 `{"detail":"Incorrect page parameter provided."}`.
http::Response RefusePage();

/// Appends the value of `next` or `prev`: a path in quotation marks, or null. `first` and `last`
/// are the rows at both ends of the page; nothing on an empty one.
void WriteNextLink(Buffer& out, std::string_view path, const Page& page, std::size_t count,
                   const std::optional<Boundary>& last);
void WritePrevLink(Buffer& out, std::string_view path, const Page& page, std::size_t count,
                   const std::optional<Boundary>& first);

/// 200 with a page, `{"prev":...,"objects":[...],"next":...}` in the order in which Syncano v1.1
/// "Users - list" prints it. `rows` as the core gave them; `id_of(row)` is what `last_pk` counts
/// by, or a whole `Boundary`; `write(Buffer&, row)` writes one object.
template <class Row, class IdOf, class Write>
http::Response RenderPage(const http::Request& request, const Page& page, std::vector<Row> rows,
                          IdOf id_of, Write write) {
  page.Arrange(rows);
  std::optional<Boundary> first, last;
  if (!rows.empty()) {
    first.emplace(id_of(rows.front()));
    last.emplace(id_of(rows.back()));
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

/// What the filter `name` ("label__startswith") asks rows to begin with; nothing when it asks for
/// nothing.
std::optional<std::string> ReadPrefix(const http::Request& request, std::string_view name);
/// The same for names, which are stored lower-case.
std::optional<std::string> ReadNamePrefix(const http::Request& request, std::string_view name);

/// A list of the core, or those of its rows whose text begins with `prefix`: `list(seek)` gives
/// rows, `text_of(row)` what is compared. Errors as `ListFitting`.
template <class Row, class List, class TextOf>
Result<std::vector<Row>> ListBeginning(const std::optional<std::string>& prefix, Seek seek,
                                       List list, TextOf text_of) {
  if (!prefix) return list(seek);
  return ListFitting<Row>(seek, list,
                          [&](const Row& row) { return text_of(row).starts_with(*prefix); });
}

}  // namespace guildhall::syncano
