#include "store/sql/migrations.h"

#include <gtest/gtest.h>

#include "store/sql/fake_connection.h"

namespace guildhall::store {
namespace {

constexpr std::string_view kSample =
    "-- about bigint\n"
    "create table plain(tenant bigint not null, key bytea not null, primary key(tenant));\n"
    "create table kept(tenant bigint not null, primary key(tenant)); -- clustered\n"
    "create table found(id bigint not null, primary key(id)); -- site clustered\n"
    "create unique index plain_key on plain(tenant,key);\n"
    "-- postgres: alter table plain set (fillfactor = 50);\n"
    "alter table plain add column more bytea;\n"
    "alter table plain add column at bigint not null default 0;\n"
    "-- sqlite: update plain set more = randomblob(16);\n"
    "insert into kept(tenant) select tenant, cast('' as bytea) from plain;\n";

bool Holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Migrations, AreNumberedFromOneWithoutGaps) {
  std::int64_t number = 0;
  for (const Migration& migration : Migrations()) {
    EXPECT_EQ(migration.number, ++number);
    EXPECT_FALSE(migration.sql.empty());
  }
  EXPECT_GE(number, 1);
}

TEST(Migrations, SqliteTablesAreStrictAndClusteredOnesWithoutRowid) {
  const std::string text = SchemaText(kSample, SchemaForm::kSqlite);
  EXPECT_TRUE(Holds(text,
                    "create table plain(tenant integer not null, key blob not null, "
                    "primary key(tenant)) strict;\n"));
  EXPECT_TRUE(Holds(text, "primary key(tenant)) strict, without rowid;\n"));
  EXPECT_TRUE(Holds(text, "primary key(id)) strict, without rowid;\n"));
  EXPECT_TRUE(Holds(text, "create unique index plain_key on plain(tenant,key);\n"));
  EXPECT_TRUE(Holds(text, "\n-- postgres: alter"));
}

TEST(Migrations, SqliteGetsItsOwnWordsInLaterStepsToo) {
  const std::string text = SchemaText(kSample, SchemaForm::kSqlite);
  EXPECT_TRUE(Holds(text, "\n-- postgres: alter"));
  EXPECT_TRUE(Holds(text, "\nalter table plain add column more blob;\n"));
  EXPECT_TRUE(Holds(text, "\nalter table plain add column at integer not null default 0;\n"));
  EXPECT_TRUE(Holds(text, "\nupdate plain set more = randomblob(16);\n"));
  EXPECT_TRUE(Holds(text, "cast('' as blob) from plain;\n"));
  EXPECT_TRUE(Holds(text, "-- about bigint\n"));
}

TEST(Migrations, PostgresRunsTheTextAsItStands) {
  const std::string text = SchemaText(kSample, SchemaForm::kPostgres);
  EXPECT_TRUE(Holds(text, "create table plain(tenant bigint not null, key bytea not null,"));
  EXPECT_TRUE(Holds(text, "\nalter table plain set (fillfactor = 50);\n"));
  EXPECT_TRUE(Holds(text, "\nalter table plain add column more bytea;\n"));
  EXPECT_TRUE(Holds(text, "\n-- sqlite: update"));
  EXPECT_FALSE(Holds(text, "strict"));
}

TEST(Migrations, PartitionedFormSplitsTenantTablesOnly) {
  const std::string text = SchemaText(kSample, SchemaForm::kPostgresPartitioned);
  EXPECT_TRUE(Holds(text, "primary key(tenant)) partition by hash (tenant);\n"));
  EXPECT_TRUE(Holds(text,
                    "create table kept_1 partition of kept for values with "
                    "(modulus 2, remainder 1);"));
  EXPECT_TRUE(Holds(text, "create table found(id bigint not null, primary key(id)); -- site"));
  EXPECT_TRUE(Holds(text, "\n-- postgres: alter"));
}

TEST(Migrations, EveryTenantTableBeginsWithTheTenant) {
  for (const Migration& migration : Migrations()) {
    std::string_view rest = migration.sql;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      if (!line.starts_with("create table ") || line.find("-- site") != line.npos) continue;
      EXPECT_NE(line.find("(tenant bigint not null"), line.npos) << line;
      EXPECT_NE(line.find("primary key(tenant"), line.npos) << line;
    }
  }
}

TEST(Migrations, RunInOneTransaction) {
  FakeDatabase database;
  FakeConnection connection(database);
  ASSERT_TRUE(Migrate(connection, SchemaForm::kSqlite));
  const auto asked = database.Asked();
  EXPECT_EQ(asked.front(), "begin");
  EXPECT_EQ(asked.back(), "commit");
}

}  // namespace
}  // namespace guildhall::store
