#include "dialects/daptin/tables/models.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/actions/action_declaration.h"
#include "dialects/daptin/context.h"
#include "dialects/daptin/nouns.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/tables/catalog.h"

namespace guildhall::daptin {
namespace {

constexpr std::string_view kPlainText = "text/plain; charset=utf-8";

void WriteRelation(JsonWriter& writer, const Relation& relation) {
  writer.KeyText(relation.name);
  writer.BeginObject();
  writer.Member("jsonApi", relation.to_one() ? "hasOne" : "hasMany");
  writer.Member("columnType", "entity");
  writer.Member("type", relation.table);
  writer.Member("ColumnName", relation.name);
  writer.EndObject();
}

void WriteColumnModel(JsonWriter& writer, const Table& table) {
  writer.BeginObject();
  for (const Column& column : table.columns) {
    if (column.hidden) continue;
    writer.KeyText(column.name);
    WriteColumn(writer, column);
  }
  for (const Column& column : StandardColumns()) {
    writer.KeyText(column.name);
    WriteColumn(writer, column);
    // Rows that came by a relation say their own id so.
    if (column.name == "reference_id") {
      writer.Key("relation_reference_id");
      WriteColumn(writer, column);
    }
  }
  for (const Relation& relation : table.relations) WriteRelation(writer, relation);
  writer.Key("__type");
  writer.BeginObject();
  writer.Member("Name", "type");
  writer.Member("ColumnName", "__type");
  writer.Member("ColumnType", "hidden");
  writer.EndObject();
  writer.EndObject();
}

void WriteFlags(JsonWriter& writer, const Column& column) {
  writer.Member("IsPrimaryKey", false);
  writer.Member("IsAutoIncrement", false);
  writer.Member("IsIndexed", column.indexed);
  writer.Member("IsUnique", column.unique);
  writer.Member("IsNullable", column.nullable);
  writer.Member("Permission", 0);
  writer.Member("IsForeignKey", false);
  writer.Member("ExcludeFromApi", column.hidden);
}

void WriteOptions(JsonWriter& writer, const std::vector<Option>& options) {
  if (options.empty()) {
    writer.Null();
    return;
  }
  writer.BeginArray();
  for (const Option& option : options) {
    writer.BeginObject();
    writer.Member("ValueType", option.value_type);
    writer.Member("Value", option.value);
    writer.Member("Label", option.label);
    writer.EndObject();
  }
  writer.EndArray();
}

/// The actions on a table as they are listed: built-in ones first, then the oldest first.
Result<std::vector<Action>> ActionsOn(const Table& table, const Snapshot& snapshot,
                                      TenantId tenant) {
  GH_TRY(std::vector<Action> actions, snapshot.actions().List(tenant));
  std::erase_if(actions, [&](const Action& row) { return row.collection != table.collection(); });
  // They come by descending id, and those of birth are below zero.
  const auto of_birth = std::find_if(actions.begin(), actions.end(),
                                     [](const Action& row) { return row.id.value() < 0; });
  std::reverse(actions.begin(), of_birth);
  std::rotate(actions.begin(), of_birth, actions.end());
  return actions;
}

}  // namespace

void WriteColumn(JsonWriter& writer, const Column& column) {
  writer.BeginObject();
  writer.Member("Name", column.name);
  writer.Member("ColumnName", column.name);
  writer.Member("ColumnDescription", column.description);
  writer.Member("ColumnType", column.type);
  WriteFlags(writer, column);
  writer.Key("ForeignKeyData");
  writer.BeginObject();
  writer.Member("DataSource", "");
  writer.Member("Namespace", "");
  writer.Member("KeyName", "");
  writer.EndObject();
  writer.Member("DataType", column.data_type);
  writer.Member("DefaultValue", column.default_value);
  writer.Key("Options");
  WriteOptions(writer, column.options);
  writer.EndObject();
}

void WriteRules(JsonWriter& writer, const std::vector<ColumnRule>& rules) {
  writer.BeginArray();
  for (const ColumnRule& rule : rules) {
    writer.BeginObject();
    writer.Member("ColumnName", rule.column);
    writer.Member("Tags", rule.tags);
    writer.EndObject();
  }
  writer.EndArray();
}

Result<void> WriteAction(JsonWriter& writer, std::string_view table, const Action& row) {
  GH_TRY(const DeclaredAction action, ActionOf(table, row));
  writer.BeginObject();
  writer.Member("Name", action.name);
  writer.Member("Label", action.label);
  writer.Member("OnType", table);
  writer.Member("InstanceOptional", action.instance_optional);
  writer.Key("RequestSubjectRelations");
  writer.Null();
  writer.Member("ReferenceId", TextOf(row.uid));
  writer.Member("Permission", PermissionOf(row.access));
  writer.Key("AccessGroups");
  writer.Null();
  writer.Key("InFields");
  writer.BeginArray();
  for (const Column& field : action.input) WriteColumn(writer, field);
  writer.EndArray();
  writer.Key("OutFields");
  writer.Null();
  writer.Key("Validations");
  WriteRules(writer, action.validations);
  writer.Key("Conformations");
  WriteRules(writer, action.conformations);
  writer.EndObject();
  return {};
}

Result<void> WriteModel(JsonWriter& writer, const Table& table, const Snapshot& snapshot,
                        TenantId tenant) {
  GH_TRY(const auto actions, ActionsOn(table, snapshot, tenant));
  writer.BeginObject();
  writer.Key("ColumnModel");
  WriteColumnModel(writer, table);
  writer.Key("Actions");
  writer.BeginArray();
  for (const Action& action : actions) GH_CHECK(WriteAction(writer, table.name, action));
  writer.EndArray();
  writer.Key("StateMachines");
  writer.BeginArray();
  writer.EndArray();
  writer.Member("IsStateMachineEnabled", false);
  writer.EndObject();
  return {};
}

// Models are shown to whoever asks: the client loads them before anybody signed in. [Daptin client,
// "loadModels"]
Result<http::Answer> ShowModel(const Context& context) {
  // "user_account.js" is what the client asks for.
  const std::string_view name = context.table.substr(0, context.table.find('.'));
  const TenantId tenant = context.tenant->id;
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Response> {
        GH_TRY(const CatalogPtr catalog, ReadCatalog(snapshot, tenant, context.services.serial));
        http::Response response;
        response.content_type = kPlainText;
        const Table* table = catalog->Find(name);
        if (table == nullptr) {
          response.status = 404;
          return response;
        }
        JsonWriter writer(response.body);
        GH_CHECK(WriteModel(writer, *table, snapshot, tenant));
        return response;
      });
  GH_TRY(http::Response response, std::move(read));
  return response;
}

Result<http::Answer> ListGuestActions(const Context& context) {
  const TenantId tenant = context.tenant->id;
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Response> {
        http::Response response;
        response.content_type = http::kJson;
        JsonWriter writer(response.body);
        writer.BeginObject();
        for (const ActionId id : {kSignUp, kSignIn}) {
          GH_TRY(const std::optional<Action> row, snapshot.actions().Find(tenant, id));
          const BuiltinAction* action = FindBuiltinAction(id);
          if (!row || action == nullptr) continue;
          writer.KeyText("user:" + std::string(action->name));
          GH_CHECK(WriteAction(writer, action->table, *row));
        }
        writer.EndObject();
        return response;
      });
  GH_TRY(http::Response response, std::move(read));
  return response;
}

}  // namespace guildhall::daptin
