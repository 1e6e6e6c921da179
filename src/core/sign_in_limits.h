#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "core/ids.h"

namespace guildhall {

/// Limits failed sign-ins per account and per address, registrations per address, and mails
/// that are asked for, over a sliding window. Kept in memory, bounded: when full, the oldest
/// entries go. Thread-safe.
class SignInLimits {
 public:
  struct Options {
    std::int32_t failures_per_account = 10;
    std::int32_t failures_per_address = 300;
    std::int64_t failure_window_seconds = std::int64_t{15} * 60;
    std::int32_t registrations_per_address = 300;
    std::int64_t registration_window_seconds = std::int64_t{60} * 60;
    std::int32_t mails_per_recipient = 5;
    std::int32_t mails_per_address = 100;  ///< asked for from one address
    std::int64_t mail_window_seconds = std::int64_t{60} * 60;
    std::size_t max_entries = 100'000;  ///< of each kind
  };

  SignInLimits(Options options, const Clock& clock);
  ~SignInLimits();

  /// kThrottled with the wait in seconds (Problem{"", kRetryAfter, seconds}) when the account or
  /// the address has used up its failures. Call before the password is looked at. `account` is the
  /// normalised name, whether or not it exists; the site stands for operators.
  Result<void> CheckSignIn(std::string_view address, TenantId tenant, std::string_view account);
  void CountFailure(std::string_view address, TenantId tenant, std::string_view account);
  /// A success clears the account's failures, not the address's.
  void CountSuccess(TenantId tenant, std::string_view account);
  /// Counts one, or refuses with kThrottled.
  Result<void> CountRegistration(std::string_view address);
  /// Counts a mail that somebody at `address` asks for, whether or not it will be sent, or refuses
  /// with kThrottled. `recipient` is a normalised e-mail.
  Result<void> CountMail(std::string_view address, std::string_view recipient);

 private:
  struct State;
  Options options_;
  const Clock& clock_;
  std::unique_ptr<State> state_;
};

}  // namespace guildhall
