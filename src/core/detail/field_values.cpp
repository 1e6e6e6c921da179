#include "core/detail/field_values.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <variant>

namespace guildhall::detail {
namespace {

bool IsFinite(const Scalar& element) {
  const auto* number = std::get_if<double>(&element);
  return number == nullptr || std::isfinite(*number);
}

bool FitsFloat(const Value& value) {
  const auto* number = std::get_if<double>(&value);
  return number != nullptr && std::isfinite(*number);
}

bool FitsPoint(const Value& value) {
  const auto* point = std::get_if<GeoPoint>(&value);
  return point != nullptr && std::abs(point->longitude) <= 180 && std::abs(point->latitude) <= 90;
}

bool FitsList(const Value& value) {
  const auto* list = std::get_if<Scalars>(&value);
  return list != nullptr && std::ranges::all_of(*list, IsFinite);
}

bool FitsRelation(const Value& value) {
  const auto* ids = std::get_if<Ids>(&value);
  return ids != nullptr &&
         std::ranges::adjacent_find(*ids, std::ranges::greater_equal()) == ids->end();
}

bool IsNothing(const Value& value) {
  const auto* ids = std::get_if<Ids>(&value);
  return IsNull(value) || (ids != nullptr && ids->empty());
}

}  // namespace

bool Fits(FieldType type, const Value& value) {
  switch (type) {
    case FieldType::kString:
    case FieldType::kText:
      return std::holds_alternative<std::string>(value);
    case FieldType::kInteger:
    case FieldType::kReference:
      return std::holds_alternative<std::int64_t>(value);
    case FieldType::kFloat:
      return FitsFloat(value);
    case FieldType::kBoolean:
      return std::holds_alternative<bool>(value);
    case FieldType::kDatetime:
      return std::holds_alternative<Time>(value);
    case FieldType::kFile:
      return std::holds_alternative<FileValue>(value);
    case FieldType::kDocument:
      return std::holds_alternative<Document>(value);
    case FieldType::kList:
      return FitsList(value);
    case FieldType::kGeoPoint:
      return FitsPoint(value);
    case FieldType::kRelation:
      return FitsRelation(value);
  }
  return false;
}

Fields Merge(Fields fields, const RecordPatch& patch) {
  for (const auto& [number, value] : patch.fields) {
    const auto at = std::ranges::lower_bound(fields, number, {}, &Fields::value_type::first);
    const bool present = at != fields.end() && at->first == number;
    if (present && IsNothing(value)) {
      fields.erase(at);
    } else if (present) {
      at->second = value;
    } else if (!IsNothing(value)) {
      fields.insert(at, {number, value});
    }
  }
  return fields;
}

}  // namespace guildhall::detail
