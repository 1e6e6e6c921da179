#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/people.h"
#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

/// What `world_schema_json` says of a table: JSON text. `owner` is a reference id, "" for none;
/// `permission` the table's own; `groups` those among which its default and access groups are, of
/// which the others are left out. [Daptin "world, action": world_schema_json]
std::string WriteTableSchema(const Table& table, std::string_view owner, std::int64_t permission,
                             std::span<const Group> groups);

/// The permission that new rows of the table get.
std::int64_t DefaultPermissionOf(const Table& table);

}  // namespace guildhall::daptin
