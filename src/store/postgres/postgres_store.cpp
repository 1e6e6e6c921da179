#include "store/postgres/postgres_store.h"

#include <utility>

#include "store/postgres/news_line.h"
#include "store/postgres/postgres_connection.h"
#include "store/postgres/read_pool.h"
#include "store/postgres/server_history.h"
#include "store/sql/migrations.h"

namespace guildhall::store {
namespace {

// A migration may take as long as it needs, and waits for another node's as long as that takes.
Result<void> BringUpToDate(const ConnectionString& where) {
  PostgresConnection connection(where, PostgresConnection::Purpose::kWrite);
  GH_CHECK(connection.Connect());
  GH_CHECK(connection.Script("set statement_timeout = 0; set lock_timeout = 0"));
  return Migrate(connection, SchemaForm::kPostgres);
}

}  // namespace

Result<std::unique_ptr<PostgresStore>> PostgresStore::Open(const Options& options) {
  GH_TRY(const ConnectionString where, ConnectionString::Parse(options.url));
  GH_CHECK(BringUpToDate(where));
  const auto history = std::make_shared<ServerHistory>();
  auto connection =
      std::make_unique<PostgresConnection>(where, PostgresConnection::Purpose::kWrite, history);
  GH_CHECK(connection->Connect());
  auto writer = std::make_unique<WriterQueue>(
      std::move(connection), *options.clock,
      WriterQueue::Options{.changes_per_commit = options.changes_per_commit,
                           .waiting_limit = options.queue_limit});
  auto readers = std::make_unique<ReadPool>(where, options.read_connections, history);
  return std::unique_ptr<PostgresStore>(new PostgresStore(
      history, std::move(readers), std::make_unique<NewsLine>(where), std::move(writer)));
}

PostgresStore::PostgresStore(std::shared_ptr<ServerHistory> history,
                             std::unique_ptr<ReadPool> readers, std::unique_ptr<NewsLine> news,
                             std::unique_ptr<WriterQueue> writer)
    : history_(std::move(history)),
      readers_(std::move(readers)),
      news_(std::move(news)),
      writer_(std::move(writer)) {}

PostgresStore::~PostgresStore() { PostgresStore::Close(); }

Result<void> PostgresStore::Read(Patience patience, const Reading& reading) const {
  if (patience == Patience::kInstant) return Fail(Errc::kWouldWait);
  return readers_->Read(reading);
}

Result<Epochs> PostgresStore::ReadEpochs(Patience patience, TenantId tenant) const {
  if (patience == Patience::kInstant) return Fail(Errc::kWouldWait);
  return readers_->ReadEpochs(tenant);
}

void PostgresStore::Write(std::vector<TenantId> tenants, Change change,
                          std::function<void(Result<void>)> done) {
  writer_->Push(std::move(tenants), std::move(change), std::move(done));
}

void PostgresStore::Disown() { history_->Disown(); }

void PostgresStore::OnCommit(std::function<void(const Commit&)> listener) {
  writer_->OnCommit([news = news_.get(), listener = std::move(listener)](const Commit& commit) {
    listener(commit);
    if (!commit.said.empty()) news->Tell(commit.said);
  });
}

void PostgresStore::OnNews(const std::function<void(const Said&)>& listener) {
  news_->Start(listener);
}

void PostgresStore::Close() {
  writer_->Close();
  news_->Close();
  readers_->Close();
}

}  // namespace guildhall::store
