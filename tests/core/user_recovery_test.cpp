#include "core/user_recovery.h"

#include "core/outbox.h"
#include "tests/core/whole_core.h"

namespace guildhall::test {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

class UserRecoveryCases : public WholeCoreCases {
 protected:
  void SetUp() override {
    ciri_ = world.AddUser("ciri@example.com")->user.id;
    world.AddUser("nobody-without-mail");
  }

  void Ask(std::string_view email) {
    Must(world.Write([&](Transaction& tx) -> Result<bool> {
      GH_CHECK(recovery().Request(tx, world.rivia, email));
      return true;
    }));
  }
  /// The letters that wait; takes them out.
  std::vector<Letter> TakeLetters() {
    world.clock.Advance(kSecond);
    std::vector<Letter> letters;
    const auto due =
        Must(world.Read([&](const Snapshot& s) { return world.core->outbox().ListDue(s, 9); }));
    for (const WaitingMail& mail : due) {
      const auto letter = Must(
          world.Read([&](const Snapshot& s) { return world.core->outbox().Compose(s, mail); }));
      if (letter) letters.push_back(*letter);
      Must(world.Write([&](Transaction& tx) -> Result<bool> {
        GH_CHECK(world.core->outbox().Finish(tx, mail));
        return true;
      }));
    }
    return letters;
  }
  std::optional<UserRecovery::Granted> Check(std::string_view email, std::string_view code) {
    return Must(world.Read(
        [&](const Snapshot& s) { return recovery().Check(s, world.rivia, email, code); }));
  }
  Result<bool> Finish(const UserRecovery::Granted& granted) {
    return world.Write([&](Transaction& tx) -> Result<bool> {
      GH_CHECK(recovery().Finish(tx, world.rivia, granted, "hash of another one"));
      return true;
    });
  }
  void Fail() {
    Must(world.Write([&](Transaction& tx) -> Result<bool> {
      GH_CHECK(recovery().CountFailure(tx, world.rivia, kEmail));
      return true;
    }));
  }
  User Row() {
    return Must(world.Read([&](const Snapshot& s) { return s.users().Find(world.rivia, ciri_); }))
        .value();
  }
  std::string CodeFor(std::string_view email) {
    Ask(email);
    const auto letters = TakeLetters();
    EXPECT_EQ(letters.size(), 1U);
    return letters.empty() ? std::string() : std::string(letters.front().secret.Reveal());
  }
  [[nodiscard]] const UserRecovery& recovery() const { return world.core->user_recovery(); }

  static constexpr std::string_view kEmail = "ciri@example.com";
  UserId ciri_;
};
GUILDHALL_ON_EVERY_ENGINE(UserRecoveryCases);

TEST_P(UserRecoveryCases, ACodeByMailGivesANewPasswordByMailAndEndsSessions) {
  const User before = Row();
  Ask("  CIRI@example.com ");
  const auto letters = TakeLetters();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters.front().kind, MailKind::kUserPasswordReset);
  EXPECT_EQ(letters.front().to, kEmail);
  EXPECT_EQ(letters.front().tenant, "rivia");
  const auto granted = Check(kEmail, letters.front().secret.Reveal());
  ASSERT_TRUE(granted);
  Must(Finish(*granted));
  const User after = Row();
  EXPECT_EQ(after.password_hash, "hash of another one");
  EXPECT_EQ(after.auth_version, before.auth_version + 1);
  const auto second = TakeLetters();
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second.front().kind, MailKind::kUserNewPassword);
  EXPECT_EQ(second.front().secret.Reveal(), granted->password.Reveal());
}

TEST_P(UserRecoveryCases, ACodeIsGoodOnceAndForAnHour) {
  const std::string code = CodeFor(kEmail);
  EXPECT_TRUE(Check(kEmail, " " + code + " ")) << "as it is typed";
  const auto granted = Check(kEmail, code);
  ASSERT_TRUE(granted);
  Must(Finish(*granted));
  EXPECT_FALSE(Check(kEmail, code));
  EXPECT_FALSE(Finish(*granted));
  const std::string late = CodeFor(kEmail);
  world.clock.Advance((UserRecovery::kLifetimeSeconds + 1) * kSecond);
  EXPECT_FALSE(Check(kEmail, late));
}

TEST_P(UserRecoveryCases, AnotherRequestEndsTheFormerCode) {
  const std::string first = CodeFor(kEmail);
  const std::string second = CodeFor(kEmail);
  EXPECT_NE(first, second);
  EXPECT_FALSE(Check(kEmail, first));
  EXPECT_TRUE(Check(kEmail, second));
}

TEST_P(UserRecoveryCases, WrongCodesEndTheReset) {
  const std::string code = CodeFor(kEmail);
  for (int i = 0; i < UserRecovery::kMaxAttempts; ++i) {
    EXPECT_FALSE(Check(kEmail, "0000000000"));
    Fail();
  }
  EXPECT_FALSE(Check(kEmail, code)) << "also the right one";
}

TEST_P(UserRecoveryCases, StrangersAndPeopleWithoutMailGetNone) {
  Ask("yen@example.com");
  Ask("nobody-without-mail");
  Ask("");
  EXPECT_TRUE(TakeLetters().empty());
  EXPECT_FALSE(Check("yen@example.com", "0000000000"));
  EXPECT_FALSE(Check("", ""));
}

TEST_P(UserRecoveryCases, APasswordThatIsSetMeanwhileEndsTheReset) {
  const std::string code = CodeFor(kEmail);
  Must(world.Write([&](Transaction& tx) -> Result<bool> {
    User row = Row();
    ++row.auth_version;
    GH_CHECK(tx.users().Update(world.rivia, row));
    return true;
  }));
  EXPECT_FALSE(Check(kEmail, code));
}

}  // namespace
}  // namespace guildhall::test
