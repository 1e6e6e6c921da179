#include "base/base64url.h"

#include <gtest/gtest.h>

namespace guildhall {
namespace {

TEST(Base64Url, WritesAndReadsWithoutPadding) {
  // RFC 4648, section 10.
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"},
  };
  for (const auto& [bytes, text] : rows) {
    EXPECT_EQ(ToBase64Url(bytes), text);
    EXPECT_EQ(FromBase64Url(text), bytes);
  }
}

TEST(Base64Url, HasTheAlphabetOfUrls) {
  EXPECT_EQ(ToBase64Url("\xfb\xff\xfe"), "-__-");
  EXPECT_EQ(FromBase64Url("-__-"), "\xfb\xff\xfe");
  EXPECT_FALSE(FromBase64Url("+//+"));
}

TEST(Base64Url, TakesOnlyOneFormOfTheSameBytes) {
  for (const char* text : {"Zg==", "Zh", "Zm9", "Z", "Zm9v Yg", "Zm9vY", "Zm 9", "\xff\xff"}) {
    EXPECT_FALSE(FromBase64Url(text)) << text;
  }
}

}  // namespace
}  // namespace guildhall
