#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/core.h"
#include "dialects/daptin/refusal.h"
#include "dialects/daptin/schema/schema_document.h"

namespace guildhall::daptin {

/// What applying a schema has done.
struct SchemaChanges {
  std::int64_t tables_made = 0;
  std::int64_t tables_changed = 0;
  std::int64_t actions_put = 0;
  /// Said to whoever runs the server, not refused: groups that do not exist among default groups.
  std::vector<std::string> warnings{};
};

/// Makes the tenant's tables, relations and actions what the schema says: what is there is changed
/// in place and keeps its data, what the schema does not name stays. All or nothing: a refusal has
/// written nothing that the transaction may keep. The caller needs kWriteCollections and to bypass
/// the lists of tables. What strangers may do with rows that exist is never widened: a changed
/// default permission counts for new rows.
Result<Reading<SchemaChanges>> ApplySchema(Transaction& tx, const Core& core, const Caller& caller,
                                           const SchemaDocument& schema);

/// What all `schema_*.yaml`, `.yml` and `.json` of the folder say, in the order of their names, put
/// together. A refusal says which file and what is wrong with it.
Reading<SchemaDocument> ReadSchemaFolder(const std::filesystem::path& folder);

/// Applies every `schema_*.yaml`, `.yml` and `.json` of the folder, put together, to the tenant,
/// for the start of the server. An error says which file and what is wrong with it.
Result<Reading<SchemaChanges>> ApplySchemaFolder(Core& core, TenantId tenant,
                                                 const std::filesystem::path& folder);

}  // namespace guildhall::daptin
