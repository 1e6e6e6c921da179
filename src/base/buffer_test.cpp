#include "base/buffer.h"

#include <cstdint>
#include <limits>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall {
namespace {

template <class T>
concept Appendable = requires(Buffer& buffer, T value) {
  buffer.Append(value);
};

TEST(Buffers, StartEmptyAndOwnNothing) {
  const Buffer buffer;
  EXPECT_TRUE(buffer.empty());
  EXPECT_EQ(buffer.view(), "");
}

TEST(Buffers, KeepWhatIsAppendedInOrder) {
  Buffer buffer;
  buffer.Append("one");
  buffer.Append(' ');
  buffer.Append(std::string("two"));
  buffer.Append(std::string_view());
  buffer.AppendNumber(-3);
  EXPECT_EQ(buffer.view(), "one two-3");
}

TEST(Buffers, KeepZeroBytesOfALiteral) {
  Buffer buffer;
  buffer.Append("a\0b");
  EXPECT_EQ(buffer.view(), std::string_view("a\0b", 3));
}

TEST(Buffers, RefuseNumbersAsCharacters) {
  static_assert(Appendable<char>);
  static_assert(!Appendable<int>);
  static_assert(!Appendable<bool>);
  static_assert(!Appendable<std::int64_t>);
  static_assert(!std::is_copy_constructible_v<Buffer>);
}

TEST(Buffers, AppendTheirOwnTextWhileGrowing) {
  Buffer buffer("0123456789");
  std::string expected = "0123456789";
  for (int i = 0; i < 12; ++i) {
    buffer.Append(buffer.view());
    expected += expected;
    buffer.Append(buffer.view().substr(3, 4));
    expected += expected.substr(3, 4);
    ASSERT_EQ(buffer.view(), expected);
  }
}

TEST(Buffers, WriteTheWholeRangeOfNumbers) {
  Buffer buffer;
  buffer.AppendNumber(std::numeric_limits<std::int64_t>::min());
  buffer.Append(' ');
  buffer.AppendNumber(std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(buffer.view(), "-9223372036854775808 9223372036854775807");
}

TEST(Buffers, GiveTheirTextAwayWhenMoved) {
  Buffer first("text");
  Buffer second(std::move(first));
  EXPECT_EQ(second.view(), "text");
  Buffer third("other");
  third = std::move(second);
  EXPECT_EQ(third.view(), "text");
  EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move): a moved-from buffer is empty
  second.Append("again");
  EXPECT_EQ(second.view(), "again");
}

TEST(Buffers, ForgetTheirEndAndGoOn) {
  Buffer buffer("abcdef");
  buffer.Truncate(10);
  EXPECT_EQ(buffer.view(), "abcdef");
  buffer.Truncate(2);
  buffer.Append("X");
  EXPECT_EQ(buffer.view(), "abX");
  buffer.Clear();
  EXPECT_TRUE(buffer.empty());
}

TEST(Buffers, TakeTextWrittenInPlace) {
  Buffer buffer;
  char* end = buffer.Reserve(3);
  end[0] = 'x';
  end[1] = 'y';
  buffer.Commit(2);
  EXPECT_EQ(buffer.view(), "xy");
}

TEST(Buffers, MayEndOnAnotherThread) {
  std::vector<Buffer> made;
  for (int i = 0; i < 40; ++i) made.emplace_back("block of the usual size");
  std::thread([moved = std::move(made)]() mutable { moved.clear(); }).join();
  Buffer next("still fine");
  EXPECT_EQ(next.view(), "still fine");
}

}  // namespace
}  // namespace guildhall
