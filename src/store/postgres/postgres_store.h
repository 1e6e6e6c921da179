#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"
#include "core/store.h"
#include "store/sql/writer_queue.h"

namespace guildhall::store {

class NewsLine;
class ReadPool;
class ServerHistory;

/// The core's store in a PostgreSQL database (15 or later, UTF8) that other nodes may share.
class PostgresStore final : public Store {
 public:
  struct Options {
    Secret url;                           ///< postgresql://user:password@host:port/database
    const Clock* clock = nullptr;         ///< outlives the store
    std::size_t read_connections = 8;     ///< one for each worker that may wait for a read
    std::size_t changes_per_commit = 60;  ///< each has a savepoint; the server keeps 64 in memory
    std::size_t queue_limit = 10'000;     ///< changes that may wait for the writer
  };

  /// Connects and brings the schema up to date, with other nodes kept out meanwhile. kInvalid for a
  /// URL that cannot be read; kUnavailable when the server cannot be reached; kConflict for a
  /// server that is too old, a database of another encoding, or a schema newer than this program.
  /// The detail of an error never holds the password.
  static Result<std::unique_ptr<PostgresStore>> Open(const Options& options);

  ~PostgresStore() override;
  PostgresStore(const PostgresStore&) = delete;
  PostgresStore& operator=(const PostgresStore&) = delete;

  Result<void> Read(Patience patience, const Reading& reading) const override;
  Result<Epochs> ReadEpochs(Patience patience, TenantId tenant) const override;
  void Write(std::vector<TenantId> tenants, Change change,
             std::function<void(Result<void>)> done) override;
  /// False: other nodes commit too.
  [[nodiscard]] bool SeesEveryCommit() const override { return false; }
  void Disown() override;
  void OnCommit(std::function<void(const Commit&)> listener) override;
  void OnNews(const std::function<void(const Said&)>& listener) override;
  void Close() override;

 private:
  PostgresStore(std::shared_ptr<ServerHistory> history, std::unique_ptr<ReadPool> readers,
                std::unique_ptr<NewsLine> news, std::unique_ptr<WriterQueue> writer);

  std::shared_ptr<ServerHistory> history_;
  std::unique_ptr<ReadPool> readers_;
  std::unique_ptr<NewsLine> news_;
  std::unique_ptr<WriterQueue> writer_;
};

}  // namespace guildhall::store
