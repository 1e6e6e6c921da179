// Many threads at once: nothing is lost, everything has its order.
#include <atomic>
#include <chrono>
#include <latch>
#include <thread>

#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

constexpr int kThreads = 8;
constexpr int kWrites = 60;

/// Runs `work(thread)` on several threads that start together.
void Together(int threads, const std::function<void(int)>& work) {
  std::latch start(threads);
  std::vector<std::jthread> running;
  for (int thread = 0; thread < threads; ++thread) {
    running.emplace_back([&, thread] {
      start.arrive_and_wait();
      work(thread);
    });
  }
}

}  // namespace

TEST_P(StoreContract, ConcurrentWritersGetDenseNumbersAndRisingTimes) {
  std::atomic<int> failures = 0;
  Together(kThreads, [&](int thread) {
    for (int i = 0; i < kWrites; ++i) {
      const std::string name = std::to_string(thread) + "/" + std::to_string(i);
      const auto written = Try(kRivia, [&](Transaction& tx) -> Result<void> {
        User user = MakeUser(tx.Next(kRivia, Sequence::kUser), name);
        user.created_at = tx.Now(kRivia);
        GH_CHECK(tx.users().Insert(kRivia, user));
        GH_CHECK(tx.events().Append(kRivia, 1, "{}"));
        if (i % 5 == 4) return Fail(Errc::kConflict);
        return {};
      });
      if (written.has_value() == (i % 5 == 4)) ++failures;
    }
  });
  EXPECT_EQ(failures, 0);
  const auto users = See([](auto& v) { return v.users().List(kRivia, {.limit = 10'000}); });
  ASSERT_EQ(users.size(), static_cast<std::size_t>(kThreads * kWrites * 4 / 5));
  for (std::size_t i = 0; i < users.size(); ++i) {
    EXPECT_EQ(users[i].id.value(), static_cast<std::int64_t>(i + 1));
    if (i > 0) {
      EXPECT_GT(users[i].created_at, users[i - 1].created_at);
    }
  }
  EXPECT_EQ(LastEvent(kRivia), static_cast<std::int64_t>(users.size()));
}

TEST_P(StoreContract, NoUpdateIsLost) {
  Do(kRivia, [](Transaction& tx) { return tx.users().Insert(kRivia, MakeUser(1, "a")); });
  Together(kThreads, [&](int) {
    for (int i = 0; i < kWrites; ++i) {
      Do(kRivia, [](Transaction& tx) -> Result<void> {
        GH_TRY(auto user, tx.users().Find(kRivia, UserId(1)));
        ++user->auth_version;
        return tx.users().Update(kRivia, *user);
      });
    }
  });
  const auto user = See([](auto& v) { return v.users().Find(kRivia, UserId(1)); });
  EXPECT_EQ(user->auth_version, MakeUser(1, "a").auth_version + kThreads * kWrites);
}

TEST_P(StoreContract, TenantsAndSiteAreWrittenSideBySideWithoutDeadlock) {
  Together(kThreads, [&](int thread) {
    const TenantId tenant = thread % 2 == 0 ? kRivia : kNilfgaard;
    for (int i = 0; i < 30; ++i) {
      std::vector<TenantId> tenants{tenant};
      if (i % 3 == 0) tenants.push_back(kSite);
      if (i % 3 == 1) tenants.insert(tenants.begin(), kSite);
      Do(tenants, [&](Transaction& tx) { return tx.events().Append(tenant, 1, "{}"); });
    }
  });
  EXPECT_EQ(LastEvent(kRivia), kThreads / 2 * 30);
  EXPECT_EQ(LastEvent(kNilfgaard), kThreads / 2 * 30);
}

TEST_P(StoreContract, EventsBecomeVisibleInTheOrderOfTheirNumbers) {
  TopicId topic;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_TRY(topic, tx.events().InternTopic(kRivia, ChannelId(1), ""));
    return {};
  });
  constexpr std::int64_t kMessages = kThreads * kWrites;
  std::thread reader([&] {
    std::int64_t last = 0;
    while (last < kMessages) {
      const auto page = See([&](auto& v) {
        return v.events().ListMessages(kRivia, topic, {.from = last, .limit = 1000});
      });
      for (const Message& message : page) {
        ASSERT_EQ(message.id.value(), last + 1) << "a reader who trusts 'id > last' missed one";
        last = message.id.value();
      }
    }
  });
  Together(kThreads, [&](int) {
    for (int i = 0; i < kWrites; ++i) {
      Do(kRivia, [&](Transaction& tx) {
        const std::int64_t id = tx.Next(kRivia, Sequence::kMessage);
        return tx.events().AppendMessage(kRivia, MakeMessage(id, topic));
      });
    }
  });
  reader.join();
}

TEST_P(StoreContract, AReadSeesOneMomentAndOnlyWhatIsCommitted) {
  const auto write = [&](Transaction& tx, int round) -> Result<void> {
    for (std::int64_t id = 1; id <= 2; ++id) {
      User user = MakeUser(id, "user" + std::to_string(id));
      user.display_name = std::to_string(round);
      GH_CHECK(round == 0 ? tx.users().Insert(kRivia, user) : tx.users().Update(kRivia, user));
    }
    if (round % 3 == 1) return Fail(Errc::kConflict);
    return {};
  };
  Do(kRivia, [&](Transaction& tx) { return write(tx, 0); });
  std::atomic<bool> finished = false;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!finished) {
        Must(store().Read(Patience::kMayWait, [&](const Snapshot& view) -> Result<void> {
          const auto first = Must(view.users().Find(kRivia, UserId(1)));
          const std::int64_t epoch = Must(view.Epoch(kRivia));
          const auto second = Must(view.users().Find(kRivia, UserId(2)));
          const auto again = Must(view.users().Find(kRivia, UserId(1)));
          EXPECT_EQ(first->display_name, second->display_name);
          EXPECT_EQ(first, again);
          EXPECT_EQ(epoch, Must(view.Epoch(kRivia)));
          EXPECT_NE(std::stoi(first->display_name) % 3, 1) << "saw what was rolled back";
          return {};
        }));
      }
    });
  }
  for (int round = 1; round <= 200; ++round) {
    EXPECT_EQ(Try(kRivia, [&](Transaction& tx) { return write(tx, round); }).has_value(),
              round % 3 != 1);
  }
  finished = true;
}

TEST_P(StoreContract, AnAcknowledgedChangeIsSeenByTheNextRead) {
  Together(4, [&](int thread) {
    for (int i = 0; i < 40; ++i) {
      const std::int64_t id = thread * 1000 + i + 1;
      Do(kRivia, [&](Transaction& tx) { return tx.groups().Insert(kRivia, MakeGroup(id, "g")); });
      EXPECT_TRUE(See([&](auto& v) { return v.groups().Find(kRivia, GroupId(id)); }));
    }
  });
}

TEST_P(StoreContract, ManyReadersShareTheStore) {
  Do(kRivia, [](Transaction& tx) { return tx.users().Insert(kRivia, MakeUser(1, "a")); });
  Together(24, [&](int) {
    for (int i = 0; i < 30; ++i) {
      EXPECT_TRUE(See([](auto& v) { return v.users().Find(kRivia, UserId(1)); }));
    }
  });
}

TEST_P(StoreContract, WhatAReadingReturnsIsReturned) {
  const auto refused = store().Read(Patience::kMayWait, [](const Snapshot&) -> Result<void> {
    return Fail(Errc::kForbidden, "why");
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), (Error{Errc::kForbidden, {}, "why"}));
  bool ran = false;
  const auto instant = store().Read(Patience::kInstant, [&](const Snapshot&) -> Result<void> {
    ran = true;
    return {};
  });
  EXPECT_EQ(Outcome(instant), ran ? "ok" : "would_wait");
}

}  // namespace guildhall::test
