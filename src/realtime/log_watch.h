#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/store.h"
#include "realtime/hub.h"

namespace guildhall::realtime {

/// Reads, every `interval`, how far the logs of the tenants with waiters have come, and tells the
/// hub: news from other nodes that were lost come two intervals late, and no later. A store that
/// cannot be read is asked again the next time. A thread of its own, from here until `Stop`.
class LogWatch {
 public:
  /// Both must outlive it.
  LogWatch(Hub& hub, const Store& store,
           std::chrono::milliseconds interval = std::chrono::seconds(1));
  ~LogWatch() { Stop(); }
  LogWatch(const LogWatch&) = delete;
  LogWatch& operator=(const LogWatch&) = delete;

  /// Waits for the thread. Safe to call twice, on one thread.
  void Stop();
  /// One reading, on the calling thread.
  static void Look(Hub& hub, const Store& store);

 private:
  void Run();

  Hub& hub_;
  const Store& store_;
  const std::chrono::milliseconds interval_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace guildhall::realtime
