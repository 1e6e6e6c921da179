#include "dialects/daptin/tables/builtin_tables.h"

#include <algorithm>
#include <utility>

namespace guildhall::daptin {
namespace {

Relation ToOne(std::string name, std::string_view table) {
  return {.name = std::move(name), .table = std::string(table), .kind = RelationKind::kToOne};
}

/// The way over a join table, whose relations are called `inverse` and, away from here, `name`.
Relation Linked(std::string_view name, std::string_view table, std::string_view join,
                std::string_view inverse) {
  return {.name = std::string(name),
          .table = std::string(table),
          .kind = RelationKind::kLinked,
          .inverse = std::string(inverse),
          .join = std::string(join),
          .toward = std::string(name)};
}

/// Its owner, and its links with groups.
std::vector<Relation> OwnerAndGroups(std::string_view join, std::string_view self) {
  return {ToOne("user_account_id", kAccounts), Linked("usergroup_id", kGroups, join, self)};
}

Table Builtin(std::string_view name, RowKind rows, CollectionId id, std::vector<Column> columns,
              std::vector<Relation> relations) {
  Table table{.name = std::string(name),
              .rows = rows,
              .columns = std::move(columns),
              .relations = std::move(relations)};
  table.stored.id = id;
  table.top_level = !table.join();
  table.hidden = !table.join() && rows != RowKind::kAccounts;
  return table;
}

Table AccountTable() {
  return Builtin(
      kAccounts, RowKind::kAccounts, kAccountTable,
      {
          {.name = "name", .type = "label", .data_type = "varchar(80)", .indexed = true},
          {.name = "email",
           .type = "email",
           .data_type = "varchar(80)",
           .indexed = true,
           .unique = true},
          {.name = "password", .type = "password", .data_type = "varchar(100)", .nullable = true},
          {.name = "confirmed",
           .type = "truefalse",
           .data_type = "boolean",
           .default_value = "false"},
      },
      OwnerAndGroups(kMembershipJoin, "user_account_id"));
}

Table GroupTable() {
  return Builtin(kGroups, RowKind::kGroups, kGroupTable,
                 {{.name = "name",
                   .type = "label",
                   .data_type = "varchar(80)",
                   .indexed = true,
                   .unique = true}},
                 {Linked("user_account_id", kAccounts, kMembershipJoin, "usergroup_id"),
                  Linked("world_id", kWorld, kWorldJoin, "usergroup_id"),
                  Linked("action_id", kActions, kActionJoin, "usergroup_id")});
}

Table WorldTable() {
  const auto flag = [](std::string name, std::string value) {
    return Column{.name = std::move(name),
                  .type = "truefalse",
                  .data_type = "bool",
                  .default_value = std::move(value)};
  };
  Table table = Builtin(
      kWorld, RowKind::kTables, kCollectionTable,
      {
          {.name = "table_name",
           .type = "name",
           .data_type = "varchar(200)",
           .indexed = true,
           .unique = true},
          {.name = "world_schema_json", .type = "json", .data_type = "text"},
          {.name = "default_order",
           .type = "value",
           .data_type = "varchar(100)",
           .default_value = "+id"},
          {.name = "icon", .type = "label", .data_type = "varchar(20)", .default_value = "fa-star"},
          flag("is_top_level", "true"),
          flag("is_hidden", "false"),
          flag("is_join_table", "false"),
          flag("is_state_tracking_enabled", "false"),
      },
      OwnerAndGroups(kWorldJoin, "world_id"));
  table.default_order = "+table_name";
  return table;
}

Table ActionTable() {
  std::vector<Relation> relations = OwnerAndGroups(kActionJoin, "action_id");
  relations.insert(relations.begin(), ToOne("world_id", kWorld));
  return Builtin(
      kActions, RowKind::kActions, kActionTable,
      {
          {.name = "action_name", .type = "name", .data_type = "varchar(100)", .indexed = true},
          {.name = "label", .type = "label", .data_type = "varchar(100)", .indexed = true},
          {.name = "instance_optional",
           .type = "truefalse",
           .data_type = "bool",
           .default_value = "true"},
          {.name = "action_schema", .type = "json", .data_type = "text", .hidden = true},
      },
      std::move(relations));
}

Table JoinTable(std::string_view name, RowKind rows, CollectionId id, std::string subject,
                std::string_view table) {
  return Builtin(name, rows, id, {},
                 {ToOne(std::move(subject), table), ToOne("usergroup_id", kGroups)});
}

}  // namespace

const std::vector<Table>& BuiltinTables() {
  // [Daptin, the tables of the page "Standard columns"; source of release 0.12.36]
  static const std::vector<Table> tables{
      AccountTable(),
      GroupTable(),
      WorldTable(),
      ActionTable(),
      JoinTable(kMembershipJoin, RowKind::kMemberships, kMembershipTable, "user_account_id",
                kAccounts),
      JoinTable(kWorldJoin, RowKind::kTableGrants, kCollectionGrantTable, "world_id", kWorld),
      JoinTable(kActionJoin, RowKind::kActionGrants, kActionGrantTable, "action_id", kActions),
  };
  return tables;
}

const Table* FindBuiltinTable(CollectionId collection) {
  const std::vector<Table>& tables = BuiltinTables();
  const auto found = std::find_if(tables.begin(), tables.end(), [&](const Table& table) {
    return table.collection() == collection;
  });
  return found == tables.end() ? nullptr : &*found;
}

}  // namespace guildhall::daptin
