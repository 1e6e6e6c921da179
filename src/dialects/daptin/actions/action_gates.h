#pragma once

#include <optional>
#include <string_view>

#include "dialects/daptin/actions/action_declaration.h"
#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {

/// What a request executes.
struct FoundAction {
  ActionId id;
  bool builtin = false;
  DeclaredAction action;  ///< of built-in ones, without steps
};
/// By the names of the path; built-in actions have aliases. kForbidden when there is none; 404 for
/// administrators, who alone are told what exists.
Result<FoundAction> FindAction(const Reader& reader, std::string_view table, std::string_view name);

/// Passes the three gates of an execution: of the row that it is about (Peek and Read, then
/// Execute), of the table and of the action. Gives that row; nothing when `subject`, its id as it
/// was sent, is "". 400 when the row cannot be shown to the caller, and when there has to be one
/// and none is named. kForbidden. [Daptin "Action execution"]
Result<std::optional<JudgedRow>> PassGates(const Reader& reader, const FoundAction& found,
                                           std::string_view subject);

}  // namespace guildhall::daptin
