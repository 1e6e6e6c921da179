// How a collection's fields are written.
#include <optional>
#include <utility>

#include "base/json.h"
#include "store/sql/document.h"

namespace guildhall::store {
namespace {

tl::unexpected<Error> Damaged() {
  return Fail(Errc::kInternal, "a stored specification cannot be read");
}

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
  writer.Member("kind", static_cast<std::int64_t>(target.kind));
  writer.Member("collection", target.collection.value());
  writer.Member("shown", target.shown);
  writer.EndObject();
}

std::optional<Target> ToTarget(const Json& json) {
  const std::int64_t kind = IntegerOf(json, "kind");
  const Json* shown = json.Find("shown");
  if (kind < 0 || kind > static_cast<std::int64_t>(Target::Kind::kGroups) || shown == nullptr ||
      shown->AsString() == nullptr) {
    return std::nullopt;
  }
  return Target{static_cast<Target::Kind>(kind), CollectionId(IntegerOf(json, "collection")),
                *shown->AsString()};
}

void WriteField(JsonWriter& writer, const Field& field) {
  writer.BeginObject();
  writer.Member("number", field.number);
  writer.Member("name", field.name);
  writer.Member("type", static_cast<std::int64_t>(field.type));
  writer.Member("ordered", field.ordered);
  writer.Member("filterable", field.filterable);
  if (field.unique) {
    writer.Member("unique", true);
  }
  if (field.target != Target()) WriteTarget(writer, field.target);
  if (field.index != 0) {
    writer.Member("index", field.index);
  }
  if (field.building) {
    writer.Member("building", true);
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

void WriteSet(JsonWriter& writer, const UniqueSet& set) {
  writer.BeginObject();
  writer.Member("number", set.number);
  writer.Key("fields");
  writer.BeginArray();
  for (const std::int32_t field : set.fields) writer.Integer(field);
  writer.EndArray();
  writer.EndObject();
}

std::optional<UniqueSet> ToSet(const Json& json) {
  const Json* number = json.Find("number");
  const Json* fields = json.Find("fields");
  if (number == nullptr || number->AsInteger() == nullptr || fields == nullptr ||
      fields->AsArray() == nullptr) {
    return std::nullopt;
  }
  UniqueSet set;
  set.number = static_cast<std::int32_t>(*number->AsInteger());
  for (const Json& field : *fields->AsArray()) {
    if (field.AsInteger() == nullptr) return std::nullopt;
    set.fields.push_back(static_cast<std::int32_t>(*field.AsInteger()));
  }
  return set;
}

/// The elements of an array, each made by `read(Json)`.
template <class T, class Read>
Result<std::vector<T>> ReadAll(std::string_view text, const Read& read) {
  const auto json = ParseJson(text);
  if (!json || json->AsArray() == nullptr) return Damaged();
  std::vector<T> rows;
  for (const Json& element : *json->AsArray()) {
    auto row = read(element);
    if (!row) return Damaged();
    rows.push_back(std::move(*row));
  }
  return rows;
}

}  // namespace

Buffer SpecText(const std::vector<Field>& fields) {
  Buffer text;
  JsonWriter writer(text);
  writer.BeginArray();
  for (const Field& field : fields) WriteField(writer, field);
  writer.EndArray();
  return text;
}

Result<std::vector<Field>> ParseSpec(std::string_view text) {
  return ReadAll<Field>(text, ToField);
}

Buffer UniqueSetsText(const std::vector<UniqueSet>& sets) {
  Buffer text;
  JsonWriter writer(text);
  writer.BeginArray();
  for (const UniqueSet& set : sets) WriteSet(writer, set);
  writer.EndArray();
  return text;
}

Result<std::vector<UniqueSet>> ParseUniqueSets(std::string_view text) {
  return ReadAll<UniqueSet>(text, ToSet);
}

}  // namespace guildhall::store
