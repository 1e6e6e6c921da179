#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <thread>
#include <utility>

#include "base/log.h"
#include "core/core.h"

namespace guildhall {

/// Runs the jobs of all tenants, step by step, on a thread of its own. Between two steps it lets
/// other changes through, and while there is nothing to do it waits until a commit of this node
/// begins a job. Where there are other nodes it looks every few seconds by itself: one of them may
/// have died over a job.
/// A job that fails is tried again, less and less often, and the log says so once.
class JobRunner {
 public:
  /// Nothing runs yet. Connects itself to the core, so before anybody writes. Everything given must
  /// outlive it.
  JobRunner(Core& core, Log& log);
  /// Stops.
  ~JobRunner();
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  void Start();
  /// Ends behind the step that runs, and waits for it. What is left goes on at the next start.
  void Stop();

  /// One step of every job that is due; whether there was any to do. What the thread does again and
  /// again.
  bool RunDue();

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Signal;
  /// What this process knows of a job.
  struct Progress {
    std::int64_t rows = 0;
    int failures = 0;        // in a row
    Moment not_before{};     // while it fails
    Moment reported_last{};  // in the log
  };
  using Key = std::pair<TenantId, JobId>;

  void Loop();
  [[nodiscard]] bool stopping() const;
  /// Waits until there may be something to do.
  void Wait();
  Result<std::vector<Job>> ReadDue();
  /// Whether the step was made.
  bool RunStep(const Job& job, Progress& progress);
  void Report(const Job& job, const JobStep& done, Progress& progress);
  void ReportFailure(const Job& job, const Error& error, Progress& progress);

  Core& core_;
  Log& log_;
  std::shared_ptr<Signal> signal_;    // shared with the listener that the core keeps
  std::map<Key, Progress> progress_;  // of the thread, like the next
  bool unreadable_ = false;           // the store could not be asked, and the log says so
  std::thread thread_;
};

}  // namespace guildhall
