#include "store/sqlite/sqlite_store.h"

#include <atomic>
#include <filesystem>
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

constexpr std::int64_t kChanges = 300;

Collection Counted(std::int64_t revision) {
  Collection collection;
  collection.id = CollectionId(17);
  collection.origin = Origin(1);
  collection.name = "counted";
  collection.metadata = "{}";
  collection.revision = revision;
  return collection;
}

/// Of the collection that `Counted` describes.
std::int64_t RevisionOf(const Store& store) {
  std::int64_t revision = -1;
  const auto outcome = store.Read(Patience::kInstant, [&](const Snapshot& view) -> Result<void> {
    GH_TRY(const auto row, view.collections().FindByName(kTenant, Origin(1), "counted"));
    if (row) revision = row->revision;
    return {};
  });
  EXPECT_TRUE(outcome);
  return revision;
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

TEST_F(SqliteStores, NeverAnswerFromBeforeAnAcknowledgedChange) {
  const auto store = OpenWithTenant();
  ASSERT_TRUE(WriteAndWait(*store, {kTenant}, [](Transaction& tx) {
    return tx.collections().Insert(kTenant, Counted(0));
  }));
  std::atomic<std::int64_t> acknowledged = 0;
  std::atomic<int> behind = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (acknowledged < kChanges) {
        const std::int64_t least = acknowledged;
        if (RevisionOf(*store) < least) ++behind;
      }
    });
  }
  for (std::int64_t i = 1; i <= kChanges; ++i) {
    EXPECT_TRUE(WriteAndWait(*store, {kTenant}, [&](Transaction& tx) {
      return tx.collections().Update(kTenant, Counted(i));
    }));
    acknowledged = i;
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(behind, 0);
}

TEST_F(SqliteStores, ShowTheSameRowsUntilAReadingEnds) {
  const auto store = OpenWithTenant();
  ASSERT_TRUE(WriteAndWait(*store, {kTenant}, [](Transaction& tx) {
    return tx.collections().Insert(kTenant, Counted(1));
  }));
  const auto outcome = store->Read(Patience::kInstant, [&](const Snapshot& view) -> Result<void> {
    GH_CHECK(WriteAndWait(*store, {kTenant}, [](Transaction& tx) {
      return tx.collections().Update(kTenant, Counted(2));
    }));
    EXPECT_EQ(RevisionOf(*store), 2);
    GH_TRY(const auto row, view.collections().Find(kTenant, Counted(1).id));
    EXPECT_EQ(row->revision, 1);
    return {};
  });
  EXPECT_TRUE(outcome);
  EXPECT_EQ(RevisionOf(*store), 2);
}

TEST_F(SqliteStores, DoNotRememberWhatAChangeMadeAndLost) {
  const auto store = OpenWithTenant();
  const auto refused = WriteAndWait(*store, {kTenant}, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.collections().Insert(kTenant, Counted(1)));
    GH_TRY(const auto made, tx.collections().Find(kTenant, Counted(1).id));
    EXPECT_TRUE(made);
    return Fail(Errc::kConflict);
  });
  EXPECT_EQ(refused.error().code, Errc::kConflict);
  EXPECT_TRUE(WriteAndWait(*store, {kTenant}, [](Transaction& tx) -> Result<void> {
    GH_TRY(const auto made, tx.collections().Find(kTenant, Counted(1).id));
    EXPECT_FALSE(made);
    return {};
  }));
}

TEST_F(SqliteStores, KeepTheirLogShortWhileViewsAreKept) {
  const auto store = OpenWithTenant();
  ASSERT_TRUE(WriteAndWait(*store, {kTenant}, [](Transaction& tx) {
    return tx.collections().Insert(kTenant, Counted(0));
  }));
  for (std::int64_t i = 1; i <= 400; ++i) {
    ASSERT_TRUE(WriteAndWait(*store, {kTenant}, [&](Transaction& tx) {
      Collection large = Counted(i);
      large.metadata = std::string(100'000, 'x');
      return tx.collections().Update(kTenant, large);
    }));
    ASSERT_EQ(RevisionOf(*store), i);
  }
  // 40 MB have been written.
  EXPECT_LT(std::filesystem::file_size(home_.File("test.db-wal")), 16'000'000U);
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
