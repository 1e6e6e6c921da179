#pragma once

#include <optional>

#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {

/// A query in the core's words: it gives the same rows in the same order as `Matches` and
/// `ComesBefore` of the rows that are shown.
struct Translation {
  RecordQuery query{};
  bool nothing = false;  ///< no row can fit
};
/// Nothing for what the core's lists cannot say: alternatives, patterns on numbers, several sort
/// keys, the text filter, relations over links. Without the query's page.
Result<std::optional<Translation>> Translate(const Reader& reader, const Table& table,
                                             const ListQuery& query);

/// `TableRows::query` of records.
Result<std::optional<Page>> QueryRecords(const Reader& reader, const Table& table,
                                         const ListQuery& query);

}  // namespace guildhall::daptin
