// What a row leads to, for answers that show it besides: `included_relations`.
#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/links/links.h"
#include "dialects/daptin/lists/listing.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kMostIncluded = 50;
/// Most relations of rows that one answer fills.
constexpr std::int64_t kMostFilled = 5000;

bool IsRefusal(const Error& error) {
  return error.code == Errc::kForbidden || error.code == Errc::kNotFound;
}

/// The row at the other end of a to-one relation, if there is one that the caller may read.
Result<std::vector<Resource>> FillToOne(const Reader& reader, const RelationData& data) {
  std::vector<Resource> found;
  if (data.targets.empty()) return found;
  const auto uid = ParseUid(data.targets.front().id);
  const Table* table = reader.catalog->Find(data.targets.front().type);
  if (!uid || table == nullptr) return found;
  auto row = RowsOf(*table).get(reader, *table, *uid, Gates::ByLists({}, {Right::kRead}));
  if (!row && !IsRefusal(row.error())) return Fail(row.error());
  if (row) found.push_back(std::move(row->resource));
  return found;
}

/// The other ends of the row's newest links.
Result<std::vector<Resource>> FillLinked(const Reader& reader, const LinkPath& path,
                                         const Resource& row, std::size_t most) {
  GH_TRY(std::vector<Link> links, LinksOf(reader, path, row));
  std::reverse(links.begin(), links.end());
  std::vector<Resource> found;
  for (std::size_t at = 0; at < links.size() && found.size() < most; at += most) {
    const auto first = links.begin() + static_cast<std::ptrdiff_t>(at);
    const auto count = static_cast<std::ptrdiff_t>(std::min(most, links.size() - at));
    GH_TRY(std::vector<LinkedRow> ends,
           ReadEnds(reader, path, {first, first + count}, {Right::kRead}));
    for (LinkedRow& end : ends) {
      if (found.size() < most) found.push_back(std::move(end.row));
    }
  }
  return found;
}

/// The newest rows that name this one; none of a table that is closed to the caller.
Result<std::vector<Resource>> FillReverse(const Reader& reader, const Relation& relation,
                                          const Resource& row, std::size_t most) {
  ListQuery query;
  query.size = static_cast<std::int64_t>(most);
  query.sort = {{"created_at", true}};
  auto page = ReadReverse(reader, relation, row, query);
  if (!page && !IsRefusal(page.error())) return Fail(page.error());
  return page ? std::move(page->rows) : std::vector<Resource>();
}

bool IsIncluded(const ListQuery& query, const Relation& relation) {
  return query.Includes(relation.name) || (relation.to_one() && query.Includes(relation.table));
}

/// Whether the one row that it leads to is there already.
bool IsKnown(const RelationData* data, const std::set<std::string>& known) {
  return data != nullptr && data->to_one && !data->targets.empty() &&
         known.contains(data->targets.front().id);
}

}  // namespace

Result<Page> ReadReverse(const Reader& reader, const Relation& relation, const Resource& row,
                         const ListQuery& query) {
  ListQuery asked = query;
  asked.related.emplace_back(relation.inverse, std::vector<std::string>{row.id});
  return ReadPage(reader, reader.table(relation.table), asked);
}

Result<std::vector<Resource>> FillRelation(const Reader& reader, const Relation& relation,
                                           Resource& row, std::size_t most) {
  RelationData* data = row.FindRelation(relation.name);
  if (data == nullptr) return std::vector<Resource>();
  if (relation.to_one()) return FillToOne(reader, *data);
  const Table* table = reader.catalog->Find(row.type);
  const auto path =
      table == nullptr ? std::nullopt : FindLinkPath(*reader.catalog, *table, relation.name);
  GH_TRY(std::vector<Resource> found,
         path ? FillLinked(reader, *path, row, most) : FillReverse(reader, relation, row, most));
  data->targets.clear();
  for (const Resource& end : found) data->targets.push_back({end.type, end.id});
  return found;
}

Result<std::vector<Resource>> Include(const Reader& reader, const Table& table,
                                      const ListQuery& query, std::vector<Resource>& rows) {
  std::vector<Resource> included;
  std::set<std::string> known;
  std::int64_t filled = 0;
  for (const Relation& relation : table.relations) {
    if (!IsIncluded(query, relation)) continue;
    for (Resource& row : rows) {
      if (IsKnown(row.FindRelation(relation.name), known)) continue;
      if (++filled > kMostFilled) return Fail(Errc::kBudgetExceeded);
      GH_TRY(std::vector<Resource> found, FillRelation(reader, relation, row, kMostIncluded));
      for (Resource& resource : found) {
        if (known.insert(resource.id).second) included.push_back(std::move(resource));
      }
    }
  }
  return included;
}

}  // namespace guildhall::daptin
