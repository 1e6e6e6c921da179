#include "server/open_store.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <thread>
#include <utility>

#include "base/result.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"

namespace guildhall {
namespace {

constexpr std::size_t kChangeBytesOfCommands = std::size_t{256} << 20;

tl::unexpected<Failure> Explain(const Error& error, const std::string& what) {
  const std::string why = error.detail.empty() ? NameOf(error.code) : error.detail;
  // A store that this version must not touch, not one that is out of reach.
  const bool foreign = error.code == Errc::kConflict;
  return GiveUp(foreign ? ExitCode::kNewerSchema : ExitCode::kDatabase,
                "cannot use " + what + ": " + why);
}

/// One connection for each thread that may read, so that no worker waits for another's.
std::size_t ReadConnections(const Config& config) {
  if (config.server.workers > 0) return static_cast<std::size_t>(config.server.workers);
  return std::max<std::size_t>(4, std::size_t{2} * std::thread::hardware_concurrency());
}

OrFailure<std::unique_ptr<Store>> OpenPostgres(const Config& config, const Clock& clock) {
  store::PostgresStore::Options options;
  options.url = config.database_url;
  options.clock = &clock;
  options.read_connections = ReadConnections(config);
  auto opened = store::PostgresStore::Open(options);
  if (!opened) return Explain(opened.error(), "the database of database_url");
  return std::move(*opened);
}

OrFailure<std::unique_ptr<Store>> OpenSqlite(const Config& config, const DataDirectory& directory,
                                             const Clock& clock, StoreUse use) {
  using Synchronization = store::SqliteStore::Synchronous;
  store::SqliteStore::Options options;
  options.path = directory.DatabaseFile();
  options.synchronous =
      config.synchronous == Synchronous::kFull ? Synchronization::kFull : Synchronization::kNormal;
  options.clock = &clock;
  if (use == StoreUse::kCommand) options.change_bytes = kChangeBytesOfCommands;
  options.memory_bytes = config.cache ? config.record_cache_bytes : 0;
  auto opened = store::SqliteStore::Open(std::move(options));
  if (!opened) return Explain(opened.error(), directory.DatabaseFile());
  return std::move(*opened);
}

}  // namespace

bool NeedsNoDataDirectory(const Config& config) {
  return !config.database_url.empty() && !config.data_key.empty();
}

OrFailure<std::unique_ptr<Store>> OpenStore(const Config& config, const DataDirectory* directory,
                                            const Clock& clock, StoreUse use) {
  if (!config.database_url.empty()) return OpenPostgres(config, clock);
  if (directory == nullptr) return GiveUp(ExitCode::kDataDirectory, "no data directory was given");
  return OpenSqlite(config, *directory, clock, use);
}

}  // namespace guildhall
