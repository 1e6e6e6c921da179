#include "store/sql/document.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "base/json.h"
#include "store/sql/fields_reader.h"

namespace guildhall::store {
namespace {

tl::unexpected<Error> Damaged() {
  return Fail(Errc::kInternal, "a stored document cannot be read");
}

void WriteFloat(JsonWriter& writer, double value) {
  if (std::isfinite(value)) {
    writer.Number(value);
    return;
  }
  writer.BeginObject();
  writer.Key("b");
  writer.Integer(std::bit_cast<std::int64_t>(value));
  writer.EndObject();
}

struct ValueWriter {
  JsonWriter& writer;

  void operator()(std::monostate) const { writer.Null(); }
  void operator()(bool value) const { writer.Bool(value); }
  void operator()(std::int64_t value) const { writer.Integer(value); }
  void operator()(double value) const { WriteFloat(writer, value); }
  void operator()(const std::string& value) const { writer.Text(value); }
  void operator()(Time value) const {
    writer.BeginObject();
    writer.Key("t");
    writer.Integer(value.microseconds());
    writer.EndObject();
  }
  void operator()(const GeoPoint& value) const {
    writer.BeginObject();
    writer.Key("g");
    writer.BeginArray();
    WriteFloat(writer, value.longitude);
    WriteFloat(writer, value.latitude);
    writer.EndArray();
    writer.EndObject();
  }
  void operator()(const Document& value) const {
    writer.BeginObject();
    writer.Key("d");
    writer.Text(value.text);
    writer.EndObject();
  }
  void operator()(const Scalars& value) const {
    writer.BeginArray();
    for (const Scalar& element : value) std::visit(*this, element);
    writer.EndArray();
  }
  void operator()(const Ids& value) const {
    writer.BeginObject();
    writer.Key("i");
    writer.BeginArray();
    for (const std::int64_t id : value) writer.Integer(id);
    writer.EndArray();
    writer.EndObject();
  }
  void operator()(const FileValue& value) const {
    writer.BeginObject();
    writer.Key("f");
    writer.BeginArray();
    writer.Text(value.name);
    writer.Integer(value.size);
    writer.EndArray();
    writer.EndObject();
  }
};

std::int64_t IntegerOf(const Json& json, std::string_view name) {
  const Json* member = json.Find(name);
  return member != nullptr && member->AsInteger() != nullptr ? *member->AsInteger() : 0;
}

bool IsSet(const Json& json, std::string_view name) {
  const Json* member = json.Find(name);
  return member != nullptr && *member == Json(true);
}

void WriteTarget(JsonWriter& writer, const Target& target) {
  writer.Key("target");
  writer.BeginObject();
  writer.Key("kind");
  writer.Integer(static_cast<std::int64_t>(target.kind));
  writer.Key("collection");
  writer.Integer(target.collection.value());
  writer.Key("shown");
  writer.Text(target.shown);
  writer.EndObject();
}

std::optional<Target> ToTarget(const Json& json) {
  const std::int64_t kind = IntegerOf(json, "kind");
  const Json* shown = json.Find("shown");
  if (kind < 0 || kind > static_cast<std::int64_t>(Target::Kind::kCollection) || shown == nullptr ||
      shown->AsString() == nullptr) {
    return std::nullopt;
  }
  return Target{static_cast<Target::Kind>(kind), CollectionId(IntegerOf(json, "collection")),
                *shown->AsString()};
}

void WriteField(JsonWriter& writer, const Field& field) {
  writer.BeginObject();
  writer.Key("number");
  writer.Integer(field.number);
  writer.Key("name");
  writer.Text(field.name);
  writer.Key("type");
  writer.Integer(static_cast<std::int64_t>(field.type));
  writer.Key("ordered");
  writer.Bool(field.ordered);
  writer.Key("filterable");
  writer.Bool(field.filterable);
  if (field.unique) {
    writer.Key("unique");
    writer.Bool(true);
  }
  if (field.target != Target()) WriteTarget(writer, field.target);
  if (field.index != 0) {
    writer.Key("index");
    writer.Integer(field.index);
  }
  if (field.building) {
    writer.Key("building");
    writer.Bool(true);
  }
  writer.EndObject();
}

std::optional<Field> ToField(const Json& json) {
  const Json* number = json.Find("number");
  const Json* name = json.Find("name");
  const Json* type = json.Find("type");
  if (number == nullptr || number->AsInteger() == nullptr || name == nullptr ||
      name->AsString() == nullptr || type == nullptr || type->AsInteger() == nullptr) {
    return std::nullopt;
  }
  Field field;
  field.number = static_cast<std::int32_t>(*number->AsInteger());
  field.name = *name->AsString();
  field.type = static_cast<FieldType>(*type->AsInteger());
  field.ordered = IsSet(json, "ordered");
  field.filterable = IsSet(json, "filterable");
  field.unique = IsSet(json, "unique");
  field.index = static_cast<std::int32_t>(IntegerOf(json, "index"));
  field.building = IsSet(json, "building");
  if (const Json* target = json.Find("target"); target != nullptr) {
    auto read = ToTarget(*target);
    if (!read) return std::nullopt;
    field.target = std::move(*read);
  }
  return field;
}

}  // namespace

Buffer FieldsText(const Fields& fields) {
  Buffer text;
  JsonWriter writer(text);
  writer.BeginObject();
  for (const auto& [number, value] : fields) {
    char name[16];
    const auto end = std::to_chars(std::begin(name), std::end(name), number).ptr;
    writer.KeyText({name, static_cast<std::size_t>(end - name)});
    std::visit(ValueWriter{writer}, value);
  }
  writer.EndObject();
  return text;
}

Result<Fields> ParseFields(std::string_view text) {
  auto fields = FieldsReader(text).Read();
  if (!fields) return Damaged();
  return std::move(*fields);
}

Buffer SpecText(const std::vector<Field>& fields) {
  Buffer text;
  JsonWriter writer(text);
  writer.BeginArray();
  for (const Field& field : fields) WriteField(writer, field);
  writer.EndArray();
  return text;
}

Result<std::vector<Field>> ParseSpec(std::string_view text) {
  const auto json = ParseJson(text);
  if (!json || json->AsArray() == nullptr) return Damaged();
  std::vector<Field> fields;
  for (const Json& element : *json->AsArray()) {
    auto field = ToField(element);
    if (!field) return Damaged();
    fields.push_back(std::move(*field));
  }
  return fields;
}

}  // namespace guildhall::store
