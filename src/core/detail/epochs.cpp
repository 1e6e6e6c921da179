#include "core/detail/epochs.h"

#include <algorithm>
#include <utility>

namespace guildhall::detail {

EpochLog::Missed EpochLog::Since(std::int64_t applied) const {
  const std::lock_guard lock(mutex_);
  Missed missed{newest_.load(std::memory_order_relaxed), std::nullopt};
  if (applied < forgotten_through_) return missed;
  missed.steps.emplace();
  for (const Step& step : steps_) {
    if (step.epoch > applied) missed.steps->push_back(step);
  }
  return missed;
}

void EpochLog::Append(Step step) {
  const std::lock_guard lock(mutex_);
  const std::int64_t epoch = step.epoch;
  if (epoch <= newest_.load(std::memory_order_relaxed)) return;
  // The epoch rose and nobody says why, now or between two steps: nothing read before can be
  // trusted.
  const bool unknown = step.touched.empty();
  if (unknown || step.epoch_before != newest_.load(std::memory_order_relaxed)) {
    forgotten_through_ = unknown ? epoch : step.epoch_before;
    steps_.clear();
  }
  if (!unknown) steps_.push_back(std::move(step));
  if (steps_.size() > kMaxSteps) {
    forgotten_through_ = steps_.front().epoch;
    steps_.pop_front();
  }
  newest_.store(epoch, std::memory_order_release);
}

std::shared_ptr<const EpochLog> EpochLogs::Watch(TenantId tenant) {
  const std::lock_guard lock(mutex_);
  std::weak_ptr<EpochLog>& known = logs_[tenant];
  std::shared_ptr<EpochLog> log = known.lock();
  if (!log) {
    log = std::make_shared<EpochLog>();
    known = log;
    if (logs_.size() >= sweep_at_) Sweep();
  }
  return log;
}

void EpochLogs::Committed(const Commit& commit) {
  const std::lock_guard lock(mutex_);
  for (const Commit::PerTenant& part : commit.tenants) {
    const auto found = logs_.find(part.tenant);
    if (found == logs_.end()) continue;
    if (const auto log = found->second.lock())
      log->Append({part.epoch_before, part.epoch, part.touched});
  }
}

void EpochLogs::Sweep() {
  absl::erase_if(logs_, [](const auto& entry) { return entry.second.expired(); });
  sweep_at_ = std::max<std::size_t>(1024, 2 * logs_.size());
}

}  // namespace guildhall::detail
