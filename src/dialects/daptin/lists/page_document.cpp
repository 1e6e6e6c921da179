// How a page of a list is written, with its links.
#include <algorithm>
#include <string>
#include <utility>

#include "dialects/daptin/errors.h"
#include "dialects/daptin/lists/listing.h"

namespace guildhall::daptin {
namespace {

std::string PageUrl(std::string_view path, std::int64_t number, std::int64_t size) {
  return std::string(path) + "?page[number]=" + std::to_string(number) +
         "&page[size]=" + std::to_string(size);
}

/// The numbers are those of pages, whether or not the last one is full. [Daptin "Pagination"]
void WriteLinks(JsonWriter& out, std::string_view path, const ListQuery& query,
                std::int64_t total) {
  const std::int64_t last = std::max<std::int64_t>(1, (total + query.size - 1) / query.size);
  const auto integer = [&](std::string_view name, std::int64_t value) {
    out.KeyText(name);
    out.Integer(value);
  };
  const auto url = [&](std::string_view name, std::int64_t number) {
    out.KeyText(name);
    out.Text(PageUrl(path, number, query.size));
  };
  out.Key("links");
  out.BeginObject();
  integer("current_page", query.number);
  integer("from", (query.number - 1) * query.size);
  integer("to", query.number * query.size);
  integer("per_page", query.size);
  integer("total", total);
  integer("last_page", last);
  if (query.number != 1) {
    url("first_page_url", 1);
    url("prev_page_url", std::min(query.number - 1, last));
  }
  if (query.number < last) url("next_page_url", query.number + 1);
  if (query.number != last) url("last_page_url", last);
  out.EndObject();
}

}  // namespace

http::Response ShowPage(std::string_view path, const ListQuery& query, const Page& page,
                        const std::vector<Resource>& included) {
  Buffer body;
  JsonWriter out(body);
  out.BeginObject();
  if (!path.empty()) WriteLinks(out, path, query, page.total);
  out.Key("data");
  out.BeginArray();
  for (const Resource& row : page.rows) WriteResource(out, row);
  out.EndArray();
  WriteIncluded(out, included);
  out.EndObject();
  return Document(200, std::move(body));
}

}  // namespace guildhall::daptin
