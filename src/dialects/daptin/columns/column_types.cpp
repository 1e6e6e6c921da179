#include "dialects/daptin/columns/column_types.h"

#include <algorithm>
#include <iterator>

#include "base/json.h"

namespace guildhall::daptin {
namespace {

/// One meaning. What is "" is not written.
struct ColumnType {
  std::string_view name;
  std::string_view blueprint;  ///< "string", "number" or "boolean"
  std::string_view recline;
  std::string_view data_type;
  std::string_view validation = "";
  std::string_view conformation = "";
};

// [Daptin "Column types": the map that /meta?query=column_types answers]
constexpr ColumnType kColumnTypes[] = {
    {"alias", "string", "string", "varchar(100)"},
    {"bcrypt", "string", "string", "varchar(100)", "required"},
    {"color", "string", "string", "varchar(50)", "iscolor"},
    {"content", "string", "string", "text"},
    {"date", "string", "date", "timestamp"},
    {"datetime", "string", "date-time", "timestamp"},
    {"email", "string", "string", "varchar(100)", "email", "email"},
    {"encrypted", "string", "string", "text"},
    {"enum", "string", "string", "varchar(50)"},
    {"float", "number", "number", "float(7,4)"},
    {"hidden", "string", "string", "varchar(100)"},
    {"hour", "number", "number", "int(4)"},
    {"html", "string", "string", "text"},
    {"id", "string", "string", "varchar(20)"},
    {"json", "string", "object", "text"},
    {"label", "string", "string", "varchar(100)"},
    {"location", "string", "geo_point", "varchar(50)"},
    {"location.altitude", "string", "number", "float(7,4)"},
    {"location.latitude", "number", "number", "float(7,4)", "latitude"},
    {"location.longitude", "number", "number", "float(7,4)", "longitude"},
    {"markdown", "string", "string", "text"},
    {"md5", "string", "string", "varchar(32)", "required"},
    {"md5-bcrypt", "string", "string", "varchar(100)", "required"},
    {"measurement", "number", "number", "int(10)"},
    {"minute", "number", "number", "int(4)", "min=0,max=59"},
    {"month", "number", "number", "int(4)", "min=1,max=12"},
    {"name", "string", "string", "varchar(100)", "required", "name"},
    {"namespace", "string", "string", "varchar(200)"},
    {"password", "string", "string", "varchar(200)", "required"},
    {"rating", "number", "number", "int(4)", "min=0,max=10"},
    {"time", "string", "time", "timestamp"},
    {"timestamp", "string", "date-time", "timestamp"},
    {"truefalse", "boolean", "boolean", "boolean"},
    {"url", "string", "string", "varchar(500)", "url"},
    {"value", "string", "string", "varchar(100)"},
    {"year", "number", "number", "int(4)", "min=100,max=2100"},
};

void WriteList(JsonWriter& writer, std::string_view only) {
  writer.BeginArray();
  if (!only.empty()) writer.Text(only);
  writer.EndArray();
}

void WriteType(JsonWriter& writer, const ColumnType& type) {
  writer.BeginObject();
  writer.Member("Name", type.name);
  writer.Member("BlueprintType", type.blueprint);
  writer.Key("Validations");
  WriteList(writer, type.validation);
  writer.Key("Conformations");
  WriteList(writer, type.conformation);
  writer.Member("ReclineType", type.recline);
  writer.Key("DataTypes");
  WriteList(writer, type.data_type);
  writer.EndObject();
}

}  // namespace

std::string WriteColumnTypes() {
  Buffer out;
  JsonWriter writer(out);
  writer.BeginObject();
  for (const ColumnType& type : kColumnTypes) {
    writer.KeyText(type.name);
    WriteType(writer, type);
  }
  writer.EndObject();
  return std::string(out.view());
}

bool IsColumnType(std::string_view name) {
  return std::ranges::find(kColumnTypes, name, &ColumnType::name) != std::end(kColumnTypes);
}

}  // namespace guildhall::daptin
