#include "mail/letters.h"

#include <string>

namespace guildhall::mail {
namespace {

std::string AccountQuery(const Letter& letter) {
  return "?uid=" + letter.uid + "&token=" + std::string(letter.secret.Reveal());
}

/// The page that acts, with what it needs; below `public_url`. "": there is none.
std::string PathOf(const Letter& letter) {
  switch (letter.kind) {
    case MailKind::kActivation:
      return "/account/activate/" + AccountQuery(letter);
    case MailKind::kPasswordReset:
      return "/account/password/reset/confirm/" + AccountQuery(letter);
    case MailKind::kInvitation:
      return "/account/invitations/accept/?invitation_key=" + std::string(letter.secret.Reveal());
    case MailKind::kUserPasswordReset:
    case MailKind::kUserNewPassword:
      return "";  // the application that the user knows asks him
  }
  GH_BUG("a mail of no known kind");
}

std::string SubjectOf(MailKind kind) {
  switch (kind) {
    case MailKind::kActivation:
      return "Confirm your e-mail address";
    case MailKind::kPasswordReset:
      return "Set a new password";
    case MailKind::kInvitation:
      return "You are invited";
    case MailKind::kUserPasswordReset:
      return "A code for a new password";
    case MailKind::kUserNewPassword:
      return "Your new password";
  }
  GH_BUG("a mail of no known kind");
}

std::string IntroductionOf(const Letter& letter) {
  switch (letter.kind) {
    case MailKind::kActivation:
      return "Somebody, most likely you, gave this address for an account. Please confirm it.\n";
    case MailKind::kPasswordReset:
      return "Somebody, most likely you, asked for a new password for your account.\n";
    case MailKind::kInvitation:
      return letter.inviter + " invites you to administer \"" + letter.tenant + "\".\n";
    case MailKind::kUserPasswordReset:
      return "Somebody, most likely you, asked for a new password for your account in \"" +
             letter.tenant + "\".\n";
    case MailKind::kUserNewPassword:
      return "Your account in \"" + letter.tenant + "\" has a new password.\n";
  }
  GH_BUG("a mail of no known kind");
}

std::string SecretsOf(const Letter& letter) {
  const std::string secret(letter.secret.Reveal());
  if (letter.kind == MailKind::kInvitation) return "  invitation key: " + secret + "\n";
  if (letter.kind == MailKind::kUserPasswordReset) {
    return "  code: " + secret + "\n\nThe code is good for an hour.\n";
  }
  if (letter.kind == MailKind::kUserNewPassword) {
    return "  password: " + secret + "\n\nPlease set one of your own when you have signed in.\n";
  }
  return "  uid: " + letter.uid + "\n  token: " + secret +
         "\n\nThe token is good for three days.\n";
}

}  // namespace

Mail WriteMail(const Letter& letter, std::string_view public_url) {
  const std::string path = PathOf(letter);
  Mail mail{.kind = letter.kind,
            .about = letter.subject,
            .to = letter.to,
            .subject = SubjectOf(letter.kind),
            .text = IntroductionOf(letter),
            .link = Secret(path.empty() ? "" : std::string(public_url) + path)};
  if (!public_url.empty() && !path.empty())
    mail.text += "\n  " + std::string(mail.link.Reveal()) + "\n";
  mail.text += "\nYour application may ask you for this:\n\n" + SecretsOf(letter);
  mail.text += "\nIf you expected no such mail, there is nothing to do.\n";
  return mail;
}

std::string_view NameOf(MailKind kind) {
  switch (kind) {
    case MailKind::kActivation:
      return "activation";
    case MailKind::kPasswordReset:
      return "password_reset";
    case MailKind::kInvitation:
      return "invitation";
    case MailKind::kUserPasswordReset:
      return "user_password_reset";
    case MailKind::kUserNewPassword:
      return "user_new_password";
  }
  GH_BUG("a mail of no known kind");
}

}  // namespace guildhall::mail
