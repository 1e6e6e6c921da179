#include "store/sqlite/sqlite_store.h"

#include <utility>

#include "store/sql/migrations.h"

namespace guildhall::store {
namespace {

/// Gives a reader back when the reading ends, however it ends.
class Borrowed {
 public:
  Borrowed(ReadConnections& home, std::unique_ptr<ReadConnections::Reader> reader)
      : home_(home), reader_(std::move(reader)) {}
  ~Borrowed() { home_.Return(std::move(reader_)); }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;

  [[nodiscard]] ReadConnections::Reader& reader() { return *reader_; }

 private:
  ReadConnections& home_;
  std::unique_ptr<ReadConnections::Reader> reader_;
};

bool IsTrouble(Errc code) { return code == Errc::kUnavailable || code == Errc::kInternal; }

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::Open(Options options) {
  if (options.clock == nullptr) return Fail(Errc::kInternal, "the store needs a clock");
  GH_TRY(FileLock lock, FileLock::Take(options.path + "-lock"));
  GH_TRY(auto writer, SqliteConnection::Open(options.path, SqliteConnection::Purpose::kWrite,
                                             options.synchronous));
  GH_CHECK(writer->MakeRoomForChanges(options.change_bytes));
  GH_CHECK(Migrate(*writer, SchemaForm::kSqlite));
  return std::unique_ptr<SqliteStore>(
      new SqliteStore(std::move(options), std::move(lock), std::move(writer)));
}

SqliteStore::SqliteStore(Options options, FileLock lock, std::unique_ptr<SqliteConnection> writer)
    : lock_(std::move(lock)),
      readers_(options.path, marks_, options.memory_bytes),
      writer_(EndingViews(std::move(writer)), *options.clock,
              {.changes_per_commit = options.changes_per_commit,
               .waiting_limit = options.queue_limit,
               .marks = &marks_,
               .memory_bytes = options.memory_bytes}) {}

std::unique_ptr<SqliteConnection> SqliteStore::EndingViews(
    std::unique_ptr<SqliteConnection> writer) {
  writer->BeforeCheckpoint([this] { readers_.EndViews(); });
  return writer;
}

SqliteStore::~SqliteStore() { Close(); }

Result<void> SqliteStore::Read(Patience /*a local file: always short*/,
                               const Reading& reading) const {
  if (closed_.load(std::memory_order_acquire)) return Fail(Errc::kUnavailable, "store closed");
  GH_TRY(auto reader, readers_.Take());
  Borrowed borrowed(readers_, std::move(reader));
  GH_CHECK(borrowed.reader().Begin());
  auto outcome = reading(borrowed.reader().snapshot());
  // A view in which the database failed is not worth keeping.
  if (!outcome && IsTrouble(outcome.error().code)) borrowed.reader().End();
  return outcome;
}

void SqliteStore::Write(std::vector<TenantId> tenants, Change change,
                        std::function<void(Result<void>)> done) {
  writer_.Push(std::move(tenants), std::move(change), std::move(done));
}

void SqliteStore::OnCommit(std::function<void(const Commit&)> listener) {
  writer_.OnCommit(std::move(listener));
}

void SqliteStore::Close() {
  writer_.Close();
  closed_.store(true, std::memory_order_release);
  readers_.Clear();
  lock_.Release();
}

}  // namespace guildhall::store
