#include "core/identities.h"

#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

class IdentitiesTest : public testing::Test {
 protected:
  FakeClock clock_{Time(0x0123456789AB * 1000 + 789)};
  SeededRandom random_{1};
  Identities identities_{clock_, random_};
};

TEST_F(IdentitiesTest, AUidIsAVersion7UuidOfItsTime) {
  const Uid uid = identities_.MakeUid();
  const std::vector<std::uint8_t> stamp(uid.begin(), uid.begin() + 6);
  EXPECT_EQ(stamp, (std::vector<std::uint8_t>{0x01, 0x23, 0x45, 0x67, 0x89, 0xAB}));
  EXPECT_EQ(uid[6] >> 4, 7);
  EXPECT_EQ(uid[8] >> 6, 2);
}

TEST_F(IdentitiesTest, UidsRiseWhileTheClockStandsOrStepsBack) {
  Uid last = identities_.MakeUid();
  for (int i = 0; i < 5000; ++i) {
    if (i == 2500) clock_.Advance(-10 * kSecond);
    const Uid next = identities_.MakeUid();
    ASSERT_LT(last, next);
    last = next;
  }
}

TEST_F(IdentitiesTest, AnObjectIdBeginsWithItsSecond) {
  FakeClock clock(Time(0x5F000000 * kSecond));
  Identities identities(clock, random_);
  const ObjectId id = identities.MakeObjectId();
  EXPECT_EQ(id[0], 0x5F);
  EXPECT_EQ(id[1], 0);
}

TEST_F(IdentitiesTest, ObjectIdsRiseWhileTheClockStandsOrStepsBack) {
  ObjectId last = identities_.MakeObjectId();
  for (int i = 0; i < 5000; ++i) {
    if (i == 2500) clock_.Advance(-10 * kSecond);
    const ObjectId next = identities_.MakeObjectId();
    ASSERT_LT(last, next);
    last = next;
  }
}

TEST_F(IdentitiesTest, TwoProcessesDoNotMeet) {
  Identities others(clock_, random_);
  EXPECT_NE(identities_.MakeObjectId(), others.MakeObjectId());
  EXPECT_NE(identities_.MakeUid(), others.MakeUid());
}

TEST_F(IdentitiesTest, ThreadsNeverGetTheSameId) {
  constexpr std::size_t kEach = 2000;
  std::vector<std::vector<ObjectId>> made(4);
  std::vector<std::thread> threads;
  for (auto& mine : made) {
    threads.emplace_back([&] {
      for (std::size_t i = 0; i < kEach; ++i) mine.push_back(identities_.MakeObjectId());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<ObjectId> all;
  for (const auto& mine : made) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 4 * kEach);
}

}  // namespace
}  // namespace guildhall
