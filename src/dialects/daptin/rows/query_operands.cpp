#include "dialects/daptin/rows/query_operands.h"

#include <cmath>
#include <string>
#include <utility>

#include "dialects/daptin/columns/column_times.h"
#include "dialects/daptin/columns/column_values.h"
#include "dialects/daptin/lists/operators.h"

namespace guildhall::daptin {
namespace {

std::optional<OperandKind> KindOf(const Field& field) {
  switch (field.type) {
    case FieldType::kString:
    case FieldType::kText:
      return OperandKind::kText;
    case FieldType::kInteger:
      return OperandKind::kInteger;
    case FieldType::kFloat:
      return OperandKind::kFloat;
    case FieldType::kBoolean:
      return OperandKind::kTruth;
    case FieldType::kDatetime:
      return OperandKind::kMoment;
    case FieldType::kFile:
    case FieldType::kReference:
    case FieldType::kDocument:
    case FieldType::kList:
    case FieldType::kGeoPoint:
    case FieldType::kRelation:
      break;
  }
  return std::nullopt;
}

/// As a value of the field where it is one, so that the field's list can be searched.
Value NumberFor(OperandKind kind, const Json& number) {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  constexpr double kEnd = 9'223'372'036'854'775'808.0;
  if (const std::int64_t* integer = number.AsInteger()) {
    const bool exact = *integer >= -kExact && *integer <= kExact;
    if (kind == OperandKind::kFloat && exact) return static_cast<double>(*integer);
    return *integer;
  }
  const double real = *number.AsDouble();
  const bool whole = real == std::trunc(real) && real >= -kEnd && real < kEnd;
  if (kind == OperandKind::kInteger && whole) return static_cast<std::int64_t>(real);
  return real;
}

std::optional<Value> TruthFor(const Json& number) {
  if (number == Json(0) || number == Json(0.0)) return Value(false);
  if (number == Json(1) || number == Json(1.0)) return Value(true);
  return std::nullopt;
}

/// A pattern in which a backslash stands for itself.
std::string Escaped(const std::string& pattern) {
  std::string escaped;
  for (const char c : pattern) {
    if (c == '\\') escaped.push_back('\\');
    escaped.push_back(c);
  }
  return escaped;
}

Filter Only(const ConditionPlace& place, Comparison op, std::vector<Value> operands = {}) {
  return {guildhall::Condition{.field = place.field, .op = op, .operands = std::move(operands)}};
}

/// Null is neither equal nor unequal to anything.
Filter AndExists(Filter filter) {
  filter.push_back(guildhall::Condition{.field = filter.front().field, .op = Comparison::kExists});
  return filter;
}

using Make = std::optional<Filter> (*)(const ConditionPlace& place, const Json& asked);

template <Comparison op>
std::optional<Filter> Ordered(const ConditionPlace& place, const Json& asked) {
  auto operand = OperandOf(place.kind, asked);
  if (!operand) return std::nullopt;
  return Only(place, op, {*std::move(operand)});
}

std::optional<Filter> Equal(const ConditionPlace& place, const Json& asked) {
  if (asked.IsNull()) return Only(place, Comparison::kMissing);
  return Ordered<Comparison::kEqual>(place, asked);
}

std::optional<Filter> Unequal(const ConditionPlace& place, const Json& asked) {
  if (asked.IsNull()) return Only(place, Comparison::kExists);
  auto filter = Ordered<Comparison::kNotEqual>(place, asked);
  if (!filter) return std::nullopt;
  return AndExists(*std::move(filter));
}

/// The elements of an array as operands; nothing when one of them is none, or there are none.
std::optional<std::vector<Value>> OperandsOf(const ConditionPlace& place, const Json& asked) {
  std::vector<Value> operands;
  for (const Json& element : *asked.AsArray()) {
    auto operand = OperandOf(place.kind, element);
    if (!operand) return std::nullopt;
    operands.push_back(*std::move(operand));
  }
  if (operands.empty()) return std::nullopt;
  return operands;
}

std::optional<Filter> AnyOf(const ConditionPlace& place, const Json& asked) {
  if (asked.AsArray() == nullptr) return Equal(place, asked);
  auto operands = OperandsOf(place, asked);
  if (!operands) return std::nullopt;
  return Only(place, Comparison::kIn, *std::move(operands));
}

std::optional<Filter> NoneOf(const ConditionPlace& place, const Json& asked) {
  if (asked.AsArray() == nullptr) return Unequal(place, asked);
  auto operands = OperandsOf(place, asked);
  if (!operands) return std::nullopt;
  return AndExists(Only(place, Comparison::kNotIn, *std::move(operands)));
}

std::optional<Filter> Like(const ConditionPlace& place, const Json& asked) {
  if (place.kind != OperandKind::kText) return std::nullopt;
  return Only(place, Comparison::kLike, {Value(Escaped(AskedText(asked)))});
}

std::optional<Filter> LikeInAnyCase(const ConditionPlace& place, const Json& asked) {
  auto filter = Like(place, asked);
  if (filter) filter->front().fold_case = true;
  return filter;
}

/// Numbers are true when they are 1, and false when they are 0.
template <int number>
std::optional<Filter> Truth(const ConditionPlace& place, const Json&) {
  const bool has_truth = place.kind == OperandKind::kTruth || place.kind == OperandKind::kInteger ||
                         place.kind == OperandKind::kFloat;
  return has_truth ? Equal(place, Json(number)) : std::nullopt;
}

std::optional<Filter> Empty(const ConditionPlace& place, const Json&) {
  return Only(place, Comparison::kMissing);
}

/// Points in time in the form in which they are shown, so that texts compare as times do.
Json Shown(const Json& asked) {
  if (const Json::Array* array = asked.AsArray()) {
    Json::Array shown;
    for (const Json& element : *array) shown.push_back(Shown(element));
    return Json(std::move(shown));
  }
  const auto moment = ReadMoment(asked);
  return moment ? Json(ShowMoment(*moment)) : asked;
}

/// Null for those that the core's conditions cannot say.
Make MakeOf(Operator op) {
  switch (op) {
    case Operator::kEqual:
      return Equal;
    case Operator::kUnequal:
      return Unequal;
    case Operator::kLike:
      return Like;
    case Operator::kLikeInAnyCase:
      return LikeInAnyCase;
    case Operator::kAnyOf:
      return AnyOf;
    case Operator::kNoneOf:
      return NoneOf;
    case Operator::kGreater:
      return Ordered<Comparison::kGreater>;
    case Operator::kGreaterOrEqual:
      return Ordered<Comparison::kGreaterOrEqual>;
    case Operator::kLess:
      return Ordered<Comparison::kLess>;
    case Operator::kLessOrEqual:
      return Ordered<Comparison::kLessOrEqual>;
    case Operator::kEmpty:
      return Empty;
    case Operator::kTrue:
      return Truth<1>;
    case Operator::kFalse:
      return Truth<0>;
    case Operator::kUnlike:
    case Operator::kUnlikeInAnyCase:
    case Operator::kFuzzy:
    case Operator::kFuzzyAny:
    case Operator::kFuzzyAll:
      return nullptr;
  }
  GH_BUG("an operator that is not known");
}

}  // namespace

std::optional<ConditionPlace> PlaceOf(const Table& table, std::string_view column) {
  if (column == "created_at" || column == "updated_at") {
    const bool created = column == "created_at";
    return ConditionPlace{
        {.builtin = created ? BuiltinField::kCreatedAt : BuiltinField::kUpdatedAt},
        OperandKind::kMoment};
  }
  const Column* own = table.FindColumn(column);
  const Field* field =
      own == nullptr || own->field == 0 ? nullptr : table.stored.FindField(own->field);
  const auto kind = field == nullptr ? std::nullopt : KindOf(*field);
  if (!kind) return std::nullopt;
  return ConditionPlace{{.number = field->number}, *kind};
}

std::optional<Value> OperandOf(OperandKind kind, const Json& asked) {
  if (asked.IsNull()) return std::nullopt;
  if (kind == OperandKind::kText) return Value(AskedText(asked));
  if (kind == OperandKind::kMoment) {
    const auto moment = ReadMoment(asked);
    return moment ? std::optional(Value(*moment)) : std::nullopt;
  }
  const auto number = AskedNumber(asked);
  if (!number) return std::nullopt;
  return kind == OperandKind::kTruth ? TruthFor(*number) : NumberFor(kind, *number);
}

std::optional<Filter> ConditionsOf(const ConditionPlace& place, std::string_view operation,
                                   const Json& asked) {
  const auto op = FindOperator(operation);
  const Make make = op ? MakeOf(*op) : nullptr;
  return make == nullptr ? std::nullopt : make(place, asked);
}

ListQuery WithMoments(const Table& table, ListQuery query) {
  for (Condition& condition : query.conditions) {
    const auto op = FindOperator(condition.operation);
    const bool pattern = op && LooksIntoTexts(*op);
    const Column* column = table.FindColumn(condition.column);
    const bool standard = condition.column == "created_at" || condition.column == "updated_at";
    if (pattern || !(standard || (column != nullptr && HoldsMoments(*column)))) continue;
    condition.value = Shown(condition.value);
  }
  return query;
}

}  // namespace guildhall::daptin
