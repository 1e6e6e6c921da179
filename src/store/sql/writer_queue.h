#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "core/store.h"
#include "store/sql/batch.h"
#include "store/sql/connection.h"
#include "store/sql/row_memory.h"

namespace guildhall::store {

/// The one writer of a store: a thread that owns one connection, takes the changes that wait, runs
/// them in one transaction (see `Batch`), and answers them after the commit.
/// A change never waits for companions. Thread-safe.
class WriterQueue {
 public:
  using Done = std::function<void(Result<void>)>;
  using Listener = std::function<void(const Commit&)>;

  struct Options {
    std::size_t changes_per_commit = 200;
    std::size_t waiting_limit = 10'000;
    /// How often changes are run again after a transaction that was undone as a whole.
    int repeats = 2;
    /// Counts the commits of a store that nobody else commits to; null otherwise. Outlives the
    /// queue.
    ChangeMarks* marks = nullptr;
    std::size_t memory_bytes = 0;  ///< for what the writer reads again and again; with `marks`
  };

  WriterQueue(std::unique_ptr<Connection> connection, const Clock& clock, Options options);
  /// Closes.
  ~WriterQueue();
  WriterQueue(const WriterQueue&) = delete;
  WriterQueue& operator=(const WriterQueue&) = delete;

  /// See `Store::Write`.
  void Push(std::vector<TenantId> tenants, Change change, Done done);
  /// See `Store::OnCommit`.
  void OnCommit(Listener listener);
  /// Finishes what waits, then refuses with kUnavailable. Waits for the thread; the connection is
  /// closed when this returns. May be called more than once, but not from a `done`.
  void Close();

 private:
  void Loop();
  /// Runs the jobs in one transaction and leaves their outcomes.
  void Commit(std::vector<WriteJob>& jobs);

  std::unique_ptr<Connection> connection_;
  const Clock& clock_;
  const Options options_;
  std::optional<RowMemory> memory_;
  Listener listener_;

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<WriteJob> waiting_;  // guarded by mutex_
  bool idle_ = false;             // guarded by mutex_: the thread sleeps and must be woken
  bool closed_ = false;           // guarded by mutex_
  std::mutex closing_;            // one closer at a time
  std::thread thread_;
};

}  // namespace guildhall::store
