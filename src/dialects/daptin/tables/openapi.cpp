// The tables in the words of OpenAPI 3: GET /openapi.yaml. JSON is YAML too, so it is written so.
#include <array>
#include <string>
#include <utility>

#include "dialects/daptin/columns/column_values.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/nouns.h"
#include "dialects/daptin/tables/catalog.h"

namespace guildhall::daptin {
namespace {

constexpr std::string_view kYaml = "application/yaml";

/// The type of a column's values as JSON Schema says it.
std::string_view SchemaTypeOf(const Column& column) {
  switch (FieldTypeOf(column)) {
    case FieldType::kInteger:
    case FieldType::kReference:
      return "integer";
    case FieldType::kFloat:
      return "number";
    case FieldType::kBoolean:
      return "boolean";
    case FieldType::kDocument:
      return "object";
    case FieldType::kString:
    case FieldType::kText:
    case FieldType::kDatetime:
    case FieldType::kFile:
    case FieldType::kList:
    case FieldType::kGeoPoint:
    case FieldType::kRelation:
      return "string";
  }
  return "string";
}

void WriteMember(JsonWriter& out, std::string_view name, std::string_view text) {
  out.KeyText(name);
  out.Text(text);
}

void WriteProperty(JsonWriter& out, const Column& column) {
  out.KeyText(column.name);
  out.BeginObject();
  WriteMember(out, "type", SchemaTypeOf(column));
  if (column.type == "datetime") WriteMember(out, "format", "date-time");
  if (!column.description.empty()) WriteMember(out, "description", column.description);
  if (!column.options.empty()) {
    out.Key("enum");
    out.BeginArray();
    for (const Option& option : column.options) out.Text(option.value);
    out.EndArray();
  }
  out.EndObject();
}

/// The attributes of a table's rows.
void WriteSchema(JsonWriter& out, const Table& table) {
  out.KeyText(table.name);
  out.BeginObject();
  WriteMember(out, "type", "object");
  if (!table.description.empty()) WriteMember(out, "description", table.description);
  out.Key("properties");
  out.BeginObject();
  for (const Column& column : StandardColumns()) WriteProperty(out, column);
  for (const Column& column : table.columns) {
    if (!column.hidden) WriteProperty(out, column);
  }
  for (const Relation& relation : table.relations) {
    if (!relation.to_one()) continue;
    out.KeyText(relation.name);
    out.BeginObject();
    WriteMember(out, "type", "string");
    WriteMember(out, "format", "uuid");
    out.EndObject();
  }
  out.EndObject();
  out.EndObject();
}

struct Operation {
  std::string_view method;
  std::string_view verb;
  std::string_view status;
};

void WriteOperation(JsonWriter& out, const Operation& operation, const std::string& what,
                    bool one) {
  out.KeyText(operation.method);
  out.BeginObject();
  WriteMember(out, "operationId", std::string(operation.verb) + "_" + what);
  WriteMember(out, "summary", std::string(operation.verb) + " " + what);
  if (one) {
    out.Key("parameters");
    out.BeginArray();
    out.BeginObject();
    WriteMember(out, "name", "reference_id");
    WriteMember(out, "in", "path");
    out.Member("required", true);
    out.Key("schema");
    out.BeginObject();
    WriteMember(out, "type", "string");
    out.EndObject();
    out.EndObject();
    out.EndArray();
  }
  out.Key("responses");
  out.BeginObject();
  for (const std::string_view status : {operation.status, std::string_view("403")}) {
    out.KeyText(status);
    out.BeginObject();
    WriteMember(out, "description", status == "403" ? "not allowed" : "done");
    out.EndObject();
  }
  out.EndObject();
  out.EndObject();
}

void WritePaths(JsonWriter& out, const Table& table) {
  constexpr std::array<Operation, 2> kOfAll{{{"get", "list", "200"}, {"post", "create", "201"}}};
  constexpr std::array<Operation, 3> kOfOne{
      {{"get", "show", "200"}, {"patch", "update", "200"}, {"delete", "remove", "200"}}};
  out.KeyText("/api/" + table.name);
  out.BeginObject();
  for (const Operation& operation : kOfAll) WriteOperation(out, operation, table.name, false);
  out.EndObject();
  out.KeyText("/api/" + table.name + "/{reference_id}");
  out.BeginObject();
  for (const Operation& operation : kOfOne) WriteOperation(out, operation, table.name, true);
  out.EndObject();
}

Buffer WriteDescription(const Catalog& catalog) {
  Buffer body;
  JsonWriter out(body);
  out.BeginObject();
  WriteMember(out, "openapi", "3.0.3");
  out.Key("info");
  out.BeginObject();
  WriteMember(out, "title", "Tables");
  WriteMember(out, "version", "1");
  out.EndObject();
  out.Key("paths");
  out.BeginObject();
  for (const Table& table : catalog.tables()) WritePaths(out, table);
  out.EndObject();
  out.Key("components");
  out.BeginObject();
  out.Key("securitySchemes");
  out.BeginObject();
  out.Key("bearer");
  out.BeginObject();
  WriteMember(out, "type", "http");
  WriteMember(out, "scheme", "bearer");
  out.EndObject();
  out.EndObject();
  out.Key("schemas");
  out.BeginObject();
  for (const Table& table : catalog.tables()) WriteSchema(out, table);
  out.EndObject();
  out.EndObject();
  out.EndObject();
  return body;
}

}  // namespace

Result<http::Answer> ShowOpenApi(const Context& context) {
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<CatalogPtr> {
        return ReadCatalog(snapshot, context.tenant->id, context.services.serial);
      });
  GH_TRY(const CatalogPtr catalog, std::move(read));
  http::Response response;
  response.content_type = kYaml;
  response.body = WriteDescription(*catalog);
  return response;
}

}  // namespace guildhall::daptin
