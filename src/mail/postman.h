#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "base/log.h"
#include "core/core.h"
#include "mail/mailer.h"

namespace guildhall::mail {

/// Sends what waits in the outbox. A mail that cannot be sent is tried again, later and later, and
/// given up after `Outbox::kMaxAttempts`. Several nodes may do this over one database: each mail is
/// claimed by one of them.
class Postman {
 public:
  /// What is given must outlive this. `public_url` as for `WriteMail`.
  Postman(Core& core, Mailer& mailer, Log& log, std::string public_url);
  ~Postman();
  Postman(const Postman&) = delete;
  Postman& operator=(const Postman&) = delete;

  /// Looks for mails once a second on a thread of its own, until `Stop`. Once.
  void Start();
  /// Ends the mail that is being sent, and waits. Call before the store is closed. Calling it again
  /// does nothing.
  void Stop();

  /// Tries everything that is due now, on the calling thread, and returns how many mails were sent.
  /// What `Start` does each time. Errors: the store's.
  Result<std::int32_t> DeliverDue();

 private:
  Result<bool> Deliver(const WaitingMail& seen);
  Result<bool> Send(const WaitingMail& claimed);
  Result<void> Finish(const WaitingMail& claimed);
  void Run();
  [[nodiscard]] bool stopping();

  Core& core_;
  Mailer& mailer_;
  Log& log_;
  const std::string public_url_;
  std::mutex mutex_;  // guards the flag
  std::condition_variable wake_;
  bool stopping_ = false;
  bool failing_ = false;  // the store could not be read the last time
  std::thread thread_;
};

}  // namespace guildhall::mail
