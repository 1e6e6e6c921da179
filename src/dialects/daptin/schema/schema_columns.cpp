#include <algorithm>
#include <string>
#include <utility>

#include "dialects/daptin/columns/column_rules.h"
#include "dialects/daptin/columns/column_types.h"
#include "dialects/daptin/schema/schema_parts.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kMostInputs = 64;
constexpr std::size_t kMostOptions = 500;
constexpr std::size_t kMostRules = 500;
constexpr std::size_t kMostGroups = 100;

// [Daptin "schema": ColumnInfo, ValueOptions, ColumnTag, GroupName]
constexpr std::string_view kColumnKeys[] = {
    "Name",         "ColumnName",      "ColumnDescription", "ColumnType",
    "DataType",     "IsNullable",      "IsUnique",          "IsIndexed",
    "DefaultValue", "ExcludeFromApi",  "Options",           "Permission",
    "IsPrimaryKey", "IsAutoIncrement", "IsForeignKey",      "ForeignKeyData"};
constexpr std::string_view kOptionKeys[] = {"ValueType", "Value", "Label"};
constexpr std::string_view kRuleKeys[] = {"ColumnName", "Tags"};
constexpr std::string_view kGroupKeys[] = {"Name", "Permission"};

/// Hashes that differ each time: nothing can be compared by them.
bool IsSalted(std::string_view type) {
  return type == "password" || type == "bcrypt" || type == "md5-bcrypt";
}

/// Names of what an action is given, which are no columns.
bool IsInputName(std::string_view name) {
  constexpr std::string_view kAll =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !name.empty() && name.size() <= 63 && name.find_first_not_of(kAll) == name.npos;
}

std::string WithoutQuotes(std::string text) {
  constexpr std::string_view kQuotes = "'\"`";
  const bool quoted = text.size() >= 2 && text.front() == text.back() &&
                      kQuotes.find(text.front()) != std::string_view::npos;
  return quoted ? text.substr(1, text.size() - 2) : text;
}

std::string ReadName(const SchemaObject& object, ColumnsOf owner) {
  std::string name = object.Text("ColumnName");
  if (name.empty()) name = object.Text("Name");
  std::string refusal;
  if (owner == ColumnsOf::kInput) {
    if (!IsInputName(name)) refusal = name.empty() ? "is missing" : Quoted(name) + " is no name";
  } else {
    refusal = RefusedColumnName(name);
  }
  if (!refusal.empty()) object.Say("Name", refusal);
  return name;
}

std::string ReadType(const SchemaObject& object) {
  constexpr std::string_view kUsual = "label";
  std::string type = object.Text("ColumnType");
  if (type.empty()) return std::string(kUsual);
  if (type == "encrypted") object.Say("ColumnType", Quoted(type) + " is not supported");
  if (!IsColumnType(type)) object.Say("ColumnType", Quoted(type) + " is not known");
  return type;
}

std::vector<Option> ReadOptions(const SchemaObject& object) {
  std::vector<Option> options;
  for (const Json& json : object.List("Options", kMostOptions)) {
    const SchemaObject option(json, object.PlaceOf("Options", options.size()), kOptionKeys,
                              object.issue());
    options.push_back({.value = option.ScalarText("Value"),
                       .value_type = option.ScalarText("ValueType"),
                       .label = option.ScalarText("Label")});
  }
  return options;
}

void CheckColumn(const SchemaObject& object, const Column& column) {
  for (const std::string_view key : {"IsPrimaryKey", "IsAutoIncrement", "IsForeignKey"}) {
    if (object.Flag(key)) object.Say(key, "is not supported; declare a relation");
  }
  if (column.type == "enum" && column.options.empty()) {
    object.Say("Options", "are missing; a column of type \"enum\" needs them");
  }
  if (column.unique && IsSalted(column.type)) {
    object.Say("IsUnique", "is not possible for " + Quoted(column.type));
  }
}

Column ReadColumn(const SchemaObject& object, ColumnsOf owner) {
  constexpr std::string_view kUsualDataType = "varchar(50)";
  Column column{.name = ReadName(object, owner),
                .type = ReadType(object),
                .data_type = object.ScalarText("DataType"),
                .default_value = WithoutQuotes(object.ScalarText("DefaultValue")),
                .description = object.ScalarText("ColumnDescription"),
                .indexed = object.Flag("IsIndexed"),
                .unique = object.Flag("IsUnique"),
                .nullable = object.Flag("IsNullable"),
                .hidden = object.Flag("ExcludeFromApi"),
                .options = ReadOptions(object)};
  if (column.data_type.empty()) column.data_type = kUsualDataType;
  CheckColumn(object, column);
  return column;
}

using UnknownTag = std::optional<std::string> (*)(std::string_view tags);

std::vector<ColumnRule> ReadRules(const SchemaObject& object, std::string_view key,
                                  UnknownTag unknown) {
  std::vector<ColumnRule> rules;
  for (const Json& json : object.List(key, kMostRules)) {
    const SchemaObject rule(json, object.PlaceOf(key, rules.size()), kRuleKeys, object.issue());
    rules.push_back({.column = rule.Text("ColumnName"), .tags = rule.ScalarText("Tags")});
    if (rules.back().column.empty()) rule.Say("ColumnName", "is missing");
    if (const auto tag = unknown(rules.back().tags)) {
      rule.Say("Tags", Quoted(*tag) + " is not known");
    }
  }
  return rules;
}

}  // namespace

std::vector<Column> ReadColumns(const SchemaObject& object, std::string_view key, ColumnsOf owner) {
  const std::size_t most = owner == ColumnsOf::kInput ? kMostInputs : kMostColumns;
  std::vector<Column> columns;
  for (const Json& json : object.List(key, most)) {
    const SchemaObject one(json, object.PlaceOf(key, columns.size()), kColumnKeys, object.issue());
    Column column = ReadColumn(one, owner);
    if (std::ranges::find(columns, column.name, &Column::name) != columns.end()) {
      one.Say("Name", Quoted(column.name) + " is declared twice");
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

std::vector<ColumnRule> ReadValidations(const SchemaObject& object) {
  return ReadRules(object, "Validations", UnknownValidation);
}

std::vector<ColumnRule> ReadConformations(const SchemaObject& object) {
  return ReadRules(object, "Conformations", UnknownConformation);
}

std::vector<NamedGroup> ReadGroups(const SchemaObject& object, std::string_view key) {
  std::vector<NamedGroup> groups;
  for (const Json& json : object.List(key, kMostGroups)) {
    NamedGroup group;
    const std::string place = object.PlaceOf(key, groups.size());
    if (const std::string* name = json.AsString()) {
      group.name = *name;
    } else {
      const SchemaObject entry(json, place, kGroupKeys, object.issue());
      group = {.name = entry.Text("Name"), .permission = entry.Permission("Permission")};
    }
    if (group.name.empty()) object.issue().Say(place, "the name of the group is missing");
    if (std::ranges::find(groups, group.name, &NamedGroup::name) != groups.end()) {
      object.issue().Say(place, "the group is named twice");
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace guildhall::daptin
