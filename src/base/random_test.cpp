#include "base/random.h"

#include <array>
#include <cstdint>
#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/crypto.h"

namespace guildhall {
namespace {

TEST(SeededRandoms, RepeatThemselves) {
  SeededRandom one(5);
  SeededRandom same(5);
  SeededRandom other(6);
  const auto first = RandomBytes<16>(one);
  EXPECT_EQ(first, RandomBytes<16>(same));
  EXPECT_NE(first, RandomBytes<16>(other));
  EXPECT_NE(first, RandomBytes<16>(one));
  EXPECT_EQ(RandomBytes<8>(one), [&] {
    RandomBytes<16>(same);
    return RandomBytes<8>(same);
  }());
}

TEST(SeededRandoms, NeverGiveTwoThreadsTheSame) {
  SeededRandom random(1);
  std::vector<std::vector<std::array<std::uint8_t, 16>>> drawn(4);
  std::vector<std::thread> threads;
  for (auto& mine : drawn) {
    threads.emplace_back([&random, &mine] {
      for (int i = 0; i < 1000; ++i) mine.push_back(RandomBytes<16>(random));
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<std::array<std::uint8_t, 16>> all;
  for (const auto& mine : drawn) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 4000U);
}

TEST(SystemRandoms, DoNotRepeat) {
  InitializeCrypto();
  SystemRandom random;
  EXPECT_NE(RandomBytes<16>(random), RandomBytes<16>(random));
}

}  // namespace
}  // namespace guildhall
