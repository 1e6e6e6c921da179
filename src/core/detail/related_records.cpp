#include "core/detail/related_records.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/detail/record_gates.h"
#include "core/detail/record_list.h"

namespace guildhall::detail {
namespace {

/// Where the target's rows are; nothing when it is gone.
Result<std::optional<Collection>> FindTarget(const ListScope& scope, const Target& target) {
  const auto find = [&](CollectionId id) {
    return scope.snapshot.collections().Find(scope.caller.tenant, id);
  };
  switch (target.kind) {
    case Target::Kind::kNone:
    case Target::Kind::kGroups:  // they are no records
      break;
    case Target::Kind::kSelf:
      return std::optional(scope.collection);
    case Target::Kind::kUsers:
      // Under lists people are known by their accounts, which are no records.
      if (scope.gates.by_lists) break;
      return find(kProfiles);
    case Target::Kind::kCollection:
      return find(target.collection);
  }
  return std::optional<Collection>();
}

/// A filter on users as one on their profiles: the id that counts is the user's.
Filter OnProfiles(Filter filter) {
  for (Condition& condition : filter) {
    const FieldRef id{.builtin = BuiltinField::kId};
    if (condition.field == id) condition.field.builtin = BuiltinField::kOwner;
  }
  return filter;
}

/// The numbers under which the target's rows are pointed to.
Result<std::vector<Value>> MatchingIds(const ListScope& scope, const Target& target,
                                       const Filter& inner) {
  std::vector<Value> ids;
  GH_TRY(const std::optional<Collection> collection, FindTarget(scope, target));
  if (!collection || !PassCollection(Right::kRead, scope, *collection)) return ids;
  const bool users = target.kind == Target::Kind::kUsers;
  const ListScope related{scope, *collection, scope.limits, scope.hidden, scope.examinable};
  const RecordQuery query{.filter = users ? OnProfiles(inner) : inner,
                          .limit = scope.limits.max_related};
  GH_TRY(const std::vector<Record> rows, ListRecords(related, query));
  for (const Record& row : rows) {
    if (!users) {
      ids.emplace_back(row.id.value());
    } else if (row.access.owner) {
      ids.emplace_back(row.access.owner->value());
    }
  }
  return ids;
}

}  // namespace

Result<Filter> ResolveRelated(const ListScope& scope, const Filter& filter) {
  Filter resolved = filter;
  for (Condition& condition : resolved) {
    if (condition.op != Comparison::kMatches) continue;
    const Field* field = scope.collection.FindField(condition.field.number);
    std::vector<Value> ids;
    if (field != nullptr && condition.inner != nullptr) {
      GH_TRY(ids, MatchingIds(scope, field->target, *condition.inner));
    }
    condition = {.field = condition.field, .op = Comparison::kIn, .operands = std::move(ids)};
  }
  return resolved;
}

}  // namespace guildhall::detail
