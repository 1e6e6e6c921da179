#include "core/sign_in_limits.h"

#include <string>

#include <gtest/gtest.h>

namespace guildhall {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr TenantId kTenant{7};

class SignInLimitsTest : public testing::Test {
 protected:
  void Fail(int times, std::string_view address, std::string_view account) {
    for (int i = 0; i < times; ++i) limits_.CountFailure(address, kTenant, account);
  }
  /// Seconds to wait; 0 when a sign-in may be tried.
  std::int64_t Wait(std::string_view address, std::string_view account) {
    const auto checked = limits_.CheckSignIn(address, kTenant, account);
    if (checked) return 0;
    EXPECT_EQ(checked.error().code, Errc::kThrottled);
    EXPECT_EQ(checked.error().problems.at(0).reason, Reason::kRetryAfter);
    return checked.error().problems.at(0).a;
  }

  FakeClock clock_{Time(1'700'000'000 * kSecond)};
  SignInLimits limits_{{.failures_per_account = 10,
                        .failures_per_address = 30,
                        .registrations_per_address = 3,
                        .max_entries = 50},
                       clock_};
};

TEST_F(SignInLimitsTest, TheTenthFailureClosesTheAccount) {
  Fail(9, "10.0.0.1", "geralt");
  EXPECT_EQ(Wait("10.0.0.1", "geralt"), 0);
  Fail(1, "10.0.0.1", "geralt");
  EXPECT_GT(Wait("10.0.0.1", "geralt"), 0);
  EXPECT_GT(Wait("10.0.0.2", "geralt"), 0) << "from every address";
  EXPECT_EQ(Wait("10.0.0.1", "yennefer"), 0);
}

TEST_F(SignInLimitsTest, AnAccountOfAnotherTenantIsAnother) {
  Fail(10, "10.0.0.1", "geralt");
  EXPECT_TRUE(limits_.CheckSignIn("10.0.0.1", kSite, "geralt"));
}

TEST_F(SignInLimitsTest, TheWaitSaysWhenItMayBeTriedAgain) {
  Fail(10, "10.0.0.1", "geralt");
  const std::int64_t wait = Wait("10.0.0.1", "geralt");
  EXPECT_GE(wait, 14 * 60);
  EXPECT_LE(wait, 16 * 60);
  clock_.Advance((wait - 1) * kSecond - 1);
  EXPECT_GT(Wait("10.0.0.1", "geralt"), 0);
  clock_.Advance(kSecond + 1);
  EXPECT_EQ(Wait("10.0.0.1", "geralt"), 0);
}

TEST_F(SignInLimitsTest, TheWindowSlides) {
  Fail(5, "10.0.0.1", "geralt");
  clock_.Advance(10 * 60 * kSecond);
  Fail(5, "10.0.0.1", "geralt");
  EXPECT_GT(Wait("10.0.0.1", "geralt"), 0);
  EXPECT_LE(Wait("10.0.0.1", "geralt"), 6 * 60) << "the first five leave, and that is enough";
  clock_.Advance(6 * 60 * kSecond);
  EXPECT_EQ(Wait("10.0.0.1", "geralt"), 0);
  Fail(5, "10.0.0.1", "geralt");
  EXPECT_GT(Wait("10.0.0.1", "geralt"), 0) << "the second five still count";
}

TEST_F(SignInLimitsTest, ASuccessClearsTheAccountButNotTheAddress) {
  for (int account = 0; account < 3; ++account) {
    Fail(9, "10.0.0.1", "account" + std::to_string(account));
  }
  Fail(2, "10.0.0.1", "geralt");
  limits_.CountSuccess(kTenant, "geralt");
  Fail(1, "10.0.0.1", "geralt");
  EXPECT_GT(Wait("10.0.0.1", "yennefer"), 0) << "thirty failures from this address";
  EXPECT_EQ(Wait("10.0.0.2", "geralt"), 0) << "one failure since the success";
}

TEST_F(SignInLimitsTest, RegistrationsAreLimitedByAddress) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limits_.CountRegistration("10.0.0.1"));
  const auto refused = limits_.CountRegistration("10.0.0.1");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kThrottled);
  EXPECT_TRUE(limits_.CountRegistration("10.0.0.2"));
  clock_.Advance(65 * 60 * kSecond);
  EXPECT_TRUE(limits_.CountRegistration("10.0.0.1"));
}

TEST_F(SignInLimitsTest, WhenFullTheEntryCountedLongestAgoIsForgotten) {
  Fail(10, "10.0.0.1", "geralt");
  Fail(10, "10.0.0.2", "yennefer");
  for (int other = 0; other < 49; ++other) {
    Fail(1, "10.1.0." + std::to_string(other), "other" + std::to_string(other));
  }
  EXPECT_EQ(Wait("10.9.9.9", "geralt"), 0);
  EXPECT_GT(Wait("10.9.9.9", "yennefer"), 0);
}

TEST_F(SignInLimitsTest, AClockThatStepsBackForgivesNothing) {
  Fail(10, "10.0.0.1", "geralt");
  clock_.Advance(-3600 * kSecond);
  EXPECT_GT(Wait("10.0.0.1", "geralt"), 0);
  Fail(1, "10.0.0.1", "geralt");
  EXPECT_GT(Wait("10.0.0.1", "geralt"), 0);
}

TEST(MailLimitsTest, MailsAreBoundedPerRecipientAndPerAddress) {
  FakeClock clock(Time(1'700'000'000 * kSecond));
  SignInLimits::Options options;
  options.mails_per_recipient = 2;
  options.mails_per_address = 3;
  SignInLimits limits(options, clock);
  EXPECT_TRUE(limits.CountMail("10.0.0.1", "geralt@rivia.com"));
  EXPECT_TRUE(limits.CountMail("10.0.0.2", "geralt@rivia.com"));
  const auto refused = limits.CountMail("10.0.0.3", "geralt@rivia.com");
  ASSERT_FALSE(refused) << "from every address";
  EXPECT_EQ(refused.error().code, Errc::kThrottled);
  EXPECT_TRUE(limits.CountMail("10.0.0.1", "a@rivia.com"));
  EXPECT_TRUE(limits.CountMail("10.0.0.1", "b@rivia.com"));
  EXPECT_FALSE(limits.CountMail("10.0.0.1", "c@rivia.com")) << "to whomever";
  EXPECT_TRUE(limits.CountMail("10.0.0.3", "c@rivia.com")) << "what is refused does not count";
  clock.Advance((options.mail_window_seconds * 2) * kSecond);
  EXPECT_TRUE(limits.CountMail("10.0.0.1", "geralt@rivia.com"));
}

}  // namespace
}  // namespace guildhall
