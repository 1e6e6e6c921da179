#include "dialects/tyk/auth.h"

#include <gtest/gtest.h>

namespace guildhall::tyk {
namespace {

TEST(KeyOfAuthorization, IsTheWholeValueOrWhatFollowsBearer) {
  EXPECT_EQ(KeyOfAuthorization("7a7b140f-2480"), "7a7b140f-2480");
  EXPECT_EQ(KeyOfAuthorization("Bearer 7a7b140f-2480"), "7a7b140f-2480");
  EXPECT_EQ(KeyOfAuthorization("bEARER   7a7b140f-2480 "), "7a7b140f-2480");
}

TEST(KeyOfAuthorization, IsEmptyWithoutAKey) {
  EXPECT_EQ(KeyOfAuthorization(""), "");
  EXPECT_EQ(KeyOfAuthorization("  "), "");
  // Without a key the word itself is looked up, and opens nothing.
  EXPECT_EQ(KeyOfAuthorization("Bearer "), "Bearer");
}

}  // namespace
}  // namespace guildhall::tyk
