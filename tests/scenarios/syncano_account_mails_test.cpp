// What accounts do by mail in Syncano v1.1: confirm an e-mail, set a forgotten password, join by an
// invitation.

#include <utility>

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_administrators.h"

namespace guildhall::scenarios {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr char kBadToken[] = R"({"non_field_errors":["Invalid token."]})";

class SyncanoAccountMails : public SyncanoKeysTest {
 protected:
  void SetUp() override {
    SyncanoKeysTest::SetUp();
    TakeMails();
  }
  /// Sends what waits, and forgets it.
  std::vector<mail::Mail> TakeMails() {
    world_->DeliverMails();
    return std::exchange(world_->mailer().sent, {});
  }
  /// The only mail that waits, whose secrets are `$uid` and `$token` (or `$invitation`) then.
  mail::Mail TakeMail() {
    std::vector<mail::Mail> mails = TakeMails();
    EXPECT_EQ(mails.size(), 1U);
    if (mails.empty()) return {};
    for (const auto& [name, label] : std::vector<std::pair<std::string, std::string>>{
             {"uid", "uid: "}, {"token", "token: "}, {"invitation", "invitation key: "}}) {
      const std::size_t at = mails[0].text.find(label);
      if (at == std::string::npos) continue;
      const std::size_t begin = at + label.size();
      world_->Set(name, mails[0].text.substr(begin, mails[0].text.find('\n', begin) - begin));
    }
    return std::move(mails[0]);
  }
  static Call Post(const std::string& path, const std::string& body) {
    return With("POST", "/v1.1/account/" + path, "", "", body);
  }
  static Call Register(const std::string& body) { return Post("register/", body); }
  static Call Activate() { return Post("activate/", R"({"uid":"$uid","token":"$token"})"); }
  static Call Confirm(const std::string& password) {
    return Post("password/reset/confirm/",
                R"({"uid":"$uid","token":"$token","new_password":")" + password + R"("})");
  }
  static Call SignIn(const std::string& password) {
    return Post("auth/", R"({"email":"geralt@rivia.com","password":")" + password + R"("})");
  }
};

TEST_P(SyncanoAccountMails, ARegistrationIsConfirmedByMail) {
  Play({{"not confirmed",
         Register(R"({"email":"ciri@cintra.com","password":"secret"})"),
         201,
         {R"("is_active":false)"},
         {}}});
  const mail::Mail mail = TakeMail();
  EXPECT_EQ(mail.to, "ciri@cintra.com");
  EXPECT_NE(mail.text.find(
                world_->Fill("https://people.example/account/activate/?uid=$uid&token=$token\n")),
            std::string::npos)
      << mail.text;
  Play({{"confirmed", Activate(), 200, {R"("is_active":true)", R"("account_key":")"}, {}},
        {"once",
         Activate(),
         400,
         {R"({"non_field_errors":["Invalid token or account already activated."]})"},
         {"account_key"}},
        {"no mail for who is active",
         Post("resend_email/", R"({"email":"ciri@cintra.com"})"),
         400,
         {R"({"detail":"Account has already been activated."})"},
         {}}});
  EXPECT_TRUE(TakeMails().empty());
}

TEST_P(SyncanoAccountMails, ATokenIsNothingForAnotherAccountPurposeOrTime) {
  Play({{"asked", Post("password/reset/", R"({"email":"geralt@rivia.com"})"), 204, {}, {}}});
  TakeMail();
  const std::string stranger = AccountTokens::UidOf(OperatorId(2));
  Play({{"another purpose", Activate(), 400, {kBadToken}, {"account_key"}},
        {"another account",
         Post("password/reset/confirm/",
              R"({"uid":")" + stranger + R"(","token":"$token","new_password":"x"})"),
         400,
         {kBadToken},
         {"account_key", "emhyr"}},
        {"nobody",
         Post("activate/", R"({"uid":"OTk","token":"$token"})"),
         400,
         {R"({"uid":["Invalid token."]})"},
         {}},
        {"no uid",
         Post("activate/", R"({"uid":"?","token":"x"})"),
         400,
         {R"({"uid":["Invalid token."]})"},
         {}},
        {"no token", Post("activate/", R"({"uid":"$uid","token":"x"})"), 400, {kBadToken}, {}},
        {"nothing",
         Post("password/reset/confirm/", "{}"),
         400,
         {R"("uid":["This field is required."])", R"("token":["This field is required."])",
          R"("new_password":["This field is required."])"},
         {}}});
  world_->clock().Advance((AccountTokens::kLifeSeconds + 1) * kSecond);
  Play({{"too late", Confirm("new"), 400, {kBadToken}, {"account_key"}},
        {"the old password stays", SignIn("secret"), 200, {}, {}}});
}

TEST_P(SyncanoAccountMails, AForgottenPasswordIsSetOnce) {
  Play({{"sent again", Post("resend_email/", R"({"email":"geralt@rivia.com"})"), 204, {}, {}}});
  TakeMail();
  Play({{"confirmed", Activate(), 200, {}, {}},
        {"asked", Post("password/reset/", R"({"email":" GERALT@rivia.com "})"), 204, {}, {}}});
  EXPECT_EQ(TakeMail().to, "geralt@rivia.com");
  Play(
      {{"set", Confirm("fresh"), 200, {R"("account_key":"$admin")"}, {}},
       {"once", Confirm("other"), 400, {kBadToken}, {"account_key"}},
       {"opens", SignIn("fresh"), 200, {}, {}},
       {"the old one does not", SignIn("secret"), 401, {R"({"detail":"Invalid password."})"}, {}}});
}

TEST_P(SyncanoAccountMails, WhoRegisteredWithAnothersEmailLosesTheAccountToHim) {
  Play({{"asked", Post("password/reset/", R"({"email":"geralt@rivia.com"})"), 204, {}, {}}});
  TakeMail();
  Play({{"set", Confirm("fresh"), 200, {R"("account_key":")"}, {"$admin"}},
        {"the key of before is none",
         With("GET", "/v1.1/account/", "$admin"),
         403,
         {R"({"detail":"No such API Key."})"},
         {}}});
}

TEST_P(SyncanoAccountMails, AnUnknownEmailIsToldAndNotWrittenTo) {
  const std::string nobody = R"({"email":"nobody@nowhere.com"})";
  const std::string unknown = R"({"email":["Email not found."]})";
  Play({{"reset", Post("password/reset/", nobody), 400, {unknown}, {}},
        {"resend", Post("resend_email/", nobody), 400, {unknown}, {}},
        {"nothing",
         Post("password/reset/", "{}"),
         400,
         {R"({"email":["This field is required."]})"},
         {}}});
  EXPECT_TRUE(TakeMails().empty());
}

TEST_P(SyncanoAccountMails, AChangedEmailIsConfirmedAnew) {
  Play({{"sent again", Post("resend_email/", R"({"email":"geralt@rivia.com"})"), 204, {}, {}}});
  TakeMail();
  Play({{"confirmed", Activate(), 200, {R"("is_active":true)"}, {}},
        {"the same e-mail",
         With("PUT", "/v1.1/account/", "$admin", "", R"({"email":"Geralt@rivia.com"})"),
         200,
         {R"("is_active":true)"},
         {}}});
  EXPECT_TRUE(TakeMails().empty());
  Play({{"another",
         With("PATCH", "/v1.1/account/", "$admin", "", R"({"email":"wolf@rivia.com"})"),
         200,
         {R"("is_active":false)"},
         {"account_key"}},
        {"the old token is for the old e-mail", Activate(), 400, {kBadToken}, {}}});
  EXPECT_EQ(TakeMail().to, "wolf@rivia.com");
  Play({{"confirmed anew", Activate(), 200, {R"("is_active":true)"}, {}}});
}

TEST_P(SyncanoAccountMails, NobodyIsFlooded) {
  const Call ask = Post("password/reset/", R"({"email":"geralt@rivia.com"})");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(world_->Send(ask).status, 204);
  const Reply refused = world_->Send(ask);
  EXPECT_EQ(refused.status, 429) << refused.body;
  EXPECT_FALSE(refused.headers.at("Retry-After").empty());
  EXPECT_EQ(TakeMails().size(), 1U) << "asked for five times before it was sent";
  Play({{"others are not held up",
         Post("password/reset/", R"({"email":"emhyr@nilfgaard.com"})"),
         204,
         {},
         {}}});
  world_->clock().Advance(2 * 3600 * kSecond);
  Play({{"nor he for ever", ask, 204, {}, {}}});
}

TEST_P(SyncanoAccountMails, AMailIsTriedAgain) {
  Play({{"asked", Post("password/reset/", R"({"email":"geralt@rivia.com"})"), 204, {}, {}}});
  world_->mailer().failing = true;
  EXPECT_TRUE(TakeMails().empty());
  world_->mailer().failing = false;
  EXPECT_TRUE(TakeMails().empty()) << "not at once";
  world_->clock().Advance(60 * kSecond);
  EXPECT_EQ(TakeMail().to, "geralt@rivia.com");
  Play({{"its token is fresh", Confirm("fresh"), 200, {}, {}}});
  world_->clock().Advance(3600 * kSecond);
  EXPECT_TRUE(TakeMails().empty()) << "sent once";
}

TEST_P(SyncanoAccountMails, AnInvitationIsMailedAndMakesAnAccountJoin) {
  Play({{"invited",
         With("POST", "/v1.1/instances/rivia/invitations/", "$admin", "",
              R"({"email":"triss@aretuza.com","role":"write"})"),
         201,
         {},
         {}}});
  const mail::Mail mail = TakeMail();
  EXPECT_EQ(mail.to, "triss@aretuza.com");
  EXPECT_NE(mail.text.find("geralt@rivia.com invites you to administer \"rivia\""),
            std::string::npos);
  const auto join = [](const std::string& key) {
    return Register(R"({"email":"triss@aretuza.com","password":"secret","invitation_key":")" + key +
                    R"("})");
  };
  const std::string unknown = R"({"invitation_key":"Invitation not found."})";
  Play({{"an unknown key", join("$admin"), 400, {unknown}, {"account_key"}},
        {"no account was made",
         Post("auth/", R"({"email":"triss@aretuza.com","password":"secret"})"),
         401,
         {R"({"detail":"Invalid email."})"},
         {}},
        {"a taken e-mail",
         Register(R"({"email":"geralt@rivia.com","password":"x","invitation_key":"$invitation"})"),
         400,
         {R"({"email":["This field must be unique."]})"},
         {}},
        {"joined", join("$invitation"), 201, {R"("account_key":")"}, {}},
        {"a used key",
         Register(R"({"email":"b@x.org","password":"x","invitation_key":"$invitation"})"),
         400,
         {unknown},
         {}},
        {"the role",
         With("GET", "/v1.1/instances/rivia/admins/", "$admin"),
         200,
         {R"("role":"write","email":"triss@aretuza.com")"},
         {"b@x.org"}}});
}

TEST_P(SyncanoAccountMails, RegistrationMayNeedAnInvitation) {
  for (const Registration setting : {Registration::kByInvitation, Registration::kClosed}) {
    World::Settings settings;
    settings.registration = setting;
    const auto closed = MakeWorld(settings);
    const std::string disabled = R"({"detail":"Registration disabled."})";
    const bool by_invitation = setting == Registration::kByInvitation;
    scenarios::Play(
        *closed,
        {{"without", Register(R"({"email":"a@x.org","password":"x"})"), 400, {disabled}, {}},
         {"with a wrong one",
          Register(R"({"email":"a@x.org","password":"x","invitation_key":"x"})"),
          400,
          {by_invitation ? R"({"invitation_key":"Invitation not found."})" : disabled},
          {}}});
  }
}

GUILDHALL_EVERY_ENGINE(SyncanoAccountMails);

}  // namespace
}  // namespace guildhall::scenarios
