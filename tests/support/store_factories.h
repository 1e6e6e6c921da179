#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "core/store.h"

namespace guildhall::test {

struct StoreOptions {
  const Clock* clock = nullptr;    ///< required; outlives the store
  std::size_t queue_limit = 4096;  ///< changes that may wait
};

/// Where one store keeps its rows: a folder or a database of its own, removed at the end. A store
/// may be opened here again after it was closed.
class StoreHome {
 public:
  virtual ~StoreHome() = default;
  virtual Result<std::unique_ptr<Store>> Open(const StoreOptions& options) = 0;
  /// Runs SQL past the store: for what only a stranger could do, like a schema from the future.
  virtual void Meddle(const std::string& sql) = 0;
};

/// One engine, for tests that must hold on all of them.
struct StoreFactory {
  std::string name;  ///< letters only; part of the test's name
  std::function<std::unique_ptr<StoreHome>()> make;

  friend std::ostream& operator<<(std::ostream& out, const StoreFactory& factory) {
    return out << factory.name;
  }
};

/// SQLite and PostgreSQL.
const std::vector<StoreFactory>& StoreFactories();
StoreFactory SqliteStores();
StoreFactory PostgresStores();

/// A database of the shared server with the newest schema and no rows, to be copied: quicker than
/// migrating a new one for every case.
const std::string& PostgresTemplate();

}  // namespace guildhall::test
