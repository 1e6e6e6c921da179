#include "mail/letters.h"

#include <gtest/gtest.h>

namespace guildhall::mail {
namespace {

Letter AccountLetter(MailKind kind) {
  return {.kind = kind,
          .subject = 1,
          .to = "geralt@rivia.com",
          .uid = "MQ",
          .secret = Secret("abc-def")};
}

bool Holds(const Mail& mail, std::string_view text) {
  return mail.text.find(text) != std::string::npos;
}

TEST(Letters, HoldALinkAndWhatAnApplicationSends) {
  const Mail mail = WriteMail(AccountLetter(MailKind::kPasswordReset), "https://people.example");
  EXPECT_EQ(mail.to, "geralt@rivia.com");
  EXPECT_TRUE(
      Holds(mail, "https://people.example/account/password/reset/confirm/?uid=MQ&token=abc-def"));
  EXPECT_TRUE(Holds(mail, "uid: MQ\n"));
  EXPECT_TRUE(Holds(mail, "token: abc-def\n"));
}

TEST(Letters, HoldNoLinkWhereThereAreNoPages) {
  const Mail mail = WriteMail(AccountLetter(MailKind::kActivation), "");
  EXPECT_FALSE(Holds(mail, "/account/activate/"));
  EXPECT_TRUE(Holds(mail, "token: abc-def\n"));
  EXPECT_EQ(mail.link.Reveal(), "/account/activate/?uid=MQ&token=abc-def");
}

TEST(Letters, OfInvitationsSayWhoInvitesWhereto) {
  const Mail mail = WriteMail({.kind = MailKind::kInvitation,
                               .subject = 9,
                               .to = "triss@aretuza.com",
                               .secret = Secret("3c1f"),
                               .tenant = "rivia",
                               .inviter = "geralt@rivia.com"},
                              "https://people.example");
  EXPECT_TRUE(Holds(mail, "geralt@rivia.com invites you to administer \"rivia\"."));
  EXPECT_TRUE(Holds(mail, "/account/invitations/accept/?invitation_key=3c1f\n"));
  EXPECT_TRUE(Holds(mail, "invitation key: 3c1f\n"));
  EXPECT_FALSE(Holds(mail, "uid")) << "an invitation names no account";
}

TEST(Letters, OfUsersHoldACodeOrAPasswordAndNoLink) {
  Letter letter{.kind = MailKind::kUserPasswordReset,
                .subject = 4,
                .to = "ciri@example.com",
                .secret = Secret("abcde12345"),
                .tenant = "rivia"};
  const Mail code = WriteMail(letter, "https://people.example");
  EXPECT_TRUE(Holds(code, "code: abcde12345\n"));
  EXPECT_FALSE(Holds(code, "https://"));
  EXPECT_EQ(code.link.Reveal(), "");
  letter.kind = MailKind::kUserNewPassword;
  EXPECT_TRUE(Holds(WriteMail(letter, ""), "password: abcde12345\n"));
}

}  // namespace
}  // namespace guildhall::mail
