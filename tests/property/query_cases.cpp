#include "tests/property/query_cases.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <variant>

namespace guildhall::test {
namespace {

using rc::gen::inRange;

constexpr std::array kTypes{FieldType::kString,   FieldType::kInteger,  FieldType::kFloat,
                            FieldType::kBoolean,  FieldType::kDatetime, FieldType::kReference,
                            FieldType::kGeoPoint, FieldType::kList,     FieldType::kRelation};

bool Chance(int one_in) { return *inRange(0, one_in) == 0; }

template <class T>
T OneOf(const std::vector<T>& choices) {
  return choices[*inRange<std::size_t>(0, choices.size())];
}

std::string AnyText() {
  // Beyond the longest key the last letter is cut off.
  const std::string longest(530, 'x');
  return OneOf<std::string>({"", "a", "ab", "abc", "B", "b", "a%", "ż", std::string("a\0b", 3),
                             longest + 'a', longest + 'b'});
}

Scalar AnyElement() {
  return OneOf<Scalar>({true, false, std::int64_t{1}, 1.0, 1.5, std::string("1"), std::string("a"),
                        std::int64_t{9007199254740993}, std::int64_t{9007199254740992}});
}

Ids AnyIds() {
  Ids ids;
  for (std::int64_t id = 0; id < 8; ++id) {
    if (Chance(4)) ids.push_back(id);
  }
  return ids;
}

/// Not null.
Value AnyValue(FieldType type) {
  switch (type) {
    case FieldType::kString:
    case FieldType::kText:
      return AnyText();
    case FieldType::kInteger:
      return std::int64_t{*inRange(-2, 3)};
    case FieldType::kFloat:
      return OneOf<double>({-1.5, -0.0, 0.0, 0.25, 1e300});
    case FieldType::kBoolean:
      return Chance(2);
    case FieldType::kDatetime:
      return Time(*inRange(-1, 3));
    case FieldType::kReference:
      return std::int64_t{*inRange(0, 8)};
    case FieldType::kGeoPoint:
      return OneOf<GeoPoint>({{21.0, 52.2}, {21.1, 52.2}, {-179.99, 10}, {179.99, 10}, {0, 90}});
    case FieldType::kList: {
      Scalars list;
      for (int count = *inRange(0, 4); count > 0; --count) list.push_back(AnyElement());
      return list;
    }
    case FieldType::kRelation:
      return AnyIds();
    case FieldType::kDocument:
    case FieldType::kFile:
      break;
  }
  return {};
}

std::vector<Value> AnyValues(FieldType type) {
  std::vector<Value> values;
  for (int count = *inRange(0, 4); count > 0; --count) values.push_back(AnyValue(type));
  return values;
}

bool HasOrder(FieldType type) {
  return type != FieldType::kGeoPoint && type != FieldType::kList && type != FieldType::kRelation;
}

Condition Compared(FieldRef field, FieldType type) {
  const auto op = OneOf<Comparison>({Comparison::kEqual, Comparison::kEqual, Comparison::kNotEqual,
                                     Comparison::kLess, Comparison::kLessOrEqual,
                                     Comparison::kGreater, Comparison::kGreaterOrEqual});
  return {.field = field, .op = op, .operands = {AnyValue(type)}};
}

Condition AmongSome(FieldRef field, FieldType type) {
  return {.field = field,
          .op = Chance(2) ? Comparison::kIn : Comparison::kNotIn,
          .operands = AnyValues(type)};
}

Condition Matching(FieldRef field) {
  const auto op = OneOf<Comparison>({Comparison::kStartsWith, Comparison::kEndsWith,
                                     Comparison::kContains, Comparison::kLike, Comparison::kEqual});
  const auto text = OneOf<std::string>({"", "a", "ab", "A", "a%", "%b", "a\\%", "_b%", "xx%", "x"});
  return {.field = field, .op = op, .fold_case = Chance(3), .operands = {text}};
}

Condition Present(FieldRef field) {
  return {.field = field, .op = Chance(2) ? Comparison::kExists : Comparison::kMissing};
}

/// Without kMatches.
Condition OnField(const Field& field) {
  const FieldRef ref{.number = field.number};
  if (Chance(4)) return Present(ref);
  if (field.type == FieldType::kList) {
    Condition condition{.field = ref, .op = Comparison::kHasAll};
    for (int count = *inRange(0, 3); count > 0; --count) condition.elements.push_back(AnyElement());
    return condition;
  }
  if (field.type == FieldType::kRelation) {
    const auto op = Chance(2) ? Comparison::kHasAll : Comparison::kIn;
    return {.field = ref, .op = op, .operands = AnyValues(FieldType::kReference)};
  }
  if (field.type == FieldType::kGeoPoint) {
    return {.field = ref,
            .op = Comparison::kNear,
            .operands = {AnyValue(field.type)},
            .distance = OneOf<double>({0, 1'000, 10'000, 3e7})};
  }
  if (field.type == FieldType::kString && Chance(2)) return Matching(ref);
  return Chance(2) ? AmongSome(ref, field.type) : Compared(ref, field.type);
}

Condition OnBuiltin() {
  const auto field =
      OneOf<BuiltinField>({BuiltinField::kId, BuiltinField::kId, BuiltinField::kCreatedAt,
                           BuiltinField::kUpdatedAt, BuiltinField::kOwner});
  const FieldRef ref{.builtin = field};
  const bool time = field == BuiltinField::kCreatedAt || field == BuiltinField::kUpdatedAt;
  const FieldType type = time ? FieldType::kDatetime : FieldType::kReference;
  return Chance(3) ? AmongSome(ref, type) : Compared(ref, type);
}

Filter AnyFilter(const std::vector<Field>& fields, bool related) {
  Filter filter;
  for (int count = *inRange(0, 3); count > 0; --count) {
    const Field field = OneOf(fields);
    const bool points = field.type == FieldType::kReference || field.type == FieldType::kRelation;
    if (related && points && Chance(2)) {
      Condition condition{.field = {.number = field.number}, .op = Comparison::kMatches};
      condition.inner = std::make_shared<const Filter>(AnyFilter(fields, false));
      filter.push_back(std::move(condition));
    } else {
      filter.push_back(Chance(4) ? OnBuiltin() : OnField(field));
    }
  }
  return filter;
}

FieldRef AnyOrder(const std::vector<Field>& fields) {
  std::vector<FieldRef> orders{{.builtin = BuiltinField::kId},
                               {.builtin = BuiltinField::kCreatedAt},
                               {.builtin = BuiltinField::kUpdatedAt}};
  for (const Field& field : fields) {
    if (field.ordered) orders.push_back({.number = field.number});
  }
  return OneOf(orders);
}

RowDraft AnyRow(const std::vector<Field>& fields) {
  RowDraft row{.access = *AnyList(), .changed = *inRange(0, 5)};
  for (const Field& field : fields) {
    if (Chance(4)) continue;
    Value value = AnyValue(field.type);
    const auto* ids = std::get_if<Ids>(&value);
    if (ids == nullptr || !ids->empty()) row.fields.emplace_back(field.number, std::move(value));
  }
  return row;
}

}  // namespace

rc::Gen<std::vector<Field>> AnyFields() {
  return rc::gen::exec([] {
    std::vector<Field> fields;
    std::int32_t number = 1;
    for (const FieldType type : kTypes) {
      Field field{.number = number++, .name = "field" + std::to_string(number), .type = type};
      field.ordered = HasOrder(type) && Chance(2);
      field.filterable = Chance(2);
      if (field.ordered || field.filterable) field.index = number++;
      field.building = field.index != 0 && Chance(8);
      field.target.kind = Target::Kind::kSelf;
      fields.push_back(std::move(field));
    }
    return fields;
  });
}

rc::Gen<QueryCase> AnyQueryCase() {
  return rc::gen::exec([] {
    QueryCase one;
    one.on_postgres = *inRange(0, 8) == 7;
    one.fields = *AnyFields();
    std::int64_t now = 0;
    for (int count = *inRange(0, 20); count > 0; --count) {
      one.rows.push_back(AnyRow(one.fields));
      one.rows.back().made = now += *inRange(0, 2);
    }
    one.limits.max_probed = OneOf<std::int32_t>({0, 2, 5, 2'000});
    for (int count = 0; count < 6; ++count) {
      Question question{.who = *Anybody()};
      question.query.filter = AnyFilter(one.fields, true);
      question.query.order = AnyOrder(one.fields);
      question.query.descending = question.who.descending;
      question.query.limit = question.who.page;
      one.questions.push_back(std::move(question));
    }
    return one;
  });
}

namespace {

struct Shower {
  std::ostream& out;
  void operator()(std::monostate) const { out << "null"; }
  void operator()(bool value) const { out << (value ? "true" : "false"); }
  void operator()(std::int64_t value) const { out << value; }
  void operator()(double value) const { out << value << 'f'; }
  void operator()(Time value) const { out << 'T' << value.microseconds(); }
  void operator()(const std::string& value) const {
    out << '"' << value.substr(value.size() > 20 ? value.size() - 20 : 0) << '"';
  }
  void operator()(const GeoPoint& value) const {
    out << '(' << value.longitude << ' ' << value.latitude << ')';
  }
  void operator()(const Document& value) const { out << value.text; }
  void operator()(const FileValue& value) const { out << value.name; }
  void operator()(const Scalars& value) const {
    out << '[';
    for (const Scalar& element : value) {
      std::visit(*this, element);
      out << ' ';
    }
    out << ']';
  }
  void operator()(const Ids& value) const {
    out << '{';
    for (const std::int64_t id : value) out << id << ' ';
    out << '}';
  }
};

void Show(const FieldRef& field, std::ostream& out) {
  out << (field.number != 0 ? "field " : "builtin ")
      << (field.number != 0 ? field.number : static_cast<int>(field.builtin));
}

}  // namespace

void Show(const Value& value, std::ostream& out) { std::visit(Shower{out}, value); }

void Show(const Filter& filter, std::ostream& out) {
  for (const Condition& condition : filter) {
    out << " [";
    Show(condition.field, out);
    out << " op " << static_cast<int>(condition.op) << (condition.fold_case ? "i" : "");
    for (const Value& operand : condition.operands) {
      out << ' ';
      Show(operand, out);
    }
    if (!condition.elements.empty()) Shower{out}(condition.elements);
    if (condition.inner) Show(*condition.inner, out);
    out << ']';
  }
}

void showValue(const QueryCase& one, std::ostream& out) {
  out << (one.on_postgres ? "on PostgreSQL" : "on SQLite") << ", probing " << one.limits.max_probed;
  for (const Field& field : one.fields) {
    out << "\n  field " << field.number << " type " << static_cast<int>(field.type)
        << (field.ordered ? " ordered" : "") << (field.filterable ? " filterable" : "")
        << (field.building ? " building" : "");
  }
  for (const RowDraft& row : one.rows) {
    out << "\n  record at " << row.made << ", " << row.changed << ' ';
    Show(row.access, out);
    for (const auto& [number, value] : row.fields) {
      out << ' ' << number << '=';
      Show(value, out);
    }
  }
  for (const Question& question : one.questions) {
    out << "\n  ";
    Show(question.who, out);
    out << " by ";
    Show(question.query.order, out);
    Show(question.query.filter, out);
  }
}

}  // namespace guildhall::test
