#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <libpq-fe.h>

#include "store/postgres/connection_string.h"
#include "store/postgres/values.h"
#include "store/sql/connection.h"

namespace guildhall::store {

/// A session with a PostgreSQL server. Connects by itself at `Begin`, `BeginReading` and `Script`
/// when there is no session; in between, a lost session is an error (kUnavailable) and `Lost`.
class PostgresConnection final : public Connection {
 public:
  /// What a session is for; shown in the server's list of sessions.
  enum class Purpose : std::uint8_t { kRead, kWrite, kNews };

  PostgresConnection(ConnectionString where, Purpose purpose);

  /// Opens the session now. kUnavailable when the server cannot be reached or refuses us; kConflict
  /// when it is older than PostgreSQL 15 or the database does not hold UTF-8.
  Result<void> Connect();

  [[nodiscard]] Engine engine() const override { return Engine::kPostgres; }
  Result<std::int64_t> Run(const Statement& statement, std::span<const Parameter> parameters,
                           Each each) override;
  Result<void> Script(std::string_view sql) override;
  Result<void> Begin() override;
  /// When the session is lost before the answer, asks the server on a new one what became of the
  /// transaction; kFailed when it cannot be learnt.
  Ending Commit() override;
  void Rollback() override;
  [[nodiscard]] bool Lost() const override;

  /// One consistent, read-only view for all statements until `EndReading`.
  Result<void> BeginReading();
  void EndReading();

  /// What has arrived by `notify` from other sessions since the last call; does not wait.
  std::vector<std::string> TakeNotifications();
  /// The session's socket, to wait on; -1 without a session.
  [[nodiscard]] int socket() const;

 private:
  struct FinishSession {
    void operator()(PGconn* session) const { PQfinish(session); }
  };
  struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using ResultHandle = std::unique_ptr<PGresult, ClearResult>;

  /// The transaction under way, as the server names it, and which run of the server names it so.
  struct TransactionName {
    std::string id;
    int process = 0;
    std::string server_start;
  };

  Result<const std::vector<Oid>*> Prepare(const Statement& statement);
  Result<ResultHandle> Execute(const std::string& sql);
  /// `sql` on a session that may turn out to be lost: then once more on a new one.
  Result<ResultHandle> ExecuteAnew(const std::string& sql);
  [[nodiscard]] Error ErrorOf(const PGresult* result, std::string_view what) const;
  Result<void> CheckServer() const;
  Ending LearnEnding(const TransactionName& transaction);

  ConnectionString where_;
  Purpose purpose_;
  std::unique_ptr<PGconn, FinishSession> session_;
  absl::flat_hash_map<const Statement*, std::vector<Oid>> prepared_;
  EncodedParameters encoded_;
  TransactionName transaction_;
  std::string server_start_;
};

}  // namespace guildhall::store
