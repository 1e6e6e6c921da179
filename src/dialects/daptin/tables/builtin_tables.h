#pragma once

#include <string_view>
#include <vector>

#include "core/collection.h"
#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

inline constexpr std::string_view kAccounts = "user_account";
inline constexpr std::string_view kGroups = "usergroup";
inline constexpr std::string_view kWorld = "world";
inline constexpr std::string_view kActions = "action";
inline constexpr std::string_view kMembershipJoin =
    "user_account_user_account_id_has_usergroup_usergroup_id";
inline constexpr std::string_view kWorldJoin = "world_world_id_has_usergroup_usergroup_id";
inline constexpr std::string_view kActionJoin = "action_action_id_has_usergroup_usergroup_id";

/// The tables that every tenant has, without what only a catalog knows of them.
const std::vector<Table>& BuiltinTables();
/// By collection; null when it is no built-in table.
const Table* FindBuiltinTable(CollectionId collection);

/// What can be done with a table, and what is needed for it.
struct BuiltinAction {
  ActionId id;
  std::string_view name;
  std::string_view table;
  std::string_view label;
  bool instance_optional = true;
};

inline constexpr BuiltinAction kBuiltinActions[] = {
    {.id = kSignUp, .name = "signup", .table = kAccounts, .label = "Sign up"},
    {.id = kSignIn, .name = "signin", .table = kAccounts, .label = "Sign in"},
    {.id = kBecomeAdministrator,
     .name = "become_an_administrator",
     .table = kWorld,
     .label = "Become Daptin admin"},
    {.id = kUploadSchema,
     .name = "upload_system_schema",
     .table = kWorld,
     .label = "Upload features"},
    {.id = kRemoveTable,
     .name = "remove_table",
     .table = kWorld,
     .label = "Delete table",
     .instance_optional = false},
    {.id = kRemoveColumn,
     .name = "remove_column",
     .table = kWorld,
     .label = "Delete column",
     .instance_optional = false},
    {.id = kRenameColumn, .name = "rename_column", .table = kWorld, .label = "Rename column"},
    {.id = kResetPassword, .name = "reset-password", .table = kAccounts, .label = "Reset password"},
    {.id = kFinishPasswordReset,
     .name = "reset-password-verify",
     .table = kAccounts,
     .label = "Reset password verify code"},
    {.id = kRenewSession,
     .name = "jwt.token",
     .table = kAccounts,
     .label = "Renew token",
     .instance_optional = false},
};

/// By table and name; null when there is none.
constexpr const BuiltinAction* FindBuiltinAction(std::string_view table, std::string_view name) {
  for (const BuiltinAction& action : kBuiltinActions) {
    if (action.table == table && action.name == name) return &action;
  }
  return nullptr;
}
constexpr const BuiltinAction* FindBuiltinAction(ActionId id) {
  for (const BuiltinAction& action : kBuiltinActions) {
    if (action.id == id) return &action;
  }
  return nullptr;
}

}  // namespace guildhall::daptin
