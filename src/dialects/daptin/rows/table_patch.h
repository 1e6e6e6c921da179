#pragma once

#include <optional>
#include <string>

#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {

/// What a document about a row of `world` changes in the declaration of that table: its order, its
/// icon, whether it is hidden, and the permission of its new rows ("DefaultPermission" in
/// `world_schema_json`, of which nothing else is looked at). Nothing when all of that stays.
/// kInvalid for a value that cannot be, and with kImmutable for tables that no declaration of this
/// dialect made.
Result<std::optional<std::string>> PatchOfTable(const RowDocument& document, const Table& table);

/// Writes it. kForbidden without the power to change collections.
Result<void> Redeclare(Transaction& tx, const Reader& reader, CollectionId collection,
                       const std::string& declaration);

}  // namespace guildhall::daptin
