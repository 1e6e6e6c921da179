#include "realtime/log_watch.h"

#include <utility>
#include <vector>

namespace guildhall::realtime {

LogWatch::LogWatch(Hub& hub, const Store& store, std::chrono::milliseconds interval)
    : hub_(hub), store_(store), interval_(interval), thread_([this] { Run(); }) {}

void LogWatch::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void LogWatch::Look(Hub& hub, const Store& store) {
  const std::vector<TenantId> tenants = hub.Tenants();
  if (tenants.empty()) return;
  std::vector<std::pair<TenantId, MessageId>> positions;
  const auto read = store.Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
    for (const TenantId tenant : tenants) {
      GH_TRY(const MessageId last, snapshot.events().LastMessage(tenant));
      positions.emplace_back(tenant, last);
    }
    return {};
  });
  if (!read) return;
  for (const auto& [tenant, last] : positions) hub.TellPosition(tenant, last);
}

void LogWatch::Run() {
  std::unique_lock lock(mutex_);
  while (!stopped_.wait_for(lock, interval_, [this] { return stopping_; })) {
    lock.unlock();
    Look(hub_, store_);
    lock.lock();
  }
}

}  // namespace guildhall::realtime
