#include "bench/places.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

#include "store/postgres/postgres_connection.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"

namespace guildhall::bench {

const std::size_t kMemoryOfServers = store::SqliteStore::Options{}.memory_bytes;

void GiveUp(const Error& error) {
  std::fprintf(stderr, "%s: %s\n", NameOf(error.code), error.detail.c_str());
  for (const Problem& problem : error.problems) {
    std::fprintf(stderr, "  %s\n", problem.field.c_str());
  }
  std::exit(1);
}

Place::Place(std::string place)
    : on_postgres_(place.starts_with("postgres")), place_(std::move(place)) {
  if (on_postgres_) return;
  place_ += "/guildhall-bench-XXXXXX";
  if (::mkdtemp(place_.data()) == nullptr) {
    std::perror(place_.c_str());
    std::exit(1);
  }
}

Place::~Place() {
  std::error_code ignored;
  if (!on_postgres_) std::filesystem::remove_all(place_, ignored);
}

std::unique_ptr<Store> Place::Open(const Clock& clock, const Opening& opening) const {
  if (on_postgres_) {
    store::PostgresStore::Options options;
    options.url = Secret(place_);
    options.clock = &clock;
    options.changes_per_commit = opening.changes_per_commit.value_or(options.changes_per_commit);
    options.read_connections = opening.read_connections.value_or(options.read_connections);
    return Must(store::PostgresStore::Open(options));
  }
  store::SqliteStore::Options options;
  options.path = place_ + "/bench.db";
  options.memory_bytes = opening.memory_bytes;
  options.changes_per_commit = opening.changes_per_commit.value_or(options.changes_per_commit);
  options.clock = &clock;
  return Must(store::SqliteStore::Open(options));
}

void Place::Settle() const {
  if (!on_postgres_) return;
  std::fprintf(stderr, "vacuum analyze\n");
  store::PostgresConnection connection(Must(store::ConnectionString::Parse(Secret(place_))),
                                       store::PostgresConnection::Purpose::kWrite);
  Must(connection.Connect());
  Must(connection.Script("set statement_timeout = 0"));
  Must(connection.Script("vacuum analyze"));
}

}  // namespace guildhall::bench
