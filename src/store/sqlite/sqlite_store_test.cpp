#include "store/sqlite/sqlite_store.h"

#include <atomic>
#include <fstream>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace guildhall::store {
namespace {

constexpr TenantId kTenant{1};

Result<void> AddTenant(Transaction& tx) {
  Tenant tenant;
  tenant.id = TenantId(tx.Next(kSite, Sequence::kTenant));
  tenant.name = "rivia";
  tenant.owner = OperatorId(1);
  return tx.tenants().Insert(tenant);
}

class SqliteStores : public testing::Test {
 protected:
  Result<std::unique_ptr<SqliteStore>> Open() {
    SqliteStore::Options options;
    options.path = home_.File("test.db");
    options.clock = &clock_;
    return SqliteStore::Open(options);
  }
  std::unique_ptr<SqliteStore> OpenWithTenant() {
    auto store = std::move(*Open());
    EXPECT_TRUE(WriteAndWait(*store, {kSite}, AddTenant));
    return store;
  }
  static Result<std::int64_t> EpochOf(const Store& store) {
    std::int64_t epoch = -1;
    GH_CHECK(store.Read(Patience::kInstant, [&](const Snapshot& view) -> Result<void> {
      GH_TRY(epoch, view.Epoch(kTenant));
      return {};
    }));
    return epoch;
  }

  test::TemporaryFolder home_;
  FakeClock clock_{Time(1)};
};

TEST_F(SqliteStores, BelongToOneProcessAtATime) {
  auto store = Open();
  ASSERT_TRUE(store);
  EXPECT_EQ(Open().error().code, Errc::kUnavailable);
  (*store)->Close();
  EXPECT_TRUE(Open());
}

TEST_F(SqliteStores, RefuseASchemaFromTheFutureAndLeaveIt) {
  ASSERT_TRUE(Open());
  {
    const auto connection = std::move(*SqliteConnection::Open(
        home_.File("test.db"), SqliteConnection::Purpose::kWrite, SqliteStore::Synchronous::kFull));
    ASSERT_TRUE(connection->Script("insert into schema_migrations values (9999, 'future')"));
  }
  const auto refused = Open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kConflict);
  EXPECT_NE(refused.error().detail.find("9999"), std::string::npos);
}

TEST_F(SqliteStores, RefuseWhatIsNoDatabase) {
  std::ofstream(home_.File("test.db")) << std::string(5000, 'x');
  EXPECT_FALSE(Open());
}

TEST_F(SqliteStores, KeepWhatWasCommittedWhenOpenedAgain) {
  const std::int64_t epoch = *EpochOf(*OpenWithTenant());
  EXPECT_GT(epoch, 0);
  EXPECT_EQ(*EpochOf(**Open()), epoch);
}

TEST_F(SqliteStores, ReadOnManyThreadsAndWithinAReading) {
  const auto store = OpenWithTenant();
  const std::int64_t epoch = *EpochOf(*store);
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 50; ++j) {
        const auto outcome = store->Read(Patience::kInstant, [&](const Snapshot&) -> Result<void> {
          GH_TRY(const std::int64_t inner, EpochOf(*store));
          if (inner == epoch) ++right;
          return {};
        });
        EXPECT_TRUE(outcome);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 8 * 50);
}

TEST_F(SqliteStores, RefuseReadingAndWritingWhenClosed) {
  const auto store = OpenWithTenant();
  store->Close();
  EXPECT_EQ(EpochOf(*store).error().code, Errc::kUnavailable);
  const auto written =
      WriteAndWait(*store, {kTenant}, [](Transaction&) -> Result<void> { return {}; });
  EXPECT_EQ(written.error().code, Errc::kUnavailable);
}

}  // namespace
}  // namespace guildhall::store
