#include "core/account_recovery.h"

#include "core/outbox.h"
#include "tests/core/whole_core.h"

namespace guildhall::test {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

class AccountRecoveryCases : public WholeCoreCases {
 protected:
  Result<bool> Request(Result<void> (AccountRecovery::*ask)(Transaction&, std::string_view) const,
                       std::string_view email) {
    return world.Write([&](Transaction& tx) -> Result<bool> {
      GH_CHECK((world.core->account_recovery().*ask)(tx, email));
      return true;
    });
  }
  Result<OperatorView> Activate(OperatorId id, const Secret& token) {
    return world.Write([&](Transaction& tx) {
      return world.core->account_recovery().Activate(tx, id, token.Reveal());
    });
  }
  Result<OperatorView> Reset(OperatorId id, const Secret& token, const std::string& hash) {
    return world.Write([&](Transaction& tx) {
      return world.core->account_recovery().ResetPassword(tx, id, token.Reveal(), hash);
    });
  }
  std::vector<WaitingMail> Due() {
    world.clock.Advance(kSecond);
    return Must(world.Read([&](const Snapshot& s) { return world.core->outbox().ListDue(s, 9); }));
  }
  Result<std::optional<WaitingMail>> Claim(const WaitingMail& mail) {
    return world.Write([&](Transaction& tx) { return world.core->outbox().Claim(tx, mail); });
  }
  std::optional<Letter> Compose(const WaitingMail& mail) {
    return Must(
        world.Read([&](const Snapshot& s) { return world.core->outbox().Compose(s, mail); }));
  }
  void Finish(const WaitingMail& mail) {
    Must(world.Write([&](Transaction& tx) -> Result<bool> {
      GH_CHECK(world.core->outbox().Finish(tx, mail));
      return true;
    }));
  }
  /// The only letter that waits; takes it out.
  Letter Take() {
    const auto due = Due();
    EXPECT_EQ(due.size(), 1U);
    const auto letter = Compose(due.at(0));
    Finish(due.at(0));
    return letter.value();
  }
};
GUILDHALL_ON_EVERY_ENGINE(AccountRecoveryCases);

using Expected = std::vector<Problem>;

TEST_P(AccountRecoveryCases, ARegistrationIsConfirmedByMail) {
  const OperatorView ciri = world.AddOperator("ciri@rivia.com");
  const Letter letter = Take();
  EXPECT_EQ(letter.kind, MailKind::kActivation);
  EXPECT_EQ(letter.to, "ciri@rivia.com");
  EXPECT_EQ(AccountTokens::ParseUid(letter.uid), ciri.row.id);
  const OperatorView after = Must(Activate(ciri.row.id, letter.secret));
  EXPECT_TRUE(after.row.active);
  EXPECT_EQ(after.key.Reveal(), ciri.key.Reveal());
  EXPECT_EQ(Problems(Activate(ciri.row.id, letter.secret)), (Expected{{"token", Reason::kTaken}}));
}

TEST_P(AccountRecoveryCases, AChangedEmailIsConfirmedAnew) {
  Operators::Patch patch;
  patch.email = "wolf@rivia.com";
  Must(world.Write([&](Transaction& tx) {
    return world.core->operators().Update(tx, world.owner.row.id, patch);
  }));
  const Letter letter = Take();
  EXPECT_EQ(letter.to, "wolf@rivia.com");
  EXPECT_TRUE(Must(Activate(world.owner.row.id, letter.secret)).row.active);
}

TEST_P(AccountRecoveryCases, AMailIsAskedForByEmail) {
  const auto activation = &AccountRecovery::RequestActivation;
  const auto reset = &AccountRecovery::RequestPasswordReset;
  EXPECT_EQ(Outcome(Request(activation, " Geralt@RIVIA.com")), "conflict") << "is confirmed";
  EXPECT_EQ(Problems(Request(activation, "ciri@rivia.com")),
            (Expected{{"email", Reason::kUnknownAccount}}));
  EXPECT_EQ(Problems(Request(reset, "ciri@rivia.com")),
            (Expected{{"email", Reason::kUnknownAccount}}));
  EXPECT_TRUE(Due().empty());
  Must(Request(reset, " Geralt@RIVIA.com"));
  EXPECT_EQ(Take().kind, MailKind::kPasswordReset);
}

TEST_P(AccountRecoveryCases, AForgottenPasswordIsSetOnce) {
  Must(Request(&AccountRecovery::RequestPasswordReset, "geralt@rivia.com"));
  const Letter letter = Take();
  const OperatorId id = world.owner.row.id;
  EXPECT_EQ(Must(Reset(id, letter.secret, "$new$")).row.password_hash, "$new$");
  EXPECT_EQ(Problems(Reset(id, letter.secret, "$newer$")),
            (Expected{{"token", Reason::kBadFormat}}));
}

TEST_P(AccountRecoveryCases, ATokenOpensItsOwnAccountAndPurposeOnly) {
  const OperatorView ciri = world.AddOperator("ciri@rivia.com");
  const Letter letter = Take();
  EXPECT_EQ(Problems(Activate(world.owner.row.id, letter.secret)),
            (Expected{{"token", Reason::kBadFormat}}));
  EXPECT_EQ(Problems(Reset(ciri.row.id, letter.secret, "$new$")),
            (Expected{{"token", Reason::kBadFormat}}));
  EXPECT_EQ(Problems(Activate(OperatorId(99), letter.secret)),
            (Expected{{"uid", Reason::kUnknownId, 99}}));
  world.clock.Advance((AccountTokens::kLifeSeconds + 1) * kSecond);
  EXPECT_EQ(Problems(Activate(ciri.row.id, letter.secret)),
            (Expected{{"token", Reason::kBadFormat}}));
}

TEST_P(AccountRecoveryCases, AMailIsClaimedByOne) {
  world.AddOperator("ciri@rivia.com");
  const WaitingMail seen = Due().at(0);
  const auto claimed = Must(Claim(seen));
  ASSERT_TRUE(claimed);
  EXPECT_EQ(claimed->attempts, 1);
  EXPECT_FALSE(Must(Claim(seen))) << "another node saw it too";
  EXPECT_TRUE(Due().empty());
  world.clock.Advance(Outbox::kFirstWaitSeconds * kSecond);
  EXPECT_EQ(Due(), std::vector<WaitingMail>{*claimed}) << "tried again when nobody finished it";
  Finish(*claimed);
  world.clock.Advance(3600 * kSecond);
  EXPECT_TRUE(Due().empty());
}

TEST_P(AccountRecoveryCases, AMailAskedForAgainIsNotLostByTheFirst) {
  world.AddOperator("ciri@rivia.com");
  const auto claimed = Must(Claim(Due().at(0)));
  Must(Request(&AccountRecovery::RequestActivation, "ciri@rivia.com"));
  Finish(*claimed);
  EXPECT_EQ(Due().size(), 1U);
}

TEST_P(AccountRecoveryCases, WhatIsSettledIsNotWritten) {
  const OperatorView ciri = world.AddOperator("ciri@rivia.com");
  const WaitingMail waiting = Due().at(0);
  Must(Activate(ciri.row.id, Compose(waiting)->secret));
  EXPECT_FALSE(Compose(waiting));
}

TEST_P(AccountRecoveryCases, AChangeThatFailsWritesNoMail) {
  const auto refused = world.Write([&](Transaction& tx) -> Result<bool> {
    GH_CHECK(world.core->operators().Register(tx, {.email = "ciri@rivia.com"}));
    return Fail(Errc::kForbidden);
  });
  EXPECT_EQ(Outcome(refused), "forbidden");
  EXPECT_TRUE(Due().empty());
}

}  // namespace
}  // namespace guildhall::test
