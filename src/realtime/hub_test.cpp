#include "realtime/hub.h"

#include <atomic>
#include <memory>
#include <thread>

#include <gtest/gtest.h>

namespace guildhall::realtime {
namespace {

constexpr TenantId kRivia{1};
constexpr TenantId kNovigrad{65};  // of the same shard

Topic In(std::int64_t channel, std::string_view room = "", TenantId tenant = kRivia) {
  return Topic::Of(tenant, ChannelId(channel), room);
}

Said SaidIn(std::vector<Topic> topics, std::int64_t first, std::int64_t last,
            TenantId tenant = kRivia) {
  return {tenant, MessageId(first), MessageId(last), std::move(topics)};
}

class Sleeper final : public http::Waiter {
 public:
  void Wake() noexcept override { ++woken; }
  std::atomic<int> woken{0};
};

TEST(Hub, WakesThoseOfTheTopicOnly) {
  Hub hub;
  Sleeper lobby;
  Sleeper other_room;
  Sleeper other_channel;
  Sleeper other_tenant;
  hub.Add(In(1, "lobby"), lobby);
  hub.Add(In(1, "attic"), other_room);
  hub.Add(In(2, "lobby"), other_channel);
  hub.Add(In(1, "lobby", kNovigrad), other_tenant);
  hub.Hear(SaidIn({In(1, "lobby")}, 1, 1));
  EXPECT_EQ(lobby.woken, 1);
  EXPECT_EQ(other_room.woken + other_channel.woken + other_tenant.woken, 0);
  for (Sleeper* sleeper : {&lobby, &other_room, &other_channel, &other_tenant}) {
    hub.Remove(*sleeper);
  }
}

TEST(Hub, WakesOnceMoreForEveryCommit) {
  Hub hub;
  Sleeper sleeper;
  hub.Add(In(1), sleeper);
  hub.Hear(SaidIn({In(1)}, 1, 1));
  hub.Hear(SaidIn({In(2), In(1)}, 2, 3));
  EXPECT_EQ(sleeper.woken, 2);
  hub.Remove(sleeper);
}

TEST(Hub, OneWhoLeftIsNotWokenAndTheOthersAre) {
  Hub hub;
  std::vector<std::unique_ptr<Sleeper>> sleepers;
  for (int i = 0; i < 100; ++i) {
    sleepers.push_back(std::make_unique<Sleeper>());
    hub.Add(In(1), *sleepers.back());
  }
  for (std::size_t i = 0; i < 100; i += 3) hub.Remove(*sleepers[i]);
  hub.Remove(*sleepers[0]);
  EXPECT_EQ(hub.size(), 66U);
  hub.Hear(SaidIn({In(1)}, 1, 1));
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(sleepers[i]->woken, i % 3 == 0 ? 0 : 1) << i;
  for (const auto& sleeper : sleepers) hub.Remove(*sleeper);
  EXPECT_EQ(hub.size(), 0U);
  EXPECT_TRUE(hub.Tenants().empty());
}

TEST(Hub, ManyTopicsAreKeptApart) {
  Hub hub;
  std::vector<std::unique_ptr<Sleeper>> sleepers;
  for (std::int64_t i = 0; i < 1000; ++i) {
    sleepers.push_back(std::make_unique<Sleeper>());
    const TenantId tenant(i % 70 + 1);
    hub.Add(In(i, "room", tenant), *sleepers.back());
  }
  EXPECT_EQ(hub.Tenants().size(), 70U);
  for (std::int64_t i = 0; i < 1000; i += 2) {
    const TenantId tenant(i % 70 + 1);
    hub.Hear(SaidIn({In(i, "room", tenant)}, 1, 1, tenant));
  }
  for (std::size_t i = 0; i < 1000; ++i) EXPECT_EQ(sleepers[i]->woken, i % 2 == 0 ? 1 : 0) << i;
  for (const auto& sleeper : sleepers) hub.Remove(*sleeper);
}

TEST(Hub, NothingIsLostBetweenLookingAndWaiting) {
  Hub hub;
  std::atomic<std::int64_t> said{0};
  constexpr std::int64_t kMessages = 20'000;
  std::thread speaker([&] {
    for (std::int64_t i = 1; i <= kMessages; ++i) {
      said = i;  // the commit
      hub.Hear(SaidIn({In(1)}, i, i));
    }
  });
  // Each round adds itself, looks, and waits only when there was nothing; a lost wake-up would keep
  // it here for ever.
  std::int64_t seen = 0;
  while (seen < kMessages) {
    Sleeper sleeper;
    hub.Add(In(1), sleeper);
    while (said == seen && sleeper.woken == 0) std::this_thread::yield();
    seen = said;
    hub.Remove(sleeper);
  }
  speaker.join();
  EXPECT_EQ(hub.size(), 0U);
}

class LostNews : public testing::Test {
 protected:
  LostNews() {
    hub_.Add(In(1), sleeper_);
    hub_.TellPosition(kRivia, MessageId(10));
    EXPECT_EQ(sleeper_.woken, 1);  // what was said before the log was watched
    sleeper_.woken = 0;
  }
  ~LostNews() override { hub_.Remove(sleeper_); }

  Hub hub_;
  Sleeper sleeper_;
};

TEST_F(LostNews, NobodyIsWokenWhileAllIsHeardOf) {
  hub_.Hear(SaidIn({In(2)}, 11, 12));
  hub_.TellPosition(kRivia, MessageId(12));
  hub_.TellPosition(kRivia, MessageId(12));
  EXPECT_EQ(sleeper_.woken, 0);
}

TEST_F(LostNews, WhatWasNotHeardOfByTheNextQuestionWakesEverybody) {
  hub_.TellPosition(kRivia, MessageId(11));
  EXPECT_EQ(sleeper_.woken, 0);
  hub_.TellPosition(kRivia, MessageId(11));
  EXPECT_EQ(sleeper_.woken, 1);
  hub_.TellPosition(kRivia, MessageId(11));
  EXPECT_EQ(sleeper_.woken, 1);
}

TEST_F(LostNews, NewsThatComeInAnotherOrderAreNotLost) {
  hub_.Hear(SaidIn({In(2)}, 13, 13));
  hub_.Hear(SaidIn({In(2)}, 15, 16));
  hub_.TellPosition(kRivia, MessageId(16));
  hub_.Hear(SaidIn({In(2)}, 11, 12));
  hub_.Hear(SaidIn({In(2)}, 14, 14));
  hub_.TellPosition(kRivia, MessageId(16));
  EXPECT_EQ(sleeper_.woken, 0);
}

TEST_F(LostNews, AGapBehindLaterNewsIsSeen) {
  hub_.Hear(SaidIn({In(2)}, 12, 12));
  hub_.TellPosition(kRivia, MessageId(12));
  hub_.TellPosition(kRivia, MessageId(12));
  EXPECT_EQ(sleeper_.woken, 1);
}

TEST_F(LostNews, ATenantWithoutWaitersIsForgotten) {
  hub_.Remove(sleeper_);
  EXPECT_TRUE(hub_.Tenants().empty());
  hub_.Add(In(1), sleeper_);
  hub_.TellPosition(kRivia, MessageId(10));
  EXPECT_EQ(sleeper_.woken, 1);
}

}  // namespace
}  // namespace guildhall::realtime
