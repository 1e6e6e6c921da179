#include <algorithm>
#include <string>
#include <utility>

#include "dialects/daptin/schema/schema_parts.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kMostKeys = 20;  // composite keys of a table
constexpr std::size_t kMostParts = 8;  // columns of a composite key

// Those behind `CompositeKeys` say what the server finds out by itself, or things that are not done
// here. [Daptin "schema": TableInfo]
constexpr std::string_view kKeys[] = {"TableName",
                                      "TableDescription",
                                      "Permission",
                                      "DefaultPermission",
                                      "DefaultGroups",
                                      "AccessGroups",
                                      "Columns",
                                      "Validations",
                                      "Conformations",
                                      "DefaultOrder",
                                      "Icon",
                                      "IsTopLevel",
                                      "IsHidden",
                                      "CompositeKeys",
                                      "TableId",
                                      "UserId",
                                      "IsJoinTable",
                                      "IsStateTrackingEnabled",
                                      "IsAuditEnabled",
                                      "TranslationsEnabled",
                                      "StateMachines",
                                      "Relations",
                                      "DefaultRelations"};

std::vector<std::string> ReadCompositeKey(const SchemaObject& table, const Json& json,
                                          const std::string& place) {
  std::vector<std::string> columns;
  const Json::Array* parts = json.AsArray();
  if (parts == nullptr || parts->size() < 2 || parts->size() > kMostParts) {
    table.issue().Say(place, "must be a list of 2 to 8 columns");
    return columns;
  }
  for (const Json& part : *parts) {
    const std::string* name = part.AsString();
    const bool fresh = name != nullptr && std::ranges::find(columns, *name) == columns.end();
    if (!fresh) {
      table.issue().Say(place, "must name each column once");
      return columns;
    }
    columns.push_back(*name);
  }
  return columns;
}

std::string ReadDefaultOrder(const SchemaObject& object) {
  std::string order = object.Text("DefaultOrder");
  std::erase_if(order, [](char c) { return c == '\'' || c == '"' || c == ' '; });
  return order;
}

TableEntry ReadTable(const SchemaObject& object) {
  TableEntry entry;
  Table& table = entry.table;
  table.name = object.Text("TableName");
  if (const std::string refusal = RefusedTableName(table.name); !refusal.empty()) {
    object.Say("TableName", refusal);
  }
  table.columns = ReadColumns(object, "Columns", ColumnsOf::kTable);
  table.validations = ReadValidations(object);
  table.conformations = ReadConformations(object);
  for (const Json& json : object.List("CompositeKeys", kMostKeys)) {
    table.composite_keys.push_back(ReadCompositeKey(
        object, json, object.PlaceOf("CompositeKeys", table.composite_keys.size())));
  }
  table.default_permission = object.Permission("DefaultPermission");
  if (std::string order = ReadDefaultOrder(object); !order.empty()) table.default_order = order;
  table.description = object.Text("TableDescription");
  if (std::string icon = object.Text("Icon"); !icon.empty()) table.icon = std::move(icon);
  table.top_level = object.Flag("IsTopLevel", true);
  table.hidden = object.Flag("IsHidden");
  entry.permission = object.Permission("Permission");
  entry.default_groups = ReadGroups(object, "DefaultGroups");
  entry.access_groups = ReadGroups(object, "AccessGroups");
  return entry;
}

}  // namespace

std::vector<TableEntry> ReadTables(const SchemaObject& root) {
  std::vector<TableEntry> entries;
  for (const Json& json : root.List("Tables", kMostTables)) {
    const SchemaObject object(json, root.PlaceOf("Tables", entries.size()), kKeys, root.issue());
    entries.push_back(ReadTable(object));
  }
  return entries;
}

}  // namespace guildhall::daptin
