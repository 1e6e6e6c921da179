#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dialects/daptin/lists/list_query.h"
#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {

/// 400 unless the query asks only by columns and fields that the table has and callers may ask by.
Reading<void> CheckQuery(const ListQuery& query, const Table& table);

/// The keys by which the rows go: those of the query, or else of the table's default order, as far
/// as it names columns that may be asked by ("id" is as good as created_at). None: newest first.
std::vector<SortKey> OrderOf(const Table& table, const ListQuery& query);
/// The relation that a parameter of a list names: by its name, or a to-one relation by that of its
/// table with "_id". Null for parameters that mean nothing.
const Relation* FindRelated(const Table& table, std::string_view parameter);

/// The rows that the query asks for, of those that the caller may read. A list in its usual order
/// is walked; for anything else an index is used where there is one (`TableRows::query`), or up to
/// `kMostExamined` rows are looked at: kBudgetExceeded.
Result<Page> ReadPage(const Reader& reader, const Table& table, const ListQuery& query);

/// Chooses from rows that are all at hand, in their order.
Result<Page> ChoosePage(const Reader& reader, const Table& table, const ListQuery& query,
                        std::vector<Resource> rows);

/// Fills the relations of the rows that the query includes, and gives the rows that they lead to,
/// as far as the caller may read them: of each relation the newest fifty, each row once.
Result<std::vector<Resource>> Include(const Reader& reader, const Table& table,
                                      const ListQuery& query, std::vector<Resource>& rows);
/// Fills one relation of a row with those that the caller may read, newest first, and gives them.
Result<std::vector<Resource>> FillRelation(const Reader& reader, const Relation& relation,
                                           Resource& row, std::size_t most);
/// The rows of the relation's table that name this row (`RelationKind::kReverse`), as far as the
/// caller may read them, as the query asks for them.
Result<Page> ReadReverse(const Reader& reader, const Relation& relation, const Resource& row,
                         const ListQuery& query);

/// A document with a page. `path` is where the list is found; "": a list without links.
http::Response ShowPage(std::string_view path, const ListQuery& query, const Page& page,
                        const std::vector<Resource>& included);

}  // namespace guildhall::daptin
