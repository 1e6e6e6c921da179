#include "store/sql/writer_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace guildhall::store {

WriterQueue::WriterQueue(std::unique_ptr<Connection> connection, const Clock& clock,
                         Options options)
    : connection_(std::move(connection)), clock_(clock), options_(options) {
  if (options_.marks != nullptr) memory_.emplace(*options_.marks, options_.memory_bytes);
  thread_ = std::thread([this] { Loop(); });
}

WriterQueue::~WriterQueue() { Close(); }

void WriterQueue::OnCommit(Listener listener) { listener_ = std::move(listener); }

void WriterQueue::Push(std::vector<TenantId> tenants, Change change, Done done) {
  std::sort(tenants.begin(), tenants.end());
  tenants.erase(std::unique(tenants.begin(), tenants.end()), tenants.end());
  bool wake = false;
  {
    std::unique_lock lock(mutex_);
    if (closed_ || waiting_.size() >= options_.waiting_limit) {
      const char* reason = closed_ ? "the store is closed" : "too many changes wait";
      lock.unlock();
      done(Fail(Errc::kUnavailable, reason));
      return;
    }
    waiting_.push_back({std::move(tenants), std::move(change), std::move(done), {}});
    wake = std::exchange(idle_, false);
  }
  if (wake) arrived_.notify_one();
}

void WriterQueue::Close() {
  const std::lock_guard closing(closing_);
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    idle_ = false;
  }
  arrived_.notify_one();
  if (thread_.joinable()) thread_.join();
  connection_.reset();
}

void WriterQueue::Loop() {
  std::vector<WriteJob> jobs;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      while (waiting_.empty() && !closed_) {
        idle_ = true;
        arrived_.wait(lock);
      }
      idle_ = false;
      if (waiting_.empty()) return;
      const auto taken =
          static_cast<std::ptrdiff_t>(std::min(waiting_.size(), options_.changes_per_commit));
      jobs.assign(std::move_iterator(waiting_.begin()),
                  std::move_iterator(waiting_.begin() + taken));
      waiting_.erase(waiting_.begin(), waiting_.begin() + taken);
    }
    Commit(jobs);
    for (WriteJob& job : jobs) job.done(std::move(job.outcome));
    jobs.clear();
  }
}

void WriterQueue::Commit(std::vector<WriteJob>& jobs) {
  RowMemory* memory = memory_ ? &*memory_ : nullptr;
  Batch batch(*connection_, clock_, jobs, memory);
  for (int attempt = 0; attempt <= options_.repeats; ++attempt) {
    const Ending ending = batch.Run();
    // Before anybody hears of it: whoever does must not be answered from before.
    if (memory != nullptr) memory->CountCommit();
    if (ending == Ending::kUndone) continue;
    if (ending == Ending::kFailed) break;
    const guildhall::Commit summary = batch.Summary();
    if (listener_ && !summary.tenants.empty()) listener_(summary);
    return;
  }
  for (WriteJob& job : jobs) {
    job.outcome = Fail(Errc::kUnavailable, "the change could not be committed: " + batch.trouble());
  }
}

}  // namespace guildhall::store
