#pragma once

#include <string_view>
#include <vector>

#include "base/json.h"
#include "core/collection.h"
#include "core/store.h"
#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {

/// A column as models and schemas say it, as an object. [Daptin client, "jsmodel": ColumnModel]
void WriteColumn(JsonWriter& writer, const Column& column);

/// Rules as models and schemas say them, as an array. [Daptin "Actions": Validations]
void WriteRules(JsonWriter& writer, const std::vector<ColumnRule>& rules);

/// An action with its input fields, as an object; `table` is the name of the one that it is on.
/// [Daptin "Actions": GET /actions]
Result<void> WriteAction(JsonWriter& writer, std::string_view table, const Action& row);

/// What the client makes its model of a table from, with the actions that `tenant` has on it.
/// [Daptin client, "jsmodel"]
Result<void> WriteModel(JsonWriter& writer, const Table& table, const Snapshot& snapshot,
                        TenantId tenant);

}  // namespace guildhall::daptin
