#include "mail/log_mailer.h"

#include "mail/letters.h"

namespace guildhall::mail {

Result<void> LogMailer::Send(const Mail& mail) {
  log_.Info("mail_to_log")
      .Field("kind", NameOf(mail.kind))
      .Field("about", mail.about)
      .Field("link", mail.link.Reveal());
  return {};
}

}  // namespace guildhall::mail
