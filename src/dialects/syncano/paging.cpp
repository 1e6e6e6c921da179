#include "dialects/syncano/paging.h"

#include <string>

#include "base/strings.h"
#include "dialects/syncano/errors.h"

namespace guildhall::syncano {
namespace {

bool ReadSize(const http::Request& request, Page& page) {
  const auto text = request.QueryParameter("page_size");
  if (!text) return true;
  const auto size = ParseInteger(*text);
  if (!size || *size < 0) return false;
  page.size_given = true;
  page.asked_size = *size;
  page.size = static_cast<std::int32_t>(std::min<std::int64_t>(*size, kMaxPageSize));
  return true;
}

bool ReadDirection(const http::Request& request, Page& page) {
  const auto text = request.QueryParameter("direction");
  if (!text) return true;
  if (*text != "0" && *text != "1") return false;
  page.forward = *text == "1";
  return true;
}

bool ReadLastPk(const http::Request& request, Page& page) {
  const auto text = request.QueryParameter("last_pk");
  if (!text) return true;
  page.last_pk = ParseInteger(*text);
  return page.last_pk.has_value();
}

/// Writes `?` or `&` before each parameter.
class LinkWriter {
 public:
  explicit LinkWriter(Buffer& out) : out_(out) {}
  Buffer& Parameter(std::string_view name) {
    out_.Append(separator_);
    separator_ = '&';
    out_.Append(name);
    out_.Append('=');
    return out_;
  }

 private:
  Buffer& out_;
  char separator_ = '?';
};

/// Everything but letters, digits and the few marks that stand for themselves, as `%xx`.
void AppendPercentEncoded(Buffer& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "-._~";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kPlain.find(c) != std::string_view::npos;
    if (plain) {
      out.Append(c);
    } else {
      out.Append('%');
      out.Append(kDigits[byte >> 4U]);
      out.Append(kDigits[byte & 0xFU]);
    }
  }
}

void WriteLink(Buffer& out, std::string_view path, const Page& page, std::optional<bool> forward,
               const std::optional<Boundary>& last) {
  out.Append('"');
  AppendEscaped(out, path);
  LinkWriter link(out);
  if (page.size_given) link.Parameter("page_size").AppendNumber(page.asked_size);
  if (page.ordering_given) link.Parameter("ordering").Append(page.descending ? "desc" : "asc");
  if (!page.order_by.empty()) AppendPercentEncoded(link.Parameter("order_by"), page.order_by);
  if (forward) link.Parameter("direction").Append(*forward ? '1' : '0');
  if (last) link.Parameter("last_pk").AppendNumber(last->id);
  if (last && last->value) AppendPercentEncoded(link.Parameter("last_value"), *last->value);
  out.Append('"');
}

}  // namespace

Seek Page::ToSeek() const {
  Seek seek;
  seek.limit = size;
  const bool backward = forward && !*forward;
  seek.descending = descending != backward;
  // Without a direction it is the first page, whatever last_pk says.
  if (forward) seek.from = last_pk;
  return seek;
}

std::optional<Page> ReadPage(const http::Request& request, bool descending_by_default) {
  Page page;
  page.descending = descending_by_default;
  if (request.query.empty()) return page;
  if (!ReadSize(request, page) || !ReadDirection(request, page) || !ReadLastPk(request, page)) {
    return std::nullopt;
  }
  if (const auto ordering = request.QueryParameter("ordering")) {
    page.ordering_given = *ordering == "asc" || *ordering == "desc";
    if (page.ordering_given) page.descending = *ordering == "desc";
  }
  return page;
}

http::Response RefusePage() { return Refuse(400, "Incorrect page parameter provided."); }

void WriteNextLink(Buffer& out, std::string_view path, const Page& page, std::size_t count,
                   const std::optional<Boundary>& last) {
  const bool full = count > 0 && count == static_cast<std::size_t>(page.size);
  const bool backward = page.forward && !*page.forward;
  if (full) return WriteLink(out, path, page, true, last);
  // Going backward beyond the first row: the list from its beginning comes next.
  if (backward && page.size > 0) return WriteLink(out, path, page, std::nullopt, std::nullopt);
  out.Append("null");
}

void WritePrevLink(Buffer& out, std::string_view path, const Page& page, std::size_t count,
                   const std::optional<Boundary>& first) {
  const bool full = count > 0 && count == static_cast<std::size_t>(page.size);
  if (page.forward && (*page.forward || full)) return WriteLink(out, path, page, false, first);
  out.Append("null");
}

std::optional<std::string> ReadPrefix(const http::Request& request, std::string_view name) {
  if (request.query.empty()) return std::nullopt;
  auto prefix = request.QueryParameter(name);
  if (prefix && prefix->empty()) prefix.reset();
  return prefix;
}

std::optional<std::string> ReadNamePrefix(const http::Request& request, std::string_view name) {
  auto prefix = ReadPrefix(request, name);
  if (prefix) prefix = ToLowerUnicode(*prefix);
  return prefix;
}

}  // namespace guildhall::syncano
