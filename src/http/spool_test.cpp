#include "http/spool.h"

#include <algorithm>
#include <cstring>
#include <string>

#include <gtest/gtest.h>

#include "http/read_buffer.h"

namespace guildhall::http {
namespace {

TEST(Spool, KeepsWhatItHoldsWhenItGrows) {
  const auto spool = Spool::Make(DefaultSpoolFolder(), 4096);
  ASSERT_NE(spool, nullptr);
  EXPECT_EQ(spool->data()[4095], '\0');
  std::memcpy(spool->data(), "begin", 5);
  ASSERT_TRUE(spool->Grow(1 << 20));
  EXPECT_EQ(std::string(spool->data(), 5), "begin");
  spool->data()[(1 << 20) - 1] = 'x';
}

TEST(Spool, NeedsAFolder) { EXPECT_EQ(Spool::Make("/nowhere/at/all", 4096), nullptr); }

/// Writes `bytes` bytes that tell their place into a buffer.
void Fill(ReadBuffer& buffer, std::size_t bytes) {
  while (buffer.size() < bytes) {
    buffer.Prepare(bytes);
    const std::size_t room = std::min(buffer.free_size(), bytes - buffer.size());
    for (std::size_t i = 0; i < room; ++i) {
      buffer.free_space()[i] = static_cast<char>((buffer.size() + i) % 251);
    }
    buffer.Commit(room);
  }
}

void ExpectFilled(ReadBuffer& buffer, std::size_t bytes) {
  ASSERT_EQ(buffer.size(), bytes);
  for (std::size_t i = 0; i < bytes; ++i) {
    ASSERT_EQ(buffer.data()[i], static_cast<char>(i % 251)) << i;
  }
}

TEST(Spool, LargeBodiesAreWholeWithAFolderAndWithout) {
  constexpr std::size_t kBytes = 3 << 20;
  for (const std::string& folder : {DefaultSpoolFolder(), std::string("/nowhere/at/all")}) {
    BlockPool pool(folder);
    ReadBuffer buffer(pool);
    Fill(buffer, kBytes);
    EXPECT_EQ(buffer.spooled(), folder == DefaultSpoolFolder());
    ExpectFilled(buffer, kBytes);
    // Behind a body the JSON parser reads on.
    EXPECT_EQ(std::string(buffer.free_space(), 32).size(), 32U);
    buffer.Consume(kBytes);
    buffer.Prepare(0);
    EXPECT_FALSE(buffer.spooled()) << "an empty buffer keeps nothing";
    Fill(buffer, 100);
    ExpectFilled(buffer, 100);
  }
}

}  // namespace
}  // namespace guildhall::http
