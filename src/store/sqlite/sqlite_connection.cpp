#include "store/sqlite/sqlite_connection.h"

#include <fcntl.h>
#include <mutex>
#include <unistd.h>
#include <utility>
#include <vector>

#include <sqlite3.h>

namespace guildhall::store {
namespace {

constexpr Statement kBegin{"begin", "begin immediate"};
constexpr Statement kBeginReading{"begin_reading", "begin deferred"};
// SQLite takes the view with the first row that is read, not before.
constexpr Statement kTakeView{"take_view", "select 1 from sqlite_schema limit 1"};
constexpr Statement kCommit{"commit", "commit"};
constexpr Statement kRollback{"rollback", "rollback"};

constexpr const char* kSettings =
    "pragma journal_mode = wal;"
    "pragma foreign_keys = on;"
    "pragma trusted_schema = off;"
    "pragma secure_delete = off;"
    "pragma temp_store = memory;"
    "pragma mmap_size = 2147418112;";
constexpr int kCheckpointPages = 2000;
constexpr const char* kReaderSettings = "pragma cache_size = -16384; pragma query_only = on;";
constexpr int kBusyMilliseconds = 5000;

/// Counting memory costs a lock at every allocation. Has to come before any other use of SQLite in
/// the process; when it comes too late it has no effect, and nothing else depends on it.
void TurnOffStatistics() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

/// SQLite would make the file as the umask allows; what it holds is for its owner only. The files
/// that SQLite puts beside it take its mode.
void MakeOwnersFile(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
}

Errc CodeOf(int extended) {
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return Errc::kAlreadyExists;
    default:
      break;
  }
  switch (extended & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
      return Errc::kUnavailable;
    default:
      return Errc::kInternal;
  }
}

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  [[nodiscard]] bool IsNull(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  [[nodiscard]] std::int64_t Integer(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] std::string_view Text(int column) const override {
    const unsigned char* text = sqlite3_column_text(statement_, column);
    return {reinterpret_cast<const char*>(text), Size(column)};
  }
  [[nodiscard]] std::string_view Bytes(int column) const override {
    const void* bytes = sqlite3_column_blob(statement_, column);
    return {static_cast<const char*>(bytes), Size(column)};
  }

 private:
  [[nodiscard]] std::size_t Size(int column) const {
    return static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  }
  sqlite3_stmt* statement_;
};

/// Binds one parameter. Nothing is copied: `Run` resets the statement before the views end.
struct Binder {
  sqlite3_stmt* statement;
  int place;

  int operator()(std::monostate) const { return sqlite3_bind_null(statement, place); }
  int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, place, value); }
  int operator()(std::string_view text) const {
    const char* data = text.data() == nullptr ? "" : text.data();
    return sqlite3_bind_text64(statement, place, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  int operator()(Blob blob) const {
    // A null pointer would bind null instead of no bytes.
    const char* data = blob.bytes.data() == nullptr ? "" : blob.bytes.data();
    return sqlite3_bind_blob64(statement, place, data, blob.bytes.size(), SQLITE_STATIC);
  }
  int operator()(Integers) const { return SQLITE_MISUSE; }
};

/// Ends a run of a statement whatever happened in it.
class Running {
 public:
  explicit Running(sqlite3_stmt* statement) : statement_(statement) {}
  ~Running() { sqlite3_reset(statement_); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  sqlite3_stmt* statement_;
};

/// Where `$1`, `$2`, ... stand: SQLite numbers parameters by first appearance. Empty when the names
/// are not exactly those.
std::vector<int> Places(sqlite3_stmt* statement) {
  const int count = sqlite3_bind_parameter_count(statement);
  std::vector<int> places(static_cast<std::size_t>(count));
  for (int i = 1; i <= count; ++i) {
    const std::string name = "$" + std::to_string(i);
    places[static_cast<std::size_t>(i - 1)] = sqlite3_bind_parameter_index(statement, name.c_str());
  }
  return places;
}

}  // namespace

void SqliteConnection::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void SqliteConnection::CloseDatabase::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

SqliteConnection::~SqliteConnection() = default;

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(const std::string& path,
                                                                 Purpose purpose,
                                                                 Synchronous synchronous) {
  TurnOffStatistics();
  MakeOwnersFile(path);
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(
      path.c_str(), &database,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
      nullptr);
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(database));
  if (database == nullptr) return Fail(Errc::kUnavailable, "no memory to open the database");
  if (code != SQLITE_OK) return Fail(connection->LastError("open " + path));
  GH_CHECK(connection->Configure(purpose, synchronous));
  return connection;
}

Result<void> SqliteConnection::Configure(Purpose purpose, Synchronous synchronous) {
  sqlite3_busy_timeout(database_.get(), kBusyMilliseconds);
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  GH_CHECK(Script(kSettings));
  if (purpose == Purpose::kRead) GH_CHECK(Script(kReaderSettings));
  // Takes the place of SQLite's own checkpoints.
  if (purpose == Purpose::kWrite) sqlite3_wal_hook(database_.get(), AfterCommit, this);
  return Script(synchronous == Synchronous::kFull ? "pragma synchronous = full"
                                                  : "pragma synchronous = normal");
}

Result<void> SqliteConnection::MakeRoomForChanges(std::size_t bytes) {
  const std::string kibibytes = std::to_string(bytes >> 10);
  return Script("pragma cache_size = -" + kibibytes +
                "; pragma journal_size_limit = " + std::to_string(bytes));
}

int SqliteConnection::AfterCommit(void* self, sqlite3* database, const char* schema, int pages) {
  if (pages < kCheckpointPages) return SQLITE_OK;
  static_cast<const SqliteConnection*>(self)->before_checkpoint_();
  // As far as the views of others allow; the next commit tries again.
  sqlite3_wal_checkpoint_v2(database, schema, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  return SQLITE_OK;
}

Error SqliteConnection::LastError(std::string_view doing) const {
  sqlite3* database = database_.get();
  return {CodeOf(sqlite3_extended_errcode(database)),
          {},
          std::string(doing) + ": " + sqlite3_errmsg(database)};
}

Result<SqliteConnection::Prepared*> SqliteConnection::Prepare(const Statement& statement) {
  const auto known = prepared_.find(&statement);
  if (known != prepared_.end()) return &known->second;
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), statement.text, -1,
                                      SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (code != SQLITE_OK) return Fail(LastError(statement.name));
  Prepared& prepared = prepared_[&statement];
  prepared.handle.reset(handle);
  prepared.places = Places(handle);
  prepared.reads_only = sqlite3_stmt_readonly(handle) != 0;
  return &prepared;
}

Result<std::int64_t> SqliteConnection::Run(const Statement& statement,
                                           std::span<const Parameter> parameters, Each each) {
  GH_TRY(const Prepared* prepared, Prepare(statement));
  sqlite3_stmt* handle = prepared->handle.get();
  if (prepared->places.size() != parameters.size()) {
    return Fail(Errc::kInternal, std::string(statement.name) + ": wrong number of parameters");
  }
  const Running running(handle);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto* text = std::get_if<std::string_view>(&parameters[i]);
    if (text != nullptr && text->find('\0') != std::string_view::npos) {
      // SQLite would keep it and PostgreSQL could not: neither takes it.
      return Fail(Errc::kInvalid, "U+0000 in text");
    }
    if (std::visit(Binder{handle, prepared->places[i]}, parameters[i]) != SQLITE_OK) {
      return Fail(Errc::kInternal, std::string(statement.name) + ": cannot bind a parameter");
    }
  }
  std::int64_t rows = 0;
  const SqliteRow row(handle);
  int code = sqlite3_step(handle);
  for (; code == SQLITE_ROW; code = sqlite3_step(handle)) {
    ++rows;
    each(row);
  }
  if (code != SQLITE_DONE) return Fail(LastError(statement.name));
  if (prepared->reads_only || rows > 0) return rows;
  return sqlite3_changes64(database_.get());
}

Result<void> SqliteConnection::Execute(const Statement& statement) {
  GH_CHECK(Run(statement, {}, [](const Row&) {}));
  return {};
}

Result<void> SqliteConnection::Script(std::string_view sql) {
  const std::string text(sql);
  if (sqlite3_exec(database_.get(), text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return Fail(LastError("script"));
  }
  return {};
}

Result<void> SqliteConnection::Begin() {
  GH_CHECK(Execute(kBegin));
  in_transaction_ = true;
  return {};
}

Ending SqliteConnection::Commit() {
  const bool committed = Execute(kCommit).has_value();
  if (!committed) {
    Rollback();
    return Ending::kFailed;
  }
  in_transaction_ = false;
  return Ending::kCommitted;
}

void SqliteConnection::Rollback() {
  in_transaction_ = false;
  if (sqlite3_get_autocommit(database_.get()) != 0) return;
  static_cast<void>(Execute(kRollback).has_value());
}

std::int64_t SqliteConnection::writes() const { return sqlite3_total_changes64(database_.get()); }

bool SqliteConnection::Lost() const {
  return in_transaction_ && sqlite3_get_autocommit(database_.get()) != 0;
}

Result<void> SqliteConnection::BeginReading() {
  GH_CHECK(Execute(kBeginReading));
  auto taken = Execute(kTakeView);
  if (!taken) EndReading();
  return taken;
}

void SqliteConnection::EndReading() { Rollback(); }

}  // namespace guildhall::store
