#include "core/filter.h"

#include <algorithm>
#include <cmath>
#include <compare>
#include <numbers>
#include <string_view>
#include <type_traits>
#include <variant>

#include "base/strings.h"

namespace guildhall {
namespace {

// --- comparing ---

std::partial_ordering CompareNumbers(std::int64_t a, std::int64_t b) { return a <=> b; }
std::partial_ordering CompareNumbers(double a, double b) { return a <=> b; }

// Without rounding the integer, of which a double can hold 53 bits only.
std::partial_ordering CompareNumbers(std::int64_t a, double b) {
  constexpr double kEnd = 9223372036854775808.0;
  if (std::isnan(b)) return std::partial_ordering::unordered;
  if (b >= kEnd) return std::partial_ordering::less;
  if (b < -kEnd) return std::partial_ordering::greater;
  const auto whole = static_cast<std::int64_t>(b);
  if (a != whole) return a <=> whole;
  return 0.0 <=> b - static_cast<double>(whole);
}

std::partial_ordering CompareNumbers(double a, std::int64_t b) {
  return 0 <=> CompareNumbers(b, a);
}

std::partial_ordering EqualOrNot(bool equal) {
  return equal ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
}

template <class T>
constexpr bool kIsNumber = std::is_same_v<T, std::int64_t> || std::is_same_v<T, double>;

bool SameLists(const Scalars& a, const Scalars& b);

// How two values of whatever kinds compare: unordered when they are different and have no order.
struct Comparer {
  template <class A, class B>
  std::partial_ordering operator()(const A& a, const B& b) const {
    if constexpr (kIsNumber<A> && kIsNumber<B>) {
      return CompareNumbers(a, b);
    } else if constexpr (!std::is_same_v<A, B> || std::is_same_v<A, std::monostate>) {
      return std::partial_ordering::unordered;
    } else if constexpr (std::is_same_v<A, Scalars>) {
      return EqualOrNot(SameLists(a, b));
    } else if constexpr (std::is_same_v<A, GeoPoint> || std::is_same_v<A, Document> ||
                         std::is_same_v<A, Ids> || std::is_same_v<A, FileValue>) {
      return EqualOrNot(a == b);
    } else {
      return a <=> b;
    }
  }
};

bool SameElement(const Scalar& a, const Scalar& b) {
  return std::is_eq(std::visit(Comparer{}, a, b));
}

bool SameLists(const Scalars& a, const Scalars& b) { return std::ranges::equal(a, b, SameElement); }

std::partial_ordering Compare(const Condition& condition, const Value& value,
                              const Value& operand) {
  const auto* a = std::get_if<std::string>(&value);
  const auto* b = std::get_if<std::string>(&operand);
  if (condition.fold_case && a != nullptr && b != nullptr)
    return ToLowerUnicode(*a) <=> ToLowerUnicode(*b);
  return std::visit(Comparer{}, value, operand);
}

// --- texts ---

// The length of the character that begins at `at`: its first byte and those that continue it.
std::size_t CharacterLength(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (text[end] & 0xC0) == 0x80) ++end;
  return end - at;
}

// Whether all of `text` fits the pattern. Only what stands since the last `%` is ever tried again,
// so the cost is at most the product of the lengths.
bool MatchesLike(std::string_view pattern, std::string_view text) {
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::size_t retry_at = 0;
  std::size_t retry_in_pattern = std::string_view::npos;  // behind the last `%`; none yet
  while (at < text.size() || in_pattern < pattern.size()) {
    if (in_pattern < pattern.size()) {
      const char c = pattern[in_pattern];
      if (c == '%') {
        retry_at = at;
        retry_in_pattern = ++in_pattern;
        continue;
      }
      const bool escapes = c == '\\' && in_pattern + 1 < pattern.size();
      const std::size_t literal = in_pattern + (escapes ? 1 : 0);
      if (at < text.size() && (c == '_' || text[at] == pattern[literal])) {
        at += c == '_' ? CharacterLength(text, at) : 1;
        in_pattern = literal + 1;
        continue;
      }
    }
    if (retry_in_pattern == std::string_view::npos || retry_at >= text.size()) return false;
    retry_at += CharacterLength(text, retry_at);
    at = retry_at;
    in_pattern = retry_in_pattern;
  }
  return true;
}

bool TextFits(Comparison op, std::string_view text, std::string_view operand) {
  if (op == Comparison::kStartsWith) return text.starts_with(operand);
  if (op == Comparison::kEndsWith) return text.ends_with(operand);
  if (op == Comparison::kLike) return MatchesLike(operand, text);
  return text.find(operand) != std::string_view::npos;
}

bool FitsText(const Condition& condition, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr || condition.operands.empty()) return false;
  const auto* operand = std::get_if<std::string>(&condition.operands.front());
  if (operand == nullptr) return false;
  if (!condition.fold_case) return TextFits(condition.op, *text, *operand);
  return TextFits(condition.op, ToLowerUnicode(*text), ToLowerUnicode(*operand));
}

// --- lists, sets, points ---

bool HasId(const Ids& ids, const Value& wanted) {
  const auto* id = std::get_if<std::int64_t>(&wanted);
  return id != nullptr && std::ranges::binary_search(ids, *id);
}

bool IsOneOf(const Condition& condition, const Value& value) {
  const auto* ids = std::get_if<Ids>(&value);
  return std::ranges::any_of(condition.operands, [&](const Value& operand) {
    return ids != nullptr ? HasId(*ids, operand) : std::is_eq(Compare(condition, value, operand));
  });
}

bool HasAll(const Condition& condition, const Value& value) {
  if (const auto* ids = std::get_if<Ids>(&value))
    return std::ranges::all_of(condition.operands,
                               [&](const Value& operand) { return HasId(*ids, operand); });
  const auto* list = std::get_if<Scalars>(&value);
  return list != nullptr && std::ranges::all_of(condition.elements, [&](const Scalar& wanted) {
           return std::ranges::any_of(*list,
                                      [&](const Scalar& has) { return SameElement(has, wanted); });
         });
}

bool IsNear(const Condition& condition, const Value& value) {
  const auto* point = std::get_if<GeoPoint>(&value);
  if (point == nullptr || condition.operands.empty()) return false;
  const auto* center = std::get_if<GeoPoint>(&condition.operands.front());
  return center != nullptr && DistanceBetween(*center, *point) <= condition.distance;
}

// What every row has or lacks; an absent number is null.
template <class Id>
Value NumberOf(const std::optional<Id>& id) {
  return id ? Value(id->value()) : Value();
}

}  // namespace

bool Fulfils(const Condition& condition, const Value& value) {
  const auto compared = [&] {
    return condition.operands.empty() ? std::partial_ordering::unordered
                                      : Compare(condition, value, condition.operands.front());
  };
  switch (condition.op) {
    case Comparison::kEqual:
      return std::is_eq(compared());
    case Comparison::kNotEqual:
      return !std::is_eq(compared());
    case Comparison::kLess:
      return std::is_lt(compared());
    case Comparison::kLessOrEqual:
      return std::is_lteq(compared());
    case Comparison::kGreater:
      return std::is_gt(compared());
    case Comparison::kGreaterOrEqual:
      return std::is_gteq(compared());
    case Comparison::kIn:
      return IsOneOf(condition, value);
    case Comparison::kNotIn:
      return !IsOneOf(condition, value);
    case Comparison::kExists:
      return !IsNull(value);
    case Comparison::kMissing:
      return IsNull(value);
    case Comparison::kStartsWith:
    case Comparison::kEndsWith:
    case Comparison::kContains:
    case Comparison::kLike:
      return FitsText(condition, value);
    case Comparison::kHasAll:
      return HasAll(condition, value);
    case Comparison::kNear:
      return IsNear(condition, value);
    case Comparison::kMatches:
      return false;
  }
  return false;
}

Value BuiltinValue(BuiltinField field, const Record& record) {
  switch (field) {
    case BuiltinField::kId:
      return record.id.value();
    case BuiltinField::kCreatedAt:
      return record.created_at;
    case BuiltinField::kUpdatedAt:
      return record.updated_at;
    case BuiltinField::kRevision:
      return record.revision;
    case BuiltinField::kOwner:
      return NumberOf(record.access.owner);
    case BuiltinField::kGroup:
      return NumberOf(record.access.primary_group);
    case BuiltinField::kChannel:
      return NumberOf(record.channel);
    case BuiltinField::kRoom:
      return record.room.empty() ? Value() : Value(record.room);
    case BuiltinField::kOwnerName:
      return {};
  }
  return {};
}

bool Fulfils(const Condition& condition, const Record& record) {
  return condition.field.number == 0
             ? Fulfils(condition, BuiltinValue(condition.field.builtin, record))
             : Fulfils(condition, ValueOf(record.fields, condition.field.number));
}

double DistanceBetween(const GeoPoint& a, const GeoPoint& b) {
  constexpr double kRadian = std::numbers::pi / 180;
  const double north = std::sin((b.latitude - a.latitude) * kRadian / 2);
  const double east = std::sin((b.longitude - a.longitude) * kRadian / 2);
  const double haversine =
      north * north + std::cos(a.latitude * kRadian) * std::cos(b.latitude * kRadian) * east * east;
  return 2 * kEarthRadius * std::asin(std::min(1.0, std::sqrt(haversine)));
}

}  // namespace guildhall
