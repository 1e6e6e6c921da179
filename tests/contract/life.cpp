// Opening, closing, dying.
#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <future>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

/// Adds users until it is killed, and writes each acknowledged number into the pipe. Never returns.
[[noreturn]] void WriteUntilKilled(StoreHome& home, int pipe, TenantId tenant) {
  SystemClock clock;
  auto store = home.Open({.clock = &clock});
  if (!store) _exit(1);
  for (;;) {
    // On the heap: the change outlives this frame's turn.
    auto id = std::make_shared<std::int64_t>();
    (*store)->Write(
        {tenant},
        [id, tenant](Transaction& tx) {
          *id = tx.Next(tenant, Sequence::kUser);
          return tx.users().Insert(tenant, MakeUser(*id, "user" + std::to_string(*id)));
        },
        [id, pipe](const Result<void>& result) {
          if (result && write(pipe, id.get(), sizeof(*id)) != sizeof(*id)) _exit(1);
          if (!result && result.error().code != Errc::kUnavailable) _exit(1);
        });
  }
}

}  // namespace

TEST_P(StoreContract, ReopeningKeepsEverything) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, MakeUser(tx.Next(kRivia, Sequence::kUser), "ada")));
    return tx.events().Append(kRivia, 1, "{}");
  });
  Time last;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    last = tx.Now(kRivia);
    return {};
  });
  const std::int64_t epoch = EpochOf(kRivia);
  for (int i = 0; i < 3; ++i) Reopen();  // migrations find nothing to do
  EXPECT_EQ(See([](auto& v) { return v.users().Find(kRivia, UserId(1)); }), MakeUser(1, "ada"));
  EXPECT_EQ(EpochOf(kRivia), epoch);
  EXPECT_EQ(LastEvent(kRivia), 1);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(tx.Next(kRivia, Sequence::kUser), 2);
    EXPECT_GT(tx.Now(kRivia), last);
    return {};
  });
}

TEST_P(StoreContract, ASchemaFromTheFutureIsRefusedAndLeftAlone) {
  Shut();
  home().Meddle("insert into schema_migrations(number, name) values (9999, '9999_later')");
  const auto opened = Open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(Outcome(opened), "conflict");
  EXPECT_FALSE(opened.error().detail.empty());
}

TEST_P(StoreContract, ClosedStoresRefuseEverything) {
  store().Close();
  store().Close();
  bool ran = false;
  const auto read = store().Read(Patience::kMayWait, [&](const Snapshot&) -> Result<void> {
    ran = true;
    return {};
  });
  EXPECT_EQ(Outcome(read), "unavailable");
  EXPECT_EQ(Outcome(Try(kRivia,
                        [&](Transaction&) -> Result<void> {
                          ran = true;
                          return {};
                        })),
            "unavailable");
  EXPECT_FALSE(ran);
}

TEST_P(StoreContract, ClosingFinishesWhatWasQueued) {
  std::atomic<int> acknowledged = 0;
  for (std::int64_t id = 1; id <= 300; ++id) {
    store().Write(
        {kRivia}, [id](Transaction& tx) { return tx.groups().Insert(kRivia, MakeGroup(id, "g")); },
        [&](const Result<void>& result) { acknowledged += result ? 1 : 0; });
  }
  store().Close();
  EXPECT_EQ(acknowledged, 300);
  Reopen();
  const auto groups = See([](auto& v) { return v.groups().List(kRivia, {.limit = 1000}, false); });
  EXPECT_EQ(groups.size(), 300U);
}

TEST_P(StoreContract, AFullQueueIsRefusedAtOnceAndWhatWasTakenIsDone) {
  constexpr std::size_t kLimit = 16;
  Reopen(kLimit);
  std::promise<void> release;
  std::shared_future<void> released(release.get_future());
  std::atomic<int> done = 0;
  int refused = 0;
  const auto caller = std::this_thread::get_id();
  for (int i = 0; i < 1000; ++i) {
    store().Write(
        {kRivia},
        [released](Transaction& tx) {
          released.wait();
          return tx.events().Append(kRivia, 1, "{}");
        },
        [&, caller](const Result<void>& result) {
          if (std::this_thread::get_id() == caller) {
            EXPECT_EQ(Outcome(result), "unavailable");
            ++refused;
          } else {
            EXPECT_EQ(Outcome(result), "ok");
            ++done;
          }
        });
  }
  EXPECT_GE(refused, 1000 - 200 - static_cast<int>(kLimit));
  release.set_value();
  store().Close();
  EXPECT_EQ(done + refused, 1000);
  Reopen();
  EXPECT_EQ(LastEvent(kRivia), done);
}

TEST_P(StoreContract, WhatWasAcknowledgedSurvivesAKill) {
  Shut();
  for (int round = 0; round < 3; ++round) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(ends[0]);
      WriteUntilKilled(home(), ends[1], kRivia);
    }
    close(ends[1]);
    std::int64_t last = 0;
    std::int64_t id = 0;
    int heard = 0;
    while (read(ends[0], &id, sizeof(id)) == sizeof(id)) {
      last = std::max(last, id);
      if (++heard == 200) kill(child, SIGKILL);  // then whatever is still in the pipe
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself: " << status;

    Reopen();
    // Within a change: a commit that was under way at the kill is over when this one has the lock.
    const auto looked = Try(kRivia, [&](Transaction& tx) -> Result<void> {
      GH_TRY(const auto users, tx.users().List(kRivia, {.limit = 1'000'000}));
      EXPECT_GE(users.size(), static_cast<std::size_t>(last));
      for (std::size_t i = 0; i < users.size(); ++i) {
        EXPECT_EQ(users[i].id.value(), static_cast<std::int64_t>(i + 1));
      }
      EXPECT_EQ(tx.Next(kRivia, Sequence::kUser), static_cast<std::int64_t>(users.size() + 1));
      return Fail(Errc::kConflict);  // gives the number back
    });
    EXPECT_EQ(Outcome(looked), "conflict");
    Shut();
  }
}

}  // namespace guildhall::test
