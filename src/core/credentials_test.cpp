#include "core/credentials.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace guildhall {
namespace {

class CredentialsTest : public testing::Test {
 protected:
  CredentialsTest() { InitializeCrypto(); }

  SeededRandom random_{1};
  KeyRing keys_ = *KeyRing::FromDataKey(KeyRing::MakeDataKey(random_));
  Credentials credentials_{keys_, random_};
};

TEST_F(CredentialsTest, TheLastBitTellsWhatAKeyOpens) {
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(IsApiKey(credentials_.Make(KeyKind::kApiKey)));
    EXPECT_FALSE(IsApiKey(credentials_.Make(KeyKind::kOperatorKey)));
    EXPECT_FALSE(IsApiKey(credentials_.Make(KeyKind::kUserKey)));
  }
}

TEST_F(CredentialsTest, KeysDiffer) {
  EXPECT_NE(credentials_.Make(KeyKind::kApiKey), credentials_.Make(KeyKind::kApiKey));
}

TEST_F(CredentialsTest, WhatIsStoredOpensToTheKeyAndDoesNotHoldIt) {
  const KeyBytes key = credentials_.Make(KeyKind::kUserKey);
  const StoredKey stored = credentials_.Store(KeyKind::kUserKey, TenantId(3), key);
  const auto opened = credentials_.Open(KeyKind::kUserKey, TenantId(3), stored.sealed);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->Reveal(), ToHex(AsView(key)));
  EXPECT_EQ(opened->Reveal(), TextOf(key).Reveal());
  EXPECT_EQ(stored.sealed.find(AsView(key)), std::string::npos);
  EXPECT_EQ(stored.digest.find(AsView(key)), std::string::npos);
}

TEST_F(CredentialsTest, ASealedKeyOpensForItsOwnerAndKindOnly) {
  const KeyBytes key = credentials_.Make(KeyKind::kUserKey);
  const StoredKey stored = credentials_.Store(KeyKind::kUserKey, TenantId(3), key);
  EXPECT_FALSE(credentials_.Open(KeyKind::kUserKey, TenantId(4), stored.sealed));
  EXPECT_FALSE(credentials_.Open(KeyKind::kOperatorKey, TenantId(3), stored.sealed));
  EXPECT_FALSE(credentials_.Open(KeyKind::kUserKey, TenantId(3), "damaged"));
}

TEST_F(CredentialsTest, ADigestFindsAKeyOfItsKindOnly) {
  const KeyBytes key = credentials_.Make(KeyKind::kUserKey);
  EXPECT_EQ(credentials_.Digest(KeyKind::kUserKey, key),
            credentials_.Store(KeyKind::kUserKey, TenantId(3), key).digest);
  EXPECT_NE(credentials_.Digest(KeyKind::kUserKey, key),
            credentials_.Digest(KeyKind::kOperatorKey, key));
}

TEST_F(CredentialsTest, AnotherDataKeyFindsAndOpensNothing) {
  const KeyRing others = *KeyRing::FromDataKey(KeyRing::MakeDataKey(random_));
  const Credentials stranger(others, random_);
  const KeyBytes key = credentials_.Make(KeyKind::kApiKey);
  const StoredKey stored = credentials_.Store(KeyKind::kApiKey, kSite, key);
  EXPECT_NE(stranger.Digest(KeyKind::kApiKey, key), stored.digest);
  EXPECT_FALSE(stranger.Open(KeyKind::kApiKey, kSite, stored.sealed));
}

TEST_F(CredentialsTest, AnAccessKeyIsATextOfThirtyTwoDigits) {
  const Secret key = credentials_.MakeAccessKey();
  EXPECT_EQ(key.Reveal().size(), 32U);
  EXPECT_EQ(key.Reveal().find_first_not_of("0123456789abcdef"), std::string_view::npos);
  EXPECT_NE(key.Reveal(), credentials_.MakeAccessKey().Reveal());
}

TEST_F(CredentialsTest, AnAccessKeyOpensToItsTextForItsTenantOnly) {
  const Secret given("7a7b140f-2480-4d5a-4e78-24049e3ba7f8");
  const StoredKey stored = credentials_.StoreAccessKey(TenantId(3), given);
  const auto opened = credentials_.Open(KeyKind::kAccessKey, TenantId(3), stored.sealed);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->Reveal(), given.Reveal());
  EXPECT_EQ(stored.digest, credentials_.DigestAccessKey(given.Reveal()));
  EXPECT_EQ(stored.sealed.find(given.Reveal()), std::string::npos);
  EXPECT_FALSE(credentials_.Open(KeyKind::kAccessKey, TenantId(4), stored.sealed));
  EXPECT_FALSE(credentials_.Open(KeyKind::kUserKey, TenantId(3), stored.sealed));
}

TEST_F(CredentialsTest, AnAccessKeysDigestIsNoOtherKeys) {
  const KeyBytes key = credentials_.Make(KeyKind::kUserKey);
  EXPECT_NE(credentials_.DigestAccessKey(AsView(key)), credentials_.Digest(KeyKind::kUserKey, key));
}

TEST_F(CredentialsTest, SessionsOfATenantAreSignedUnderASecretOfItsOwn) {
  const std::string own(credentials_.SessionSecret(TenantId(3), 1).Reveal());
  EXPECT_EQ(own.size(), 32U);
  EXPECT_EQ(own, Credentials(keys_, random_).SessionSecret(TenantId(3), 1).Reveal());
  EXPECT_NE(own, credentials_.SessionSecret(TenantId(4), 1).Reveal());
  EXPECT_NE(own, credentials_.SessionSecret(TenantId(3), 2).Reveal());
  const KeyRing others = *KeyRing::FromDataKey(KeyRing::MakeDataKey(random_));
  EXPECT_NE(own, Credentials(others, random_).SessionSecret(TenantId(3), 1).Reveal());
}

}  // namespace
}  // namespace guildhall
