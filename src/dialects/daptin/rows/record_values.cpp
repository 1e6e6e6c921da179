#include "dialects/daptin/rows/record_values.h"

#include <algorithm>

#include "dialects/daptin/columns/column_rules.h"
#include "dialects/daptin/columns/column_values.h"
#include "dialects/daptin/errors.h"

namespace guildhall::daptin {
namespace {

const Json* FindSent(const Json::Object& sent, std::string_view name) {
  const auto found = std::find_if(sent.begin(), sent.end(),
                                  [&](const Json::Member& member) { return member.first == name; });
  return found == sent.end() ? nullptr : &found->second;
}

/// What a type changes by itself in what is written. [Daptin "Column types"]
std::string_view ConformationOf(const Column& column) {
  return column.type == "email" || column.type == "name" ? std::string_view(column.type)
                                                         : std::string_view();
}

Json ConformValue(const Table& table, const Column& column, Json value) {
  value = Conform(ConformationOf(column), std::move(value));
  for (const ColumnRule& rule : table.conformations) {
    if (rule.column == column.name) value = Conform(rule.tags, std::move(value));
  }
  return value;
}

/// The text of a document as a field of another dialect's collection holds it; null for no such.
Value ToDocument(FieldType type, const std::string& text) {
  const Result<Json> parsed = ParseJson(text);
  if (!parsed) return {};
  if (type == FieldType::kDocument && parsed->AsObject() != nullptr) {
    return guildhall::Document{ToText(*parsed)};
  }
  const Json::Array* elements = parsed->AsArray();
  if (type != FieldType::kList || elements == nullptr) return {};
  Scalars list;
  for (const Json& element : *elements) {
    if (const bool* truth = element.AsBool()) list.emplace_back(*truth);
    if (const std::int64_t* integer = element.AsInteger()) list.emplace_back(*integer);
    if (const double* number = element.AsDouble()) list.emplace_back(*number);
    if (const std::string* string = element.AsString()) list.emplace_back(*string);
  }
  return list;
}

/// What a column takes, as its field holds it.
Result<Value> ReadAsField(const Table& table, const Column& column, const Json& sent) {
  auto value = ReadValue(column, sent);
  if (!value) return FailWith(value.error());
  const Field* field = table.stored.FindField(column.field);
  const auto* text = std::get_if<std::string>(&*value);
  const bool nested = field != nullptr && text != nullptr &&
                      (field->type == FieldType::kDocument || field->type == FieldType::kList);
  if (!nested) return *std::move(value);
  Value document = ToDocument(field->type, *text);
  if (IsNull(document)) return Fail(Errc::kInvalid, Problem{column.name, Reason::kWrongType});
  return document;
}

/// What is sent for a column; nothing when it is not sent, or what is there stays.
Result<std::optional<Value>> ReadSent(const Table& table, const Column& column,
                                      const Json::Object& sent, const Hashes& hashes) {
  const Json* given = FindSent(sent, column.name);
  if (given == nullptr) return std::optional<Value>();
  if (!KeepsHash(column)) {
    GH_TRY(Value value, ReadAsField(table, column, *given));
    return std::optional(std::move(value));
  }
  const std::string* hash = FindHash(hashes, column.name);
  if (hash != nullptr) return std::optional(Value(*hash));
  return given->IsNull() ? std::optional(Value()) : std::nullopt;
}

tl::unexpected<Error> Missing(const Column& column) {
  return Fail(Errc::kInvalid, Problem{column.name, Reason::kRequired});
}

}  // namespace

Json::Object ConformDocument(const Table& table, const RowDocument& document) {
  Json::Object sent;
  for (const Column& column : table.columns) {
    const Json* value = document.Attribute(column.name);
    if (value == nullptr || column.field == 0) continue;
    sent.emplace_back(column.name, ConformValue(table, column, *value));
  }
  for (const Relation& relation : table.relations) {
    if (!relation.to_one()) continue;
    if (auto id = document.ToOne(relation.name)) {
      sent.emplace_back(relation.name, Json(*std::move(id)));
    }
  }
  return sent;
}

Result<void> ValidateSent(const Table& table, const Json::Object& sent, bool creating) {
  const auto value_of = [&](std::string_view name) -> const Json* {
    const Json* value = FindSent(sent, name);
    const Column* column = table.FindColumn(name);
    const bool shown = !creating && value != nullptr && column != nullptr &&
                       column->type == "password" && !NeedsHash(*column, *value);
    return shown ? nullptr : value;
  };
  const auto failure = Validate(table.validations, value_of, false);
  if (!failure) return {};
  return FailWith({400, FailedValidation(failure->column, failure->tag)});
}

Result<FieldValues> ReadNewValues(const Table& table, const Json::Object& sent,
                                  const Hashes& hashes, Time now) {
  FieldValues values;
  for (const Column& column : table.columns) {
    if (column.field == 0) continue;
    GH_TRY(std::optional<Value> value, ReadSent(table, column, sent, hashes));
    // Null that is sent for a column which cannot be null asks for the default.
    const bool absent = !value || (IsNull(*value) && !column.nullable);
    if (absent) value = DefaultsToNow(column) ? Value(now) : DefaultOf(column);
    if (IsNull(*value) && !column.nullable) return Missing(column);
    if (!IsNull(*value)) values.emplace_back(column.field, *std::move(value));
  }
  return values;
}

Result<FieldValues> ReadChangedValues(const Table& table, const Json::Object& sent,
                                      const Hashes& hashes, const Record& record) {
  FieldValues values;
  for (const Column& column : table.columns) {
    if (column.field == 0) continue;
    GH_TRY(std::optional<Value> value, ReadSent(table, column, sent, hashes));
    if (!value || *value == ValueOf(record.fields, column.field)) continue;
    if (IsNull(*value) && !column.nullable) return Missing(column);
    values.emplace_back(column.field, *std::move(value));
  }
  return values;
}

Result<Hashes> HashSent(const Table& table, const Json::Object& sent,
                        const std::optional<Record>& record) {
  Hashes hashes;
  for (const auto& [name, value] : sent) {
    const Column* column = table.FindColumn(name);
    if (column == nullptr || !NeedsHash(*column, value)) continue;
    const std::string* text = value.AsString();
    if (text == nullptr) return Fail(Errc::kInvalid, Problem{name, Reason::kWrongType});
    const auto* former =
        record ? std::get_if<std::string>(&ValueOf(record->fields, column->field)) : nullptr;
    // What is shown, and sent back, is no new text; nor is the one that is there.
    const bool stays = former != nullptr && (*former == *text || IsHashOf(*column, *former, *text));
    if (stays) continue;
    auto hash = HashFor(*column, *text);
    if (!hash) return FailWith(hash.error());
    hashes.emplace_back(name, *std::move(hash));
  }
  return hashes;
}

bool NeedsHashes(const Table& table, const Json::Object& sent) {
  return std::any_of(sent.begin(), sent.end(), [&](const Json::Member& member) {
    const Column* column = table.FindColumn(member.first);
    return column != nullptr && NeedsHash(*column, member.second);
  });
}

}  // namespace guildhall::daptin
