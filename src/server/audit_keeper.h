#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "core/audit.h"
#include "http/metrics.h"

namespace guildhall {

/// Writes what the audit log has noted, several times a second, and removes what is too old, once
/// an hour, on a thread of its own. Where there are several nodes, each does.
class AuditKeeper {
 public:
  /// What is given outlives this.
  AuditKeeper(AuditLog& audit, http::Metrics& metrics, Log& log)
      : audit_(audit), metrics_(metrics), log_(log) {}
  ~AuditKeeper() { Stop(); }
  AuditKeeper(const AuditKeeper&) = delete;
  AuditKeeper& operator=(const AuditKeeper&) = delete;

  /// Once.
  void Start();
  /// Waits, and writes what was noted last. After the last request, before the store is closed.
  /// Calling it again does nothing.
  void Stop();

 private:
  void Run();
  void Write();
  /// Counts what was dropped, and says once when it begins.
  void CountDropped();
  /// Goes on to the end, unless it is to stop.
  void RemoveOld();
  bool stopping();

  AuditLog& audit_;
  http::Metrics& metrics_;
  Log& log_;
  std::mutex mutex_;  // guards the flag
  std::condition_variable wake_;
  bool stopping_ = false;
  std::uint64_t dropped_ = 0;  // of the thread, like what follows: as counted last
  bool dropping_ = false;      // the log says that entries are dropped
  bool failing_ = false;       // and that they cannot be written
  bool stuck_ = false;         // and that old ones cannot be removed
  std::thread thread_;
};

}  // namespace guildhall
