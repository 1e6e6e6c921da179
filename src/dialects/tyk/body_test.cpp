#include "dialects/tyk/body.h"

#include <gtest/gtest.h>

namespace guildhall::tyk {
namespace {

TEST(TrailingCommas, GoBeforeWhatCloses) {
  EXPECT_EQ(WithoutTrailingCommas(R"({"a":1,})"), R"({"a":1})");
  EXPECT_EQ(WithoutTrailingCommas("{\"a\":[1, 2,\r\n\t ] ,\n}"), "{\"a\":[1, 2\r\n\t ] \n}");
}

TEST(TrailingCommas, StayElsewhere) {
  EXPECT_EQ(WithoutTrailingCommas(R"({"a":1,"b":[1,2]})"), std::nullopt);
  EXPECT_EQ(WithoutTrailingCommas(R"({"a":",}","b":"\",]"})"), std::nullopt);
  EXPECT_EQ(WithoutTrailingCommas(R"({"a":"\\",})"), R"({"a":"\\"})");
  EXPECT_EQ(WithoutTrailingCommas("{\"a\":\",}"), std::nullopt);
  EXPECT_EQ(WithoutTrailingCommas("\"\\"), std::nullopt);
  EXPECT_EQ(WithoutTrailingCommas("1,"), std::nullopt);
  EXPECT_EQ(WithoutTrailingCommas(""), std::nullopt);
}

// Two commas in a row are no slip that is forgiven: one of them stays, and the text is no JSON.
TEST(TrailingCommas, OnlyOneIsForgiven) { EXPECT_EQ(WithoutTrailingCommas("[1,,]"), "[1,]"); }

}  // namespace
}  // namespace guildhall::tyk
