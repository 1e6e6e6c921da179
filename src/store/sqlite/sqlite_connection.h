#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "store/sql/connection.h"

struct sqlite3;
struct sqlite3_stmt;

namespace guildhall::store {

/// One connection to a database file, through SQLite's own interface. Statements are prepared once
/// and kept for the connection's life. Belongs to one thread at a time.
class SqliteConnection final : public Connection {
 public:
  enum class Purpose : std::uint8_t { kRead, kWrite };
  enum class Synchronous : std::uint8_t { kFull, kNormal };

  /// Opens the file (and makes it, readable by its owner only) with the settings that the store
  /// needs. kUnavailable when it cannot be opened, kInternal when it is no database.
  static Result<std::unique_ptr<SqliteConnection>> Open(const std::string& path, Purpose purpose,
                                                        Synchronous synchronous);
  ~SqliteConnection() override;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  [[nodiscard]] Engine engine() const override { return Engine::kSqlite; }
  Result<std::int64_t> Run(const Statement& statement, std::span<const Parameter> parameters,
                           Each each) override;
  Result<void> Script(std::string_view sql) override;
  Result<void> Begin() override;
  Ending Commit() override;
  void Rollback() override;
  /// SQLite gives up a whole transaction by itself when the disk is full or fails.
  [[nodiscard]] bool Lost() const override;
  [[nodiscard]] std::int64_t writes() const override;

  /// One consistent view for all statements until `EndReading`: the newest one, as of now.
  Result<void> BeginReading();
  void EndReading();

  /// Of the writer: the changed pages of a transaction that stay in memory until its commit. More
  /// than these go to the log before it, and perhaps again. The log keeps as much of the disk.
  Result<void> MakeRoomForChanges(std::size_t bytes);
  /// Of the writer: called after a commit that made the log long enough for a checkpoint, before
  /// it. On the thread that commits.
  void BeforeCheckpoint(std::function<void()> hook) { before_checkpoint_ = std::move(hook); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  struct CloseDatabase {
    void operator()(sqlite3* database) const;
  };
  struct Prepared {
    std::unique_ptr<sqlite3_stmt, Finalize> handle;
    std::vector<int> places;  ///< where `$1`, `$2`, ... stand
    bool reads_only = false;
  };

  explicit SqliteConnection(sqlite3* database) : database_(database) {}

  Result<void> Configure(Purpose purpose, Synchronous synchronous);
  /// What SQLite calls after every commit with the pages in the log.
  static int AfterCommit(void* self, sqlite3* database, const char* schema, int pages);
  Result<Prepared*> Prepare(const Statement& statement);
  Result<void> Execute(const Statement& statement);
  [[nodiscard]] Error LastError(std::string_view doing) const;

  std::unique_ptr<sqlite3, CloseDatabase> database_;
  absl::flat_hash_map<const Statement*, Prepared> prepared_;  // after the database: goes first
  std::function<void()> before_checkpoint_ = [] {};
  bool in_transaction_ = false;
};

}  // namespace guildhall::store
