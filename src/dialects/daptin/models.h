#pragma once

#include "base/json.h"
#include "core/collection.h"
#include "core/store.h"
#include "dialects/daptin/builtin_tables.h"

namespace guildhall::daptin {

/// A column as models and schemas say it, as an object. [Daptin client, "jsmodel": ColumnModel]
void WriteColumn(JsonWriter& writer, const Column& column);

/// A built-in action with its input fields, as an object; `row` is the tenant's row of it.
/// [Daptin "Actions": GET /actions]
void WriteAction(JsonWriter& writer, const BuiltinAction& action, const Action& row);

/// What the client makes its model of a table from, with the actions that `tenant` has on it.
/// [Daptin client, "jsmodel"]
Result<void> WriteModel(JsonWriter& writer, const BuiltinTable& table, const Snapshot& snapshot,
                        TenantId tenant);

}  // namespace guildhall::daptin
