#include "core/detail/list_plan.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/detail/key_spans.h"
#include "core/detail/known_ids.h"
#include "core/detail/record_gates.h"

namespace guildhall::detail {
namespace {

/// A stretch of one field's list that has the order which is wanted.
struct ListStretch {
  const Field* field = nullptr;
  KeySpan span;
  bool exact = false;
};

/// Whether every entry that the caller walks in the field's list is one that he may read.
bool Vouches(const ListScope& scope, const Field& field) {
  return field.ordered || BypassesForReading(scope);
}

IdBounds Narrow(IdBounds bounds, const RecordOrder& order) {
  if (!order.by_id() || !order.from()) return bounds;
  if (order.descending()) {
    bounds.before = std::min(bounds.before, order.from()->id);
  } else {
    bounds.after = std::max(bounds.after, order.from()->id);
  }
  return bounds;
}

/// One key of a list: its records go by id, so they can be taken in that order.
std::optional<ListStretch> OneKey(const ListScope& scope, const Filter& filter,
                                  const IdBounds& bounds) {
  for (const Condition& condition : filter) {
    const Field* field = scope.collection.FindField(condition.field.number);
    if (field == nullptr) continue;
    const std::optional<KeyCover> cover = CoverOf(*field, condition);
    const KeySpan* span = cover ? cover->Single() : nullptr;
    if (span == nullptr || !span->HasOneKey()) continue;
    const bool rest = std::ranges::all_of(
        filter, [&](const Condition& other) { return &other == &condition || IsBound(other); });
    const std::string& key = span->after->key;
    return ListStretch{field,
                       {KeyPlace{key, bounds.after}, KeyPlace{key, bounds.before}},
                       rest && cover->exact && Vouches(scope, *field)};
  }
  return std::nullopt;
}

/// The list of the field by which the records are ordered, as far as conditions on it leave it
/// over.
std::optional<ListStretch> InFieldOrder(const Filter& filter, const RecordOrder& order) {
  const Field* field = order.field();
  if (field == nullptr || field->index == 0 || field->building) return std::nullopt;
  ListStretch stretch{field, {}, true};
  for (const Condition& condition : filter) {
    const std::optional<KeyCover> cover =
        condition.field.number == field->number ? CoverOf(*field, condition) : std::nullopt;
    const KeySpan* span = cover ? cover->Single() : nullptr;
    if (span != nullptr) stretch.span = Meet(std::move(stretch.span), *span);
    stretch.exact = stretch.exact && span != nullptr && cover->exact;
  }
  if (!order.from()) return stretch;
  const KeySpan rest = order.descending() ? KeySpan{{}, order.from()} : KeySpan{order.from(), {}};
  stretch.span = Meet(std::move(stretch.span), rest);
  return stretch;
}

ListPlan PlanStretch(const ListScope& scope, const ListStretch& stretch, const RecordOrder& order) {
  return {WalkList(scope, AudiencesInList(scope, *stretch.field), stretch.field->index,
                   stretch.span, order.descending()),
          true, stretch.exact};
}

/// What the caller may read at all, in the order of ids.
ListPlan PlanWalk(const ListScope& scope, const Filter& filter, const IdBounds& bounds,
                  const RecordOrder& order) {
  const bool descending = order.by_id() && order.descending();
  return {WalkIds(scope, ReadingAudiences(scope), bounds, descending), order.by_id(),
          order.by_id() && std::ranges::all_of(filter, IsBound)};
}

ListPlan PlanCandidates(IdSet ids, const IdBounds& bounds, const RecordOrder& order) {
  std::erase_if(ids, [&](std::int64_t id) { return id <= bounds.after || id >= bounds.before; });
  if (order.by_id() && order.descending()) std::ranges::reverse(ids);
  std::vector<RecordId> records;
  records.reserve(ids.size());
  for (const std::int64_t id : ids) records.emplace_back(id);
  return {GiveIds(std::move(records)), order.by_id(), false};
}

/// Whether walking all that the caller may read is less work than walking a stretch that is not
/// kept for him.
Result<bool> SeesFew(const ListScope& scope) {
  GH_TRY(const std::int64_t count,
         scope.snapshot.records().Count(scope.caller.tenant, scope.collection.id,
                                        ReadingAudiences(scope),
                                        std::int64_t{scope.limits.max_probed} + 1));
  return count <= scope.limits.max_probed;
}

}  // namespace

Result<ListPlan> PlanList(const ListScope& scope, const Filter& filter, const RecordOrder& order) {
  GH_TRY(const IdBounds all,
         BoundsOf(scope.snapshot, scope.caller.tenant, scope.collection.id, filter));
  const IdBounds bounds = Narrow(all, order);
  ListPlan walk = PlanWalk(scope, filter, bounds, order);
  if (walk.exact) return walk;
  const std::optional<ListStretch> stretch =
      order.by_id() ? OneKey(scope, filter, bounds) : InFieldOrder(filter, order);
  if (stretch && stretch->exact) return PlanStretch(scope, *stretch, order);
  GH_TRY(std::optional<IdSet> candidates, FindCandidates(scope, filter));
  if (candidates) return PlanCandidates(*std::move(candidates), bounds, order);
  if (!stretch) return walk;
  if (!Vouches(scope, *stretch->field)) {
    GH_TRY(const bool few, SeesFew(scope));
    if (few) return walk;
  }
  return PlanStretch(scope, *stretch, order);
}

}  // namespace guildhall::detail
