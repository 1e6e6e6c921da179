#include "dialects/syncano/field_wire.h"

#include <string_view>
#include <variant>

#include "base/json.h"
#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

// `{"type":"reference","target":"book","value":`, of a reference or a relation.
void BeginPointer(Buffer& out, std::string_view type, const Field& field) {
  out.Append("{\"type\":\"");
  out.Append(type);
  out.Append("\",\"target\":");
  WriteText(out, field.target.shown);
  out.Append(",\"value\":");
}

void WriteReference(Buffer& out, const Field& field, std::int64_t id) {
  BeginPointer(out, "reference", field);
  out.AppendNumber(id);
  out.Append('}');
}

void WriteRelation(Buffer& out, const Field& field, const Ids& ids) {
  if (ids.empty()) return out.Append("null");
  BeginPointer(out, "relation", field);
  JsonWriter writer(out);
  writer.BeginArray();
  for (const std::int64_t id : ids) writer.Integer(id);
  writer.EndArray();
  out.Append('}');
}

void WritePoint(Buffer& out, const GeoPoint& point) {
  JsonWriter writer(out);
  writer.BeginObject();
  writer.Member("type", "geopoint");
  writer.Member("longitude", point.longitude);
  writer.Member("latitude", point.latitude);
  writer.EndObject();
}

void WriteFile(Buffer& out, const FileValue& file, const FileLinks* files) {
  JsonWriter writer(out);
  writer.BeginObject();
  writer.Member("type", "file");
  writer.Member("value", files != nullptr ? files->UrlOf(file.name) : FileLinks().UrlOf(file.name));
  writer.EndObject();
}

void WriteScalars(Buffer& out, const Scalars& scalars) {
  JsonWriter writer(out);
  writer.BeginArray();
  for (const Scalar& scalar : scalars) {
    if (const bool* flag = std::get_if<bool>(&scalar)) writer.Bool(*flag);
    if (const auto* integer = std::get_if<std::int64_t>(&scalar)) writer.Integer(*integer);
    if (const auto* number = std::get_if<double>(&scalar)) writer.Number(*number);
    if (const auto* text = std::get_if<std::string>(&scalar)) writer.Text(*text);
  }
  writer.EndArray();
}

}  // namespace

void WriteFieldValue(Buffer& out, const Field& field, const Value& value, const FileLinks* files) {
  JsonWriter writer(out);
  if (const bool* flag = std::get_if<bool>(&value)) return writer.Bool(*flag);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    if (field.type == FieldType::kReference) return WriteReference(out, field, *integer);
    return writer.Integer(*integer);
  }
  if (const auto* number = std::get_if<double>(&value)) return writer.Number(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return writer.Text(*text);
  if (const auto* time = std::get_if<Time>(&value)) {
    out.Append("{\"type\":\"datetime\",\"value\":");
    WriteTime(out, *time);
    out.Append('}');
    return;
  }
  if (const auto* document = std::get_if<Document>(&value)) return writer.Raw(document->text);
  if (const auto* scalars = std::get_if<Scalars>(&value)) return WriteScalars(out, *scalars);
  if (const auto* point = std::get_if<GeoPoint>(&value)) return WritePoint(out, *point);
  if (const auto* ids = std::get_if<Ids>(&value)) return WriteRelation(out, field, *ids);
  if (const auto* file = std::get_if<FileValue>(&value)) return WriteFile(out, *file, files);
  writer.Null();
}

void WriteFields(Buffer& out, const Collection& collection, const Record& record,
                 const FileLinks* files) {
  for (const Field& field : collection.fields) {
    out.Append(',');
    WriteText(out, field.name);
    out.Append(':');
    WriteFieldValue(out, field, ValueOf(record.fields, field.number), files);
  }
}

}  // namespace guildhall::syncano
