#include "base/crypto.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace guildhall {
namespace {

std::string CountingKey() {
  std::string key;
  for (std::size_t i = 0; i < KeyRing::kDataKeyBytes; ++i) key.push_back(static_cast<char>(i));
  return key;
}

class Crypto : public testing::Test {
 protected:
  static void SetUpTestSuite() { InitializeCrypto(); }
  KeyRing ring_ = KeyRing::FromDataKey(Secret(CountingKey())).value();
  SeededRandom random_{7};
};

using KeyRings = Crypto;
using Passwords = Crypto;

TEST_F(Crypto, SecretsAreEqualOrNot) {
  EXPECT_TRUE(SameSecret(Secret("abc"), Secret("abc")));
  EXPECT_TRUE(SameSecret(Secret(), Secret("")));
  EXPECT_FALSE(SameSecret(Secret("abc"), Secret("abd")));
  EXPECT_FALSE(SameSecret(Secret("abc"), Secret("abcd")));
  EXPECT_TRUE(SameBytes(std::string_view("\0x", 2), std::string_view("\0x", 2)));
  EXPECT_FALSE(SameBytes(std::string_view("\0x", 2), std::string_view("\0y", 2)));
}

TEST_F(KeyRings, RefuseADataKeyOfAnotherLength) {
  for (const std::size_t length : {0U, 16U, 31U, 33U, 64U}) {
    const auto ring = KeyRing::FromDataKey(Secret(std::string(length, 'k')));
    ASSERT_FALSE(ring);
    EXPECT_EQ(ring.error().code, Errc::kInvalid);
  }
  const Secret made = KeyRing::MakeDataKey(random_);
  EXPECT_TRUE(KeyRing::FromDataKey(made));
  EXPECT_FALSE(SameSecret(made, KeyRing::MakeDataKey(random_)));
}

TEST_F(KeyRings, DigestIsTheKnownAnswer) {
  // Made by another implementation of BLAKE2b; a change would orphan every stored credential.
  EXPECT_EQ(ToHex(ring_.Digest("user_key", "abcdef")),
            "10099257952e7f5494eac35c9589a6f10f97bc0f7900afa1f4579055281b5dbc");
}

TEST_F(KeyRings, DigestsDifferByPurposeCredentialAndKey) {
  const KeyRing other = KeyRing::FromDataKey(Secret(std::string(32, 'x'))).value();
  const std::set<Bytes> digests = {ring_.Digest("a", "bc"), ring_.Digest("ab", "c"),
                                   ring_.Digest("", "abc"), ring_.Digest("abc", ""),
                                   ring_.Digest("a", "bd"), other.Digest("a", "bc")};
  EXPECT_EQ(digests.size(), 6U);
  EXPECT_EQ(ring_.Digest("a", "bc"), ring_.Digest("a", "bc"));
  EXPECT_EQ(digests.begin()->size(), KeyRing::kDigestBytes);
}

TEST_F(KeyRings, OpenWhatTheySealed) {
  for (const std::string text : {"", "k", "6b1c0b1e5d8f4f0fb7c7"}) {
    const Bytes sealed = ring_.Seal(Secret(text), "users/1/7", random_);
    const auto opened = ring_.Open(sealed, "users/1/7");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->Reveal(), text);
    EXPECT_TRUE(text.empty() || sealed.find(text) == Bytes::npos);
  }
}

TEST_F(KeyRings, SealDifferentlyEachTime) {
  EXPECT_NE(ring_.Seal(Secret("k"), "c", random_), ring_.Seal(Secret("k"), "c", random_));
}

TEST_F(KeyRings, OpenNothingElse) {
  const Bytes sealed = ring_.Seal(Secret("credential"), "users/1/7", random_);
  EXPECT_FALSE(ring_.Open(sealed, "users/1/8"));
  EXPECT_FALSE(ring_.Open(sealed, ""));
  EXPECT_FALSE(ring_.Open("", "users/1/7"));
  const KeyRing other = KeyRing::FromDataKey(Secret(std::string(32, 'x'))).value();
  EXPECT_FALSE(other.Open(sealed, "users/1/7"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes damaged = sealed;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    EXPECT_FALSE(ring_.Open(damaged, "users/1/7")) << i;
    EXPECT_FALSE(ring_.Open(sealed.substr(0, i), "users/1/7")) << i;
  }
}

TEST_F(Passwords, AreHashedByArgonWithFreshSalt) {
  const Secret password("correct horse");
  const std::string hash = HashPassword(password);
  EXPECT_EQ(hash.substr(0, 30), "$argon2id$v=19$m=19456,t=2,p=1");
  EXPECT_NE(hash, HashPassword(password));
  EXPECT_TRUE(VerifyPassword(hash, password));
  EXPECT_FALSE(VerifyPassword(hash, Secret("correct horsf")));
  EXPECT_FALSE(VerifyPassword(hash, Secret()));
  EXPECT_FALSE(NeedsRehash(hash));
}

struct VectorRow {
  const char* hash;
  const char* password;
};

class PasswordVectors : public testing::TestWithParam<VectorRow> {
 protected:
  static void SetUpTestSuite() { InitializeCrypto(); }
};

TEST_P(PasswordVectors, VerifyAndWantRenewal) {
  const auto& [hash, password] = GetParam();
  EXPECT_TRUE(VerifyPassword(hash, Secret(password)));
  EXPECT_FALSE(VerifyPassword(hash, Secret(std::string(password) + "x")));
  EXPECT_FALSE(VerifyPassword(hash, Secret()));
  EXPECT_TRUE(NeedsRehash(hash));
  std::string changed = hash;
  changed[changed.size() - 3] = changed[changed.size() - 3] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(VerifyPassword(changed, Secret(password)));
  EXPECT_TRUE(IsPasswordHash(hash));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, PasswordVectors,
    testing::Values(
        // From the tests of Django 3.2 and of the reference implementations of bcrypt and Argon2.
        VectorRow{"pbkdf2_sha256$260000$seasalt$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo=",
                  "lètmein"},
        VectorRow{"$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"},
        VectorRow{"$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"},
        VectorRow{"$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"},
        VectorRow{"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
                  "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                  "password"}));

class BadHashes : public PasswordVectors {};

TEST_P(BadHashes, AreNeverVerified) {
  const auto& [hash, password] = GetParam();
  EXPECT_FALSE(VerifyPassword(hash, Secret(password)));
  EXPECT_FALSE(IsPasswordHash(hash));
  EXPECT_TRUE(NeedsRehash(hash));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BadHashes,
    testing::Values(VectorRow{"", ""}, VectorRow{"plain", "plain"}, VectorRow{"!", ""},
                    VectorRow{"$argon2id$", ""}, VectorRow{"$2b$", ""}, VectorRow{"*0", ""},
                    VectorRow{"$2b$05$short", "U*U"}, VectorRow{"pbkdf2_sha256$", ""},
                    VectorRow{"pbkdf2_sha256$0$salt$", ""}, VectorRow{"pbkdf2_sha256$-1$s$x", ""},
                    VectorRow{"pbkdf2_sha256$1$salt$", ""}, VectorRow{"pbkdf2_sha256$x$salt$", ""},
                    VectorRow{"$1$abc$def", ""},
                    // More work than anybody honest asks for.
                    VectorRow{"pbkdf2_sha256$2000000000$seasalt$aaaa", "x"},
                    VectorRow{"$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                              "U*U"},
                    VectorRow{"$argon2id$v=19$m=4000000000,t=2,p=1$c29tZXNhbHQ$"
                              "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                              "password"},
                    VectorRow{"$argon2id$v=19$m=8,t=4000000000,p=1$c29tZXNhbHQ$"
                              "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                              "password"}));

TEST_F(Passwords, AreNotCutAtAZeroByte) {
  const std::string with_zero("U*U\0more", 8);
  EXPECT_FALSE(VerifyPassword("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                              Secret(with_zero)));
  const std::string hash = HashPassword(Secret(with_zero));
  EXPECT_FALSE(VerifyPassword(hash, Secret("U*U")));
  EXPECT_TRUE(VerifyPassword(hash, Secret(with_zero)));
  EXPECT_FALSE(VerifyPassword(hash + std::string("\0x", 2), Secret(with_zero)));
}

TEST_F(Passwords, AreHashedByBcryptForOthers) {
  const auto hash = HashBcrypt(Secret("sesame"));
  ASSERT_TRUE(hash);
  EXPECT_EQ(hash->substr(0, 7), "$2a$11$");
  EXPECT_TRUE(VerifyPassword(*hash, Secret("sesame")));
  EXPECT_FALSE(VerifyPassword(*hash, Secret("Sesame")));
  EXPECT_FALSE(HashBcrypt(Secret(std::string(kMaxBcryptBytes + 1, 'x'))));
  EXPECT_FALSE(HashBcrypt(Secret(std::string("a\0b", 3))));
}

TEST(Md5, IsThatOfTheStandard) {
  // RFC 1321, A.5.
  EXPECT_EQ(Md5Hex(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(Md5Hex("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
}

}  // namespace
}  // namespace guildhall
