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
/// with its statements and cache, unless another took it meanwhile. Takes no lock. Thread-safe.
class ReadConnections {
 public:
  /// A connection with the view over it.
  struct Reader {
    explicit Reader(std::unique_ptr<SqliteConnection> opened)
        : connection(std::move(opened)), snapshot(*connection) {}
    std::unique_ptr<SqliteConnection> connection;
    SqlSnapshot snapshot;
  };

  explicit ReadConnections(std::string path) : path_(std::move(path)) {}
  ~ReadConnections() { Clear(); }
  ReadConnections(const ReadConnections&) = delete;
  ReadConnections& operator=(const ReadConnections&) = delete;

  /// An idle connection, or a new one.
  Result<std::unique_ptr<Reader>> Take();
  /// Keeps it for the next; closes it when enough are kept.
  void Return(std::unique_ptr<Reader> reader);
  /// Closes those that are idle.
  void Clear();

 private:
  static constexpr std::size_t kKept = 64;

  std::string path_;
  std::array<std::atomic<Reader*>, kKept> idle_{};
};

}  // namespace guildhall::store
