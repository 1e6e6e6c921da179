#include "dialects/daptin/listing.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/links.h"

namespace guildhall::daptin {
namespace {

constexpr std::string_view kUsualOrder = "-created_at";
constexpr std::int32_t kStep = 1000;
constexpr std::size_t kMostIncluded = 50;

/// Columns by which callers may sort and ask: what is shown, but for passwords.
std::vector<std::string_view> ColumnsOf(const BuiltinTable& table) {
  std::vector<std::string_view> names;
  for (const Column& column : kStandardColumns) names.push_back(column.name);
  for (const Column& column : table.columns) {
    if (!column.hidden && column.type != "password") names.push_back(column.name);
  }
  for (const Relation& relation : table.relations) {
    if (relation.to_one) names.push_back(relation.name);
  }
  return names;
}

/// Columns in which `filter` looks. [Daptin "Filtering"]
std::vector<std::string_view> FilteredColumnsOf(const BuiltinTable& table) {
  std::vector<std::string_view> names;
  for (const Column& column : table.columns) {
    const bool text = column.type == "label" || column.type == "name" || column.type == "email";
    if (text && !column.hidden && (column.indexed || column.unique)) names.push_back(column.name);
  }
  return names;
}

/// Whether the query wants the list as it is walked.
bool IsPlain(const BuiltinTable& table, const ListQuery& query) {
  const bool related =
      std::any_of(query.related.begin(), query.related.end(), [&](const auto& parameter) {
        return std::any_of(
            table.relations.begin(), table.relations.end(),
            [&](const Relation& relation) { return relation.name == parameter.first; });
      });
  return !related && query.conditions.empty() && query.filter.empty() && query.sort.empty() &&
         table.default_order == kUsualOrder;
}

/// The number of the row with this id; nothing when there is none that this caller may read.
Result<std::optional<std::int64_t>> NumberOf(const Reader& reader, const BuiltinTable& table,
                                             std::string_view id) {
  const auto uid = ParseUid(id);
  if (!uid) return std::optional<std::int64_t>();
  const auto row = RowsOf(table).get(reader, *uid, Gates::ByLists({}, {Right::kRead}));
  if (row) return std::optional(row->resource.number);
  if (row.error().code != Errc::kForbidden && row.error().code != Errc::kNotFound) {
    return Fail(row.error());
  }
  return std::optional<std::int64_t>();
}

/// Where a walk begins: behind the cursor that the query names, or at the newest row.
Result<std::optional<Seek>> StartOf(const Reader& reader, const BuiltinTable& table,
                                    const ListQuery& query) {
  Seek seek{.descending = query.after.empty()};
  const std::string& cursor = query.after.empty() ? query.before : query.after;
  if (cursor.empty()) return std::optional(seek);
  GH_TRY(seek.from, NumberOf(reader, table, cursor));
  // A cursor that names nothing has nothing behind it.
  if (!seek.from) return std::optional<Seek>();
  return std::optional(seek);
}

Result<std::vector<Resource>> Walk(const Reader& reader, const BuiltinTable& table, Seek seek,
                                   std::int64_t skip, std::int64_t size) {
  std::vector<Resource> page;
  while (static_cast<std::int64_t>(page.size()) < size) {
    seek.limit = static_cast<std::int32_t>(std::min<std::int64_t>(skip + size, kStep));
    GH_TRY(std::vector<Resource> rows, RowsOf(table).list(reader, seek));
    const bool last = static_cast<std::int32_t>(rows.size()) < seek.limit;
    if (!rows.empty()) seek.from = rows.back().number;
    for (Resource& row : rows) {
      if (skip > 0) {
        --skip;
      } else if (static_cast<std::int64_t>(page.size()) < size) {
        page.push_back(std::move(row));
      }
    }
    if (last) break;
  }
  return page;
}

/// Every row that the caller may read, newest first.
Result<std::vector<Resource>> ReadAll(const Reader& reader, const BuiltinTable& table) {
  std::vector<Resource> all;
  Seek seek{.descending = true, .limit = kStep};
  while (true) {
    GH_TRY(std::vector<Resource> rows, RowsOf(table).list(reader, seek));
    const bool last = static_cast<std::int32_t>(rows.size()) < seek.limit;
    if (!rows.empty()) seek.from = rows.back().number;
    for (Resource& row : rows) all.push_back(std::move(row));
    if (static_cast<std::int64_t>(all.size()) > kMostExamined) return Fail(Errc::kBudgetExceeded);
    if (last) return all;
  }
}

/// Ids of the rows of `table` that are linked with one of `ids` at the other end of `path`.
Result<std::set<std::string>> LinkedWith(const Reader& reader, const BuiltinTable& table,
                                         const LinkPath& path,
                                         const std::vector<std::string>& ids) {
  std::set<std::string> linked;
  const auto back =
      FindLinkPath(path.target->name, path.from_group ? std::string_view("usergroup_id")
                                                      : path.join->relations.front().name);
  for (const std::string& id : ids) {
    const auto uid = ParseUid(id);
    if (!uid || !back) continue;
    const auto other = RowsOf(*path.target).get(reader, *uid, Gates::ByLists({}, {Right::kRead}));
    if (!other) continue;
    GH_TRY(const auto links, LinksOf(reader, *back, other->resource));
    for (const Link& link : links) {
      linked.insert(table.name == kGroups ? link.row.group : link.row.subject);
    }
  }
  return linked;
}

/// Keeps the rows that are related as the query says.
Result<void> KeepRelated(const Reader& reader, const BuiltinTable& table, const ListQuery& query,
                         std::vector<Resource>& rows) {
  for (const auto& [name, ids] : query.related) {
    if (const auto path = FindLinkPath(table.name, name)) {
      GH_TRY(const auto linked, LinkedWith(reader, table, *path, ids));
      std::erase_if(rows, [&](const Resource& row) { return !linked.contains(row.id); });
      continue;
    }
    const std::set<std::string> wanted(ids.begin(), ids.end());
    std::erase_if(rows, [&, relation_name = &name](Resource& row) {
      const RelationData* relation = row.FindRelation(*relation_name);
      if (relation == nullptr) return false;
      return relation->targets.empty() || !wanted.contains(relation->targets.front().id);
    });
  }
  return {};
}

std::vector<SortKey> KeysOf(const BuiltinTable& table, const ListQuery& query) {
  if (!query.sort.empty() || table.default_order == kUsualOrder) return query.sort;
  return {{std::string(table.default_order.substr(1)), table.default_order.front() == '-'}};
}

}  // namespace

Reading<void> CheckQuery(const ListQuery& query, const BuiltinTable& table) {
  const auto columns = ColumnsOf(table);
  if (auto checked = CheckColumns(query, table.name, columns); !checked) return checked;
  if (!query.sparse) return {};
  for (const std::string& field : query.fields) {
    if (field == "password" || std::find(columns.begin(), columns.end(), field) != columns.end()) {
      continue;
    }
    return Refused(
        400, "Field \"" + field + "\" does not exist for type \"" + std::string(table.name) + "\"");
  }
  return {};
}

Result<Page> ChoosePage(const Reader& reader, const BuiltinTable& table, const ListQuery& query,
                        std::vector<Resource> rows) {
  const auto filtered = FilteredColumnsOf(table);
  std::erase_if(rows,
                [&](const Resource& row) { return !Matches(query, row.attributes, filtered); });
  GH_CHECK(KeepRelated(reader, table, query, rows));
  const std::vector<SortKey> keys = KeysOf(table, query);
  std::stable_sort(rows.begin(), rows.end(), [&](const Resource& a, const Resource& b) {
    return ComesBefore(keys, a.attributes, b.attributes);
  });
  Page page;
  page.total = static_cast<std::int64_t>(rows.size());
  const std::int64_t first = std::min((query.number - 1) * query.size, page.total);
  const std::int64_t last = std::min(first + query.size, page.total);
  page.rows.assign(std::make_move_iterator(rows.begin() + first),
                   std::make_move_iterator(rows.begin() + last));
  return page;
}

Result<Page> ReadPage(const Reader& reader, const BuiltinTable& table, const ListQuery& query) {
  const TableRows& rows = RowsOf(table);
  GH_TRY(const std::optional<Seek> start, StartOf(reader, table, query));
  if (!start) return Page{};
  if (rows.count != nullptr && IsPlain(table, query)) {
    Page page;
    GH_TRY(page.total, rows.count(reader, kMostCounted));
    const std::int64_t skip = start->from ? 0 : (query.number - 1) * query.size;
    if (skip >= page.total) return page;
    GH_TRY(page.rows, Walk(reader, table, *start, skip, query.size));
    return page;
  }
  GH_TRY(std::vector<Resource> all, ReadAll(reader, table));
  if (!start->from) return ChoosePage(reader, table, query, std::move(all));
  std::erase_if(all, [&](const Resource& row) {
    return start->descending ? row.number >= *start->from : row.number <= *start->from;
  });
  ListQuery first_page = query;
  first_page.number = 1;
  return ChoosePage(reader, table, first_page, std::move(all));
}

Result<std::vector<Resource>> FillRelation(const Reader& reader, const Relation& relation,
                                           Resource& row, std::size_t most) {
  std::vector<Identifier> ends;
  RelationData* data = row.FindRelation(relation.name);
  if (data == nullptr) return std::vector<Resource>();
  const auto path = FindLinkPath(row.type, relation.name);
  if (path) {
    GH_TRY(const auto links, LinksOf(reader, *path, row));
    for (auto link = links.rbegin(); link != links.rend(); ++link) {
      ends.push_back({std::string(path->target->name),
                      path->from_group ? link->row.subject : link->row.group});
    }
    data->targets.clear();
  } else {
    ends = data->targets;
  }
  std::vector<Resource> found;
  for (const Identifier& end : ends) {
    const auto uid = ParseUid(end.id);
    const BuiltinTable* table = FindBuiltinTable(end.type);
    if (found.size() == most || !uid || table == nullptr) continue;
    auto other = RowsOf(*table).get(reader, *uid, Gates::ByLists({}, {Right::kRead}));
    if (!other) continue;
    if (path) data->targets.push_back(end);
    found.push_back(std::move(other->resource));
  }
  return found;
}

Result<std::vector<Resource>> Include(const Reader& reader, const BuiltinTable& table,
                                      const ListQuery& query, std::vector<Resource>& rows) {
  std::vector<Resource> included;
  std::set<std::string> known;
  for (const Relation& relation : table.relations) {
    const bool named =
        query.Includes(relation.name) || (relation.to_one && query.Includes(relation.table));
    if (!named) continue;
    for (Resource& row : rows) {
      GH_TRY(std::vector<Resource> found, FillRelation(reader, relation, row, kMostIncluded));
      for (Resource& resource : found) {
        if (known.insert(resource.id).second) included.push_back(std::move(resource));
      }
    }
  }
  return included;
}

}  // namespace guildhall::daptin
