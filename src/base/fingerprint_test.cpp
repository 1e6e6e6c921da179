#include "base/fingerprint.h"

#include <string>

#include <gtest/gtest.h>

#include "base/crypto.h"

namespace guildhall {
namespace {

TEST(Fingerprints, TellTextsApart) {
  InitializeCrypto();
  EXPECT_EQ(FingerprintOf("one"), FingerprintOf(std::string("one")));
  EXPECT_NE(FingerprintOf("one"), FingerprintOf("onf"));
  EXPECT_NE(FingerprintOf(""), FingerprintOf(std::string_view("\0", 1)));
  EXPECT_NE(FingerprintOf("one"), Fingerprint());
}

}  // namespace
}  // namespace guildhall
