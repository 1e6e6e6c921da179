#pragma once

#include <atomic>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "mail/mailer.h"

namespace guildhall::mail {

/// A mail server. `url` is smtp://host:port or smtps://host:port. Mails go encrypted, the server's
/// certificate is checked, and a server that cannot is refused; on a loopback address encryption is
/// used where it is offered.
struct SmtpOptions {
  std::string url{};  ///< empty: no mail server
  std::string from{};
  std::string username{};  ///< empty: no authentication
  Secret password{};
};

/// Hands mails over to a mail server, one connection each.
class SmtpMailer final : public Mailer {
 public:
  SmtpMailer(SmtpOptions options, const Clock& clock, Random& random);
  Result<void> Send(const Mail& mail) override;
  void Stop() override { stopping_ = true; }

 private:
  [[nodiscard]] std::string MessageOf(const Mail& mail) const;

  SmtpOptions options_;
  bool trusted_network_;  // the server is on this machine
  const Clock& clock_;
  Random& random_;
  std::atomic<bool> stopping_ = false;
};

/// Whether a mail server can be named so: its scheme is smtp or smtps, and it has a host.
bool IsSmtpUrl(const std::string& url);

}  // namespace guildhall::mail
