#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {

// Lists of join tables, see `TableRows`: links are shown to whoever may read both ends.
Result<std::vector<Resource>> ListLinks(const Reader& reader, const Table& join, Seek seek);
Result<std::int64_t> CountLinks(const Reader& reader, const Table& join, std::int64_t bound);
/// A page of a query that names rows at one of the ends: only their links are looked at.
Result<std::optional<Page>> QueryLinks(const Reader& reader, const Table& join,
                                       const ListQuery& query);

/// The ids that a query demands of a column as a condition or parameter of its own; nothing when it
/// leaves the column open.
std::optional<std::vector<std::string>> IdsDemanded(const ListQuery& query,
                                                    std::string_view column);

}  // namespace guildhall::daptin
