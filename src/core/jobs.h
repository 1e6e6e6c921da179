#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "core/removals.h"
#include "core/store.h"

namespace guildhall {

/// What one step of a job did.
struct JobStep {
  std::int64_t rows = 0;
  bool finished = false;  ///< nothing is left to do
};

/// One step of a kind of job, as its own change: does at most `limit` rows, and writes how far it
/// is into `job.state`. What it finds decides what it does, so it may be run again.
using StepFunction = Result<JobStep> (*)(Transaction& tx, Job& job, std::int32_t limit);

/// The stable lower-case name of a kind ("remove_user_records"), for logs; "unknown" for one of a
/// newer version.
std::string_view NameOf(JobKind kind);

/// Gives the tenant, or the site, a job that is due at once; in the change that makes it necessary.
Result<void> Enqueue(Transaction& tx, TenantId tenant, JobKind kind, std::string state);

/// Runs jobs step by step. Who calls it, and when, is the server's business. Thread-safe.
class Jobs {
 public:
  explicit Jobs(const Removals& removals) : removals_(removals) {}

  /// The next step of the job, in a change that names its tenant (the site for the site's): at most
  /// `Removals::Options::rows_per_step` rows; then the job's new state is written, or the job is
  /// removed. The job is read anew under the tenant's lock, and one that is not there any more is
  /// finished: several nodes may pick the same one. kInternal for a kind that this version does not
  /// know.
  Result<JobStep> RunStep(Transaction& tx, TenantId tenant, JobId id) const;

  /// Called after a commit of this node by which a job began or ended, on the writer's thread: it
  /// must not wait. Set before the first write.
  void OnChange(std::function<void()> listener) { listener_ = std::move(listener); }
  /// Connected to `Store::OnCommit` by the core.
  void Changed() const {
    if (listener_) listener_();
  }

 private:
  const Removals& removals_;
  std::function<void()> listener_;
};

}  // namespace guildhall
