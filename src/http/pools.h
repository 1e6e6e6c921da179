#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace guildhall::http {

/// Threads that take jobs from one bounded queue, oldest first. Thread-safe.
class WorkerPool {
 public:
  /// `queue_limit`: jobs that may wait.
  WorkerPool(std::size_t threads, std::size_t queue_limit);
  ~WorkerPool() { Stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// False, and nothing queued, when the queue is full or the pool has stopped. A job must not
  /// throw.
  bool Submit(std::function<void()> job);

  /// Finishes the jobs that run, drops those that wait, joins the threads. Safe to call twice.
  void Stop();

 private:
  void Run();

  const std::size_t queue_limit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace guildhall::http
