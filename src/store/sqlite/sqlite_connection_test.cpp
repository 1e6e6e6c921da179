#include "store/sqlite/sqlite_connection.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "store/sql/bind.h"
#include "tests/support/temporary_folder.h"

namespace guildhall::store {
namespace {

using namespace std::string_view_literals;
using Purpose = SqliteConnection::Purpose;
using Synchronous = SqliteConnection::Synchronous;

constexpr Statement kInsert{"test_insert",
                            "insert into t(id, words, bytes) values ($1, $2, $3) "
                            "on conflict(id) do nothing"};
constexpr Statement kInsertPlain{"test_insert_plain", "insert into t(id, words) values ($1, $2)"};
constexpr Statement kSelect{"test_select", "select id, words, bytes from t where id=$1"};
// SQLite numbers parameters by first appearance, and here the second comes first.
constexpr Statement kSwapped{"test_swapped", "select $2 - $1"};
constexpr Statement kBroken{"test_broken", "select nonsense from nowhere"};
constexpr Statement kPragma{"test_synchronous", "pragma synchronous"};
constexpr Statement kCacheSize{"test_cache_size", "pragma cache_size"};
constexpr Statement kLogLimit{"test_log_limit", "pragma journal_size_limit"};

class SqliteConnections : public testing::Test {
 protected:
  void SetUp() override {
    connection_ = Open(Purpose::kWrite);
    ASSERT_TRUE(
        connection_->Script("create table t(id integer primary key, words text, bytes blob) strict;"
                            "create unique index t_words on t(words);"));
  }
  std::unique_ptr<SqliteConnection> Open(Purpose purpose) {
    auto opened = SqliteConnection::Open(home_.File("test.db"), purpose, Synchronous::kFull);
    return opened ? std::move(*opened) : nullptr;
  }
  std::string Find(std::int64_t id) {
    std::string found = "nothing";
    const std::array<Parameter, 1> parameters{Bind(id)};
    EXPECT_TRUE(connection_->Run(kSelect, parameters, [&](const Row& row) {
      found = row.IsNull(1) ? "null" : std::string(row.Text(1));
      found += row.IsNull(2) ? "/null" : "/" + std::to_string(row.Bytes(2).size());
    }));
    return found;
  }

  test::TemporaryFolder home_;
  std::unique_ptr<SqliteConnection> connection_;
};

TEST_F(SqliteConnections, KeepNullEmptyTextAndEmptyBytesApart) {
  EXPECT_EQ(*Execute(*connection_, kInsert, 1, Parameter(), Parameter()), 1);
  EXPECT_EQ(*Execute(*connection_, kInsert, 2, std::string_view(), BytesOf({})), 1);
  EXPECT_EQ(*Execute(*connection_, kInsert, 3, "x"sv, BytesOf(std::string_view("\0a", 2))), 1);
  EXPECT_EQ(Find(1), "null/null");
  EXPECT_EQ(Find(2), "/0");
  EXPECT_EQ(Find(3), "x/2");
}

TEST_F(SqliteConnections, BindByNameAndNotByAppearance) {
  EXPECT_EQ(*FindInteger(*connection_, kSwapped, 1, 10), 9);
}

TEST_F(SqliteConnections, TellHowManyRowsWereWritten) {
  EXPECT_EQ(*Execute(*connection_, kInsert, 1, "a"sv, Parameter()), 1);
  EXPECT_EQ(*Execute(*connection_, kInsert, 1, "b"sv, Parameter()), 0);
}

TEST_F(SqliteConnections, TranslateErrors) {
  EXPECT_TRUE(Execute(*connection_, kInsertPlain, 1, "a"sv));
  EXPECT_EQ(Execute(*connection_, kInsertPlain, 2, "a"sv).error().code, Errc::kAlreadyExists);
  EXPECT_EQ(Execute(*connection_, kInsertPlain, 1, "b"sv).error().code, Errc::kAlreadyExists);
  EXPECT_EQ(Execute(*connection_, kBroken).error().code, Errc::kInternal);
  EXPECT_EQ(Execute(*connection_, kSelect).error().code, Errc::kInternal);
  const auto nowhere =
      SqliteConnection::Open("/nonexistent/x.db", Purpose::kWrite, Synchronous::kFull);
  EXPECT_EQ(nowhere.error().code, Errc::kUnavailable);
}

TEST_F(SqliteConnections, RollBackAndReadOneViewUntilTheReadingEnds) {
  ASSERT_TRUE(connection_->Begin());
  ASSERT_TRUE(Execute(*connection_, kInsert, 1, "a"sv, Parameter()));
  connection_->Rollback();
  EXPECT_EQ(Find(1), "nothing");

  const auto reader = Open(Purpose::kRead);
  ASSERT_TRUE(reader->BeginReading());
  EXPECT_EQ(*FindInteger(*reader, kSelect, 2), 0);
  ASSERT_TRUE(connection_->Begin());
  ASSERT_TRUE(Execute(*connection_, kInsert, 2, "b"sv, Parameter()));
  EXPECT_EQ(connection_->Commit(), Ending::kCommitted);
  EXPECT_EQ(*FindInteger(*reader, kSelect, 2), 0);
  reader->EndReading();
  EXPECT_EQ(*FindInteger(*reader, kSelect, 2), 2);
}

TEST_F(SqliteConnections, ReadersCannotWrite) {
  EXPECT_FALSE(Execute(*Open(Purpose::kRead), kInsert, 1, "a"sv, Parameter()));
}

TEST_F(SqliteConnections, MakeFilesForTheirOwnerOnly) {
  using std::filesystem::perms;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const auto mode = std::filesystem::status(home_.File("test.db") + suffix).permissions();
    EXPECT_EQ(mode & (perms::group_all | perms::others_all), perms::none) << suffix;
  }
}

TEST_F(SqliteConnections, FlushEveryCommitUnlessToldOtherwise) {
  EXPECT_EQ(*FindInteger(*connection_, kPragma), 2);
  const auto relaxed =
      SqliteConnection::Open(home_.File("test.db"), Purpose::kWrite, Synchronous::kNormal);
  EXPECT_EQ(*FindInteger(**relaxed, kPragma), 1);
}

TEST_F(SqliteConnections, HaveAsMuchRoomForChangesAsTheyAreTold) {
  ASSERT_TRUE(connection_->MakeRoomForChanges(std::size_t{3} << 20));
  EXPECT_EQ(*FindInteger(*connection_, kCacheSize), -3072) << "KiB";
  EXPECT_EQ(*FindInteger(*connection_, kLogLimit), 3 << 20);
}

}  // namespace
}  // namespace guildhall::store
