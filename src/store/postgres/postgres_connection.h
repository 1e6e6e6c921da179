#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <libpq-fe.h>

#include "store/postgres/connection_string.h"
#include "store/postgres/gathered_rows.h"
#include "store/postgres/server_history.h"
#include "store/postgres/values.h"
#include "store/sql/connection.h"

namespace guildhall::store {

/// A session with a PostgreSQL server. Connects by itself at `Begin`, `BeginReading` and `Script`
/// when there is no session; in between, a lost session is an error (kUnavailable) and `Lost`.
///
/// What nobody waits for goes with what somebody waits for: posted statements with the next one,
/// and the end of a reading alone, its answer read later. Rows to insert wait for more of their
/// kind until a statement names their table. A reading has no beginning: the statements between two
/// ends of a pipeline are one transaction, which reads one view. The server bounds each statement,
/// not the time between two: a reading waits for nothing else.
class PostgresConnection final : public Connection {
 public:
  /// What a session is for; shown in the server's list of sessions.
  enum class Purpose : std::uint8_t { kRead, kWrite, kNews };

  /// `history` is told of every server that is met; null for a session whose epochs nobody keeps.
  PostgresConnection(ConnectionString where, Purpose purpose,
                     std::shared_ptr<ServerHistory> history = nullptr);

  /// Opens the session now. kUnavailable when the server cannot be reached or refuses us; kConflict
  /// when it is older than PostgreSQL 15 or the database does not hold UTF-8.
  Result<void> Connect();

  [[nodiscard]] Engine engine() const override { return Engine::kPostgres; }
  Result<std::int64_t> Run(const Statement& statement, std::span<const Parameter> parameters,
                           Each each) override;
  Result<void> Post(const Statement& statement, std::span<const Parameter> parameters) override;
  [[nodiscard]] std::int64_t writes() const override { return writes_; }
  [[nodiscard]] bool Aborted() const override;
  Result<void> Flush() override;
  Result<void> Script(std::string_view sql) override;
  Result<void> Begin() override;
  /// When the session is lost before the answer, asks the server on a new one what became of the
  /// transaction; kFailed when it cannot be learnt.
  Ending Commit() override;
  void Rollback() override;
  [[nodiscard]] bool Lost() const override;
  [[nodiscard]] std::int64_t lineage() const override { return lineage_; }

  /// One consistent, read-only view for all statements until `EndReading`. A session that was lost
  /// meanwhile is replaced, here or by the first statement; so is one with a server that another
  /// session has found replaced.
  Result<void> BeginReading();
  /// Waits for nothing.
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
    std::string server;
  };

  /// Where a reading is.
  enum class Stage : std::uint8_t { kNone, kBegun, kUnderWay };

  /// The types of the statement's parameters.
  Result<const std::vector<Oid>*> Prepare(const Statement& statement);
  Result<void> Encode(const Statement& statement, std::span<const Parameter> parameters);
  Result<std::int64_t> RunOnce(const Statement& statement, std::span<const Parameter> parameters,
                               Each each);
  /// The statement, its parameters being encoded, alone or with what was posted.
  Result<ResultHandle> Answer(const Statement& statement);
  /// The statement's row, its parameters being encoded, waits for others.
  Result<void> Gather(const Statement& statement);
  /// Sends the rows that must be there before the statement is run.
  Result<void> SendRowsBefore(const Statement& statement);
  Result<void> SendAllRows();
  Result<void> SendRows(GatheredRows& rows);
  void DropRows();
  // Those that send wait for nothing, and end the session when it is lost.
  void EnterPipeline();
  /// Sends the statement, its parameters being encoded.
  void Send(const Statement& statement);
  /// Sends the end of what fails together; what is before it is run at once.
  void SendSync();
  /// The answer to the last of what was sent, or an Error of the first that failed.
  Result<ResultHandle> Collect();
  /// The same for all that has been sent and is answered by now.
  Result<ResultHandle> Receive();
  /// Notes that a message of this statement was sent; `sent` is what libpq says.
  void Note(const Statement* statement, int sent);
  Result<ResultHandle> Execute(const std::string& sql);
  /// `sql` on a session that may turn out to be lost: then once more on a new one.
  Result<ResultHandle> ExecuteAnew(const std::string& sql);
  [[nodiscard]] Error ErrorOf(const PGresult* result, std::string_view what) const;
  /// What a new session needs. After an Error it is of no use.
  Result<void> SetUp();
  Result<void> CheckServer() const;
  /// Whether another session has met a later server.
  [[nodiscard]] bool IsOutlived() const;
  Ending LearnEnding(const TransactionName& transaction);

  ConnectionString where_;
  Purpose purpose_;
  std::shared_ptr<ServerHistory> history_;
  std::int64_t lineage_ = 0;  // of `history_`
  std::unique_ptr<PGconn, FinishSession> session_;
  absl::flat_hash_map<const Statement*, std::vector<Oid>> prepared_;
  EncodedParameters encoded_;
  std::vector<std::unique_ptr<GatheredRows>> gathered_;  // few: linear search
  // What was sent and is not answered; null for an end of what fails together. While there is
  // anything, and in readings, the session is in pipeline mode.
  std::vector<const Statement*> sent_;
  Stage reading_ = Stage::kNone;
  std::int64_t writes_ = 0;
  TransactionName transaction_;
  std::string server_;  // its run, and the database
};

}  // namespace guildhall::store
