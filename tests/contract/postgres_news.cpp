// What nodes on one PostgreSQL tell each other.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "store/postgres/postgres_store.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/rows.h"
#include "tests/support/store_factories.h"

namespace guildhall::test {
namespace {

constexpr TenantId kTenant{1};
constexpr ChannelId kChannel{3};

/// What a node has heard.
class Heard {
 public:
  void Add(const Said& said) {
    const std::lock_guard lock(mutex_);
    news_.push_back(said);
    arrived_.notify_all();
  }
  Said Await(std::size_t index) {
    std::unique_lock lock(mutex_);
    const auto is_there = [&] { return news_.size() > index; };
    if (!arrived_.wait_for(lock, std::chrono::seconds(60), is_there)) {
      ADD_FAILURE() << "nothing was heard";
      return {};
    }
    return news_[index];
  }
  bool Within(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, time, [&] { return !news_.empty(); });
  }
  [[nodiscard]] std::size_t count() {
    const std::lock_guard lock(mutex_);
    return news_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Said> news_;
};

class PostgresNews : public testing::Test {
 protected:
  struct Node {
    Heard committed;
    Heard heard;
    std::unique_ptr<store::PostgresStore> store;  // ends first: it tells the others
  };

  void Open(Node& node) {
    node.store =
        Must(store::PostgresStore::Open({.url = Secret(database_.url()), .clock = &clock_}));
    node.store->OnCommit([&node](const Commit& commit) {
      for (const Said& said : commit.said) node.committed.Add(said);
    });
    node.store->OnNews([&node](const Said& said) { node.heard.Add(said); });
  }
  void SetUp() override {
    Open(one_);
    Open(two_);
    Must(WriteAndWait(*one_.store, {kSite},
                      [](Transaction& tx) { return tx.tenants().Insert(MakeTenant(1, "rivia")); }));
  }
  static Result<void> Say(Store& store, std::string_view room) {
    return WriteAndWait(store, {kTenant}, [&](Transaction& tx) -> Result<void> {
      GH_TRY(const TopicId topic, tx.events().InternTopic(kTenant, kChannel, room));
      const std::int64_t id = tx.Next(kTenant, Sequence::kMessage);
      return tx.events().AppendMessage(kTenant, MakeMessage(id, topic));
    });
  }
  static Said Expected(std::int64_t id, std::string_view room) {
    return {kTenant, MessageId(id), MessageId(id), {Topic::Of(kTenant, kChannel, room)}};
  }
  void EndNewsSessions() {
    static_cast<void>(database_.Ask(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = "
        "current_database() and application_name = 'guildhall news'"));
  }

  SystemClock clock_;
  TemporaryDatabase database_{PostgresCluster::Shared(), PostgresTemplate()};
  Node one_;
  Node two_;
};

TEST_F(PostgresNews, OtherNodesHearWhatWasSaidAndTheOwnCommitTellsIt) {
  // Before a node listens it can hear nothing; so until it does.
  std::int64_t said = 0;
  do {
    Must(Say(*one_.store, "lobby"));
    ++said;
  } while (!two_.heard.Within(std::chrono::milliseconds(100)));
  EXPECT_EQ(one_.committed.Await(0), Expected(1, "lobby"));
  const Said heard = two_.heard.Await(0);
  EXPECT_EQ(heard, Expected(heard.first.value(), "lobby"));
  Must(Say(*two_.store, "attic"));
  EXPECT_EQ(two_.committed.Await(0), Expected(said + 1, "attic"));
  EXPECT_EQ(one_.heard.Await(0), Expected(said + 1, "attic"));
}

TEST_F(PostgresNews, ALineThatWasCutIsDrawnAgain) {
  std::int64_t said = 0;
  do {
    Must(Say(*one_.store, "lobby"));
    ++said;
  } while (!two_.heard.Within(std::chrono::milliseconds(100)));
  EndNewsSessions();
  const std::size_t before = two_.heard.count();
  while (two_.heard.count() == before) Must(Say(*one_.store, "attic"));
  EXPECT_EQ(two_.heard.Await(before).topics, Expected(1, "attic").topics);
}

TEST_F(PostgresNews, TheLogsPositionIsThatOfTheLastMessage) {
  Must(Say(*one_.store, "lobby"));
  Must(Say(*two_.store, "lobby"));
  Must(one_.store->Read(Patience::kMayWait, [](const Snapshot& view) -> Result<void> {
    EXPECT_EQ(Must(view.events().LastMessage(kTenant)), MessageId(2));
    EXPECT_EQ(Must(view.events().LastMessage(TenantId(77))), MessageId(0));
    return {};
  }));
}

}  // namespace
}  // namespace guildhall::test
