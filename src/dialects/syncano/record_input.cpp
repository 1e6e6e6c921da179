#include "dialects/syncano/record_input.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "base/strings.h"
#include "base/timestamp.h"

namespace guildhall::syncano {
namespace {

// A field's value, or the sentence that refuses it.
using Read = tl::expected<Value, std::string>;

constexpr std::size_t kMaxString = 128;
constexpr std::size_t kMaxText = 32'000;

tl::unexpected<std::string> No(std::string sentence) {
  return tl::unexpected<std::string>(std::move(sentence));
}

Read ReadText(const Json& value, std::size_t max) {
  std::string text;
  if (const std::string* given = value.AsString()) {
    text = *given;
  } else if (value.AsInteger() != nullptr || value.AsDouble() != nullptr) {
    text = ToText(value);
  } else {
    return No("Not a valid string.");
  }
  if (CountCodePoints(text) > max) {
    return No("Ensure this field has no more than " + std::to_string(max) + " characters.");
  }
  return Value(std::move(text));
}

Read ReadInteger(const Json& value) {
  constexpr std::int64_t kMin = std::numeric_limits<std::int32_t>::min();
  constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();
  std::optional<std::int64_t> number;
  if (const std::int64_t* given = value.AsInteger()) number = *given;
  if (const double* given = value.AsDouble()) {
    // Whole doubles pass, also those that are far out of range.
    if (*given == std::floor(*given)) {
      number = *given > 0x1p62    ? kMax + 1
               : *given < -0x1p62 ? kMin - 1
                                  : static_cast<std::int64_t>(*given);
    }
  }
  if (const std::string* given = value.AsString()) number = ParseInteger(Trim(*given));
  if (!number) return No("A valid integer is required.");
  if (*number > kMax) return No("Ensure this value is less than or equal to 2147483647.");
  if (*number < kMin) return No("Ensure this value is greater than or equal to -2147483648.");
  return Value(*number);
}

Read ReadFloat(const Json& value) {
  std::optional<double> number;
  if (const std::int64_t* given = value.AsInteger()) number = static_cast<double>(*given);
  if (const double* given = value.AsDouble()) number = *given;
  if (const std::string* given = value.AsString()) {
    const std::string_view text = Trim(*given);
    double parsed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
    if (error == std::errc() && end == text.data() + text.size()) number = parsed;
  }
  if (!number || !std::isfinite(*number)) return No("A valid number is required.");
  return Value(*number);
}

Read ReadFlag(const Json& value) {
  if (const std::string* text = value.AsString()) {
    if (text->empty() || *text == "null" || *text == "Null" || *text == "NULL") return Value();
  }
  const auto flag = ReadBoolean(value);
  if (!flag) return No("Not a valid boolean.");
  return Value(*flag);
}

Read ReadDatetime(const Json& value) {
  const std::string* text = value.AsString();
  // What a read gave may be sent back: {"type":"datetime","value":"..."}.
  if (const Json* wrapped = value.Find("value")) text = wrapped->AsString();
  const auto time = text == nullptr ? std::nullopt : ParseTimestamp(Trim(*text));
  if (!time) {
    return No(
        "Datetime has wrong format. Use one of these formats instead: "
        "YYYY-MM-DDThh:mm:ss.uuuuuuZ.");
  }
  return Value(*time);
}

Read ReadValue(FieldType type, const Json& value) {
  if (value.IsNull()) return Value();
  switch (type) {
    case FieldType::kString:
      return ReadText(value, kMaxString);
    case FieldType::kText:
      return ReadText(value, kMaxText);
    case FieldType::kInteger:
      return ReadInteger(value);
    case FieldType::kFloat:
      return ReadFloat(value);
    case FieldType::kBoolean:
      return ReadFlag(value);
    case FieldType::kDatetime:
      return ReadDatetime(value);
  }
  return No("Not a valid value.");
}

void ReadFields(Input& input, const Collection& collection, RecordInput& record) {
  for (const Field& field : collection.fields) {
    const Json* value = input.Member(field.name);
    if (value == nullptr) continue;
    Read read = ReadValue(field.type, *value);
    if (read) {
      record.fields.emplace_back(field.number, std::move(*read));
    } else {
      input.Refuse(field.name, read.error());
    }
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

}  // namespace

RecordInput ReadRecord(Input& input, const Collection& collection, Extent extent) {
  RecordInput record;
  ReadAccess(input, extent, record.access);
  if (const auto owner = input.NullableReference("owner")) {
    record.access.owner = *owner ? std::optional(UserId(**owner)) : std::nullopt;
  }
  ReadFields(input, collection, record);
  if (extent != Extent::kCreate) record.expected_revision = input.ExpectedRevision();
  return record;
}

RecordInput ReadProfile(Input& input, const Collection& profiles, Extent extent) {
  RecordInput record;
  ReadAccess(input, extent, record.access);
  ReadFields(input, profiles, record);
  return record;
}

AccessList NewRecordAccess() {
  AccessList access;
  access.owner_rights = Rights::All();
  return access;
}

RecordPatch PatchOf(const RecordInput& input, const AccessList& before) {
  RecordPatch patch;
  patch.access = PatchOf(input.access, before, Vocabulary::kObject);
  patch.fields = input.fields;
  patch.expected_revision = input.expected_revision;
  return patch;
}

}  // namespace guildhall::syncano
