#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "bench/arguments.h"
#include "core/store.h"

namespace guildhall::bench {

/// Says what failed and ends the program: a benchmark of failures measures nothing.
[[noreturn]] void GiveUp(const Error& error);

/// What the result holds.
template <class T>
T Must(Result<T> result) {
  if (!result) GiveUp(result.error());
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// What a server's connections keep of rows, see `Opening`.
extern const std::size_t kMemoryOfServers;

/// What a store is opened with, where it is not what a server takes.
struct Opening {
  /// For rows that SQLite's readers keep, see `store::SqliteStore::Options`; 0 measures the
  /// database itself.
  std::size_t memory_bytes = 0;
  std::optional<std::size_t> changes_per_commit{};
  std::optional<std::size_t> read_connections{};  ///< of PostgreSQL
};

/// Where the rows of a benchmark lie: a SQLite file in a folder of its own, which goes with this,
/// or a PostgreSQL database, which must be empty and stays as it is left.
class Place {
 public:
  explicit Place(std::string place);
  ~Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  [[nodiscard]] bool on_postgres() const { return on_postgres_; }
  /// The folder of its own; not on PostgreSQL.
  [[nodiscard]] const std::string& folder() const { return place_; }
  /// Opens the store, again when it was closed. `clock` outlives it.
  [[nodiscard]] std::unique_ptr<Store> Open(const Clock& clock, const Opening& opening = {}) const;
  /// To be called after the rows were filled in: PostgreSQL gets what its own cleaner would do some
  /// time later, so that this does not fall into what is measured.
  void Settle() const;

 private:
  bool on_postgres_;
  std::string place_;
};

}  // namespace guildhall::bench
