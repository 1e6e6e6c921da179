#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "core/files.h"

namespace guildhall {

/// Removes the bytes of files that no record has any more, or never had: at the start, and then
/// every few seconds, on a thread of its own. Where there are several nodes, each does.
class FileSweeper {
 public:
  /// What is given outlives this.
  FileSweeper(Files& files, Log& log) : files_(files), log_(log) {}
  ~FileSweeper() { Stop(); }
  FileSweeper(const FileSweeper&) = delete;
  FileSweeper& operator=(const FileSweeper&) = delete;

  /// Once.
  void Start();
  /// Ends behind the files that are being removed, and waits. Before the store is closed. Calling
  /// it again does nothing.
  void Stop();

 private:
  void Run();
  /// Whether there may be more to do at once.
  bool SweepSome();

  Files& files_;
  Log& log_;
  std::mutex mutex_;  // guards the flag
  std::condition_variable wake_;
  bool stopping_ = false;
  bool failing_ = false;  // the last sweep did not go through, and the log says so
  std::thread thread_;
};

}  // namespace guildhall
