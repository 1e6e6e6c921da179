#include "dialects/daptin/session_memory.h"

#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall::daptin {
namespace {

Session Of(std::int64_t user) { return {.serial = 1, .tenant = TenantId(5), .user = UserId(user)}; }

TEST(SessionMemories, FindWhatTheyKeepForThatTenantOnly) {
  SessionMemory memory;
  EXPECT_EQ(memory.Find({1, 2}, 1, TenantId(5)), nullptr);
  memory.Keep({1, 2}, Of(7));
  ASSERT_NE(memory.Find({1, 2}, 1, TenantId(5)), nullptr);
  EXPECT_EQ(memory.Find({1, 2}, 1, TenantId(5))->user, UserId(7));
  EXPECT_EQ(memory.Find({1, 2}, 1, TenantId(6)), nullptr);
  EXPECT_EQ(memory.Find({1, 2}, 2, TenantId(5)), nullptr) << "another dialect of the process";
  EXPECT_EQ(memory.Find({3, 2}, 1, TenantId(5)), nullptr);
}

TEST(SessionMemories, GrowAndForgetNothingMeanwhile) {
  SessionMemory memory;
  constexpr std::uint64_t kMany = SessionMemory::kFirstSets * SessionMemory::kWays * 4;
  for (std::uint64_t i = 0; i < kMany; ++i) memory.Keep({i, i}, Of(static_cast<std::int64_t>(i)));
  for (std::uint64_t i = 0; i < kMany; ++i) {
    const Session* found = memory.Find({i, i}, 1, TenantId(5));
    ASSERT_NE(found, nullptr) << i;
    EXPECT_EQ(found->user.value(), static_cast<std::int64_t>(i));
  }
}

TEST(SessionMemories, HoldSoManyThatHardlyOneDrivesAnotherOut) {
  SessionMemory memory;
  std::mt19937_64 random(7);
  std::vector<Fingerprint> tokens(100'000);
  for (Fingerprint& token : tokens) token = {random(), random()};
  for (const Fingerprint& token : tokens) memory.Keep(token, Of(1));
  const auto kept = std::ranges::count_if(tokens, [&](const Fingerprint& token) {
    return memory.Find(token, 1, TenantId(5)) != nullptr;
  });
  EXPECT_GE(kept, 99'500);
}

TEST(SessionMemories, HaveABoundWhateverComes) {
  SessionMemory memory;
  // All of one set at every size.
  for (std::uint64_t i = 0; i < 100; ++i) memory.Keep({i, 0}, Of(static_cast<std::int64_t>(i)));
  std::size_t kept = 0;
  for (std::uint64_t i = 0; i < 100; ++i) {
    if (memory.Find({i, 0}, 1, TenantId(5)) != nullptr) ++kept;
  }
  EXPECT_EQ(kept, SessionMemory::kWays);
  EXPECT_NE(memory.Find({99, 0}, 1, TenantId(5)), nullptr) << "the latest is kept";
}

}  // namespace
}  // namespace guildhall::daptin
