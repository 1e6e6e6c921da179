#include "server/job_runner.h"

#include <fcntl.h>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "core/jobs.h"
#include "tests/support/rows.h"
#include "tests/support/store_factories.h"
#include "tests/support/temporary_folder.h"

namespace guildhall {
namespace {

using test::Must;

/// A core whose jobs do two rows a step, over a store with one tenant.
class JobRunners : public testing::Test {
 protected:
  static constexpr TenantId kTenant{1};
  static constexpr UserId kGone{7};

  void SetUp() override {
    InitializeCrypto();
    keys_ = Must(KeyRing::FromDataKey(KeyRing::MakeDataKey(random_)));
    store_ = Must(home_->Open({.clock = &clock_}));
    Core::Options options;
    options.removals = {.rows_at_once = 2, .rows_per_step = 2};
    core_.emplace(*store_, *keys_, clock_, random_, options);
    descriptor_ = open((folder_.path() + "/log").c_str(), O_CREAT | O_WRONLY, 0600);
    log_.emplace(Log::Options{.descriptor = descriptor_}, clock_);
    Do({kSite}, [](Transaction& tx) { return tx.tenants().Insert(test::MakeTenant(1, "rivia")); });
  }
  void TearDown() override {
    store_->Close();
    log_.reset();
    close(descriptor_);
  }

  void Do(std::vector<TenantId> tenants, const Change& change) {
    Must(WriteAndWait(*store_, std::move(tenants), change));
  }
  /// A user who is gone leaves so many records.
  void Leave(std::int64_t records) {
    Do({kTenant}, [&](Transaction& tx) -> Result<void> {
      const Collection books = test::MakeCollection(16, "book");
      GH_CHECK(tx.collections().Insert(kTenant, books));
      for (std::int64_t id = 1; id <= records; ++id) {
        Record record = test::MakeRecord(id);
        record.access.owner = kGone;
        GH_CHECK(tx.records().Insert(kTenant, books, record));
      }
      return Enqueue(tx, kTenant, JobKind::kRemoveUserRecords,
                     std::to_string(kGone.value()) + " 0");
    });
  }
  std::size_t RecordsLeft() {
    return Must(core_->Read(
                    Patience::kMayWait,
                    [](const Snapshot& s) { return s.records().ListOwnedBy(kTenant, kGone, 100); }))
        .size();
  }
  bool JobsLeft() {
    return !Must(core_->Read(Patience::kMayWait, [](const Snapshot& s) {
              return s.jobs().ListOf(kTenant);
            })).empty();
  }
  /// What the log says, with the log at its end.
  std::string EndLog() {
    log_.reset();
    std::ostringstream text;
    text << std::ifstream(folder_.path() + "/log").rdbuf();
    return text.str();
  }

  test::TemporaryFolder folder_;
  FakeClock clock_{Time(1'700'000'000'000'000)};
  SeededRandom random_{7};
  std::optional<KeyRing> keys_;
  std::unique_ptr<test::StoreHome> home_ = test::SqliteStores().make();
  std::unique_ptr<Store> store_;
  std::optional<Core> core_;
  int descriptor_ = -1;
  std::optional<Log> log_;
};

TEST_F(JobRunners, MakeOneStepOfEachJobAtATime) {
  JobRunner runner(*core_, *log_);
  EXPECT_FALSE(runner.RunDue()) << "there is nothing to do";
  Leave(5);
  EXPECT_TRUE(runner.RunDue());
  EXPECT_EQ(RecordsLeft(), 3);
  EXPECT_TRUE(runner.RunDue());
  EXPECT_EQ(RecordsLeft(), 1);
  while (runner.RunDue()) continue;
  EXPECT_EQ(RecordsLeft(), 0);
  EXPECT_FALSE(JobsLeft());
}

TEST_F(JobRunners, AreWokenByTheCommitThatBeginsAJob) {
  JobRunner runner(*core_, *log_);
  runner.Start();
  Leave(5);
  while (JobsLeft()) std::this_thread::yield();
  EXPECT_EQ(RecordsLeft(), 0);
  runner.Stop();
}

TEST_F(JobRunners, GoOnWithWhatTheyFindAtTheStart) {
  Leave(5);
  {
    JobRunner former(*core_, *log_);
    former.RunDue();
  }
  JobRunner runner(*core_, *log_);
  runner.Start();
  while (JobsLeft()) std::this_thread::yield();
  EXPECT_EQ(RecordsLeft(), 0);
}

TEST_F(JobRunners, DoNothingAfterTheyStopped) {
  Leave(5);
  JobRunner runner(*core_, *log_);
  runner.Stop();
  EXPECT_FALSE(runner.RunDue());
  EXPECT_EQ(RecordsLeft(), 5);
}

TEST_F(JobRunners, SayOnceThatAJobFailsAndLetTheOthersThrough) {
  Do({kTenant}, [](Transaction& tx) {
    return Enqueue(tx, kTenant, static_cast<JobKind>(999), "of a newer version");
  });
  Leave(3);
  JobRunner runner(*core_, *log_);
  while (runner.RunDue()) continue;
  EXPECT_EQ(RecordsLeft(), 0);
  EXPECT_TRUE(JobsLeft());
  const std::string log = EndLog();
  const std::size_t said = log.find("\"job_failed\"");
  ASSERT_NE(said, std::string::npos) << log;
  EXPECT_EQ(log.find("\"job_failed\"", said + 1), std::string::npos) << log;
  EXPECT_NE(log.find("\"job_finished\""), std::string::npos) << log;
}

}  // namespace
}  // namespace guildhall
