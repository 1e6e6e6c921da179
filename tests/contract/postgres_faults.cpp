// Lost connections and unreachable servers.
#include <atomic>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "store/postgres/postgres_store.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/postgres_proxy.h"
#include "tests/support/rows.h"
#include "tests/support/store_factories.h"

namespace guildhall::test {
namespace {

constexpr TenantId kTenant{1};

class PostgresFaults : public testing::Test {
 protected:
  std::unique_ptr<store::PostgresStore> Open(const std::string& url) {
    return Must(store::PostgresStore::Open({.url = Secret(url), .clock = &clock_}));
  }

  void SetUp() override {
    store_ = Open(database_.url());
    Must(WriteAndWait(*store_, {kSite},
                      [](Transaction& tx) { return tx.tenants().Insert(MakeTenant(1, "rivia")); }));
  }

  /// The store again, with the proxy between it and the server.
  void OpenThroughProxy() {
    store_.reset();
    store_ =
        Open("postgresql:///" + database_.name() + "?host=" + proxy_.folder() + "&user=guildhall");
  }

  /// Ends sessions as an operator of the server would.
  void Terminate(const std::string& purpose) {
    static_cast<void>(database_.Ask(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = "
        "current_database() and application_name = 'guildhall " +
        purpose + "'"));
  }

  /// Adds a user under the next number, and counts how often the change ran.
  Result<void> AddUser(
      std::atomic<int>* runs = nullptr, const std::function<void()>& meanwhile = [] {}) {
    return WriteAndWait(*store_, {kTenant}, [&](Transaction& tx) -> Result<void> {
      if (runs != nullptr) ++*runs;
      const std::int64_t id = tx.Next(kTenant, Sequence::kUser);
      GH_CHECK(tx.users().Insert(kTenant, MakeUser(id, "user" + std::to_string(id))));
      if (runs == nullptr || *runs == 1) meanwhile();
      return tx.events().Append(kTenant, 1, "{}");
    });
  }

  /// Has the database refuse rows of this table whose column says "cursed".
  void RefuseCursed(const std::string& table, const std::string& column) {
    static_cast<void>(database_.Ask(
        "create function refuse() returns trigger language plpgsql as $$ begin if new." + column +
        " = 'cursed' then raise exception 'refused'; end if; return new; end $$"));
    static_cast<void>(database_.Ask("create trigger refuse before insert on " + table +
                                    " for each row execute function refuse()"));
  }

  /// What becomes of the same change with each of these words. The first holds up the others, so
  /// that they share a commit.
  std::vector<std::string> OutcomesOf(
      const std::vector<std::string>& words,
      const std::function<Result<void>(Transaction&, const std::string&)>& change) {
    std::promise<void> queued;
    std::shared_future<void> all_queued(queued.get_future());
    std::vector<std::future<std::string>> outcomes;
    for (const std::string& word : words) {
      auto outcome = std::make_shared<std::promise<std::string>>();
      outcomes.push_back(outcome->get_future());
      store_->Write(
          {kTenant},
          [&change, all_queued, word](Transaction& tx) {
            all_queued.wait();
            return change(tx, word);
          },
          [outcome](const Result<void>& result) { outcome->set_value(Outcome(result)); });
    }
    queued.set_value();
    std::vector<std::string> answers;
    for (auto& outcome : outcomes) answers.push_back(outcome.get());
    return answers;
  }

  /// Numbers of users, newest event: read past the store.
  std::string Rows() {
    return database_.Ask(
        "select (select string_agg(id::text, ',' order by id) from users) || ' ' || event_id || "
        "' ' || user_id from counters where tenant = 1");
  }

  FakeClock clock_{Time(1'700'000'000'000'000)};
  TemporaryDatabase database_{PostgresCluster::Shared(), PostgresTemplate()};
  PostgresProxy proxy_{PostgresCluster::Shared().socket_folder()};
  std::unique_ptr<store::PostgresStore> store_;
};

}  // namespace

TEST_F(PostgresFaults, SessionsLostBetweenCommitsAreReplaced) {
  Must(AddUser());
  for (int i = 0; i < 3; ++i) {
    Terminate("writer");
    Terminate("reader");
    Must(AddUser());
    Must(store_->Read(Patience::kMayWait, [](const Snapshot& view) -> Result<void> {
      return view.users().Find(kTenant, UserId(1)) ? Result<void>() : Fail(Errc::kInternal);
    }));
  }
  EXPECT_EQ(Rows(), "1,2,3,4 4 4");
}

TEST_F(PostgresFaults, AChangeWhoseSessionIsLostRunsAgainAndCountsOnce) {
  std::atomic<int> runs = 0;
  Must(AddUser(&runs, [&] { Terminate("writer"); }));
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Rows(), "1 1 1");
}

TEST_F(PostgresFaults, NeighboursOfALostCommitRunAgainToo) {
  std::atomic<int> done = 0;
  std::promise<void> queued;
  std::shared_future<void> all_queued(queued.get_future());
  std::atomic<bool> cut = false;
  for (int i = 0; i < 30; ++i) {
    store_->Write(
        {kTenant},
        [&, i](Transaction& tx) -> Result<void> {
          all_queued.wait();
          const std::int64_t id = tx.Next(kTenant, Sequence::kUser);
          GH_CHECK(tx.users().Insert(kTenant, MakeUser(id, "user" + std::to_string(id))));
          if (i == 20 && !cut.exchange(true)) Terminate("writer");
          return {};
        },
        [&](const Result<void>& result) { done += result ? 1 : 0; });
  }
  queued.set_value();
  store_->Close();
  EXPECT_EQ(done, 30);
  EXPECT_EQ(database_.Ask("select count(*) || ' ' || max(id) from users"), "30 30");
}

TEST_F(PostgresFaults, AStatementThatFailsUnawaitedFailsItsOwnChangeOnly) {
  RefuseCursed("settings", "name");
  const auto put = [](Transaction& tx, const std::string& name) {
    return tx.settings().Put(kTenant, {"section", name, "value"});
  };
  EXPECT_EQ(OutcomesOf({"cursed"}, put), std::vector<std::string>({"internal"}));
  EXPECT_EQ(OutcomesOf({"held", "one", "cursed", "two"}, put),
            std::vector<std::string>({"ok", "ok", "internal", "ok"}));
  EXPECT_EQ(database_.Ask("select string_agg(name, ',' order by name) from settings"),
            "held,one,two");
}

TEST_F(PostgresFaults, ARowThatFailsAmongOthersFailsItsOwnChangeOnly) {
  RefuseCursed("records", "room");
  const auto insert = [](Transaction& tx, const std::string& room) -> Result<void> {
    Record record = MakeRecord(tx.Next(kTenant, Sequence::kRecord));
    record.room = room;
    GH_CHECK(tx.records().Insert(kTenant, CollectionOf(record), record));
    return tx.events().Append(kTenant, 1, room);
  };
  EXPECT_EQ(OutcomesOf({"cursed"}, insert), std::vector<std::string>({"internal"}));
  EXPECT_EQ(OutcomesOf({"held", "one", "cursed", "two"}, insert),
            std::vector<std::string>({"ok", "ok", "internal", "ok"}));
  EXPECT_EQ(database_.Ask("select string_agg(room || id, ',' order by id) from records"),
            "held1,one2,two3");
  EXPECT_EQ(database_.Ask("select string_agg(body || id, ',' order by id) from events"),
            "held1,one2,two3");
}

TEST_F(PostgresFaults, ACommitThatNeverArrivedIsRepeated) {
  OpenThroughProxy();
  std::atomic<int> runs = 0;
  proxy_.Arm(PostgresProxy::Fault::kLoseRequest);
  Must(AddUser(&runs));
  EXPECT_TRUE(proxy_.Struck());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Rows(), "1 1 1");
}

TEST_F(PostgresFaults, ATransactionThatTheServerStillHoldsIsEndedAndRepeated) {
  OpenThroughProxy();
  std::atomic<int> runs = 0;
  proxy_.Arm(PostgresProxy::Fault::kHoldRequest);
  Must(AddUser(&runs));
  EXPECT_TRUE(proxy_.Struck());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Rows(), "1 1 1");
}

TEST_F(PostgresFaults, ACommitWhoseAnswerIsLostIsNotRepeated) {
  OpenThroughProxy();
  std::atomic<int> runs = 0;
  proxy_.Arm(PostgresProxy::Fault::kLoseAnswer);
  Must(AddUser(&runs));
  EXPECT_TRUE(proxy_.Struck());
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(Rows(), "1 1 1");
  Must(AddUser());
  EXPECT_EQ(Rows(), "1,2 2 2");
}

TEST_F(PostgresFaults, ACommitWhoseFateCannotBeLearntIsUnavailableAndNotRepeated) {
  OpenThroughProxy();
  std::atomic<int> runs = 0;
  proxy_.Arm(PostgresProxy::Fault::kLoseServer);
  EXPECT_EQ(Outcome(AddUser(&runs)), "unavailable");
  EXPECT_TRUE(proxy_.Struck());
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(Rows(), "1 1 1");
  EXPECT_EQ(
      Outcome(store_->Read(Patience::kMayWait, [](const Snapshot&) { return Result<void>(); })),
      "unavailable");
}

TEST_F(PostgresFaults, AfterAFailOverNothingIsTakenForWhatTheFormerServerSaid) {
  OpenThroughProxy();
  std::atomic<std::int64_t> committed = 0;
  store_->OnCommit([&](const Commit& commit) { committed = commit.tenants.at(0).epoch; });
  Must(AddUser());
  const auto epoch = [&] {
    std::int64_t read = 0;
    Must(store_->Read(Patience::kMayWait, [&](const Snapshot& view) -> Result<void> {
      GH_TRY(read, view.Epoch(kTenant));
      return {};
    }));
    return read;
  };
  const std::int64_t former = epoch();
  EXPECT_EQ(epoch(), former);

  // A copy that lacks the last commit, and then makes another one under the same number.
  PostgresCluster second;
  static_cast<void>(second.Ask("postgres", "create database " + database_.name()));
  {
    const auto copy = Open(second.Url(database_.name()));
    Must(WriteAndWait(*copy, {kSite},
                      [](Transaction& tx) { return tx.tenants().Insert(MakeTenant(1, "rivia")); }));
    Must(WriteAndWait(*copy, {kTenant}, [](Transaction& tx) {
      return tx.users().Insert(kTenant, MakeUser(1, "another"));
    }));
  }
  const std::string counter = "select epoch from counters where tenant = 1";
  ASSERT_EQ(second.Ask(database_.name(), counter), database_.Ask(counter));
  proxy_.LeadTo(second.socket_folder());
  Terminate("reader");
  EXPECT_GT(epoch(), former);
  // The writer's session still stands, and leads to where nobody is to write any more.
  Must(WriteAndWait(*store_, {kTenant}, [](Transaction& tx) {
    return tx.users().Insert(kTenant, MakeUser(2, "one_more"));
  }));
  EXPECT_EQ(epoch(), committed) << "readers and the writer count alike";
  EXPECT_EQ(second.Ask(database_.name(), "select count(*) from users"), "2");
}

TEST_F(PostgresFaults, AReadingHasOneViewWhateverItIsTheFirstToAsk) {
  Must(AddUser());
  Must(store_->Read(Patience::kMayWait, [&](const Snapshot& view) -> Result<void> {
    GH_TRY(const std::int64_t before, view.Epoch(kTenant));
    Must(AddUser());
    // Neither statement was prepared when the view began.
    GH_TRY(const auto users, view.users().List(kTenant, {}));
    GH_TRY(const auto second, view.users().Find(kTenant, UserId(2)));
    EXPECT_EQ(users.size(), 1U);
    EXPECT_FALSE(second);
    GH_TRY(const std::int64_t after, view.Epoch(kTenant));
    EXPECT_EQ(after, before);
    return {};
  }));
}

TEST_F(PostgresFaults, AStatementThatFailsInAReadingHarmsNoOtherReading) {
  Must(AddUser());
  static_cast<void>(database_.Ask("alter table settings rename to settings_gone"));
  for (int i = 0; i < 3; ++i) {
    Must(store_->Read(Patience::kMayWait, [&](const Snapshot& view) -> Result<void> {
      EXPECT_EQ(Outcome(view.settings().Find(kTenant, "section", "name")), "internal");
      EXPECT_EQ(Outcome(view.users().Find(kTenant, UserId(1))), "internal") << "of one failure";
      return {};
    }));
    Must(store_->Read(Patience::kMayWait, [&](const Snapshot& view) -> Result<void> {
      GH_TRY(const auto user, view.users().Find(kTenant, UserId(1)));
      EXPECT_TRUE(user);
      return {};
    }));
  }
}

TEST_F(PostgresFaults, NodesShareADatabase) {
  const auto other = Open(database_.url());
  EXPECT_FALSE(store_->SeesEveryCommit());
  std::vector<std::thread> writers;
  for (Store* node : {static_cast<Store*>(store_.get()), static_cast<Store*>(other.get())}) {
    for (int thread = 0; thread < 3; ++thread) {
      writers.emplace_back([node] {
        for (int i = 0; i < 40; ++i) {
          Must(WriteAndWait(*node, {kTenant}, [](Transaction& tx) -> Result<void> {
            const std::int64_t id = tx.Next(kTenant, Sequence::kUser);
            return tx.users().Insert(kTenant, MakeUser(id, "user" + std::to_string(id)));
          }));
        }
      });
    }
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(database_.Ask("select count(*) || ' ' || max(id) from users"), "240 240");
}

TEST_F(PostgresFaults, NodesThatStartTogetherMigrateOnce) {
  const TemporaryDatabase fresh(PostgresCluster::Shared());
  std::vector<std::thread> nodes;
  std::atomic<int> opened = 0;
  for (int i = 0; i < 4; ++i) {
    nodes.emplace_back([&] { opened += Open(fresh.url()) != nullptr ? 1 : 0; });
  }
  for (std::thread& node : nodes) node.join();
  EXPECT_EQ(opened, 4);
  EXPECT_EQ(fresh.Ask("select distinct count(*) from schema_migrations group by number"), "1");
}

TEST_F(PostgresFaults, RisingEpochsCarryTheNumberOfTheirTransaction) {
  const auto changed_in = [&] {
    return std::stoll(database_.Ask("select changed_in from counters where tenant = 1"));
  };
  Must(AddUser());
  const auto first = changed_in();
  EXPECT_GT(first, 0);
  EXPECT_EQ(database_.Ask("select pg_xact_status('" + std::to_string(first) + "'::xid8)"),
            "committed");
  EXPECT_EQ(database_.Ask("select xmin from users"), std::to_string(first % (1LL << 32)));
  Must(WriteAndWait(*store_, {kTenant},
                    [](Transaction& tx) { return tx.events().Append(kTenant, 1, "{}"); }));
  EXPECT_EQ(changed_in(), first);
  Must(AddUser());
  EXPECT_GT(changed_in(), first);
}

TEST_F(PostgresFaults, InstantReadsAreToldToWaitWithoutBeingRun) {
  bool ran = false;
  const auto read = store_->Read(Patience::kInstant, [&](const Snapshot&) -> Result<void> {
    ran = true;
    return {};
  });
  EXPECT_EQ(Outcome(read), "would_wait");
  EXPECT_FALSE(ran);
}

TEST(PostgresOpening, FailuresNeverRepeatThePassword) {
  const FakeClock clock(Time(0));
  const std::map<std::string, std::string> outcomes{
      {"postgresql://guildhall:s3cret@/x?host=/nowhere", "unavailable"},
      {"postgresql://guildhall:s3cret@127.0.0.1:1/x", "unavailable"},
      {"host=/nowhere password=s3cret dbname=x", "unavailable"},
      {"postgresql://guildhall:a@s3cret@localhost/x", "invalid"},
      {"postgresql://guildhall:a/b@s3cret@localhost/x", "invalid"},
      {"postgresql://guildhall:x:s3cret@localhost:port/x", "unavailable"},
      {"s3cret", "invalid"},
  };
  for (const auto& [url, outcome] : outcomes) {
    const auto opened = store::PostgresStore::Open({.url = Secret(url), .clock = &clock});
    ASSERT_FALSE(opened) << url;
    EXPECT_EQ(Outcome(opened), outcome) << url;
    EXPECT_EQ(opened.error().detail.find("s3cret"), std::string::npos) << opened.error().detail;
    EXPECT_FALSE(opened.error().detail.empty());
  }
}

TEST(PostgresOpening, DatabasesOfAnotherEncodingAreRefused) {
  PostgresCluster& cluster = PostgresCluster::Shared();
  static_cast<void>(cluster.Ask("postgres",
                                "create database latin template template0 encoding 'LATIN1' "
                                "locale_provider libc locale 'C'"));
  const FakeClock clock(Time(0));
  const auto opened =
      store::PostgresStore::Open({.url = Secret(cluster.Url("latin")), .clock = &clock});
  EXPECT_EQ(Outcome(opened), "conflict");
}

}  // namespace guildhall::test
