#include "store/postgres/postgres_connection.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <optional>
#include <thread>
#include <utility>

#include "store/postgres/sqlstate.h"

namespace guildhall::store {
namespace {

// Generic plans of joins must stay nested loops, whatever the size that the planner expects of a
// tenant. A session that is lost without a word must not keep a tenant's lock for long.
constexpr const char* kSettings =
    "set client_encoding = 'UTF8'; set standard_conforming_strings = on;"
    "set enable_hashjoin = off; set enable_mergejoin = off; set jit = off;"
    "set synchronous_commit = on; set client_min_messages = error;"
    "set statement_timeout = '30s'; set lock_timeout = '10s';"
    "set idle_in_transaction_session_timeout = '60s';"
    "select extract(epoch from pg_postmaster_start_time())::text || ' ' || "
    "(select oid::text from pg_database where datname = current_database())";

// Every transaction of a reader is one view.
constexpr const char* kSettingsOfReaders =
    "set default_transaction_isolation = 'repeatable read';"
    "set default_transaction_read_only = on;";

constexpr int kOldestServer = 150000;
constexpr auto kLearnInterval = std::chrono::milliseconds(20);
constexpr int kLearnAttempts = 150;  // three seconds

std::string FirstText(const PGresult* result) {
  if (PQntuples(result) == 0 || PQgetisnull(result, 0, 0) != 0) return {};
  return PQgetvalue(result, 0, 0);
}

std::string_view SqlState(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? std::string_view() : std::string_view(state);
}

const char* ApplicationName(PostgresConnection::Purpose purpose) {
  switch (purpose) {
    case PostgresConnection::Purpose::kRead:
      return "guildhall reader";
    case PostgresConnection::Purpose::kWrite:
      return "guildhall writer";
    case PostgresConnection::Purpose::kNews:
      return "guildhall news";
  }
  GH_BUG("a session for no known purpose");
}

/// Whether the server ends the session with this, which shows on the session only later.
bool EndsSession(const PGresult* result) {
  const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  const std::string_view text = severity == nullptr ? std::string_view() : severity;
  return text == "FATAL" || text == "PANIC";
}

bool Succeeded(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

}  // namespace

PostgresConnection::PostgresConnection(ConnectionString where, Purpose purpose,
                                       std::shared_ptr<ServerHistory> history)
    : where_(std::move(where)), purpose_(purpose), history_(std::move(history)) {}

Result<void> PostgresConnection::Connect() {
  prepared_.clear();
  gathered_.clear();
  sent_.clear();
  reading_ = Stage::kNone;
  transaction_ = {};
  session_.reset();
  const std::string url(where_.Reveal());
  // What stands before the URL is a default that the URL may override.
  const std::array<const char*, 6> keywords{
      "fallback_application_name", "connect_timeout", "keepalives_idle",
      "tcp_user_timeout",          "dbname",          nullptr};
  const std::array<const char*, 6> values{
      ApplicationName(purpose_), "5", "10", "15000", url.c_str(), nullptr};
  session_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (PQstatus(session_.get()) != CONNECTION_OK) {
    const std::string why = session_ ? where_.Mask(PQerrorMessage(session_.get())) : "no memory";
    session_.reset();
    return Fail(Errc::kUnavailable, "cannot connect to PostgreSQL: " + why);
  }
  PQsetNoticeProcessor(
      session_.get(), [](void*, const char*) {}, nullptr);
  auto ready = SetUp();
  if (!ready) session_.reset();
  return ready;
}

Result<void> PostgresConnection::SetUp() {
  GH_CHECK(CheckServer());
  const std::string first = purpose_ == Purpose::kRead ? kSettingsOfReaders : "";
  GH_TRY(const ResultHandle result, Execute(first + kSettings));
  server_ = FirstText(result.get());
  if (history_) lineage_ = history_->Meet(server_);
  return {};
}

Result<void> PostgresConnection::CheckServer() const {
  if (PQserverVersion(session_.get()) < kOldestServer) {
    return Fail(Errc::kConflict, "PostgreSQL 15 or later is needed");
  }
  const char* encoding = PQparameterStatus(session_.get(), "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
    return Fail(Errc::kConflict, "the PostgreSQL database must be created with encoding UTF8");
  }
  return {};
}

bool PostgresConnection::Lost() const {
  return session_ == nullptr || PQstatus(session_.get()) != CONNECTION_OK;
}

bool PostgresConnection::IsOutlived() const { return history_ && lineage_ < history_->newest(); }

Error PostgresConnection::ErrorOf(const PGresult* result, std::string_view what) const {
  // Only the primary message: the others may quote rows.
  const std::string_view state = SqlState(result);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  std::string detail(what);
  detail += ": ";
  const bool aborted = PQresultStatus(result) == PGRES_PIPELINE_ABORTED;
  if (state.empty()) {
    detail += aborted ? "not run behind one that failed" : "connection to PostgreSQL lost";
  }
  detail += state;
  if (message != nullptr) detail.append(" ").append(where_.Mask(message));
  const Errc code = aborted ? Errc::kInternal : ErrcOf(state);
  return {Lost() ? Errc::kUnavailable : code, {}, std::move(detail)};
}

Result<PostgresConnection::ResultHandle> PostgresConnection::Execute(const std::string& sql) {
  if (session_ == nullptr) return Fail(Errc::kUnavailable, "no connection to PostgreSQL");
  GH_CHECK(Flush());
  ResultHandle result(PQexec(session_.get(), sql.c_str()));
  if (!Succeeded(result.get())) return Fail(ErrorOf(result.get(), "script"));
  return result;
}

Result<PostgresConnection::ResultHandle> PostgresConnection::ExecuteAnew(const std::string& sql) {
  if (!Lost()) {
    auto result = Execute(sql);
    if (result || !Lost()) return result;
  }
  GH_CHECK(Connect());
  return Execute(sql);
}

Result<const std::vector<Oid>*> PostgresConnection::Prepare(const Statement& statement) {
  const auto found = prepared_.find(&statement);
  if (found != prepared_.end()) return &found->second;
  EnterPipeline();
  Note(&statement, PQsendPrepare(session_.get(), statement.name, statement.text, 0, nullptr));
  Note(&statement, PQsendDescribePrepared(session_.get(), statement.name));
  GH_TRY(const ResultHandle described, Collect());
  std::vector<Oid> types(static_cast<std::size_t>(PQnparams(described.get())));
  int place = 0;
  for (Oid& type : types) type = PQparamtype(described.get(), place++);
  return &prepared_.emplace(&statement, std::move(types)).first->second;
}

Result<void> PostgresConnection::Encode(const Statement& statement,
                                        std::span<const Parameter> parameters) {
  GH_TRY(const std::vector<Oid>* types, Prepare(statement));
  auto filled = encoded_.Fill(parameters, *types);
  if (!filled) filled.error().detail += std::string(" (") + statement.name + ")";
  return filled;
}

void PostgresConnection::EnterPipeline() {
  const bool entered = PQpipelineStatus(session_.get()) != PQ_PIPELINE_OFF ||
                       PQenterPipelineMode(session_.get()) == 1;
  if (!entered) session_.reset();
}

void PostgresConnection::Note(const Statement* statement, int sent) {
  if (sent == 0) session_.reset();
  sent_.push_back(statement);
}

void PostgresConnection::Send(const Statement& statement) {
  EnterPipeline();
  Note(&statement,
       PQsendQueryPrepared(session_.get(), statement.name, encoded_.count(), encoded_.values(),
                           encoded_.lengths(), encoded_.formats(), 1));
}

void PostgresConnection::SendSync() { Note(nullptr, PQpipelineSync(session_.get())); }

Result<PostgresConnection::ResultHandle> PostgresConnection::Collect() {
  if (reading_ != Stage::kNone) {
    // The end of the pipeline would be that of the view.
    if (PQsendFlushRequest(session_.get()) == 0) session_.reset();
    return Receive();
  }
  SendSync();
  auto received = Receive();
  if (session_ != nullptr && PQexitPipelineMode(session_.get()) == 0) {
    session_.reset();
    return Fail(ErrorOf(nullptr, "pipeline"));
  }
  return received;
}

Result<PostgresConnection::ResultHandle> PostgresConnection::Receive() {
  std::optional<Error> failure;
  ResultHandle last;
  bool in_order = session_ != nullptr;
  for (const Statement* statement : std::exchange(sent_, {})) {
    ResultHandle result(PQgetResult(session_.get()));
    if (statement == nullptr) {
      in_order = in_order && PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC;
      continue;
    }
    in_order = in_order && !EndsSession(result.get());
    // Behind a statement that failed the others are not run.
    if (!failure && !Succeeded(result.get())) failure = ErrorOf(result.get(), statement->name);
    last = std::move(result);
    while (ResultHandle(PQgetResult(session_.get())) != nullptr) {
    }
  }
  if (!in_order) {
    // Nobody knows any more which answer is whose.
    session_.reset();
    if (!failure) failure = ErrorOf(nullptr, "pipeline");
    failure->code = Errc::kUnavailable;
  }
  if (failure) return Fail(*std::move(failure));
  return last;
}

Result<PostgresConnection::ResultHandle> PostgresConnection::Answer(const Statement& statement) {
  if (reading_ != Stage::kNone || !sent_.empty()) {
    Send(statement);
    return Collect();
  }
  ResultHandle result(PQexecPrepared(session_.get(), statement.name, encoded_.count(),
                                     encoded_.values(), encoded_.lengths(), encoded_.formats(), 1));
  if (!Succeeded(result.get())) return Fail(ErrorOf(result.get(), statement.name));
  return result;
}

Result<std::int64_t> PostgresConnection::RunOnce(const Statement& statement,
                                                 std::span<const Parameter> parameters, Each each) {
  if (reading_ == Stage::kBegun) reading_ = Stage::kUnderWay;
  GH_CHECK(SendRowsBefore(statement));
  GH_CHECK(Encode(statement, parameters));
  GH_TRY(const ResultHandle result, Answer(statement));
  const bool selected = std::string_view(PQcmdStatus(result.get())).starts_with("SELECT");
  const std::int64_t count = std::strtoll(PQcmdTuples(result.get()), nullptr, 10);
  if (!selected) writes_ += count;
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return count;
  PostgresRow row(result.get());
  const int rows = PQntuples(result.get());
  for (int i = 0; i < rows; ++i) {
    row.MoveTo(i);
    each(row);
  }
  return std::int64_t{rows};
}

Result<std::int64_t> PostgresConnection::Run(const Statement& statement,
                                             std::span<const Parameter> parameters, Each each) {
  const bool first = reading_ == Stage::kBegun;
  auto ran = RunOnce(statement, parameters, each);
  if (ran || !first || !Lost()) return ran;
  // Nothing has been read yet: a new session may take over.
  GH_CHECK(Connect());
  reading_ = Stage::kBegun;
  return RunOnce(statement, parameters, each);
}

Result<void> PostgresConnection::Post(const Statement& statement,
                                      std::span<const Parameter> parameters) {
  GH_CHECK(SendRowsBefore(statement));
  GH_CHECK(Encode(statement, parameters));
  if (statement.gathering == Gathering::kRow) {
    GH_CHECK(Gather(statement));
  } else {
    Send(statement);
  }
  if (session_ == nullptr) return Fail(ErrorOf(nullptr, statement.name));
  ++writes_;
  return {};
}

Result<void> PostgresConnection::Gather(const Statement& statement) {
  auto rows = std::ranges::find_if(gathered_, [&](const auto& of) { return of->AreOf(statement); });
  if (rows == gathered_.end()) {
    gathered_.push_back(std::make_unique<GatheredRows>(statement, prepared_.at(&statement)));
    rows = std::prev(gathered_.end());
  }
  (*rows)->Add(encoded_);
  if ((*rows)->full()) GH_CHECK(SendRows(**rows));
  return {};
}

Result<void> PostgresConnection::SendRowsBefore(const Statement& statement) {
  for (const auto& rows : gathered_) {
    if (rows->Precede(statement)) GH_CHECK(SendRows(*rows));
  }
  return {};
}

Result<void> PostgresConnection::SendAllRows() {
  for (const auto& rows : gathered_) {
    if (!rows->empty()) GH_CHECK(SendRows(*rows));
  }
  return {};
}

Result<void> PostgresConnection::SendRows(GatheredRows& rows) {
  GH_CHECK(Prepare(rows.statement()));
  rows.Encode(encoded_);
  Send(rows.statement());
  rows.Clear();
  return {};
}

void PostgresConnection::DropRows() {
  for (const auto& rows : gathered_) rows->Clear();
}

Result<void> PostgresConnection::Flush() {
  GH_CHECK(SendAllRows());
  if (!sent_.empty()) GH_CHECK(Collect());
  return {};
}

bool PostgresConnection::Aborted() const {
  return session_ != nullptr && PQtransactionStatus(session_.get()) == PQTRANS_INERROR;
}

Result<void> PostgresConnection::Script(std::string_view sql) {
  // Outside a transaction nothing is lost with the session, so a new one may take over.
  if (transaction_.id.empty() && Lost()) GH_CHECK(Connect());
  GH_CHECK(Execute(std::string(sql)));
  return {};
}

Result<void> PostgresConnection::Begin() {
  transaction_ = {};
  if (IsOutlived()) GH_CHECK(Connect());
  GH_TRY(const ResultHandle result,
         ExecuteAnew("begin isolation level read committed; select pg_current_xact_id()::text"));
  transaction_ = {FirstText(result.get()), PQbackendPID(session_.get()), server_};
  return {};
}

Ending PostgresConnection::Commit() {
  if (const auto sent = Flush(); !sent && !Lost()) {
    Rollback();
    return Ending::kFailed;
  }
  const TransactionName transaction = std::exchange(transaction_, {});
  const ResultHandle result(PQexec(session_.get(), "commit"));
  if (Succeeded(result.get())) {
    // The server answers ROLLBACK to the commit of a transaction in which a statement failed.
    const bool committed = std::string_view(PQcmdStatus(result.get())) == "COMMIT";
    return committed ? Ending::kCommitted : Ending::kFailed;
  }
  if (Lost()) return LearnEnding(transaction);
  return MayRepeat(SqlState(result.get())) ? Ending::kUndone : Ending::kFailed;
}

Ending PostgresConnection::LearnEnding(const TransactionName& transaction) {
  // A session that the server still believes in would stay "in progress": end it, and it only.
  const std::string end = "select pg_terminate_backend(pid) from pg_stat_activity where pid = " +
                          std::to_string(transaction.process) +
                          " and backend_xid::text::bigint = " + transaction.id + " % 4294967296";
  const std::string ask = "select pg_xact_status('" + transaction.id + "'::xid8)";
  for (int attempt = 0; attempt < kLearnAttempts; ++attempt) {
    if (attempt > 0) std::this_thread::sleep_for(kLearnInterval);
    if (Lost() && !Connect()) continue;
    // After a crash the server may give the number of a transaction that left no trace to another.
    if (server_ != transaction.server) return Ending::kFailed;
    if (attempt > 0 && !Execute(end)) continue;
    const auto answer = Execute(ask);
    if (!answer) continue;
    const std::string status = FirstText(answer->get());
    if (status == "committed") return Ending::kCommitted;
    if (status == "aborted") return Ending::kUndone;
    if (status.empty()) return Ending::kFailed;  // too long ago: forgotten
  }
  return Ending::kFailed;
}

void PostgresConnection::Rollback() {
  transaction_ = {};
  DropRows();
  // What was posted is undone, whether it failed or not.
  if (!Lost()) static_cast<void>(Flush());
  if (Lost() || PQtransactionStatus(session_.get()) == PQTRANS_IDLE) return;
  if (!Execute("rollback")) session_.reset();
}

Result<void> PostgresConnection::BeginReading() {
  if (Lost() || IsOutlived()) GH_CHECK(Connect());
  reading_ = Stage::kBegun;
  return {};
}

void PostgresConnection::EndReading() {
  // The answer comes with that of the next reading.
  if (std::exchange(reading_, Stage::kNone) == Stage::kUnderWay && !Lost()) SendSync();
}

std::vector<std::string> PostgresConnection::TakeNotifications() {
  std::vector<std::string> payloads;
  // What cannot be read any more shows in `Lost`.
  if (session_ == nullptr || PQconsumeInput(session_.get()) == 0) return payloads;
  while (PGnotify* notification = PQnotifies(session_.get())) {
    const std::unique_ptr<PGnotify, decltype(&PQfreemem)> owner(notification, PQfreemem);
    if (notification->be_pid != PQbackendPID(session_.get())) {
      payloads.emplace_back(notification->extra);
    }
  }
  return payloads;
}

int PostgresConnection::socket() const {
  return session_ == nullptr ? -1 : PQsocket(session_.get());
}

}  // namespace guildhall::store
