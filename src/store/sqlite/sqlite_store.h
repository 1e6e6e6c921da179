#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

#include "base/clock.h"
#include "core/store.h"
#include "store/sql/change_marks.h"
#include "store/sql/writer_queue.h"
#include "store/sqlite/file_lock.h"
#include "store/sqlite/read_connections.h"
#include "store/sqlite/sqlite_connection.h"

namespace guildhall::store {

/// The store over one SQLite file. Reads run on the calling thread; one writer joins waiting
/// changes into one commit. The file belongs to one process at a time, which is why this node sees
/// every commit. Thread-safe.
class SqliteStore final : public Store {
 public:
  using Synchronous = SqliteConnection::Synchronous;

  struct Options {
    std::string path;
    /// kNormal survives `kill -9` but may lose the last commits when power fails.
    Synchronous synchronous = Synchronous::kFull;
    std::size_t queue_limit = 10'000;  ///< changes that may wait
    std::size_t changes_per_commit = 200;
    /// For the pages that a commit changes; what does not fit is written more than once.
    std::size_t change_bytes = std::size_t{64} << 20;
    /// For rows that were read, of each thread that reads; 0 keeps none.
    std::size_t memory_bytes = std::size_t{16} << 20;
    const Clock* clock = nullptr;  ///< must be given; outlives the store
  };

  /// Opens the file and brings its schema up to date. kUnavailable when it cannot be opened or
  /// another process has it; kConflict when its schema is newer than this program.
  static Result<std::unique_ptr<SqliteStore>> Open(Options options);
  ~SqliteStore() override;

  Result<void> Read(Patience patience, const Reading& reading) const override;
  void Write(std::vector<TenantId> tenants, Change change,
             std::function<void(Result<void>)> done) override;
  [[nodiscard]] bool SeesEveryCommit() const override { return true; }
  void OnCommit(std::function<void(const Commit&)> listener) override;
  void Close() override;

 private:
  SqliteStore(Options options, FileLock lock, std::unique_ptr<SqliteConnection> writer);

  /// The writer's connection, which asks the readers not to be in the way of a checkpoint.
  std::unique_ptr<SqliteConnection> EndingViews(std::unique_ptr<SqliteConnection> writer);

  FileLock lock_;
  ChangeMarks marks_;
  mutable ReadConnections readers_;
  std::atomic<bool> closed_ = false;
  WriterQueue writer_;
};

}  // namespace guildhall::store
