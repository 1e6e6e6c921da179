// A forgotten password: a code by mail, and for the code a new password by mail.

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"

namespace guildhall::scenarios {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;

/// A tenant that boss administers, who has opened both actions to everybody.
class DaptinRecovery : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
    Permit("561441");
    TakeMails();
  }
  void Permit(const std::string& permission) {
    const Json list = daptin_->ApiOf(200, "GET", "/api/action?page[size]=100", "$boss_token");
    int permitted = 0;
    for (const Json& row : *list.Find("data")->AsArray()) {
      const Json& name = *row.Find("attributes")->Find("action_name");
      if (name != Json("reset-password") && name != Json("reset-password-verify")) continue;
      const std::string id = *row.Find("id")->AsString();
      daptin_->ApiOf(200, "PATCH", "/api/action/" + id, "$boss_token",
                     RowOf("action", id, "{\"permission\":" + permission + "}"));
      ++permitted;
    }
    EXPECT_EQ(permitted, 2);
  }
  std::vector<mail::Mail> TakeMails() {
    world_->DeliverMails();
    return std::exchange(world_->mailer().sent, {});
  }
  /// What the only mail that waits says behind `label`.
  std::string TakeSecret(const std::string& label, const std::string& to) {
    const std::vector<mail::Mail> mails = TakeMails();
    EXPECT_EQ(mails.size(), 1U);
    if (mails.empty()) return {};
    EXPECT_EQ(mails[0].to, to);
    const std::size_t at = mails[0].text.find(label);
    EXPECT_NE(at, std::string::npos) << mails[0].text;
    const std::size_t begin = at + label.size();
    return mails[0].text.substr(begin, mails[0].text.find('\n', begin) - begin);
  }
  Reply Ask(const std::string& email, const std::string& action = "reset-password") {
    return daptin_->Api("POST", "/action/user_account/" + action, "",
                        R"({"attributes":{"email":")" + email + R"("}})");
  }
  Reply Verify(const std::string& email, const std::string& code,
               const std::string& action = "reset-password-verify") {
    return daptin_->Api("POST", "/action/user_account/" + action, "",
                        R"({"attributes":{"email":")" + email + R"(","otp":")" + code + R"("}})");
  }
  void ExpectWrong(const Reply& reply) {
    EXPECT_EQ(reply.status, 400) << reply.body;
    EXPECT_EQ(reply.body, R"([{"ResponseType":"client.notify","Attributes":)"
                          R"({"message":"Invalid OTP","title":"failed","type":"error"}}])");
  }
};

TEST_P(DaptinRecovery, ACodeByMailGivesANewPasswordByMail) {
  const Reply asked = Ask(" ANN@example.com");
  EXPECT_EQ(asked.status, 200);
  EXPECT_EQ(asked.body, "[]");
  const std::string code = TakeSecret("code: ", "ann@example.com");
  const Reply verified = Verify("ann@example.com", code);
  EXPECT_EQ(verified.status, 200) << verified.body;
  EXPECT_EQ(verified.body, "[]") << "the password is in the mail only";
  const std::string password = TakeSecret("password: ", "ann@example.com");
  EXPECT_EQ(daptin_->SignIn("ann@example.com", "secret of ann").status, 401);
  EXPECT_EQ(daptin_->SignIn("ann@example.com", password).status, 200);
  EXPECT_EQ(daptin_->Api("GET", "/api/user_account/mine", "$ann_token").status, 403)
      << "sessions from before have ended";
  ExpectWrong(Verify("ann@example.com", code));
}

TEST_P(DaptinRecovery, TheClientsNamesAreUnderstoodToo) {
  EXPECT_EQ(Ask("ann@example.com", "generate_password_reset_flow").status, 200);
  const std::string code = TakeSecret("code: ", "ann@example.com");
  EXPECT_EQ(Verify("ann@example.com", code, "generate_password_reset_verify_flow").status, 200);
}

TEST_P(DaptinRecovery, NobodyLearnsWhoHasAnAccount) {
  const Reply known = Ask("ann@example.com");
  TakeMails();
  const Reply unknown = Ask("nobody@example.com");
  EXPECT_EQ(unknown.status, known.status);
  EXPECT_EQ(unknown.body, known.body);
  EXPECT_TRUE(TakeMails().empty());
  for (const char* email : {"ann@example.com", "bob@example.com", "nobody@example.com", ""}) {
    ExpectWrong(Verify(email, "0000000000"));
  }
  EXPECT_EQ(Ask(std::string(1'000, 'a') + "@example.com").body, "[]");
}

TEST_P(DaptinRecovery, CodesEnd) {
  Ask("ann@example.com");
  const std::string late = TakeSecret("code: ", "ann@example.com");
  world_->clock().Advance(kHour + 1'000'000);
  ExpectWrong(Verify("ann@example.com", late));
  Ask("ann@example.com");
  const std::string former = TakeSecret("code: ", "ann@example.com");
  Ask("ann@example.com");
  const std::string latest = TakeSecret("code: ", "ann@example.com");
  ExpectWrong(Verify("ann@example.com", former));
  ExpectWrong(Verify("bob@example.com", latest));
  EXPECT_EQ(Verify("ann@example.com", latest).status, 200);
}

TEST_P(DaptinRecovery, GuessingEndsTheCode) {
  Ask("ann@example.com");
  const std::string code = TakeSecret("code: ", "ann@example.com");
  for (int i = 0; i < 5; ++i) ExpectWrong(Verify("ann@example.com", "0000000000"));
  ExpectWrong(Verify("ann@example.com", code));
  EXPECT_EQ(daptin_->SignIn("ann@example.com", "secret of ann").status, 200);
}

TEST_P(DaptinRecovery, MailsThatAreAskedForAreCounted) {
  int refused = 0;
  for (int i = 0; i < 8; ++i) refused += Ask("ann@example.com").status == 429 ? 1 : 0;
  EXPECT_EQ(refused, 3) << "five an hour";
}

TEST_P(DaptinRecovery, IsClosedUntilAnAdministratorOpensIt) {
  Permit("0");
  EXPECT_EQ(Ask("ann@example.com").status, 403);
  EXPECT_EQ(Verify("ann@example.com", "0000000000").status, 403);
  EXPECT_TRUE(TakeMails().empty());
}

GUILDHALL_EVERY_ENGINE(DaptinRecovery);

}  // namespace
}  // namespace guildhall::scenarios
