#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
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

/// What a benchmark was started with: `[--brief] [folder | postgresql://...]`.
struct Arguments {
  bool brief = false;
  std::string place;  ///< the temporary folder when nothing else is said
};
Arguments ReadArguments(int count, char** arguments);

/// Where the rows of a benchmark lie: a SQLite file in a folder of its own, which goes with this,
/// or a PostgreSQL database, which must be empty and stays as it is left.
class Place {
 public:
  explicit Place(std::string place);
  ~Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  [[nodiscard]] bool on_postgres() const { return on_postgres_; }
  /// Opens the store. `memory_bytes`: for rows that SQLite's readers keep, see
  /// `store::SqliteStore::Options`; 0 measures the database itself. `clock` outlives the store.
  [[nodiscard]] std::unique_ptr<Store> Open(const Clock& clock, std::size_t memory_bytes) const;
  /// To be called after the rows were filled in: PostgreSQL gets what its own cleaner would do some
  /// time later, so that this does not fall into what is measured.
  void Settle() const;

 private:
  bool on_postgres_;
  std::string place_;
};

}  // namespace guildhall::bench
