#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/sql/connection.h"

namespace guildhall::store {

/// One step of the schema's history, embedded from `migrations/NNNN_name.sql`.
struct Migration {
  std::int64_t number = 0;
  std::string_view name;  ///< "0001_initial"
  std::string_view sql;
};

/// All steps, ascending, numbered from 1 without gaps.
std::span<const Migration> Migrations();

/// In which shape a migration's text is run.
enum class SchemaForm : std::uint8_t {
  kSqlite,
  kPostgres,
  kPostgresPartitioned,  ///< every tenant table `partition by hash (tenant)`: a test of the keys
};

/// The text of a migration for one engine, derived by substitution of text:
///  - SQLite: outside comments `bigint` to `integer` and `bytea` to `blob`, tables strict, and
///  those
///    marked `clustered` without rowid; lines that begin with `-- sqlite: ` lose that mark;
///  - PostgreSQL: lines that begin with `-- postgres: ` lose that mark;
///  - partitioned: lines that begin with `create table` and are not marked `-- site` become
///    partitioned tables of two partitions each, and the lines marked for PostgreSQL stay comments.
std::string SchemaText(std::string_view sql, SchemaForm form);

/// Brings the database to the newest schema under a lock that keeps other processes out; does
/// nothing when it is there. kConflict when the database has a schema newer than this program
/// knows: nothing is touched, and `detail` says what to do.
Result<void> Migrate(Connection& connection, SchemaForm form);

}  // namespace guildhall::store
