#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/collection.h"

namespace guildhall::daptin {

inline constexpr std::string_view kAccounts = "user_account";
inline constexpr std::string_view kGroups = "usergroup";
inline constexpr std::string_view kWorld = "world";
inline constexpr std::string_view kActions = "action";
inline constexpr std::string_view kMembershipJoin =
    "user_account_user_account_id_has_usergroup_usergroup_id";
inline constexpr std::string_view kWorldJoin = "world_world_id_has_usergroup_usergroup_id";
inline constexpr std::string_view kActionJoin = "action_action_id_has_usergroup_usergroup_id";

/// A column of a built-in table, as models and schemas describe it.
struct Column {
  std::string_view name;
  std::string_view type;       ///< what it means: "label", "email", "password"
  std::string_view data_type;  ///< as a database would say it
  std::string_view default_value = "";
  bool indexed = false;
  bool unique = false;
  bool nullable = false;
  bool hidden = false;  ///< in no answer, and not to be asked about
};

/// What a row of the table leads to.
struct Relation {
  std::string_view name;
  std::string_view table;
  bool to_one = false;  ///< the row itself names the other one
};

/// A table that every tenant has: what of it is the same everywhere.
struct BuiltinTable {
  std::string_view name;
  CollectionId collection;
  std::span<const Column> columns;  ///< its own; `kStandardColumns` come besides
  std::span<const Relation> relations;
  std::string_view default_order = "-created_at";
  bool top_level = true;
  bool hidden = false;
  bool join = false;
};

// [Daptin "Standard columns" and the tables of the same page; source of release 0.12.36]
inline constexpr Column kStandardColumns[] = {
    {.name = "created_at",
     .type = "datetime",
     .data_type = "timestamp",
     .default_value = "current_timestamp",
     .indexed = true},
    {.name = "updated_at",
     .type = "datetime",
     .data_type = "timestamp",
     .indexed = true,
     .nullable = true},
    {.name = "reference_id", .type = "alias", .data_type = "blob", .indexed = true, .unique = true},
    {.name = "permission", .type = "value", .data_type = "int(11)"},
};

inline constexpr Column kAccountColumns[] = {
    {.name = "name", .type = "label", .data_type = "varchar(80)", .indexed = true},
    {.name = "email", .type = "email", .data_type = "varchar(80)", .indexed = true, .unique = true},
    {.name = "password", .type = "password", .data_type = "varchar(100)", .nullable = true},
    {.name = "confirmed", .type = "truefalse", .data_type = "boolean", .default_value = "false"},
};

inline constexpr Column kGroupColumns[] = {
    {.name = "name", .type = "label", .data_type = "varchar(80)", .indexed = true, .unique = true},
};

inline constexpr Column kWorldColumns[] = {
    {.name = "table_name",
     .type = "name",
     .data_type = "varchar(200)",
     .indexed = true,
     .unique = true},
    {.name = "world_schema_json", .type = "json", .data_type = "text"},
    {.name = "default_order", .type = "value", .data_type = "varchar(100)", .default_value = "+id"},
    {.name = "icon", .type = "label", .data_type = "varchar(20)", .default_value = "fa-star"},
    {.name = "is_top_level", .type = "truefalse", .data_type = "bool", .default_value = "true"},
    {.name = "is_hidden", .type = "truefalse", .data_type = "bool", .default_value = "false"},
    {.name = "is_join_table", .type = "truefalse", .data_type = "bool", .default_value = "false"},
    {.name = "is_state_tracking_enabled",
     .type = "truefalse",
     .data_type = "bool",
     .default_value = "false"},
};

inline constexpr Column kActionColumns[] = {
    {.name = "action_name", .type = "name", .data_type = "varchar(100)", .indexed = true},
    {.name = "label", .type = "label", .data_type = "varchar(100)", .indexed = true},
    {.name = "instance_optional",
     .type = "truefalse",
     .data_type = "bool",
     .default_value = "true"},
    {.name = "action_schema", .type = "json", .data_type = "text", .hidden = true},
};

inline constexpr Relation kOwnerAndGroups[] = {
    {.name = "user_account_id", .table = kAccounts, .to_one = true},
    {.name = "usergroup_id", .table = kGroups},
};
inline constexpr Relation kRelationsOfGroups[] = {
    {.name = "user_account_id", .table = kAccounts},
    {.name = "world_id", .table = kWorld},
    {.name = "action_id", .table = kActions},
};
inline constexpr Relation kRelationsOfActions[] = {
    {.name = "world_id", .table = kWorld, .to_one = true},
    {.name = "user_account_id", .table = kAccounts, .to_one = true},
    {.name = "usergroup_id", .table = kGroups},
};
inline constexpr Relation kRelationsOfMemberships[] = {
    {.name = "user_account_id", .table = kAccounts, .to_one = true},
    {.name = "usergroup_id", .table = kGroups, .to_one = true},
};
inline constexpr Relation kRelationsOfWorldLinks[] = {
    {.name = "world_id", .table = kWorld, .to_one = true},
    {.name = "usergroup_id", .table = kGroups, .to_one = true},
};
inline constexpr Relation kRelationsOfActionLinks[] = {
    {.name = "action_id", .table = kActions, .to_one = true},
    {.name = "usergroup_id", .table = kGroups, .to_one = true},
};

inline constexpr BuiltinTable kBuiltinTables[] = {
    {.name = kAccounts,
     .collection = kAccountTable,
     .columns = kAccountColumns,
     .relations = kOwnerAndGroups},
    {.name = kGroups,
     .collection = kGroupTable,
     .columns = kGroupColumns,
     .relations = kRelationsOfGroups,
     .hidden = true},
    {.name = kWorld,
     .collection = kCollectionTable,
     .columns = kWorldColumns,
     .relations = kOwnerAndGroups,
     .default_order = "+table_name",
     .hidden = true},
    {.name = kActions,
     .collection = kActionTable,
     .columns = kActionColumns,
     .relations = kRelationsOfActions,
     .hidden = true},
    {.name = kMembershipJoin,
     .collection = kMembershipTable,
     .columns = {},
     .relations = kRelationsOfMemberships,
     .top_level = false,
     .join = true},
    {.name = kWorldJoin,
     .collection = kCollectionGrantTable,
     .columns = {},
     .relations = kRelationsOfWorldLinks,
     .top_level = false,
     .join = true},
    {.name = kActionJoin,
     .collection = kActionGrantTable,
     .columns = {},
     .relations = kRelationsOfActionLinks,
     .top_level = false,
     .join = true},
};

/// By name; null when no built-in table has it.
constexpr const BuiltinTable* FindBuiltinTable(std::string_view name) {
  for (const BuiltinTable& table : kBuiltinTables) {
    if (table.name == name) return &table;
  }
  return nullptr;
}
constexpr const BuiltinTable* FindBuiltinTable(CollectionId collection) {
  for (const BuiltinTable& table : kBuiltinTables) {
    if (table.collection == collection) return &table;
  }
  return nullptr;
}

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
