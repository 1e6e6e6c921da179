#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {

/// Records of a table's own as rows, in their order. What all of them point to is looked up at
/// once; one that is gone is null.
Result<std::vector<Resource>> ShowRecords(const Reader& reader, const Table& table,
                                          const std::vector<Record>& records);
Result<Resource> ShowRecord(const Reader& reader, const Table& table, const Record& record);

/// The number of the row with this reference id in the table that a to-one relation points to,
/// whoever may see it; nothing when there is none.
Result<std::optional<std::int64_t>> FindTarget(const Reader& reader, const Relation& relation,
                                               std::string_view id);

/// The table's record with this uid, as the core judges the caller: errors as `TableRows::get`.
Result<Record> GetStored(const Reader& reader, const Table& table, const Uid& uid,
                         const Gates& gates);

}  // namespace guildhall::daptin
