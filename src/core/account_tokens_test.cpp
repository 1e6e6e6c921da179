#include "core/account_tokens.h"

#include <gtest/gtest.h>

#include "base/base64url.h"
#include "base/crypto.h"
#include "base/random.h"

namespace guildhall {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr Time kNow{1'700'000'000 * kSecond};

KeyRing MakeKeys(Random& random) {
  InitializeCrypto();
  auto keys = KeyRing::FromDataKey(KeyRing::MakeDataKey(random));
  if (!keys) GH_BUG("a fresh data key was refused");
  return std::move(*keys);
}

class AccountTokensTest : public testing::Test {
 protected:
  AccountTokensTest() {
    row_.id = OperatorId(7);
    row_.email = "geralt@rivia.com";
    row_.password_hash = "$hash$";
  }
  [[nodiscard]] bool Fits(const Operator& row, TokenPurpose purpose, std::string_view token,
                          std::int64_t seconds = 0) const {
    return tokens_.Fits(purpose, row, token, Time(kNow.microseconds() + seconds * kSecond));
  }

  SeededRandom random_{7};
  KeyRing keys_ = MakeKeys(random_);
  Credentials credentials_{keys_, random_};
  AccountTokens tokens_{credentials_};
  Operator row_;
  const TokenPurpose reset_ = TokenPurpose::kPasswordReset;
};

TEST_F(AccountTokensTest, FitForThreeDays) {
  const Secret token = tokens_.Make(reset_, row_, kNow);
  EXPECT_TRUE(Fits(row_, reset_, token.Reveal()));
  EXPECT_TRUE(Fits(row_, reset_, token.Reveal(), AccountTokens::kLifeSeconds));
  EXPECT_FALSE(Fits(row_, reset_, token.Reveal(), AccountTokens::kLifeSeconds + 1));
}

TEST_F(AccountTokensTest, OpenOnlyWhatTheyWereMadeFor) {
  const Secret token = tokens_.Make(reset_, row_, kNow);
  EXPECT_FALSE(Fits(row_, TokenPurpose::kActivation, token.Reveal()));
  Operator other = row_;
  other.id = OperatorId(8);
  EXPECT_FALSE(Fits(other, reset_, token.Reveal()));
  other = row_;
  other.email = "wolf@rivia.com";
  EXPECT_FALSE(Fits(other, reset_, token.Reveal()));
  other = row_;
  other.password_hash = "$another$";
  EXPECT_FALSE(Fits(other, reset_, token.Reveal()));
}

TEST_F(AccountTokensTest, NothingElseFits) {
  const std::string token(tokens_.Make(reset_, row_, kNow).Reveal());
  const std::string stamp = token.substr(0, token.find('-'));
  const std::string code = token.substr(token.find('-'));
  for (const std::string& wrong :
       {std::string(), std::string("-"), stamp, stamp + "-", code, "1" + token, token + "0",
        "zzzzzz" + code, std::string(5000, 'z') + code, token.substr(0, token.size() - 1)}) {
    EXPECT_FALSE(Fits(row_, reset_, wrong)) << wrong;
  }
}

TEST_F(AccountTokensTest, OfAnotherServerDoNotFit) {
  SeededRandom random(8);
  const KeyRing keys = MakeKeys(random);
  const Credentials credentials(keys, random);
  const Secret token = AccountTokens(credentials).Make(reset_, row_, kNow);
  EXPECT_FALSE(Fits(row_, reset_, token.Reveal()));
}

TEST_F(AccountTokensTest, NameTheirOperatorBeside) {
  EXPECT_EQ(AccountTokens::UidOf(OperatorId(1)), "MQ");
  EXPECT_EQ(AccountTokens::ParseUid(AccountTokens::UidOf(OperatorId(1234))), OperatorId(1234));
  for (const std::string& wrong :
       {std::string(), std::string("1"), std::string("MQ=="), ToBase64Url("0"), ToBase64Url("-1"),
        ToBase64Url("x"), ToBase64Url("99999999999999999999")}) {
    EXPECT_EQ(AccountTokens::ParseUid(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace guildhall
