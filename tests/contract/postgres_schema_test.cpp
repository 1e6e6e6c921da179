// The schema and the statements as PostgreSQL sees them: keys that could be sharded by tenant, and
// plans that cost what their page costs.
#include <deque>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "store/postgres/gathered_rows.h"
#include "store/postgres/postgres_connection.h"
#include "store/postgres/postgres_store.h"
#include "store/sql/migrations.h"
#include "store/sql/statements.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/rows.h"

namespace guildhall::test {
namespace {

using store::PostgresConnection;
using store::SchemaForm;
using store::Statement;

/// Found before a tenant is known, the site's own work, or about the schema itself.
const std::set<std::string> kSiteTables{
    "tenants",     "operators",   "operator_keys", "operator_roles",  "api_keys",
    "access_keys", "invitations", "mails",         "password_resets", "schema_migrations"};

class PostgresSchema : public testing::Test {
 protected:
  void Load(SchemaForm form) { Must(store::Migrate(connection_, form)); }

  /// The first column of every row.
  std::vector<std::string> Ask(const std::string& sql) {
    texts_.push_back(sql);
    texts_.push_back("asked" + std::to_string(texts_.size()));
    statements_.push_back({texts_.back().c_str(), texts_[texts_.size() - 2].c_str()});
    std::vector<std::string> rows;
    Must(connection_.Run(statements_.back(), {},
                         [&](const store::Row& row) { rows.emplace_back(row.Text(0)); }));
    return rows;
  }

  /// The generic plan of a statement, with the settings that the store gives its sessions.
  std::string PlanOf(const Statement& statement) {
    const std::string name = std::string("planned_") + statement.name;
    Must(connection_.Script("prepare " + name + " as " + statement.text));
    std::string arguments;
    for (int i = 1; std::string(statement.text).find("$" + std::to_string(i)) != std::string::npos;
         ++i) {
      arguments += i == 1 ? "(null" : ", null";
    }
    if (!arguments.empty()) arguments += ")";
    std::string plan;
    for (const std::string& line : Ask("explain (costs off) execute " + name + arguments)) {
      plan += line + "\n";
    }
    return plan;
  }

  TemporaryDatabase database_{PostgresCluster::Shared()};
  PostgresConnection connection_{Must(store::ConnectionString::Parse(Secret(database_.url()))),
                                 PostgresConnection::Purpose::kWrite};
  std::deque<std::string> texts_;
  std::deque<Statement> statements_;
};

bool HasPlan(const Statement& statement) {
  const std::string_view text = statement.text;
  return statement.dialect != store::Dialect::kSqliteOnly &&
         (text.starts_with("select") || text.starts_with("insert") || text.starts_with("update") ||
          text.starts_with("delete") || text.starts_with("with"));
}

/// Tables whose new rows may wait for others.
std::set<std::string> GatheredTables() {
  std::set<std::string> tables;
  for (const Statement* statement : store::AllStatements()) {
    if (statement->gathering == store::Gathering::kRow) tables.emplace(TableOf(*statement));
  }
  return tables;
}

/// Tables that a plan reads from end to end.
std::set<std::string> ScannedTables(const std::string& plan) {
  std::set<std::string> tables;
  const std::string scan = "Seq Scan on ";
  for (auto at = plan.find(scan); at != std::string::npos; at = plan.find(scan, at)) {
    at += scan.size();
    tables.insert(plan.substr(at, plan.find_first_of(" \n", at) - at));
  }
  return tables;
}

}  // namespace

TEST_F(PostgresSchema, LoadsWithEveryTableOfATenantPartitionedByTenant) {
  Load(SchemaForm::kPostgresPartitioned);
  std::set<std::string> partitioned;
  for (const auto& table : Ask("select cast(relname as text) from pg_class where relkind = 'p'")) {
    partitioned.insert(table);
  }
  const auto all =
      Ask("select cast(relname as text) from pg_class c where relkind in ('r', 'p') and not "
          "relispartition and relnamespace = cast('public' as regnamespace)");
  EXPECT_GT(partitioned.size(), 10U);
  for (const std::string& table : all) {
    EXPECT_NE(partitioned.contains(table), kSiteTables.contains(table)) << table;
  }
  // PostgreSQL refuses unique keys without the tenant; it does not look at other indexes.
  EXPECT_TRUE(Ask("select cast(i.indexrelid as regclass)::text from pg_index i join pg_class c on "
                  "c.oid = i.indrelid where c.relkind = 'p' and not i.indisunique")
                  .empty());
}

TEST_F(PostgresSchema, ServesAStoreWhenPartitioned) {
  Load(SchemaForm::kPostgresPartitioned);
  const FakeClock clock(Time(1));
  const auto store =
      Must(store::PostgresStore::Open({.url = Secret(database_.url()), .clock = &clock}));
  const TenantId tenant(1);
  Must(WriteAndWait(*store, {kSite}, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.tenants().Insert(MakeTenant(1, "rivia")));
    GH_CHECK(tx.users().Insert(tenant, MakeUser(1, "ada")));
    EXPECT_EQ(Outcome(tx.users().Insert(tenant, MakeUser(2, "ada"))), "already_exists");
    GH_CHECK(tx.groups().Insert(tenant, MakeGroup(1, "group")));
    GH_CHECK(tx.memberships().Insert(tenant, MakeMembership(1, 1, 1)));
    GH_CHECK(tx.collections().Insert(tenant, MakeCollection(16, "book")));
    GH_CHECK(tx.actions().Insert(tenant, MakeAction(1, 16, "read")));
    Collection collection = CollectionOf(MakeRecord(1));
    collection.fields = {{1, "title", FieldType::kString, true, true, true, {}, 2}};
    Record record = MakeRecord(1);
    record.access.grants = {MakeGrant(1, 1, {Right::kRead})};
    GH_CHECK(tx.records().Insert(tenant, collection, record));
    return tx.events().Append(tenant, 1, "{}");
  }));
  Must(store->Read(Patience::kMayWait, [&](const Snapshot& view) -> Result<void> {
    const std::vector<Audience> audiences{GroupAudience(GroupId(1))};
    GH_TRY(const auto ids, view.records().Walk(tenant, kProfiles, audiences, {}));
    EXPECT_EQ(ids, std::vector<RecordId>({RecordId(1)}));
    const KeyRange range{.collection = kProfiles, .field = 2};
    GH_TRY(const auto places, view.records().WalkKeys(tenant, range, audiences));
    EXPECT_EQ(places.size(), 1U);
    GH_TRY(const auto user, view.users().FindByName(tenant, "ada"));
    EXPECT_EQ(user, MakeUser(1, "ada"));
    return {};
  }));
}

TEST_F(PostgresSchema, GenericPlansNeverReadOrHashAWholeTenant) {
  Load(SchemaForm::kPostgres);
  Must(connection_.Script("set plan_cache_mode = force_generic_plan"));
  int planned = 0;
  for (const Statement* statement : store::AllStatements()) {
    if (!HasPlan(*statement)) continue;
    const std::string plan = PlanOf(*statement);
    SCOPED_TRACE(std::string(statement->name) + "\n" + plan);
    for (const std::string& table : ScannedTables(plan)) {
      EXPECT_TRUE(kSiteTables.contains(table)) << table;
    }
    EXPECT_EQ(plan.find("Hash Join"), std::string::npos);
    EXPECT_EQ(plan.find("Merge Join"), std::string::npos);
    ++planned;
  }
  EXPECT_GT(planned, 50);
}

TEST_F(PostgresSchema, TablesWhoseRowsMayWaitHaveNoForeignKeysAndNoTriggers) {
  Load(SchemaForm::kPostgres);
  auto others =
      Ask("select distinct cast(cast(t as regclass) as text) from pg_constraint, "
          "unnest(array[conrelid, confrelid]) t where contype = 'f'");
  EXPECT_FALSE(others.empty());
  const auto triggered =
      Ask("select distinct cast(cast(tgrelid as regclass) as text) from pg_trigger where not "
          "tgisinternal");
  others.insert(others.end(), triggered.begin(), triggered.end());
  EXPECT_GT(GatheredTables().size(), 2U);
  for (const std::string& table : others) EXPECT_FALSE(GatheredTables().contains(table)) << table;
}

TEST_F(PostgresSchema, StatementsNameEveryTableWhoseRowsMayWaitForThem) {
  Load(SchemaForm::kPostgres);
  Must(connection_.Script("set plan_cache_mode = force_generic_plan"));
  int named = 0;
  for (const Statement* statement : store::AllStatements()) {
    if (!HasPlan(*statement)) continue;
    const std::string plan = PlanOf(*statement) + "\n";
    for (const std::string& table : GatheredTables()) {
      const bool used = plan.find(" on " + table + "\n") != std::string::npos ||
                        plan.find(" on " + table + " ") != std::string::npos;
      EXPECT_EQ(store::NamesTable(statement->text, table), used) << statement->name << "\n" << plan;
      named += used ? 1 : 0;
    }
  }
  EXPECT_GT(named, 20);
}

TEST_F(PostgresSchema, StatementsHaveNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const Statement* statement : store::AllStatements()) {
    EXPECT_TRUE(names.insert(statement->name).second) << statement->name;
  }
}

TEST_F(PostgresSchema, TheDatabaseDoesNotSortByBytes) {
  // What makes the contract's cases about order worth running.
  Must(connection_.Connect());
  const auto sorted = Ask("select v from unnest(array['B', 'a', 'ab', 'a_b']) v order by v");
  EXPECT_NE(sorted, (std::vector<std::string>{"B", "a", "a_b", "ab"}));
}

TEST_F(PostgresSchema, ValuesOfEveryTypeArriveAsTheyWereSent) {
  static constexpr Statement kEcho{
      "echo",
      "select cast($1 as bigint), cast($2 as integer), cast($3 as text), cast($4 as bytea), "
      "cardinality(cast($5 as bigint[])), (cast($5 as bigint[]))[2], cast($6 as bigint)"};
  const std::vector<std::int64_t> several{7, -8};
  const std::vector<store::Parameter> values{
      std::int64_t{INT64_MIN},  std::int64_t{-5},
      std::string_view("ü"),    store::Blob{std::string_view("\0\xFF", 2)},
      store::Integers{several}, std::monostate{}};
  int rows = 0;
  Must(connection_.Connect());
  Must(connection_.Run(kEcho, values, [&](const store::Row& row) {
    ++rows;
    EXPECT_EQ(row.Integer(0), INT64_MIN);
    EXPECT_EQ(row.Integer(1), -5);
    EXPECT_EQ(row.Text(2), "ü");
    EXPECT_EQ(row.Bytes(3), std::string_view("\0\xFF", 2));
    EXPECT_EQ(row.Integer(4), 2);
    EXPECT_EQ(row.Integer(5), -8);
    EXPECT_TRUE(row.IsNull(6));
    EXPECT_FALSE(row.IsNull(2));
  }));
  EXPECT_EQ(rows, 1);
  std::vector<store::Parameter> wide = values;
  wide[1] = std::int64_t{1} << 40;
  EXPECT_EQ(Outcome(connection_.Run(kEcho, wide, [](const store::Row&) {})), "internal");
}

TEST(PostgresSessions, ThatCannotBeSetUpAreNotKept) {
  PostgresCluster& cluster = PostgresCluster::Shared();
  static_cast<void>(cluster.Ask("postgres",
                                "create database latin template template0 encoding 'LATIN1' "
                                "locale_provider libc locale 'C'"));
  store::PostgresConnection connection(
      Must(store::ConnectionString::Parse(Secret(cluster.Url("latin")))),
      store::PostgresConnection::Purpose::kRead);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Outcome(connection.BeginReading()), "conflict");
    EXPECT_TRUE(connection.Lost());
  }
}

}  // namespace guildhall::test
