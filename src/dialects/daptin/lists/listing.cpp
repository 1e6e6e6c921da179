#include "dialects/daptin/lists/listing.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "base/strings.h"
#include "core/uid_text.h"
#include "dialects/daptin/columns/column_values.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/links/related_rows.h"
#include "dialects/daptin/rows/query_operands.h"

namespace guildhall::daptin {
namespace {

constexpr std::int32_t kStep = 1000;

/// Columns by which callers may sort and ask: what is shown, but for passwords and hashes.
std::vector<std::string_view> ColumnsOf(const Table& table) {
  std::vector<std::string_view> names;
  for (const Column& column : StandardColumns()) names.push_back(column.name);
  for (const Column& column : table.columns) {
    if (MayAskBy(column)) names.push_back(column.name);
  }
  for (const Relation& relation : table.relations) {
    if (relation.to_one()) names.push_back(relation.name);
  }
  return names;
}

/// Columns in which `filter` looks. [Daptin "Filtering"]
std::vector<std::string_view> FilteredColumnsOf(const Table& table) {
  std::vector<std::string_view> names;
  for (const Column& column : table.columns) {
    const bool text = column.type == "label" || column.type == "name" || column.type == "email";
    if (text && MayAskBy(column) && (column.indexed || column.unique)) {
      names.push_back(column.name);
    }
  }
  return names;
}

/// Whether the list goes by the numbers of its rows, which is as they were made.
bool GoesByAge(const std::vector<SortKey>& keys) {
  return keys.empty() || (keys.size() == 1 && keys.front().column == "created_at");
}

/// Whether the query wants every row of the list, in the order in which it is walked.
bool IsPlain(const Table& table, const ListQuery& query) {
  const bool related = std::any_of(
      query.related.begin(), query.related.end(),
      [&](const auto& parameter) { return FindRelated(table, parameter.first) != nullptr; });
  return !related && query.conditions.empty() && query.filter.empty() &&
         GoesByAge(OrderOf(table, query));
}

/// The way in which rows are walked; rows that are equal by all sort keys keep it.
bool GoesDown(const Table& table, const ListQuery& query) {
  const auto keys = OrderOf(table, query);
  return keys.empty() ? query.after.empty() : keys.front().descending;
}

/// The number of the row with this id; nothing when there is none that this caller may read.
Result<std::optional<std::int64_t>> NumberOf(const Reader& reader, const Table& table,
                                             std::string_view id) {
  const auto uid = ParseUid(id);
  if (!uid) return std::optional<std::int64_t>();
  const auto row = RowsOf(table).get(reader, table, *uid, Gates::ByLists({}, {Right::kRead}));
  if (row) return std::optional(row->resource.number);
  if (row.error().code != Errc::kForbidden && row.error().code != Errc::kNotFound) {
    return Fail(row.error());
  }
  return std::optional<std::int64_t>();
}

/// The rows beyond that of a cursor: `page[after]` has greater numbers, `page[before]` smaller.
struct Cursor {
  bool after = false;
  std::int64_t number = 0;

  [[nodiscard]] bool Leaves(const Resource& row) const {
    return after ? row.number <= number : row.number >= number;
  }
};

Result<std::vector<Resource>> Walk(const Reader& reader, const Table& table, Seek seek,
                                   std::int64_t skip, std::int64_t size) {
  std::vector<Resource> page;
  while (static_cast<std::int64_t>(page.size()) < size) {
    seek.limit = static_cast<std::int32_t>(std::min<std::int64_t>(skip + size, kStep));
    GH_TRY(std::vector<Resource> rows, RowsOf(table).list(reader, table, seek));
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

/// Every row that the caller may read.
Result<std::vector<Resource>> ReadAll(const Reader& reader, const Table& table, bool descending) {
  std::vector<Resource> all;
  Seek seek{.descending = descending, .limit = kStep};
  while (true) {
    GH_TRY(std::vector<Resource> rows, RowsOf(table).list(reader, table, seek));
    const bool last = static_cast<std::int32_t>(rows.size()) < seek.limit;
    if (!rows.empty()) seek.from = rows.back().number;
    for (Resource& row : rows) all.push_back(std::move(row));
    if (static_cast<std::int64_t>(all.size()) > kMostExamined) return Fail(Errc::kBudgetExceeded);
    if (last) return all;
  }
}

/// The rows that the query wants, in its order; not its page.
Result<void> Choose(const Reader& reader, const Table& table, const ListQuery& query,
                    std::vector<Resource>& rows) {
  const auto filtered = FilteredColumnsOf(table);
  const ListQuery asked = WithMoments(table, query);
  std::erase_if(rows,
                [&](const Resource& row) { return !Matches(asked, row.attributes, filtered); });
  GH_CHECK(KeepRelated(reader, table, query, rows));
  const std::vector<SortKey> keys = OrderOf(table, query);
  std::stable_sort(rows.begin(), rows.end(), [&](const Resource& a, const Resource& b) {
    return ComesBefore(keys, a.attributes, b.attributes);
  });
  return {};
}

std::vector<Resource> Cut(std::vector<Resource> rows, std::int64_t skip, std::int64_t size) {
  const auto all = static_cast<std::int64_t>(rows.size());
  const std::int64_t first = std::min(skip, all);
  const std::int64_t last = std::min(first + size, all);
  return {std::make_move_iterator(rows.begin() + first),
          std::make_move_iterator(rows.begin() + last)};
}

/// A list in its usual order, and nothing left out of it.
Result<Page> ReadPlainPage(const Reader& reader, const Table& table, const ListQuery& query,
                           const std::optional<Cursor>& cursor) {
  Page page;
  GH_TRY(page.total, RowsOf(table).count(reader, table, kMostCounted));
  const std::int64_t skip = cursor ? 0 : (query.number - 1) * query.size;
  if (skip >= page.total) return page;
  Seek seek{.descending = GoesDown(table, query)};
  if (cursor) seek.from = cursor->number;
  GH_TRY(page.rows, Walk(reader, table, seek, skip, query.size));
  return page;
}

struct Start {
  std::optional<Cursor> cursor{};
};

/// Nothing when the query begins behind a row that the caller knows nothing of.
Result<std::optional<Start>> StartOf(const Reader& reader, const Table& table,
                                     const ListQuery& query) {
  const std::string& id = query.after.empty() ? query.before : query.after;
  if (id.empty()) return std::optional(Start{});
  GH_TRY(const auto number, NumberOf(reader, table, id));
  if (!number) return std::optional<Start>();
  return std::optional(Start{Cursor{!query.after.empty(), *number}});
}

}  // namespace

std::vector<SortKey> OrderOf(const Table& table, const ListQuery& query) {
  if (!query.sort.empty()) return query.sort;
  std::string_view order = Trim(table.default_order);
  while (order.size() >= 2 && order.front() == order.back() &&
         (order.front() == '\'' || order.front() == '"')) {
    order = order.substr(1, order.size() - 2);
  }
  std::vector<SortKey> keys = ReadSortKeys(order);
  for (SortKey& key : keys) {
    if (key.column == "id") key.column = "created_at";
  }
  const auto columns = ColumnsOf(table);
  std::erase_if(keys, [&](const SortKey& key) {
    return std::find(columns.begin(), columns.end(), key.column) == columns.end();
  });
  // Newest first is how lists are without any key, too.
  if (keys == std::vector<SortKey>{{"created_at", true}}) keys.clear();
  return keys;
}

const Relation* FindRelated(const Table& table, std::string_view parameter) {
  if (const Relation* relation = table.FindRelation(parameter)) return relation;
  const auto found =
      std::find_if(table.relations.begin(), table.relations.end(), [&](const Relation& relation) {
        return relation.to_one() && relation.table + "_id" == parameter;
      });
  return found == table.relations.end() ? nullptr : &*found;
}

Reading<void> CheckQuery(const ListQuery& query, const Table& table) {
  const auto columns = ColumnsOf(table);
  if (auto checked = CheckColumns(query, table.name, columns); !checked) return checked;
  if (!query.sparse) return {};
  for (const std::string& field : query.fields) {
    const Column* column = table.FindColumn(field);
    const bool shown = column != nullptr && !column->hidden;
    if (shown || std::find(columns.begin(), columns.end(), field) != columns.end()) continue;
    return Refused(400, "Field \"" + field + "\" does not exist for type \"" + table.name + "\"");
  }
  return {};
}

Result<Page> ChoosePage(const Reader& reader, const Table& table, const ListQuery& query,
                        std::vector<Resource> rows) {
  GH_CHECK(Choose(reader, table, query, rows));
  Page page;
  page.total = static_cast<std::int64_t>(rows.size());
  page.rows = Cut(std::move(rows), (query.number - 1) * query.size, query.size);
  return page;
}

Result<Page> ReadPage(const Reader& reader, const Table& table, const ListQuery& query) {
  const TableRows& rows = RowsOf(table);
  GH_TRY(const std::optional<Start> start, StartOf(reader, table, query));
  if (!start) return Page{};
  const std::optional<Cursor>& cursor = start->cursor;
  // Behind a cursor a list is walked away from it, unless its order is asked for.
  const bool walks = !cursor || GoesDown(table, query) != cursor->after;
  if (rows.count != nullptr && walks && IsPlain(table, query)) {
    return ReadPlainPage(reader, table, query, cursor);
  }
  if (rows.query != nullptr) {
    GH_TRY(std::optional<Page> page, rows.query(reader, table, query));
    if (page) return *std::move(page);
  }
  GH_TRY(std::vector<Resource> all, ReadAll(reader, table, GoesDown(table, query)));
  if (!cursor) return ChoosePage(reader, table, query, std::move(all));
  GH_CHECK(Choose(reader, table, query, all));
  Page page;
  page.total = static_cast<std::int64_t>(all.size());
  std::erase_if(all, [&](const Resource& row) { return cursor->Leaves(row); });
  page.rows = Cut(std::move(all), 0, query.size);
  return page;
}

}  // namespace guildhall::daptin
