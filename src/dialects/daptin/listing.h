#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dialects/daptin/list_query.h"
#include "dialects/daptin/table_rows.h"

namespace guildhall::daptin {

/// A page of a list.
struct Page {
  std::vector<Resource> rows{};
  std::int64_t total = 0;  ///< of all pages, counted up to `kMostCounted`
};

/// 400 unless the query asks only by columns and fields that the table has and callers may ask by.
Reading<void> CheckQuery(const ListQuery& query, const BuiltinTable& table);

/// The rows that the query asks for, of those that the caller may read. A list in its usual order
/// is walked; for anything else up to `kMostExamined` rows are looked at: kBudgetExceeded.
Result<Page> ReadPage(const Reader& reader, const BuiltinTable& table, const ListQuery& query);

/// Chooses from rows that are all at hand, in their order.
Result<Page> ChoosePage(const Reader& reader, const BuiltinTable& table, const ListQuery& query,
                        std::vector<Resource> rows);

/// Fills the relations of the rows that the query includes, and gives the rows that they lead to,
/// as far as the caller may read them: of each relation the newest fifty, each row once.
Result<std::vector<Resource>> Include(const Reader& reader, const BuiltinTable& table,
                                      const ListQuery& query, std::vector<Resource>& rows);
/// Fills one relation of a row with those that the caller may read, newest first, and gives them.
Result<std::vector<Resource>> FillRelation(const Reader& reader, const Relation& relation,
                                           Resource& row, std::size_t most);

/// A document with a page. `path` is where the list is found; "": a list without links.
http::Response ShowPage(std::string_view path, const ListQuery& query, const Page& page,
                        const std::vector<Resource>& included);

}  // namespace guildhall::daptin
