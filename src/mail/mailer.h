#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "core/tenant.h"

namespace guildhall::mail {

/// A mail as it is handed over.
struct Mail {
  MailKind kind{};
  std::int64_t about = 0;  ///< the number of the operator or invitation
  std::string to{};        ///< an address without control characters, white space or brackets
  std::string subject{};   ///< one line of ASCII
  std::string text{};      ///< UTF-8, lines ending in a line feed; holds what opens an account
  Secret link{};           ///< what of it lets the addressee act
};

/// Where mails go: a seam, so that tests own it. Called from one thread at a time.
class Mailer {
 public:
  virtual ~Mailer() = default;
  /// Returns when somebody else has taken the mail over. May wait, for at most half a minute.
  /// kUnavailable when trying later may help; `detail` names no address.
  virtual Result<void> Send(const Mail& mail) = 0;
  /// Ends a `Send` that waits, within about a second, and every later one. Thread-safe.
  virtual void Stop() {}
};

}  // namespace guildhall::mail
