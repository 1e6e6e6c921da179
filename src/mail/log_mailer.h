#pragma once

#include "base/log.h"
#include "mail/mailer.h"

namespace guildhall::mail {

/// Stands in for a mail server that nobody configured: the link goes to the operator's log, once,
/// so that whoever runs the server can pass it on. The one place where the log holds a credential.
class LogMailer final : public Mailer {
 public:
  explicit LogMailer(Log& log) : log_(log) {}
  Result<void> Send(const Mail& mail) override;

 private:
  Log& log_;
};

}  // namespace guildhall::mail
