#include "store/sql/migrations.h"

#include <string>

#include "store/sql/bind.h"

namespace guildhall::store {
namespace {

constexpr Statement kNewest{"migrations_newest",
                            "select coalesce(max(number), 0) from schema_migrations"};
constexpr Statement kRecord{"migrations_record",
                            "insert into schema_migrations(number, name) values ($1, $2)"};
constexpr std::string_view kHistory =
    "create table if not exists schema_migrations"
    "(number bigint not null, name text not null, primary key(number));";
// Any number that nothing else uses; it is the product's name.
constexpr std::string_view kPostgresLock = "select pg_advisory_xact_lock(7522537965569927276);";

constexpr std::string_view kTable = "create table ";
constexpr std::string_view kPostgresMark = "-- postgres: ";
constexpr std::string_view kSqliteMark = "-- sqlite: ";
constexpr std::string_view kComment = "--";

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string ForSqlite(std::string_view line) {
  if (line.starts_with(kSqliteMark)) line.remove_prefix(kSqliteMark.size());
  std::string text(line);
  if (line.starts_with(kComment)) return text;
  ReplaceAll(text, "bigint", "integer");
  ReplaceAll(text, "bytea", "blob");
  if (!line.starts_with(kTable)) return text;
  const std::size_t end = text.find(");");
  if (end == std::string::npos) return text;
  const bool clustered = text.find("clustered", end) != std::string::npos;
  return text.substr(0, end) + (clustered ? ") strict, without rowid;" : ") strict;");
}

std::string ForPostgres(std::string_view line) {
  if (line.starts_with(kPostgresMark)) line.remove_prefix(kPostgresMark.size());
  return std::string(line);
}

std::string ForPartitions(std::string_view line) {
  const std::size_t end = line.find(");");
  if (!line.starts_with(kTable) || end == std::string_view::npos) return std::string(line);
  if (line.find("-- site", end) != std::string_view::npos) return std::string(line);
  const std::string table(line.substr(kTable.size(), line.find('(') - kTable.size()));
  std::string text = std::string(line.substr(0, end)) + ") partition by hash (tenant);";
  for (const std::string part : {"0", "1"}) {
    text += "\ncreate table " + table + "_" + part + " partition of " + table +
            " for values with (modulus 2, remainder " + part + ");";
  }
  return text;
}

std::string LineText(std::string_view line, SchemaForm form) {
  switch (form) {
    case SchemaForm::kSqlite:
      return ForSqlite(line);
    case SchemaForm::kPostgres:
      return ForPostgres(line);
    case SchemaForm::kPostgresPartitioned:
      return ForPartitions(line);
  }
  GH_BUG("unknown form of the schema");
}

Result<void> Apply(Connection& connection, SchemaForm form) {
  if (connection.engine() == Engine::kPostgres) GH_CHECK(connection.Script(kPostgresLock));
  GH_CHECK(connection.Script(kHistory));
  GH_TRY(const std::int64_t present, FindInteger(connection, kNewest));
  const auto newest = static_cast<std::int64_t>(Migrations().size());
  if (present > newest) {
    return Fail(Errc::kConflict, "the database has schema " + std::to_string(present) +
                                     ", and this program knows only up to " +
                                     std::to_string(newest) + ": install a newer version");
  }
  for (const Migration& migration : Migrations()) {
    if (migration.number <= present) continue;
    GH_CHECK(connection.Script(SchemaText(migration.sql, form)));
    GH_CHECK(Execute(connection, kRecord, migration.number, migration.name));
  }
  return {};
}

}  // namespace

std::string SchemaText(std::string_view sql, SchemaForm form) {
  std::string text;
  while (!sql.empty()) {
    const std::size_t end = sql.find('\n');
    text += LineText(sql.substr(0, end), form);
    text += '\n';
    sql.remove_prefix(end == std::string_view::npos ? sql.size() : end + 1);
  }
  return text;
}

Result<void> Migrate(Connection& connection, SchemaForm form) {
  GH_CHECK(connection.Begin());
  if (auto applied = Apply(connection, form); !applied) {
    connection.Rollback();
    return applied;
  }
  if (connection.Commit() == Ending::kCommitted) return {};
  return Fail(Errc::kUnavailable, "the schema could not be committed");
}

}  // namespace guildhall::store
