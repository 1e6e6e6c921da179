#include "core/detail/record_owners.h"

#include <algorithm>
#include <utility>

#include "core/detail/lists.h"
#include "core/detail/rules.h"

namespace guildhall::detail {
namespace {

constexpr std::int64_t kMaxGrants = 10'000;  // of one record

}  // namespace

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

Result<void> PassNewOwner(const Asker& asker, const AccessList& before,
                          const std::optional<std::optional<UserId>>& owner) {
  if (!owner || !*owner || *owner == before.owner) return {};
  const TenantId tenant = asker.caller.tenant;
  GH_TRY(const std::optional<User> user, asker.snapshot.users().Find(tenant, **owner));
  if (!user) return MissingRow(asker.caller);
  GH_TRY(const AccessList list, ListOfAccount(asker.snapshot, tenant, *user));
  return PassRow(asker.caller, list, {Right::kRefer});
}

Result<void> CheckGrants(const Snapshot& snapshot, TenantId tenant, const AccessList& before,
                         const AccessList& wanted) {
  const auto count = static_cast<std::int64_t>(wanted.grants.size());
  if (count > kMaxGrants && count > static_cast<std::int64_t>(before.grants.size())) {
    return Fail(Errc::kConflict, Problem{"", Reason::kLimitReached, kMaxGrants});
  }
  return CheckNewGrants(snapshot, tenant, before, wanted);
}

void TouchOwner(Transaction& tx, TenantId tenant, const Record& record) {
  if (record.collection != kProfiles || !record.access.owner) return;
  tx.Touch(tenant, {Touched::Kind::kUser, record.access.owner->value()});
}

Result<void> FailIfAny(std::vector<Problem> problems) {
  if (problems.empty()) return {};
  return Fail(Errc::kInvalid, std::move(problems));
}

}  // namespace guildhall::detail
