#include "server/job_runner.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <vector>

namespace guildhall {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr std::int32_t kAtOnce = 1'000;  // jobs that take turns
constexpr seconds kLookEvery{5};         // for jobs of other nodes, where there are any
constexpr seconds kLookAlone{600};
constexpr seconds kReportEvery{10};
constexpr seconds kLongestPause{60};
// A tenant's times may run a little ahead of the clock, see `Transaction::Now`.
constexpr std::int64_t kAheadMicroseconds = 1'000'000;

/// How long a job rests after so many failures: 1 s, 2 s, 4 s, ...
seconds PauseAfter(int failures) {
  constexpr int kMostDoublings = 6;
  return std::min(kLongestPause, seconds(1LL << std::clamp(failures - 1, 0, kMostDoublings)));
}

}  // namespace

struct JobRunner::Signal {
  std::mutex mutex;
  std::condition_variable changed;
  bool woken = false;  // guarded by mutex, like what follows
  bool stopping = false;
};

JobRunner::JobRunner(Core& core, Log& log)
    : core_(core), log_(log), signal_(std::make_shared<Signal>()) {
  core_.jobs().OnChange([signal = signal_] {
    const std::lock_guard lock(signal->mutex);
    signal->woken = true;
    signal->changed.notify_one();
  });
}

JobRunner::~JobRunner() { Stop(); }

void JobRunner::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void JobRunner::Stop() {
  {
    const std::lock_guard lock(signal_->mutex);
    signal_->stopping = true;
    signal_->changed.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

bool JobRunner::stopping() const {
  const std::lock_guard lock(signal_->mutex);
  return signal_->stopping;
}

void JobRunner::Loop() {
  while (!stopping()) {
    if (!RunDue()) Wait();
  }
}

void JobRunner::Wait() {
  const Moment now = Steady::now();
  Moment until = now + (core_.store().SeesEveryCommit() ? kLookAlone : kLookEvery);
  for (const auto& [key, progress] : progress_) {
    if (progress.failures > 0) until = std::min(until, std::max(now, progress.not_before));
  }
  std::unique_lock lock(signal_->mutex);
  signal_->changed.wait_until(lock, until, [&] { return signal_->woken || signal_->stopping; });
  signal_->woken = false;
}

Result<std::vector<Job>> JobRunner::ReadDue() {
  const Time by(core_.clock().Now().microseconds() + kAheadMicroseconds);
  return core_.Read(Patience::kMayWait,
                    [&](const Snapshot& snapshot) { return snapshot.jobs().ListDue(by, kAtOnce); });
}

bool JobRunner::RunDue() {
  const auto due = ReadDue();
  if (!due) {
    if (!unreadable_) log_.Error("jobs_unreadable").Field("error", NameOf(due.error().code));
    unreadable_ = true;
    return false;
  }
  unreadable_ = false;
  std::set<Key> known;
  for (const Job& job : *due) known.emplace(job.tenant, job.id);
  std::erase_if(progress_, [&](const auto& entry) { return !known.contains(entry.first); });
  bool ran = false;
  for (const Job& job : *due) {
    if (stopping()) return false;
    Progress& progress = progress_[{job.tenant, job.id}];
    if (progress.failures > 0 && Steady::now() < progress.not_before) continue;
    ran = RunStep(job, progress) || ran;
  }
  return ran;
}

bool JobRunner::RunStep(const Job& job, Progress& progress) {
  JobStep done;
  const auto made = WriteAndWait(core_.store(), {job.tenant}, [&](Transaction& tx) -> Result<void> {
    GH_TRY(done, core_.jobs().RunStep(tx, job.tenant, job.id));
    return {};
  });
  if (!made) {
    ReportFailure(job, made.error(), progress);
    return false;
  }
  Report(job, done, progress);
  return true;
}

void JobRunner::Report(const Job& job, const JobStep& done, Progress& progress) {
  const Moment now = Steady::now();
  const bool first = progress.rows == 0;
  progress.rows += done.rows;
  progress.failures = 0;
  if (!first && !done.finished && now < progress.reported_last + kReportEvery) return;
  progress.reported_last = now;
  log_.Info(done.finished ? "job_finished"
            : first       ? "job_began"
                          : "job_goes_on")
      .Field("tenant", job.tenant.value())
      .Field("job", job.id.value())
      .Field("kind", NameOf(job.kind))
      .Field("rows", progress.rows);
}

void JobRunner::ReportFailure(const Job& job, const Error& error, Progress& progress) {
  ++progress.failures;
  progress.not_before = Steady::now() + PauseAfter(progress.failures);
  // The tenant of a job may go in between, and its jobs with it.
  if (progress.failures > 1 || error.code == Errc::kNotFound) return;
  log_.Error("job_failed")
      .Field("tenant", job.tenant.value())
      .Field("job", job.id.value())
      .Field("kind", NameOf(job.kind))
      .Field("error", NameOf(error.code))
      .Field("detail", error.detail)
      .Field("do", "it is tried again by itself; look at the database when it never finishes");
}

}  // namespace guildhall
