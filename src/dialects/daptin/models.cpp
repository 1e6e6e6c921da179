#include "dialects/daptin/models.h"

#include <string>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/context.h"
#include "dialects/daptin/nouns.h"
#include "dialects/daptin/permission_number.h"

namespace guildhall::daptin {
namespace {

constexpr std::string_view kPlainText = "text/plain; charset=utf-8";

/// A rule that an action's input is checked against, or by which it is changed before.
struct InputRule {
  std::string_view column;
  std::string_view tags;
};

/// What an action takes.
struct InputForm {
  ActionId action;
  std::span<const Column> fields{};
  std::span<const InputRule> validations{};
  std::span<const InputRule> conformations{};
};

constexpr Column kSignUpFields[] = {
    {.name = "name", .type = "label", .data_type = ""},
    {.name = "email", .type = "email", .data_type = ""},
    {.name = "password", .type = "password", .data_type = ""},
    {.name = "passwordConfirm", .type = "password", .data_type = ""},
};
constexpr InputRule kSignUpValidations[] = {
    {"email", "email"},
    {"name", "required"},
    {"password", "eqfield=InnerStructField[passwordConfirm],min=8"},
};
constexpr InputRule kSignUpConformations[] = {{"email", "email"}, {"name", "trim"}};
constexpr Column kSignInFields[] = {
    {.name = "email", .type = "email", .data_type = ""},
    {.name = "password", .type = "password", .data_type = ""},
};

constexpr InputForm kForms[] = {
    {kSignUp, kSignUpFields, kSignUpValidations, kSignUpConformations},
    {kSignIn, kSignInFields},
    {kBecomeAdministrator},
};

const InputForm& FormOf(ActionId action) {
  for (const InputForm& form : kForms) {
    if (form.action == action) return form;
  }
  GH_BUG("an action without a form");
}

void WriteRules(JsonWriter& writer, std::span<const InputRule> rules) {
  writer.BeginArray();
  for (const InputRule& rule : rules) {
    writer.BeginObject();
    writer.Key("ColumnName");
    writer.Text(rule.column);
    writer.Key("Tags");
    writer.Text(rule.tags);
    writer.EndObject();
  }
  writer.EndArray();
}

void WriteRelation(JsonWriter& writer, const Relation& relation) {
  writer.KeyText(relation.name);
  writer.BeginObject();
  writer.Key("jsonApi");
  writer.Text(relation.to_one ? "hasOne" : "hasMany");
  writer.Key("columnType");
  writer.Text("entity");
  writer.Key("type");
  writer.Text(relation.table);
  writer.Key("ColumnName");
  writer.Text(relation.name);
  writer.EndObject();
}

void WriteColumnModel(JsonWriter& writer, const BuiltinTable& table) {
  writer.BeginObject();
  for (const Column& column : table.columns) {
    if (column.hidden) continue;
    writer.KeyText(column.name);
    WriteColumn(writer, column);
  }
  for (const Column& column : kStandardColumns) {
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
  writer.Key("Name");
  writer.Text("type");
  writer.Key("ColumnName");
  writer.Text("__type");
  writer.Key("ColumnType");
  writer.Text("hidden");
  writer.EndObject();
  writer.EndObject();
}

void WriteFlags(JsonWriter& writer, const Column& column) {
  writer.Key("IsPrimaryKey");
  writer.Bool(false);
  writer.Key("IsAutoIncrement");
  writer.Bool(false);
  writer.Key("IsIndexed");
  writer.Bool(column.indexed);
  writer.Key("IsUnique");
  writer.Bool(column.unique);
  writer.Key("IsNullable");
  writer.Bool(column.nullable);
  writer.Key("Permission");
  writer.Integer(0);
  writer.Key("IsForeignKey");
  writer.Bool(false);
  writer.Key("ExcludeFromApi");
  writer.Bool(column.hidden);
}

/// An answer that every browser may show as text, though it is JSON.
http::Response PlainText(Buffer body) {
  http::Response response;
  response.content_type = kPlainText;
  response.body = std::move(body);
  return response;
}

/// What is answered about a tenant's rows, whoever asks: the client loads it before anybody signed
/// in [Daptin client, "loadModels"].
template <class Write>
Result<http::Response> AnswerFrom(const Context& context, Write write) {
  return context.core().Read(context.patience(),
                             [&](const Snapshot& snapshot) -> Result<http::Response> {
                               Buffer body;
                               JsonWriter writer(body);
                               GH_CHECK(write(snapshot, writer));
                               return PlainText(std::move(body));
                             });
}

}  // namespace

void WriteColumn(JsonWriter& writer, const Column& column) {
  writer.BeginObject();
  writer.Key("Name");
  writer.Text(column.name);
  writer.Key("ColumnName");
  writer.Text(column.name);
  writer.Key("ColumnDescription");
  writer.Text("");
  writer.Key("ColumnType");
  writer.Text(column.type);
  WriteFlags(writer, column);
  writer.Key("ForeignKeyData");
  writer.BeginObject();
  writer.Key("DataSource");
  writer.Text("");
  writer.Key("Namespace");
  writer.Text("");
  writer.Key("KeyName");
  writer.Text("");
  writer.EndObject();
  writer.Key("DataType");
  writer.Text(column.data_type);
  writer.Key("DefaultValue");
  writer.Text(column.default_value);
  writer.Key("Options");
  writer.Null();
  writer.EndObject();
}

void WriteAction(JsonWriter& writer, const BuiltinAction& action, const Action& row) {
  const InputForm& form = FormOf(action.id);
  writer.BeginObject();
  writer.Key("Name");
  writer.Text(action.name);
  writer.Key("Label");
  writer.Text(action.label);
  writer.Key("OnType");
  writer.Text(action.table);
  writer.Key("InstanceOptional");
  writer.Bool(action.instance_optional);
  writer.Key("RequestSubjectRelations");
  writer.Null();
  writer.Key("ReferenceId");
  writer.Text(TextOf(row.uid));
  writer.Key("Permission");
  writer.Integer(PermissionOf(row.access));
  // Whom an action is shared with is for those to know who may read its row.
  writer.Key("AccessGroups");
  writer.Null();
  writer.Key("InFields");
  writer.BeginArray();
  for (const Column& field : form.fields) WriteColumn(writer, field);
  writer.EndArray();
  writer.Key("OutFields");
  writer.Null();
  writer.Key("Validations");
  WriteRules(writer, form.validations);
  writer.Key("Conformations");
  WriteRules(writer, form.conformations);
  writer.EndObject();
}

Result<void> WriteModel(JsonWriter& writer, const BuiltinTable& table, const Snapshot& snapshot,
                        TenantId tenant) {
  writer.BeginObject();
  writer.Key("ColumnModel");
  WriteColumnModel(writer, table);
  writer.Key("Actions");
  writer.BeginArray();
  for (const BuiltinAction& action : kBuiltinActions) {
    if (action.table != table.name) continue;
    GH_TRY(const std::optional<Action> row, snapshot.actions().Find(tenant, action.id));
    if (row) WriteAction(writer, action, *row);
  }
  writer.EndArray();
  writer.Key("StateMachines");
  writer.BeginArray();
  writer.EndArray();
  writer.Key("IsStateMachineEnabled");
  writer.Bool(false);
  writer.EndObject();
  return {};
}

Result<http::Answer> ShowModel(const Context& context) {
  // "user_account.js" is what the client asks for.
  const std::string_view name = context.table.substr(0, context.table.find('.'));
  const BuiltinTable* table = FindBuiltinTable(name);
  if (table == nullptr) {
    http::Response missing = PlainText({});
    missing.status = 404;
    return missing;
  }
  GH_TRY(http::Response response,
         AnswerFrom(context, [&](const Snapshot& snapshot, JsonWriter& writer) {
           return WriteModel(writer, *table, snapshot, context.tenant->id);
         }));
  return response;
}

Result<http::Answer> ListGuestActions(const Context& context) {
  GH_TRY(http::Response response,
         AnswerFrom(context, [&](const Snapshot& snapshot, JsonWriter& writer) -> Result<void> {
           writer.BeginObject();
           for (const ActionId id : {kSignUp, kSignIn}) {
             GH_TRY(const std::optional<Action> row,
                    snapshot.actions().Find(context.tenant->id, id));
             const BuiltinAction* action = FindBuiltinAction(id);
             if (!row || action == nullptr) continue;
             writer.KeyText("user:" + std::string(action->name));
             WriteAction(writer, *action, *row);
           }
           writer.EndObject();
           return {};
         }));
  response.content_type = http::kJson;
  return response;
}

}  // namespace guildhall::daptin
