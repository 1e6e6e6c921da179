#include "store/sql/writer_queue.h"

#include <algorithm>
#include <future>
#include <stdexcept>

#include <gtest/gtest.h>

#include "store/sql/fake_connection.h"

namespace guildhall::store {
namespace {

constexpr TenantId kOne{1};
constexpr TenantId kTwo{2};

Result<void> Nothing(Transaction&) { return {}; }
Result<void> Refuse(Transaction&) { return Fail(Errc::kForbidden); }
Result<void> AddEvent(Transaction& tx) { return tx.events().Append(kOne, 7, "{}"); }

std::string Told(const Result<void>& outcome) {
  return outcome ? "ok" : NameOf(outcome.error().code);
}

class Writers : public testing::Test {
 protected:
  Writers() { database_.tenants = {0, 1, 2}; }

  void Start(WriterQueue::Options options = {}) {
    queue_ =
        std::make_unique<WriterQueue>(std::make_unique<FakeConnection>(database_), clock_, options);
  }
  void Push(std::vector<TenantId> tenants, Change change) {
    queue_->Push(std::move(tenants), std::move(change), [this](Result<void> outcome) {
      const std::lock_guard lock(mutex_);
      told_.push_back(Told(outcome));
    });
  }
  /// Keeps the writer in a change of its own until `Release`, so that others gather.
  void Hold() {
    std::promise<void> entered;
    Push({kTwo}, [&](Transaction&) -> Result<void> {
      entered.set_value();
      released_.get_future().wait();
      return {};
    });
    entered.get_future().wait();
  }
  void Release() { released_.set_value(); }
  std::vector<std::string> Told(std::size_t from) {
    const std::lock_guard lock(mutex_);
    return {told_.begin() + static_cast<std::ptrdiff_t>(from), told_.end()};
  }
  static std::string Told(const Result<void>& outcome) { return store::Told(outcome); }
  /// What the database was asked after the change that `Hold` made.
  std::vector<std::string> AskedWhenReleased() {
    auto asked = database_.Asked();
    asked.erase(asked.begin(), std::ranges::find(asked, "commit") + 1);
    return asked;
  }
  std::int64_t Count(const std::string& what) {
    const auto asked = database_.Asked();
    return std::count(asked.begin(), asked.end(), what);
  }

  FakeDatabase database_;
  FakeClock clock_{Time(1'000)};
  std::unique_ptr<WriterQueue> queue_;

 private:
  std::promise<void> released_;
  std::mutex mutex_;
  std::vector<std::string> told_;
};

TEST_F(Writers, ChangeAloneWaitsForNobodyAndNeedsNoSavepoint) {
  Start();
  Push({kOne}, AddEvent);
  queue_->Close();
  EXPECT_EQ(Told(0), std::vector<std::string>({"ok"}));
  EXPECT_EQ(database_.Asked(), std::vector<std::string>({"begin", "lock 1", "events_insert",
                                                         "counters_write", "commit"}));
}

TEST_F(Writers, WaitingChangesShareOneCommitWithoutSavepoints) {
  Start();
  Hold();
  Push({kTwo, kOne}, AddEvent);
  Push({kOne}, Refuse);
  Push({kOne}, AddEvent);
  Release();
  queue_->Close();
  EXPECT_EQ(Told(1), std::vector<std::string>({"ok", "forbidden", "ok"}));
  EXPECT_EQ(AskedWhenReleased(),
            std::vector<std::string>({"begin", "lock 1", "lock 2", "events_insert", "events_insert",
                                      "counters_write", "commit"}));
}

TEST_F(Writers, ChangeThatIsRefusedAfterItHasWrittenIsUndoneAlone) {
  Start();
  Hold();
  Push({kOne}, AddEvent);
  Push({kOne}, [](Transaction& tx) -> Result<void> {
    GH_CHECK(AddEvent(tx));
    return Refuse(tx);
  });
  Push({kOne}, AddEvent);
  Release();
  queue_->Close();
  EXPECT_EQ(Told(1), std::vector<std::string>({"ok", "forbidden", "ok"}));
  EXPECT_EQ(AskedWhenReleased(),
            std::vector<std::string>(
                {"begin", "lock 1", "events_insert", "events_insert", "rollback", "begin", "lock 1",
                 "savepoint", "events_insert", "savepoint_release", "savepoint", "events_insert",
                 "savepoint_rollback", "savepoint_release", "savepoint", "events_insert",
                 "savepoint_release", "counters_write", "commit"}));
}

TEST_F(Writers, NoMoreChangesThanAllowedShareACommit) {
  Start({.changes_per_commit = 2});
  Hold();
  for (int i = 0; i < 5; ++i) Push({kOne}, AddEvent);
  Release();
  queue_->Close();
  EXPECT_EQ(Count("commit"), 1 + 3);
}

TEST_F(Writers, RefusedChangeGivesItsNumbersAndTimesBack) {
  Start();
  Hold();
  std::vector<std::int64_t> dealt;
  const auto take = [&](Transaction& tx) -> Result<void> {
    dealt.push_back(tx.Next(kOne, Sequence::kUser));
    dealt.push_back(tx.Now(kOne).microseconds());
    return {};
  };
  Push({kOne}, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(take(tx));
    return Fail(Errc::kConflict);
  });
  Push({kOne}, take);
  Push({kOne}, take);
  Release();
  queue_->Close();
  EXPECT_EQ(dealt, std::vector<std::int64_t>({1, 1'000, 1, 1'000, 2, 1'001}));
}

TEST_F(Writers, ThrownExceptionUndoesItsChangeOnly) {
  Start();
  Hold();
  Push({kOne}, [](Transaction&) -> Result<void> { throw std::runtime_error("oops"); });
  Push({kOne}, AddEvent);
  Release();
  queue_->Close();
  EXPECT_EQ(Told(1), std::vector<std::string>({"internal", "ok"}));
}

TEST_F(Writers, TransactionThatWasUndoneIsRunAgain) {
  database_.endings = {Ending::kUndone};
  Start();
  Push({kOne}, AddEvent);
  queue_->Close();
  EXPECT_EQ(Told(0), std::vector<std::string>({"ok"}));
  EXPECT_EQ(Count("events_insert"), 2);
}

TEST_F(Writers, LostConnectionRunsTheChangesAgain) {
  database_.loses_at = "events_insert";
  Start();
  Push({kOne}, AddEvent);
  queue_->Close();
  EXPECT_EQ(Told(0), std::vector<std::string>({"ok"}));
  EXPECT_EQ(Count("begin"), 2);
}

TEST_F(Writers, FailedCommitTellsEveryChange) {
  Start();
  Hold();
  database_.endings = {Ending::kCommitted, Ending::kFailed};
  Push({kOne}, AddEvent);
  Push({kOne}, Refuse);
  Release();
  queue_->Close();
  EXPECT_EQ(Told(1), std::vector<std::string>({"unavailable", "unavailable"}));
  EXPECT_EQ(Count("begin"), 2);
}

TEST_F(Writers, ListenerHearsOfACommitBeforeItsChangesAreAnswered) {
  std::vector<std::string> order;
  Start();
  queue_->OnCommit([&](const Commit& commit) {
    ASSERT_EQ(commit.tenants.size(), 1U);
    EXPECT_EQ(commit.tenants[0].tenant, kOne);
    EXPECT_EQ(commit.tenants[0].epoch, 2);
    EXPECT_EQ(commit.tenants[0].last_event, 1);
    EXPECT_EQ(commit.tenants[0].touched.size(), 1U);
    order.emplace_back("commit");
  });
  const auto touch = [](Transaction& tx) {
    tx.Touch(kOne, {Touched::Kind::kUser, 5});
    tx.Touch(kOne, {Touched::Kind::kUser, 5});
    return AddEvent(tx);
  };
  queue_->Push({kOne}, touch, [&](const Result<void>&) { order.emplace_back("done"); });
  queue_->Push({kOne}, Refuse, [&](const Result<void>&) { order.emplace_back("refused"); });
  queue_->Close();
  EXPECT_EQ(order, std::vector<std::string>({"commit", "done", "refused"}));
}

TEST_F(Writers, EpochsOfAnotherCopyOfTheDatabaseAreOthers) {
  std::vector<std::int64_t> epochs;
  Start();
  queue_->OnCommit([&](const Commit& commit) {
    epochs.push_back(commit.tenants.at(0).epoch_before);
    epochs.push_back(commit.tenants.at(0).epoch);
  });
  const auto touch = [](Transaction& tx) -> Result<void> {
    tx.Touch(kOne, {Touched::Kind::kUser, 5});
    return {};
  };
  const auto commit = [&] {
    std::promise<void> done;
    queue_->Push({kOne}, touch, [&](const Result<void>&) { done.set_value(); });
    done.get_future().wait();
  };
  commit();
  database_.lineage = 3;  // its counters are the same
  commit();
  EXPECT_EQ(epochs, std::vector<std::int64_t>({1, 2, (3LL << 40) + 1, (3LL << 40) + 2}));
}

TEST_F(Writers, UnknownTenantIsNotFound) {
  Start();
  Push({TenantId(9)}, Nothing);
  queue_->Close();
  EXPECT_EQ(Told(0), std::vector<std::string>({"not_found"}));
}

TEST_F(Writers, UnknownTenantAmongOthersHarmsNobody) {
  Start();
  Hold();
  Push({TenantId(9)}, AddEvent);
  Push({kOne}, AddEvent);
  Release();
  queue_->Close();
  EXPECT_EQ(Told(1), std::vector<std::string>({"not_found", "ok"}));
  EXPECT_EQ(Count("counters_write"), 1);
}

TEST_F(Writers, WritingToATenantThatWasNotNamedFails) {
  Start();
  Push({kOne}, [](Transaction& tx) { return tx.events().Append(kTwo, 1, "{}"); });
  queue_->Close();
  EXPECT_EQ(Told(0), std::vector<std::string>({"internal"}));
  EXPECT_EQ(Count("commit"), 0);
}

TEST_F(Writers, FullQueueRefusesAtOnce) {
  Start({.waiting_limit = 1});
  Hold();
  Push({kOne}, AddEvent);
  Push({kOne}, AddEvent);
  EXPECT_EQ(Told(0), std::vector<std::string>({"unavailable"}));
  Release();
  queue_->Close();
  EXPECT_EQ(Told(0), std::vector<std::string>({"unavailable", "ok", "ok"}));
}

TEST_F(Writers, ClosingFinishesWhatWaitsAndRefusesTheRest) {
  Start();
  Hold();
  Push({kOne}, AddEvent);
  Release();
  queue_->Close();
  Push({kOne}, AddEvent);
  EXPECT_EQ(Told(1), std::vector<std::string>({"ok", "unavailable"}));
}

}  // namespace
}  // namespace guildhall::store
