#pragma once

#include <vector>

#include "dialects/daptin/lists/list_query.h"
#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {

/// Keeps the rows that are related as the parameters of the query say (`ListQuery::related`). Rows
/// that the caller may not read relate nothing.
Result<void> KeepRelated(const Reader& reader, const Table& table, const ListQuery& query,
                         std::vector<Resource>& rows);

}  // namespace guildhall::daptin
