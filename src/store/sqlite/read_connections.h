#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

#include "store/sql/sql_transaction.h"
#include "store/sqlite/sqlite_connection.h"

namespace guildhall::store {

/// The read connections of one store. A thread that comes back finds the one that it used before,
/// with its statements and what it has read, unless another took it meanwhile. Takes no lock.
/// Thread-safe.
class ReadConnections {
 public:
  /// A connection with its view of the data, which it keeps while nothing is committed.
  class Reader {
   public:
    Reader(std::unique_ptr<SqliteConnection> connection, ChangeMarks& marks,
           std::size_t memory_bytes)
        : connection_(std::move(connection)),
          memory_(marks, memory_bytes),
          snapshot_(*connection_, &memory_) {}

    /// Sees to it that the view is the newest.
    Result<void> Begin();
    /// Gives the view up.
    void End();
    [[nodiscard]] const Snapshot& snapshot() const { return snapshot_; }

   private:
    std::unique_ptr<SqliteConnection> connection_;
    RowMemory memory_;
    SqlSnapshot snapshot_;
    bool viewing_ = false;
  };

  /// `marks` must outlive the connections. `memory_bytes`: of each, for rows that were read.
  ReadConnections(std::string path, ChangeMarks& marks, std::size_t memory_bytes)
      : path_(std::move(path)), marks_(marks), memory_bytes_(memory_bytes) {}
  ~ReadConnections() { Clear(); }
  ReadConnections(const ReadConnections&) = delete;
  ReadConnections& operator=(const ReadConnections&) = delete;

  /// An idle connection, or a new one.
  Result<std::unique_ptr<Reader>> Take();
  /// Keeps it for the next; closes it when enough are kept.
  void Return(std::unique_ptr<Reader> reader);
  /// Gives up the views of those that are idle, which would keep a checkpoint from its end.
  void EndViews();
  /// Closes those that are idle.
  void Clear();

 private:
  static constexpr std::size_t kKept = 64;

  std::unique_ptr<Reader> TakeIdle();

  std::string path_;
  ChangeMarks& marks_;
  const std::size_t memory_bytes_;
  std::atomic<bool> ending_views_{false};
  std::array<std::atomic<Reader*>, kKept> idle_{};
};

}  // namespace guildhall::store
