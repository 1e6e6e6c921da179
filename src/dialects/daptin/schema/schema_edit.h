#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/core.h"
#include "dialects/daptin/refusal.h"

namespace guildhall::daptin {

/// A table by the id of its row in `world`, or else by its name.
struct TableChoice {
  std::optional<Uid> id{};
  std::string name{};
};

// Changes of declared tables. kForbidden for who may not apply schemas; what cannot be done is a
// refusal (`FailWith`), after which nothing of the change may be kept. Built-in tables, join tables
// of groups and what was made in another dialect stay as they are.

/// With its rows, its links and the relations of other tables that lead to it. A join table that a
/// relation has made goes with the relation.
Result<void> RemoveTable(Transaction& tx, const Core& core, const Caller& caller,
                         const TableChoice& choice);
/// A column, or a relation that rows hold themselves, with its values and the rules about it.
Result<void> RemoveColumn(Transaction& tx, const Core& core, const Caller& caller,
                          const TableChoice& choice, std::string_view column);
/// The same under another name; values stay.
Result<void> RenameColumn(Transaction& tx, const Core& core, const Caller& caller,
                          const TableChoice& choice, std::string_view column,
                          std::string_view new_name);

}  // namespace guildhall::daptin
