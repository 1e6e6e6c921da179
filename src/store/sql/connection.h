#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <variant>

#include "base/result.h"

namespace guildhall::store {

/// Bytes as a parameter, apart from text.
struct Blob {
  std::string_view bytes;
};

/// Several integers as one parameter (a `bigint[]`). PostgreSQL only.
struct Integers {
  std::span<const std::int64_t> values;
};

/// One bound value. Views must live until the call returns.
using Parameter = std::variant<std::monostate, std::int64_t, std::string_view, Blob, Integers>;

enum class Engine : std::uint8_t { kSqlite, kPostgres };

/// Which engines understand a statement's text.
enum class Dialect : std::uint8_t { kBoth, kSqliteOnly, kPostgresOnly };

/// How a posted statement stands to rows that wait to be inserted together.
enum class Gathering : std::uint8_t {
  kNone,  ///< goes behind the rows of each table that it names
  kRow,   ///< `insert into TABLE(...) values ($1, ..., $n)` and no foreign keys; is posted only:
          ///< its row may wait for others, and they are inserted by one statement
  kBoundary,  ///< begins or ends a part of the transaction: goes behind all that wait
};

/// One SQL text with parameters `$1..$n`. Always an object with static storage: its address names
/// the prepared statement, which a connection makes once and keeps.
struct Statement {
  const char* name;  ///< unique, for plans and logs: "users_find"
  const char* text;
  Dialect dialect = Dialect::kBoth;
  Gathering gathering = Gathering::kNone;
};

/// The row at hand; views are valid until the next row.
class Row {
 public:
  virtual ~Row() = default;
  [[nodiscard]] virtual bool IsNull(int column) const = 0;
  [[nodiscard]] virtual std::int64_t Integer(int column) const = 0;
  [[nodiscard]] virtual std::string_view Text(int column) const = 0;
  [[nodiscard]] virtual std::string_view Bytes(int column) const = 0;
};

/// How an attempt to commit ended.
enum class Ending : std::uint8_t {
  kCommitted,  ///< the changes are durable
  kUndone,     ///< nothing was written, and the same changes may be run again
  kFailed,     ///< not committed as far as can be known; must not be run again
};

/// One connection to one engine; belongs to one thread at a time. Driver errors become Errc here
/// and nowhere else: kAlreadyExists for a unique key that is taken (where the engine can go on:
/// never rely on it inside a PostgreSQL transaction, use `on conflict do nothing`), kUnavailable
/// for a database that cannot be reached, kInternal for the rest.
class Connection {
 public:
  /// What is called for every row of an answer: a reference to a callable, which must outlive the
  /// call it is given to.
  class Each {
   public:
    template <class Callable>
    requires(!std::same_as<std::remove_cvref_t<Callable>, Each>)
        Each(const Callable& callable)  // NOLINT(google-explicit-constructor)
        : object_(std::addressof(callable)), call_([](const void* object, const Row& row) {
            (*static_cast<const Callable*>(object))(row);
          }) {}
    void operator()(const Row& row) const { call_(object_, row); }

   private:
    const void* object_;
    void (*call_)(const void*, const Row&);
  };

  virtual ~Connection() = default;
  [[nodiscard]] virtual Engine engine() const = 0;
  /// Runs the statement; `each` is called for every row of the answer. Returns how many rows were
  /// written (or, for a select and for `returning`, read).
  virtual Result<std::int64_t> Run(const Statement& statement,
                                   std::span<const Parameter> parameters, Each each) = 0;
  /// Runs a statement whose answer nobody needs, at the latest with the next one that is run: over
  /// a network both take one way and back. A `Gathering::kRow` may wait longer, until a statement
  /// names its table, or for `Flush`. If it fails, the statement that is run then is what fails,
  /// and the transaction can only be undone, back to a savepoint or as a whole.
  virtual Result<void> Post(const Statement& statement, std::span<const Parameter> parameters) {
    const auto ran = Run(statement, parameters, [](const Row&) {});
    if (!ran) return Fail(ran.error());
    return {};
  }
  /// Waits for everything that was posted; the Error of the first that failed.
  virtual Result<void> Flush() { return {}; }
  /// Grows whenever rows are written or a statement is posted; equal numbers mean that nothing was.
  [[nodiscard]] virtual std::int64_t writes() const = 0;
  /// Whether a statement of the transaction under way has failed so that it can only be undone,
  /// back to a savepoint or as a whole.
  [[nodiscard]] virtual bool Aborted() const { return false; }
  /// Runs several statements without parameters: schema and settings.
  virtual Result<void> Script(std::string_view sql) = 0;

  /// Begins a transaction that may write. Connects anew when the connection was lost before.
  virtual Result<void> Begin() = 0;
  virtual Ending Commit() = 0;
  /// Undoes the transaction, if there is one. Never fails: what cannot be undone by asking is
  /// undone by the loss of the connection.
  virtual void Rollback() = 0;
  /// Whether the connection was lost, so that nothing of the transaction under way can be saved.
  [[nodiscard]] virtual bool Lost() const { return false; }

  /// Rises when the connection turns out to lead to another copy of the database, whose commits may
  /// be others under the same numbers. Below 2^20.
  [[nodiscard]] virtual std::int64_t lineage() const { return 0; }
};

}  // namespace guildhall::store
