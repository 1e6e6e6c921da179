#include "base/bytes.h"

#include <array>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "base/strings.h"

namespace guildhall {
namespace {

TEST(Hex, EveryByteComesBack) {
  Bytes all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  const std::string hex = ToHex(all);
  EXPECT_EQ(hex.substr(0, 6), "000102");
  EXPECT_EQ(hex.substr(510), "ff");
  EXPECT_EQ(FromHex(hex), all);
}

TEST(Hex, EitherCaseIsRead) { EXPECT_EQ(FromHex("aBcD"), Bytes("\xAB\xCD")); }

TEST(Hex, NothingElseIsRead) {
  for (const char* text : {"a", "abc", "0g", "g0", "0x", " 0", "-1", "\xC3\xA9"})
    EXPECT_EQ(FromHex(text), std::nullopt) << text;
  EXPECT_EQ(FromHex(""), Bytes());
}

TEST(Hex, AKeyHasExactlyItsLength) {
  std::array<std::uint8_t, 2> key{};
  EXPECT_TRUE(DecodeHex("01ff", key));
  EXPECT_EQ(key[0], 1);
  EXPECT_EQ(key[1], 255);
  EXPECT_FALSE(DecodeHex("01", key));
  EXPECT_FALSE(DecodeHex("01ff00", key));
  EXPECT_FALSE(DecodeHex("01fz", key));
}

TEST(Hex, OneWrongDigitAnywhereSpoilsAKey) {
  const std::string digits = "0123456789abcdefABCDEF";
  std::array<std::uint8_t, 20> key{};
  for (std::size_t at = 0; at < 2 * key.size(); ++at) {
    for (int c = 0; c < 256; ++c) {
      std::string hex(2 * key.size(), '7');
      hex[at] = static_cast<char>(c);
      const bool good = digits.find(hex[at]) != std::string::npos;
      ASSERT_EQ(DecodeHex(hex, key), good) << at << ' ' << c;
      if (!good) continue;
      EXPECT_EQ(ToHex(AsView(key)), ToLowerAscii(hex));
    }
  }
}

TEST(Hex, LongAndShortAreReadAlike) {
  for (std::size_t size = 0; size < 40; ++size) {
    Bytes bytes;
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(i * 73 + size));
    EXPECT_EQ(FromHex(ToHex(bytes)), bytes) << size;
  }
}

}  // namespace
}  // namespace guildhall
