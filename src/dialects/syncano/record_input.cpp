#include "dialects/syncano/record_input.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace guildhall::syncano {
namespace {

// Syncano v1.1 counts an object's size so: a fixed part, and a few bytes for every field.
constexpr std::size_t kMaxObject = 32'768;
constexpr std::size_t kObjectOverhead = 103;
constexpr std::size_t kFieldOverhead = 6;
constexpr std::size_t kScalarSize = 8;

void ReadField(Input& input, const Field& field, const Json& value, Extent extent,
               RecordInput& record) {
  if (extent != Extent::kCreate) {
    if (auto operators = ReadOperators(field, value)) {
      if (!*operators) return input.Refuse(field.name, operators->error().text);
      record.operators.push_back(std::move(**operators));
      return;
    }
  }
  if (field.type == FieldType::kFile) {
    auto url = ReadFileUrl(value);
    if (url && url->empty()) {
      record.fields.emplace_back(field.number, Value());
      return;
    }
    if (url) return record.file_urls.push_back({field.name, std::move(*url)});
  }
  ReadValueResult read = ReadValue(field.type, value);
  if (!read) return input.Refuse(field.name, read.error().text);
  record.fields.emplace_back(field.number, std::move(*read));
}

void ReadFields(Input& input, const Collection& collection, Extent extent, RecordInput& record) {
  for (const Field& field : collection.fields) {
    const Json* value = input.Member(field.name);
    if (value != nullptr) ReadField(input, field, *value, extent, record);
  }
}

void ReadAccess(Input& input, Extent extent, AccessInput& access) {
  access.owner_word = input.Word("owner_permissions", Vocabulary::kObject);
  access.group_word = input.Word("group_permissions", Vocabulary::kObject);
  access.other_word = input.Word("other_permissions", Vocabulary::kObject);
  if (extent == Extent::kFull) {
    access.owner_word = access.owner_word.value_or(kObjectFull);
    access.group_word = access.group_word.value_or(kNoneWord);
    access.other_word = access.other_word.value_or(kNoneWord);
  }
  if (const auto group = input.NullableReference("group")) {
    access.group = *group ? std::optional(GroupId(**group)) : std::nullopt;
  }
}

std::size_t SizeOf(const Scalar& scalar) {
  const std::string* text = std::get_if<std::string>(&scalar);
  return text == nullptr ? kScalarSize : text->size();
}

std::size_t SizeOf(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->size();
  if (const auto* document = std::get_if<Document>(&value)) return document->text.size();
  if (const auto* ids = std::get_if<Ids>(&value)) return ids->size() * kScalarSize;
  if (std::holds_alternative<GeoPoint>(value)) return 2 * kScalarSize;
  std::size_t size = kScalarSize;
  if (const auto* scalars = std::get_if<Scalars>(&value)) {
    for (const Scalar& scalar : *scalars) size += SizeOf(scalar);
  }
  return size;
}

/// The size of the object that `before` becomes.
std::size_t SizeAfter(const Collection& collection, const Record& before,
                      const RecordPatch& patch) {
  std::size_t size = kObjectOverhead;
  for (const Field& field : collection.fields) {
    const auto changed =
        std::ranges::find(patch.fields, field.number, &std::pair<std::int32_t, Value>::first);
    const Value& value =
        changed == patch.fields.end() ? ValueOf(before.fields, field.number) : changed->second;
    if (!IsNull(value)) size += kFieldOverhead + field.name.size() + SizeOf(value);
  }
  return size;
}

}  // namespace

RecordInput ReadRecord(Input& input, const Collection& collection, Extent extent) {
  RecordInput record;
  ReadAccess(input, extent, record.access);
  if (const auto owner = input.NullableReference("owner")) {
    record.access.owner = *owner ? std::optional(UserId(**owner)) : std::nullopt;
  }
  ReadFields(input, collection, extent, record);
  if (extent != Extent::kCreate) record.expected_revision = input.ExpectedRevision();
  return record;
}

RecordInput ReadProfile(Input& input, const Collection& profiles, Extent extent) {
  RecordInput record;
  ReadAccess(input, extent, record.access);
  ReadFields(input, profiles, extent, record);
  return record;
}

Record NewRecord() {
  Record record;
  record.access.owner_rights = Rights::All();
  return record;
}

RecordPatch PatchOf(const RecordInput& input, const Collection& collection, const Record& before,
                    FieldErrors& errors, std::string_view inside) {
  RecordPatch patch;
  patch.access = PatchOf(input.access, before.access, Vocabulary::kObject);
  patch.fields = input.fields;
  patch.expected_revision = input.expected_revision;
  for (const FieldOperators& operators : input.operators) {
    const Field* field = collection.FindField(operators.number);
    if (field == nullptr) continue;  // it went while the request was on its way
    ReadValueResult value = Apply(operators, *field, ValueOf(before.fields, field->number));
    if (value) {
      patch.fields.emplace_back(field->number, std::move(*value));
    } else {
      errors.Add(inside, field->name, value.error().text);
    }
  }
  if (SizeAfter(collection, before, patch) > kMaxObject) {
    errors.Add(inside, kNonFieldErrors, "Object maximum size exceeded.");
  }
  return patch;
}

}  // namespace guildhall::syncano
