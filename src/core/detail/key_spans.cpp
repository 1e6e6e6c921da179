#include "core/detail/key_spans.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>
#include <variant>

#include "core/detail/field_values.h"
#include "core/geo_ranges.h"
#include "core/keys.h"

namespace guildhall::detail {
namespace {

using Limits = std::numeric_limits<std::int64_t>;

KeyPlace Before(std::string key) { return {std::move(key), Limits::min()}; }
KeyPlace After(std::string key) { return {std::move(key), Limits::max()}; }

std::string NullKey() { return KeyOf(Value()); }

KeyCover OneSpan(KeySpan span, bool exact) { return {{{std::move(span)}}, exact}; }

/// From one key to another, both included.
KeySpan Between(std::string first, std::string last) {
  return {Before(std::move(first)), After(std::move(last))};
}

/// Lists and sets have keys for what they hold, not for themselves.
bool HoldsMany(FieldType type) { return type == FieldType::kList || type == FieldType::kRelation; }

/// The key of an operand, by which the field's list is searched; "" where it has none, or one that
/// does not compare with the field's as the values do.
std::string KeyOfOperand(const Field& field, const Value& operand) {
  if (field.type != FieldType::kRelation) return Fits(field.type, operand) ? KeyOf(operand) : "";
  const auto* id = std::get_if<std::int64_t>(&operand);
  return id != nullptr ? KeyOfId(*id) : std::string();
}

std::optional<KeyCover> CoverOfSome(const Field& field, const std::vector<Value>& operands) {
  KeyCover cover{{{}}, true};
  for (const Value& operand : operands) {
    if (IsNull(operand)) continue;
    std::string key = KeyOfOperand(field, operand);
    if (key.empty()) return std::nullopt;
    cover.exact = cover.exact && !IsCut(key);
    cover.parts.front().push_back(SpanOfKey(key));
  }
  return cover;
}

std::optional<KeyCover> CoverOfAll(const Field& field, const Condition& condition) {
  KeyCover cover;
  for (const Scalar& element : condition.elements) {
    cover.parts.push_back({SpanOfKey(KeyOf(element))});
  }
  for (const Value& operand : condition.operands) {
    std::string key = KeyOfOperand(field, operand);
    if (key.empty()) return std::nullopt;
    cover.parts.push_back({SpanOfKey(key)});
  }
  if (cover.parts.empty()) return std::nullopt;
  return cover;
}

/// Every value but one; null is such a value.
KeyCover CoverOfOthers(const std::string& key) {
  if (IsCut(key)) return OneSpan({}, false);
  return {{{KeySpan{{}, Before(key)}, KeySpan{After(key), {}}}}, true};
}

KeyCover CoverOfRange(Comparison op, const std::string& key) {
  const bool cut = IsCut(key);
  const KeyPlace null = Before(NullKey());
  switch (op) {
    case Comparison::kLess:
      return OneSpan({{}, cut ? After(key) : Before(key)}, !cut);
    case Comparison::kLessOrEqual:
      return OneSpan({{}, After(key)}, !cut);
    case Comparison::kGreater:
      return OneSpan({cut ? Before(key) : After(key), null}, !cut);
    default:
      return OneSpan({Before(key), null}, !cut);
  }
}

KeyCover CoverOfPrefix(std::string_view prefix, bool exact) {
  const KeyBounds bounds = BoundsOfPrefix(prefix);
  const bool cut = IsCut(bounds.first) || IsCut(bounds.last);
  return OneSpan({Before(bounds.first), Before(bounds.last)}, exact && !cut);
}

std::optional<KeyCover> CoverOfPattern(std::string_view pattern) {
  std::string prefix;
  std::size_t at = 0;
  for (; at < pattern.size() && pattern[at] != '%' && pattern[at] != '_'; ++at) {
    if (pattern[at] == '\\' && ++at == pattern.size()) break;
    prefix.push_back(pattern[at]);
  }
  if (prefix.empty()) return std::nullopt;
  return CoverOfPrefix(prefix, at < pattern.size() && pattern.substr(at) == "%");
}

std::optional<KeyCover> CoverOfCircle(const GeoPoint& center, double distance) {
  KeyCover cover{{{}}, false};
  for (const KeyBounds& range : CoverCircle(center, distance)) {
    cover.parts.front().push_back({Before(range.first), Before(range.last)});
  }
  return cover;
}

/// Conditions with one operand that is not null.
std::optional<KeyCover> CoverOfOperand(const Field& field, const Condition& condition) {
  const Value& operand = condition.operands.front();
  if (const auto* text = std::get_if<std::string>(&operand)) {
    if (condition.op == Comparison::kStartsWith) return CoverOfPrefix(*text, true);
    if (condition.op == Comparison::kLike) return CoverOfPattern(*text);
  }
  if (const auto* center = std::get_if<GeoPoint>(&operand)) {
    if (condition.op == Comparison::kNear) return CoverOfCircle(*center, condition.distance);
    return std::nullopt;
  }
  const std::string key = KeyOfOperand(field, operand);
  if (key.empty()) return std::nullopt;
  switch (condition.op) {
    case Comparison::kNotEqual:
      return CoverOfOthers(key);
    case Comparison::kLess:
    case Comparison::kLessOrEqual:
    case Comparison::kGreater:
    case Comparison::kGreaterOrEqual:
      return CoverOfRange(condition.op, key);
    default:
      return std::nullopt;
  }
}

}  // namespace

bool KeySpan::HasOneKey() const { return after && before && after->key == before->key; }

KeySpan SpanOfKey(const std::string& key) { return Between(key, key); }

KeySpan Meet(KeySpan a, const KeySpan& b) {
  if (b.after && (!a.after || *a.after < *b.after)) a.after = b.after;
  if (b.before && (!a.before || *b.before < *a.before)) a.before = b.before;
  return a;
}

const KeySpan* KeyCover::Single() const {
  const bool single = parts.size() == 1 && parts.front().size() == 1;
  return single ? &parts.front().front() : nullptr;
}

std::optional<KeyCover> CoverOf(const Field& field, const Condition& condition) {
  if (field.index == 0 || field.building || condition.fold_case) return std::nullopt;
  const bool many = HoldsMany(field.type);
  switch (condition.op) {
    case Comparison::kEqual:
      return many ? std::nullopt : CoverOfSome(field, condition.operands);
    case Comparison::kIn:
      return CoverOfSome(field, condition.operands);
    case Comparison::kHasAll:
      return CoverOfAll(field, condition);
    case Comparison::kExists:
      return many ? std::nullopt : std::optional(OneSpan({{}, Before(NullKey())}, true));
    case Comparison::kMissing:
      return many ? std::nullopt : std::optional(OneSpan(SpanOfKey(NullKey()), true));
    case Comparison::kNotIn:
    case Comparison::kEndsWith:
    case Comparison::kContains:
    case Comparison::kMatches:
      return std::nullopt;
    case Comparison::kNotEqual:
    case Comparison::kLess:
    case Comparison::kLessOrEqual:
    case Comparison::kGreater:
    case Comparison::kGreaterOrEqual:
    case Comparison::kStartsWith:
    case Comparison::kLike:
    case Comparison::kNear:
      if (many || condition.operands.empty() || IsNull(condition.operands.front())) {
        return std::nullopt;
      }
      return CoverOfOperand(field, condition);
  }
  return std::nullopt;
}

}  // namespace guildhall::detail
