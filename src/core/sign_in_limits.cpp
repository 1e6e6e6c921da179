#include "core/sign_in_limits.h"

#include <mutex>
#include <utility>

#include <absl/hash/hash.h>

#include "core/detail/sliding_counts.h"

namespace guildhall {
namespace {

constexpr std::int64_t kMicroseconds = 1'000'000;

// Entries are found by a hash, because names may be long; a collision only lets two share a limit.
std::uint64_t HashOf(std::string_view address) {
  return absl::HashOf(address.size(), std::hash<std::string_view>{}(address));
}

std::uint64_t HashOf(TenantId tenant, std::string_view account) {
  return absl::HashOf(tenant.value(), account.size(), std::hash<std::string_view>{}(account));
}

Result<void> Throttle(std::int64_t wait_microseconds) {
  if (wait_microseconds <= 0) return {};
  const std::int64_t seconds = (wait_microseconds + kMicroseconds - 1) / kMicroseconds;
  return Fail(Errc::kThrottled, Problem{"", Reason::kRetryAfter, seconds});
}

}  // namespace

struct SignInLimits::State {
  explicit State(const Options& options)
      : accounts({options.failures_per_account, options.failure_window_seconds * kMicroseconds,
                  options.max_entries}),
        addresses({options.failures_per_address, options.failure_window_seconds * kMicroseconds,
                   options.max_entries}),
        registrations({options.registrations_per_address,
                       options.registration_window_seconds * kMicroseconds, options.max_entries}),
        recipients({options.mails_per_recipient, options.mail_window_seconds * kMicroseconds,
                    options.max_entries}),
        mail_addresses({options.mails_per_address, options.mail_window_seconds * kMicroseconds,
                        options.max_entries}) {}

  std::mutex mutex;  // guards what follows; taken at sign-ins only
  detail::SlidingCounts accounts;
  detail::SlidingCounts addresses;
  detail::SlidingCounts registrations;
  detail::SlidingCounts recipients;
  detail::SlidingCounts mail_addresses;
};

SignInLimits::SignInLimits(Options options, const Clock& clock)
    : options_(options), clock_(clock), state_(std::make_unique<State>(options)) {}

SignInLimits::~SignInLimits() = default;

Result<void> SignInLimits::CheckSignIn(std::string_view address, TenantId tenant,
                                       std::string_view account) {
  const Time now = clock_.Now();
  const std::lock_guard lock(state_->mutex);
  return Throttle(std::max(state_->accounts.Wait(HashOf(tenant, account), now),
                           state_->addresses.Wait(HashOf(address), now)));
}

void SignInLimits::CountFailure(std::string_view address, TenantId tenant,
                                std::string_view account) {
  const Time now = clock_.Now();
  const std::lock_guard lock(state_->mutex);
  state_->accounts.Count(HashOf(tenant, account), now);
  state_->addresses.Count(HashOf(address), now);
}

void SignInLimits::CountSuccess(TenantId tenant, std::string_view account) {
  const std::lock_guard lock(state_->mutex);
  state_->accounts.Forget(HashOf(tenant, account));
}

Result<void> SignInLimits::CountRegistration(std::string_view address) {
  const Time now = clock_.Now();
  const std::uint64_t entry = HashOf(address);
  const std::lock_guard lock(state_->mutex);
  GH_CHECK(Throttle(state_->registrations.Wait(entry, now)));
  state_->registrations.Count(entry, now);
  return {};
}

Result<void> SignInLimits::CountMail(std::string_view address, std::string_view recipient) {
  const Time now = clock_.Now();
  const std::uint64_t to = HashOf(recipient);
  const std::uint64_t from = HashOf(address);
  const std::lock_guard lock(state_->mutex);
  GH_CHECK(
      Throttle(std::max(state_->recipients.Wait(to, now), state_->mail_addresses.Wait(from, now))));
  state_->recipients.Count(to, now);
  state_->mail_addresses.Count(from, now);
  return {};
}

}  // namespace guildhall
