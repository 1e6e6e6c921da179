#include "dialects/syncano/filter_subject.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

#include "base/strings.h"

namespace guildhall::syncano {
namespace {

using Kind = FilterSubject::Kind;
using Form = OperandForm;

constexpr std::size_t kMaxName = 64;
constexpr std::size_t kMaxUserName = 254;

struct BuiltinRow {
  std::string_view name;
  Kind kind;
  BuiltinField field;
};

constexpr std::array<BuiltinRow, 8> kOfObjects{{
    {"id", Kind::kNumber, BuiltinField::kId},
    {"created_at", Kind::kTime, BuiltinField::kCreatedAt},
    {"updated_at", Kind::kTime, BuiltinField::kUpdatedAt},
    {"revision", Kind::kNumber, BuiltinField::kRevision},
    {"owner", Kind::kNumber, BuiltinField::kOwner},
    {"group", Kind::kNumber, BuiltinField::kGroup},
    {"channel", Kind::kChannel, BuiltinField::kChannel},
    {"channel_room", Kind::kRoom, BuiltinField::kRoom},
}};

// A user is known by his profile, which he owns.
constexpr std::array<BuiltinRow, 7> kOfUsers{{
    {"id", Kind::kNumber, BuiltinField::kOwner},
    {"username", Kind::kUserName, BuiltinField::kOwnerName},
    {"created_at", Kind::kTime, BuiltinField::kCreatedAt},
    {"updated_at", Kind::kTime, BuiltinField::kUpdatedAt},
    {"revision", Kind::kNumber, BuiltinField::kRevision},
    {"channel", Kind::kChannel, BuiltinField::kChannel},
    {"channel_room", Kind::kRoom, BuiltinField::kRoom},
}};

constexpr std::array<std::string_view, 5> kUnfilterable{"owner", "group", "owner_permissions",
                                                        "group_permissions", "other_permissions"};

constexpr std::array<Lookup, 19> kLookups{{
    {"_gt", Comparison::kGreater, Form::kValue, false},
    {"_gte", Comparison::kGreaterOrEqual, Form::kValue, false},
    {"_lt", Comparison::kLess, Form::kValue, false},
    {"_lte", Comparison::kLessOrEqual, Form::kValue, false},
    {"_eq", Comparison::kEqual, Form::kValue, false},
    {"_neq", Comparison::kNotEqual, Form::kValue, false},
    {"_in", Comparison::kIn, Form::kValues, false},
    {"_nin", Comparison::kNotIn, Form::kValues, false},
    {"_exists", Comparison::kExists, Form::kFlag, false},
    {"_startswith", Comparison::kStartsWith, Form::kText, false},
    {"_endswith", Comparison::kEndsWith, Form::kText, false},
    {"_contains", Comparison::kContains, Form::kText, false},
    {"_like", Comparison::kLike, Form::kText, false},
    {"_istartswith", Comparison::kStartsWith, Form::kText, true},
    {"_iendswith", Comparison::kEndsWith, Form::kText, true},
    {"_icontains", Comparison::kContains, Form::kText, true},
    {"_ilike", Comparison::kLike, Form::kText, true},
    {"_ieq", Comparison::kEqual, Form::kText, true},
    {"_contains", Comparison::kHasAll, Form::kElements, false},
}};
constexpr Lookup kNear{"_near", Comparison::kNear, Form::kPlace, false};
constexpr Lookup kIs{"_is", Comparison::kMatches, Form::kFilter, false};

bool IsComparing(Form form) {
  return form == Form::kValue || form == Form::kValues || form == Form::kFlag;
}

/// Whether a field of this type takes operators of this form.
bool TakesForm(FieldType type, Form form) {
  switch (type) {
    case FieldType::kString:
      return IsComparing(form) || form == Form::kText;
    case FieldType::kInteger:
    case FieldType::kFloat:
    case FieldType::kBoolean:
    case FieldType::kDatetime:
      return IsComparing(form);
    case FieldType::kReference:
      return IsComparing(form) || form == Form::kFilter;
    case FieldType::kList:
      return form == Form::kElements;
    case FieldType::kGeoPoint:
      return form == Form::kFlag || form == Form::kPlace;
    case FieldType::kRelation:
      return form == Form::kFlag || form == Form::kElements || form == Form::kFilter;
    case FieldType::kText:
    case FieldType::kDocument:
    case FieldType::kFile:
      break;
  }
  return false;
}

bool TakesForm(const FilterSubject& subject, Form form) {
  switch (subject.kind) {
    case Kind::kField:
      return TakesForm(subject.field->type, form);
    case Kind::kUserName:
      return IsComparing(form) || form == Form::kText;
    case Kind::kNumber:
    case Kind::kTime:
    case Kind::kRoom:
    case Kind::kChannel:
      break;
  }
  return IsComparing(form);
}

ReadValueResult ReadId(const Json& value) {
  ReadValueResult read = ReadValue(FieldType::kInteger, value);
  if (!read || IsNull(*read)) return read;
  if (std::get<std::int64_t>(*read) >= 0) return read;
  return tl::unexpected<ValueRefusal>(
      ValueRefusal{"Ensure this value is greater than or equal to 0.", true});
}

ReadValueResult ReadReferenceId(const Json& value) {
  ReadValueResult read = ReadValue(FieldType::kReference, value);
  if (!read || IsNull(*read)) return read;
  return ReadId(Json(std::get<std::int64_t>(*read)));
}

ReadValueResult ReadLowered(const Json& value, std::size_t max) {
  if (value.IsNull()) return Value();
  ReadValueResult read = ReadTextValue(value, max);
  if (!read) return read;
  return Value(ToLowerUnicode(std::get<std::string>(*read)));
}

}  // namespace

std::optional<FilterSubject> FindBuiltin(FilterScope scope, std::string_view name) {
  const auto find = [name](const auto& rows) -> std::optional<FilterSubject> {
    const auto row = std::ranges::find(rows, name, &BuiltinRow::name);
    if (row == rows.end()) return std::nullopt;
    return FilterSubject{row->kind, FieldRef{0, row->field}, nullptr};
  };
  return scope == FilterScope::kUsers ? find(kOfUsers) : find(kOfObjects);
}

bool IsUnfilterable(std::string_view name) {
  return std::ranges::find(kUnfilterable, name) != kUnfilterable.end();
}

ReadValueResult ReadOperand(const FilterSubject& subject, const Json& value) {
  switch (subject.kind) {
    case Kind::kField:
      if (subject.field->type == FieldType::kReference) return ReadReferenceId(value);
      return ReadValue(subject.field->type, value);
    case Kind::kNumber:
      return ReadId(value);
    case Kind::kTime:
      return ReadValue(FieldType::kDatetime, value);
    case Kind::kRoom:
      return value.IsNull() ? Value() : ReadTextValue(value, kMaxName);
    case Kind::kChannel:
      return ReadLowered(value, kMaxName);
    case Kind::kUserName:
      return ReadLowered(value, kMaxUserName);
  }
  return Value();
}

std::optional<Lookup> FindLookup(const FilterSubject& subject, std::string_view name) {
  const auto fits = [&](const Lookup& lookup) {
    return lookup.name == name && TakesForm(subject, lookup.form);
  };
  if (fits(kNear)) return kNear;
  if (fits(kIs)) return kIs;
  const auto found = std::ranges::find_if(kLookups, fits);
  return found == kLookups.end() ? std::nullopt : std::optional(*found);
}

bool IsTextLookup(std::string_view name) {
  return std::ranges::any_of(kLookups, [name](const Lookup& lookup) {
    return lookup.name == name && lookup.form == Form::kText;
  });
}

}  // namespace guildhall::syncano
