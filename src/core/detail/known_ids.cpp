#include "core/detail/known_ids.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

#include "core/detail/key_spans.h"
#include "core/detail/record_gates.h"

namespace guildhall::detail {
namespace {

using Found = std::optional<IdSet>;

/// So few that looking at them is cheaper than asking another index.
constexpr std::size_t kFew = 100;

void SortOnce(IdSet& ids) {
  std::ranges::sort(ids);
  const auto repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
}

IdSet Intersect(const IdSet& a, const IdSet& b) {
  IdSet both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  return both;
}

/// What stands in one of the spans of a field's list.
Result<Found> Probe(const ListScope& scope, const Field& field, const std::vector<KeySpan>& spans) {
  const std::vector<Audience> audiences = AudiencesInList(scope, field);
  const auto most = static_cast<std::size_t>(std::max(scope.limits.max_probed, 0));
  IdSet ids;
  for (const KeySpan& span : spans) {
    const KeyRange range{.collection = scope.collection.id,
                         .field = field.index,
                         .after = span.after,
                         .before = span.before,
                         .limit = static_cast<std::int32_t>(most + 1 - ids.size())};
    GH_TRY(const std::vector<KeyPlace> places,
           scope.snapshot.records().WalkKeys(scope.caller.tenant, range, audiences));
    for (const KeyPlace& place : places) ids.push_back(place.id);
    if (ids.size() > most) return Found();
  }
  SortOnce(ids);
  return Found(std::move(ids));
}

Result<Found> ProbeCover(const ListScope& scope, const Field& field, const KeyCover& cover) {
  Found found;
  for (const auto& spans : cover.parts) {
    GH_TRY(Found part, Probe(scope, field, spans));
    if (part) found = found ? Intersect(*found, *part) : *std::move(part);
    if (found && found->size() <= kFew) break;
  }
  return found;
}

bool IsOneOf(const Condition& condition) {
  return (condition.op == Comparison::kEqual && condition.operands.size() == 1) ||
         condition.op == Comparison::kIn;
}

IdSet NumbersOf(const Condition& condition) {
  IdSet numbers;
  for (const Value& operand : condition.operands) {
    if (const auto* number = std::get_if<std::int64_t>(&operand)) numbers.push_back(*number);
  }
  SortOnce(numbers);
  return numbers;
}

/// The records of this collection that these users own.
Result<Found> OwnedBy(const ListScope& scope, const IdSet& owners) {
  IdSet ids;
  std::int64_t read = 0;
  for (const std::int64_t owner : owners) {
    const std::int64_t rest = scope.limits.max_probed - read;
    GH_TRY(const std::vector<Record> rows,
           scope.snapshot.records().ListOwnedBy(scope.caller.tenant, UserId(owner),
                                                static_cast<std::int32_t>(rest + 1)));
    read += static_cast<std::int64_t>(rows.size());
    if (read > scope.limits.max_probed) return Found();
    for (const Record& row : rows) {
      if (row.collection == scope.collection.id) ids.push_back(row.id.value());
    }
  }
  SortOnce(ids);
  return Found(std::move(ids));
}

IdSet ProfilesOf(const std::vector<User>& users) {
  IdSet ids;
  for (const User& user : users) ids.push_back(user.profile.value());
  SortOnce(ids);
  return ids;
}

Result<Found> ProfilesOfOwners(const ListScope& scope, const IdSet& owners) {
  std::vector<UserId> ids;
  for (const std::int64_t owner : owners) ids.emplace_back(owner);
  GH_TRY(const std::vector<User> users, scope.snapshot.users().FindMany(scope.caller.tenant, ids));
  return Found(ProfilesOf(users));
}

Result<Found> ProfilesOfNames(const ListScope& scope, const std::vector<Value>& names) {
  std::vector<User> users;
  for (const Value& name : names) {
    const auto* text = std::get_if<std::string>(&name);
    if (text == nullptr) continue;
    GH_TRY(std::optional<User> user, scope.snapshot.users().FindByName(scope.caller.tenant, *text));
    if (user) users.push_back(*std::move(user));
  }
  return Found(ProfilesOf(users));
}

/// By the fields that every record has.
Result<Found> FindByBuiltin(const ListScope& scope, const Condition& condition) {
  if (!IsOneOf(condition) || condition.fold_case) return Found();
  const bool profiles = scope.collection.holds_profiles();
  switch (condition.field.builtin) {
    case BuiltinField::kId:
      return Found(NumbersOf(condition));
    case BuiltinField::kOwner:
      return profiles ? ProfilesOfOwners(scope, NumbersOf(condition))
                      : OwnedBy(scope, NumbersOf(condition));
    case BuiltinField::kOwnerName:
      return profiles ? ProfilesOfNames(scope, condition.operands) : Result<Found>(Found());
    case BuiltinField::kCreatedAt:
    case BuiltinField::kUpdatedAt:
    case BuiltinField::kRevision:
    case BuiltinField::kGroup:
    case BuiltinField::kChannel:
    case BuiltinField::kRoom:
      return Found();
  }
  return Found();
}

}  // namespace

std::vector<Audience> AudiencesInList(const ListScope& scope, const Field& field) {
  if (!field.ordered) return {kAudienceAll};
  return ReadingAudiences(scope);
}

Result<Found> FindCandidates(const ListScope& scope, const Condition& condition) {
  if (condition.field.number == 0) return FindByBuiltin(scope, condition);
  const Field* field = scope.collection.FindField(condition.field.number);
  if (field == nullptr) return Found();
  const std::optional<KeyCover> cover = CoverOf(*field, condition);
  return cover ? ProbeCover(scope, *field, *cover) : Result<Found>(Found());
}

Result<Found> FindCandidates(const ListScope& scope, const Filter& filter) {
  Found found;
  for (const Condition& condition : filter) {
    GH_TRY(Found some, FindCandidates(scope, condition));
    if (some) found = found ? Intersect(*found, *some) : *std::move(some);
    if (found && found->size() <= kFew) break;
  }
  return found;
}

}  // namespace guildhall::detail
