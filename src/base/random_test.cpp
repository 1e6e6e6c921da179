#include "base/random.h"

#include <algorithm>
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

TEST(SystemRandoms, FillEveryByteWhateverTheLengths) {
  InitializeCrypto();
  SystemRandom random;
  // Many draws of uneven lengths cross the ends of what is fetched at once.
  std::set<std::vector<std::uint8_t>> all;
  for (std::size_t i = 0; i < 600; ++i) {
    const std::size_t size = 16 + i % 60;
    std::vector<std::uint8_t> bytes(size, 0);
    random.Fill(bytes);
    const auto zeros = std::count(bytes.begin(), bytes.end(), 0);
    EXPECT_LT(zeros, 8) << size;
    bytes.resize(16);
    EXPECT_TRUE(all.insert(std::move(bytes)).second);
  }
}

}  // namespace
}  // namespace guildhall
