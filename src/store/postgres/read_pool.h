#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "core/store.h"
#include "store/postgres/postgres_connection.h"
#include "store/sql/sql_transaction.h"

namespace guildhall::store {

/// A bounded number of sessions for readers, opened when first needed. Thread-safe.
class ReadPool {
 public:
  ReadPool(const ConnectionString& where, std::size_t size,
           const std::shared_ptr<ServerHistory>& history);
  ReadPool(const ReadPool&) = delete;
  ReadPool& operator=(const ReadPool&) = delete;

  /// Runs `reading` over one consistent view; waits while all sessions are busy. kUnavailable when
  /// the server cannot be reached or the pool is closed.
  Result<void> Read(const Store::Reading& reading);
  /// See `Store::ReadEpochs`; waits and fails as `Read`.
  Result<Epochs> ReadEpochs(TenantId tenant);
  /// Waits for readers under way, ends the sessions, and refuses from then on.
  void Close();

 private:
  struct Session {
    Session(const ConnectionString& where, const std::shared_ptr<ServerHistory>& history)
        : connection(where, PostgresConnection::Purpose::kRead, history), snapshot(connection) {}
    PostgresConnection connection;
    SqlSnapshot snapshot;
  };
  class Lease;

  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Session>> idle_;  // guarded by mutex_; the last used one at the end
  std::size_t size_;
  bool closed_ = false;  // guarded by mutex_
};

}  // namespace guildhall::store
