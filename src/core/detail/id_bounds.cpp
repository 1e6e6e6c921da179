#include "core/detail/id_bounds.h"

#include <algorithm>
#include <array>
#include <optional>
#include <variant>
#include <vector>

namespace guildhall::detail {
namespace {

using Limits = std::numeric_limits<std::int64_t>;

bool IsAbout(const Condition& condition, BuiltinField field) {
  return condition.field.number == 0 && condition.field.builtin == field;
}

/// The record of the collection that comes first from this id on, or last of all.
Result<std::optional<RecordId>> FirstOf(const Snapshot& snapshot, TenantId tenant,
                                        CollectionId collection, Seek seek) {
  constexpr std::array<Audience, 1> kAll{kAudienceAll};
  seek.limit = 1;
  GH_TRY(const std::vector<RecordId> ids, snapshot.records().Walk(tenant, collection, kAll, seek));
  return ids.empty() ? std::optional<RecordId>() : std::optional(ids.front());
}

/// An id such that exactly the records from it on were made at this time or later.
Result<std::int64_t> FirstSince(const Snapshot& snapshot, TenantId tenant, CollectionId collection,
                                Time time) {
  GH_TRY(const std::optional<RecordId> last,
         FirstOf(snapshot, tenant, collection, {.descending = true}));
  std::int64_t low = 1;
  std::int64_t high = last ? last->value() + 1 : low;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    GH_TRY(const std::optional<RecordId> id,
           FirstOf(snapshot, tenant, collection, {.from = middle - 1}));
    if (!id) return high;
    GH_TRY(const std::optional<Record> record, snapshot.records().Find(tenant, collection, *id));
    if (record && record->created_at < time) {
      low = id->value() + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/// The first number with the property, and the first beyond those that have it.
struct Ends {
  std::int64_t first;
  std::int64_t last;
};

void Apply(Comparison op, const Ends& ends, IdBounds& bounds) {
  const bool from_below = op == Comparison::kGreater || op == Comparison::kGreaterOrEqual;
  const bool from_above = op == Comparison::kLess || op == Comparison::kLessOrEqual;
  if (!from_above) {
    const std::int64_t first = op == Comparison::kGreater ? ends.last : ends.first;
    bounds.after = std::max(bounds.after, first == Limits::min() ? first : first - 1);
  }
  if (!from_below) {
    bounds.before = std::min(bounds.before, op == Comparison::kLess ? ends.first : ends.last);
  }
}

std::int64_t Next(std::int64_t number) { return number == Limits::max() ? number : number + 1; }

Result<Ends> EndsOf(const Snapshot& snapshot, TenantId tenant, CollectionId collection,
                    const Value& operand) {
  if (const auto* id = std::get_if<std::int64_t>(&operand)) return Ends{*id, Next(*id)};
  const Time time = std::get<Time>(operand);
  GH_TRY(const std::int64_t first, FirstSince(snapshot, tenant, collection, time));
  GH_TRY(const std::int64_t last,
         FirstSince(snapshot, tenant, collection, Time(Next(time.microseconds()))));
  return Ends{first, last};
}

}  // namespace

bool IsBound(const Condition& condition) {
  switch (condition.op) {
    case Comparison::kEqual:
    case Comparison::kLess:
    case Comparison::kLessOrEqual:
    case Comparison::kGreater:
    case Comparison::kGreaterOrEqual:
      break;
    default:
      return false;
  }
  if (condition.operands.size() != 1) return false;
  const Value& operand = condition.operands.front();
  if (IsAbout(condition, BuiltinField::kId)) return std::holds_alternative<std::int64_t>(operand);
  return IsAbout(condition, BuiltinField::kCreatedAt) && std::holds_alternative<Time>(operand);
}

Result<IdBounds> BoundsOf(const Snapshot& snapshot, TenantId tenant, CollectionId collection,
                          const Filter& filter) {
  IdBounds bounds;
  for (const Condition& condition : filter) {
    if (!IsBound(condition)) continue;
    GH_TRY(const Ends ends, EndsOf(snapshot, tenant, collection, condition.operands.front()));
    Apply(condition.op, ends, bounds);
  }
  return bounds;
}

}  // namespace guildhall::detail
