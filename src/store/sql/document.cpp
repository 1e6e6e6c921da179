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
};

std::optional<Field> ToField(const Json& json) {
  const Json* number = json.Find("number");
  const Json* name = json.Find("name");
  const Json* type = json.Find("type");
  const Json* ordered = json.Find("ordered");
  const Json* filterable = json.Find("filterable");
  if (number == nullptr || number->AsInteger() == nullptr || name == nullptr ||
      name->AsString() == nullptr || type == nullptr || type->AsInteger() == nullptr) {
    return std::nullopt;
  }
  Field field;
  field.number = static_cast<std::int32_t>(*number->AsInteger());
  field.name = *name->AsString();
  field.type = static_cast<FieldType>(*type->AsInteger());
  field.ordered = ordered != nullptr && *ordered == Json(true);
  field.filterable = filterable != nullptr && *filterable == Json(true);
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
  for (const Field& field : fields) {
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
    writer.EndObject();
  }
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
