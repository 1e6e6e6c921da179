#include "core/jobs.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "core/detail/index_building.h"
#include "core/detail/removal_steps.h"

namespace guildhall {
namespace {

struct Known {
  JobKind kind;
  std::string_view name;
  StepFunction step;
};

/// What each kind of job does. A new kind is a line here.
constexpr Known kKnown[] = {
    {JobKind::kRemoveUserRecords, "remove_user_records", detail::RemoveUserRecords},
    {JobKind::kRemoveGroupRows, "remove_group_rows", detail::RemoveGroupRows},
    {JobKind::kRemoveChannelRecords, "remove_channel_records", detail::RemoveChannelRecords},
    {JobKind::kRemoveCollectionRecords, "remove_collection_records",
     detail::RemoveCollectionRecords},
    {JobKind::kRemoveTenantRows, "remove_tenant_rows", detail::RemoveTenantRows},
    {JobKind::kBuildIndex, "build_index", detail::BuildIndex},
};

/// Null for a kind of a newer version, which also runs on this database.
const Known* FindKind(JobKind kind) {
  const auto* found = std::ranges::find(kKnown, kind, &Known::kind);
  return found == std::end(kKnown) ? nullptr : found;
}

}  // namespace

std::string_view NameOf(JobKind kind) {
  const Known* known = FindKind(kind);
  return known != nullptr ? known->name : "unknown";
}

Result<void> Enqueue(Transaction& tx, TenantId tenant, JobKind kind, std::string state) {
  return tx.jobs().Insert({.id = JobId(tx.Next(tenant, Sequence::kJob)),
                           .tenant = tenant,
                           .kind = kind,
                           .due_at = tx.Now(tenant),
                           .state = std::move(state)});
}

Result<JobStep> Jobs::RunStep(Transaction& tx, TenantId tenant, JobId id) const {
  GH_TRY(std::optional<Job> job, tx.jobs().Find(tenant, id));
  if (!job) return JobStep{.finished = true};
  const Known* known = FindKind(job->kind);
  if (known == nullptr) return Fail(Errc::kInternal, "a job of a kind that this version lacks");
  GH_TRY(const JobStep done, known->step(tx, *job, removals_.options().rows_per_step));
  if (done.finished) {
    GH_CHECK(tx.jobs().Remove(tenant, id));
    return done;
  }
  // Behind the others: jobs take turns.
  job->due_at = tx.Now(tenant);
  GH_CHECK(tx.jobs().Update(*job));
  return done;
}

}  // namespace guildhall
