#include "dialects/daptin/tables/table_schema.h"

#include <algorithm>

#include "base/json.h"
#include "core/uid_text.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/rows/resource.h"
#include "dialects/daptin/tables/models.h"

namespace guildhall::daptin {
namespace {

/// A group as schemas name it; nothing when it is not among `groups`.
void WriteGroup(JsonWriter& out, std::span<const Group> groups, GroupId id,
                std::int64_t permission) {
  const auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](const Group& group) { return group.id == id; });
  if (found == groups.end()) return;
  out.BeginObject();
  out.Member("Name", NameOf(*found));
  out.Member("Permission", permission);
  out.EndObject();
}

void WriteGroups(JsonWriter& out, const Table& table, std::span<const Group> groups) {
  out.Key("DefaultGroups");
  out.BeginArray();
  for (const DefaultGroup& wanted : table.default_groups) {
    WriteGroup(out, groups, wanted.group,
               wanted.permission != 0 ? wanted.permission : kDefaultPermission);
  }
  out.EndArray();
  out.Key("AccessGroups");
  out.BeginArray();
  for (const Grant& grant : table.stored.access.grants) {
    WriteGroup(out, groups, grant.group, PermissionOf(LinkRights{grant.rights, grant.rest}));
  }
  out.EndArray();
}

/// What the table's own relations are called where they are declared. [Daptin "Relations"]
std::string_view KindOf(const Relation& relation) {
  if (relation.kind == RelationKind::kLinked) return "has_many";
  return relation.nullable ? "has_one" : "belongs_to";
}

void WriteRelations(JsonWriter& out, const Table& table) {
  out.BeginArray();
  for (const Relation& relation : table.relations) {
    if (relation.derived || relation.kind == RelationKind::kReverse) continue;
    out.BeginObject();
    out.Member("Subject", table.name);
    out.Member("Object", relation.table);
    out.Key("Relation");
    // Accounts are belonged to, though a row may lose its owner.
    const bool owner = relation.to_one() && relation.field == 0;
    out.Text(owner ? "belongs_to" : KindOf(relation));
    out.Member("SubjectName", relation.inverse.empty() ? table.name + "_id" : relation.inverse);
    out.Member("ObjectName", relation.name);
    out.EndObject();
  }
  out.EndArray();
}

void WriteCompositeKeys(JsonWriter& out, const Table& table) {
  out.BeginArray();
  for (const std::vector<std::string>& key : table.composite_keys) {
    out.BeginArray();
    for (const std::string& column : key) out.Text(column);
    out.EndArray();
  }
  out.EndArray();
}

/// What this server does not do with tables is always off.
void WriteFlags(JsonWriter& out, const Table& table) {
  out.Member("IsTopLevel", table.top_level);
  out.Member("IsHidden", table.hidden);
  out.Member("IsJoinTable", table.join());
  out.Member("IsStateTrackingEnabled", false);
  out.Member("IsAuditEnabled", false);
  out.Member("TranslationsEnabled", false);
}

void WriteParts(JsonWriter& out, const Table& table) {
  out.Key("Columns");
  out.BeginArray();
  for (const Column& column : table.columns) WriteColumn(out, column);
  for (const Column& column : StandardColumns()) WriteColumn(out, column);
  out.EndArray();
  out.Key("StateMachines");
  out.BeginArray();
  out.EndArray();
  out.Key("Relations");
  WriteRelations(out, table);
  out.Key("DefaultRelations");
  out.BeginObject();
  out.EndObject();
  out.Key("Validations");
  WriteRules(out, table.validations);
  out.Key("Conformations");
  WriteRules(out, table.conformations);
  out.Key("CompositeKeys");
  WriteCompositeKeys(out, table);
}

}  // namespace

std::int64_t DefaultPermissionOf(const Table& table) {
  return table.default_permission != 0 ? table.default_permission : kDefaultPermission;
}

std::string WriteTableSchema(const Table& table, std::string_view owner, std::int64_t permission,
                             std::span<const Group> groups) {
  Buffer text;
  JsonWriter out(text);
  out.BeginObject();
  out.Member("TableName", table.name);
  out.Member("TableId", TextOf(table.stored.uid));
  out.Member("TableDescription", table.description);
  out.Member("DefaultPermission", DefaultPermissionOf(table));
  out.Member("Permission", permission);
  out.Member("UserId", owner);
  WriteFlags(out, table);
  WriteParts(out, table);
  WriteGroups(out, table, groups);
  out.Member("DefaultOrder", table.default_order);
  out.Member("Icon", table.icon);
  out.EndObject();
  return std::string(text.view());
}

}  // namespace guildhall::daptin
