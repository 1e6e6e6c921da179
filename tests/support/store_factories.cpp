#include "tests/support/store_factories.h"

#include <sqlite3.h>

#include "base/secret.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/temporary_folder.h"

namespace guildhall::test {
namespace {

class PostgresHome final : public StoreHome {
 public:
  Result<std::unique_ptr<Store>> Open(const StoreOptions& options) override {
    store::PostgresStore::Options own;
    own.url = Secret(database_.url());
    own.clock = options.clock;
    own.queue_limit = options.queue_limit;
    GH_TRY(auto opened, store::PostgresStore::Open(own));
    return std::unique_ptr<Store>(std::move(opened));
  }
  void Meddle(const std::string& sql) override { static_cast<void>(database_.Ask(sql)); }

 private:
  TemporaryDatabase database_{PostgresCluster::Shared(), PostgresTemplate()};
};

class SqliteHome final : public StoreHome {
 public:
  Result<std::unique_ptr<Store>> Open(const StoreOptions& options) override {
    store::SqliteStore::Options own;
    own.path = path_;
    own.clock = options.clock;
    own.queue_limit = options.queue_limit;
    GH_TRY(auto opened, store::SqliteStore::Open(own));
    return std::unique_ptr<Store>(std::move(opened));
  }
  void Meddle(const std::string& sql) override {
    sqlite3* database = nullptr;
    if (sqlite3_open(path_.c_str(), &database) != SQLITE_OK ||
        sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      GH_BUG(sqlite3_errmsg(database));
    }
    sqlite3_close(database);
  }

 private:
  TemporaryFolder folder_;
  std::string path_ = folder_.File("guildhall.db");
};

}  // namespace

const std::string& PostgresTemplate() {
  static const std::string name = [] {
    PostgresCluster& cluster = PostgresCluster::Shared();
    std::string made = cluster.MakeDatabase();
    const SystemClock clock;
    auto opened = store::PostgresStore::Open({.url = Secret(cluster.Url(made)), .clock = &clock});
    if (!opened) GH_BUG(opened.error().detail.c_str());
    return made;
  }();
  return name;
}

StoreFactory SqliteStores() {
  return {"Sqlite", [] { return std::make_unique<SqliteHome>(); }};
}

StoreFactory PostgresStores() {
  return {"Postgres", [] { return std::make_unique<PostgresHome>(); }};
}

const std::vector<StoreFactory>& StoreFactories() {
  static const std::vector<StoreFactory> factories{SqliteStores(), PostgresStores()};
  return factories;
}

}  // namespace guildhall::test
