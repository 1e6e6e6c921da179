#include "dialects/syncano/record_operators.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/strings.h"

namespace guildhall::syncano {
namespace {

tl::unexpected<ValueRefusal> NotOf(FieldType type) {
  return tl::unexpected<ValueRefusal>(ValueRefusal{NotOfType(type), false});
}

bool IsNumber(FieldType type) { return type == FieldType::kInteger || type == FieldType::kFloat; }
bool IsSet(FieldType type) { return type == FieldType::kList || type == FieldType::kRelation; }

bool IsOperator(std::string_view name) {
  return name == "_increment" || name == "_add" || name == "_addunique" || name == "_remove";
}

/// An object with an operator among its members.
bool HoldsOperators(const Json& value) {
  const Json::Object* members = value.AsObject();
  return members != nullptr &&
         std::ranges::any_of(*members, [](const auto& member) { return IsOperator(member.first); });
}

/// The place of one operator's operand; null when the type has no such operator.
std::optional<Value>* PlaceOf(FieldOperators& operators, FieldType type, std::string_view name) {
  if (IsNumber(type)) return name == "_increment" ? &operators.increment : nullptr;
  if (name == "_add") return &operators.add;
  if (name == "_remove") return &operators.remove;
  const bool unique = name == "_addunique" && type == FieldType::kList;
  return unique ? &operators.add_unique : nullptr;
}

/// Equal as elements of a list: numbers by what they count, everything else by kind and value.
bool Same(const Scalar& a, const Scalar& b) {
  const auto* integer = std::get_if<std::int64_t>(&a);
  const auto* number = std::get_if<double>(&b);
  if (integer != nullptr && number != nullptr) return static_cast<double>(*integer) == *number;
  if (std::holds_alternative<double>(a) && std::holds_alternative<std::int64_t>(b)) {
    return Same(b, a);
  }
  return a == b;
}

bool Has(const Scalars& list, const Scalar& wanted) {
  return std::ranges::any_of(list, [&](const Scalar& element) { return Same(element, wanted); });
}

Value ApplyToList(const FieldOperators& operators, const Value& before) {
  Scalars list;
  if (const auto* present = std::get_if<Scalars>(&before)) list = *present;
  if (operators.add) {
    const auto& added = std::get<Scalars>(*operators.add);
    list.insert(list.end(), added.begin(), added.end());
  }
  if (operators.add_unique) {
    for (const Scalar& element : std::get<Scalars>(*operators.add_unique)) {
      if (!Has(list, element)) list.push_back(element);
    }
  }
  if (operators.remove) {
    const auto& removed = std::get<Scalars>(*operators.remove);
    std::erase_if(list, [&](const Scalar& element) { return Has(removed, element); });
  }
  return Value(std::move(list));
}

ReadValueResult ApplyToRelation(const FieldOperators& operators, const Value& before) {
  Ids ids;
  if (const auto* present = std::get_if<Ids>(&before)) ids = *present;
  if (operators.add) {
    const auto& added = std::get<Ids>(*operators.add);
    ids.insert(ids.end(), added.begin(), added.end());
  }
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (operators.remove) {
    for (const std::int64_t id : std::get<Ids>(*operators.remove)) std::erase(ids, id);
  }
  if (ids.size() > kMaxRelated) {
    return tl::unexpected<ValueRefusal>(
        ValueRefusal{"Relation length limit exceeded (1000).", true});
  }
  if (ids.empty()) return Value();
  return Value(std::move(ids));
}

ReadValueResult Increment(FieldType type, const Value& by, const Value& before) {
  if (type == FieldType::kInteger) {
    const auto* present = std::get_if<std::int64_t>(&before);
    const std::int64_t from = present == nullptr ? 0 : *present;
    // Both have 32 bits; the sum is judged as if it had been sent.
    return ReadValue(type, Json(from + std::get<std::int64_t>(by)));
  }
  const auto* present = std::get_if<double>(&before);
  return ReadValue(type, Json((present == nullptr ? 0.0 : *present) + std::get<double>(by)));
}

}  // namespace

std::optional<tl::expected<FieldOperators, ValueRefusal>> ReadOperators(const Field& field,
                                                                        const Json& value) {
  if (!IsNumber(field.type) && !IsSet(field.type)) return std::nullopt;
  const Json* given = &value;
  Json parsed;
  if (const std::string* text = value.AsString()) {
    if (!Trim(*text).starts_with('{')) return std::nullopt;
    Result<Json> json = ParseJson(*text);
    if (!json) return std::nullopt;
    parsed = std::move(*json);
    given = &parsed;
  }
  if (!HoldsOperators(*given)) return std::nullopt;

  FieldOperators operators;
  operators.number = field.number;
  for (const auto& [name, operand] : *given->AsObject()) {
    std::optional<Value>* place = PlaceOf(operators, field.type, name);
    if (place == nullptr) return NotOf(field.type);
    ReadValueResult read =
        IsNumber(field.type) ? ReadValue(field.type, operand) : ReadElements(field.type, operand);
    if (!read) return tl::unexpected<ValueRefusal>(std::move(read).error());
    if (IsNull(*read)) return NotOf(field.type);
    *place = std::move(*read);
  }
  return operators;
}

ReadValueResult Apply(const FieldOperators& operators, const Field& field, const Value& before) {
  if (operators.increment) return Increment(field.type, *operators.increment, before);
  if (field.type == FieldType::kList) return ApplyToList(operators, before);
  return ApplyToRelation(operators, before);
}

}  // namespace guildhall::syncano
