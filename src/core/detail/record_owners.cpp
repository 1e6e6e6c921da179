#include "core/detail/record_owners.h"

#include <algorithm>
#include <utility>

#include "core/detail/rules.h"

namespace guildhall::detail {

bool NamesOwner(const Caller& caller) {
  return !caller.user && caller.Has(Power::kWriteAllRecords);
}

Result<std::optional<Problem>> CheckOwner(const Snapshot& snapshot, TenantId tenant,
                                          std::optional<UserId> owner) {
  if (!owner) return std::optional<Problem>();
  GH_TRY(const std::optional<User> user, snapshot.users().Find(tenant, *owner));
  if (user) return std::optional<Problem>();
  return std::optional(Problem{"owner", Reason::kUnknownId, owner->value()});
}

Result<std::optional<Problem>> CheckPrimary(const Snapshot& snapshot, const Caller& caller,
                                            const AccessList& before, const RecordPatch& patch) {
  std::optional<Problem> problem;
  const auto& primary = patch.access.primary;
  if (!primary || !primary->group || primary->group == before.primary_group) return problem;
  GH_TRY(problem, CheckGroup(snapshot, caller, *primary->group));
  if (problem || !caller.user) return problem;
  if (!std::ranges::binary_search(caller.user->active_groups, *primary->group)) {
    problem = Problem{"group", Reason::kNotMember, primary->group->value()};
  }
  return problem;
}

Result<void> FailIfAny(std::vector<Problem> problems) {
  if (problems.empty()) return {};
  return Fail(Errc::kInvalid, std::move(problems));
}

}  // namespace guildhall::detail
