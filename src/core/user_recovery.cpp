#include "core/user_recovery.h"

#include <utility>

#include "base/crypto.h"
#include "base/hmac.h"
#include "base/strings.h"
#include "core/detail/queue_mail.h"
#include "core/events.h"
#include "core/users.h"

namespace guildhall {
namespace {

constexpr std::int64_t kMicroseconds = 1'000'000;
/// Five bits each. Letters that people take for others are left out.
constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kCodeLength = 10;
constexpr std::size_t kPasswordLength = 20;
// Those whose mails are long gone make room, some with each new one.
constexpr std::int64_t kKeptSeconds = std::int64_t{24} * 60 * 60;
constexpr std::int32_t kRemovedAtOnce = 100;

/// `length` characters that follow from the data key, the reset and the purpose; at most 32.
Secret Derive(const Credentials& credentials, std::string_view purpose,
              const UserPasswordReset& reset, std::size_t length) {
  std::string text(purpose);
  for (const std::int64_t number :
       {reset.id, reset.tenant.value(), reset.user.value(), reset.auth_version}) {
    text += '\n' + std::to_string(number);
  }
  const auto bytes = HmacSha256(credentials.UserRecoverySecret(), text);
  std::string made;
  for (std::size_t i = 0; i < length; ++i) made += kAlphabet[bytes[i] % kAlphabet.size()];
  return Secret(std::move(made));
}

bool IsGood(const UserPasswordReset& reset, const User& user, Time now) {
  const std::int64_t age = now.microseconds() - reset.created_at.microseconds();
  return !reset.used && reset.attempts < UserRecovery::kMaxAttempts && user.active &&
         user.auth_version == reset.auth_version &&
         age <= UserRecovery::kLifetimeSeconds * kMicroseconds;
}

/// The user who reads the mails of this address, with his reset.
struct Asking {
  User user;
  UserPasswordReset reset;
};
Result<std::optional<Asking>> FindAsking(const Snapshot& snapshot, TenantId tenant,
                                         std::string_view email) {
  const std::string name = NormalizeName(email);
  GH_TRY(std::optional<User> user, snapshot.users().FindByName(tenant, name));
  if (!user || user->email != name) return std::optional<Asking>();
  GH_TRY(const auto reset, snapshot.password_resets().FindOfUser(tenant, user->id));
  if (!reset) return std::optional<Asking>();
  return std::optional(Asking{*std::move(user), *reset});
}

}  // namespace

Secret UserRecovery::CodeOf(const UserPasswordReset& reset) const {
  return Derive(credentials_, "code", reset, kCodeLength);
}

Secret UserRecovery::PasswordOf(const UserPasswordReset& reset) const {
  return Derive(credentials_, "password", reset, kPasswordLength);
}

Result<void> UserRecovery::Request(Transaction& tx, TenantId tenant, std::string_view email) const {
  const Time now = tx.Now(kSite);
  GH_CHECK(tx.password_resets().RemoveBefore(
      Time(now.microseconds() - kKeptSeconds * kMicroseconds), kRemovedAtOnce));
  const std::string name = NormalizeName(email);
  GH_TRY(const std::optional<User> user, tx.users().FindByName(tenant, name));
  if (!user || !user->active || user->email != name) return {};
  UserPasswordReset reset;
  reset.id = tx.Next(kSite, Sequence::kPasswordReset);
  reset.tenant = tenant;
  reset.user = user->id;
  reset.auth_version = user->auth_version;
  reset.created_at = now;
  GH_CHECK(tx.password_resets().Put(reset));
  return detail::QueueMail(tx, MailKind::kUserPasswordReset, reset.id);
}

Result<std::optional<UserRecovery::Granted>> UserRecovery::Check(const Snapshot& snapshot,
                                                                 TenantId tenant,
                                                                 std::string_view email,
                                                                 std::string_view code) const {
  GH_TRY(const std::optional<Asking> asking, FindAsking(snapshot, tenant, email));
  // What is not there costs a comparison too.
  const UserPasswordReset reset = asking ? asking->reset : UserPasswordReset();
  const bool right = SameBytes(ToLowerAscii(Trim(code)), CodeOf(reset).Reveal());
  if (!asking || !right || !IsGood(reset, asking->user, clock_.Now())) {
    return std::optional<Granted>();
  }
  return std::optional(Granted{asking->user.id, PasswordOf(reset), reset.id});
}

Result<void> UserRecovery::CountFailure(Transaction& tx, TenantId tenant,
                                        std::string_view email) const {
  GH_TRY(std::optional<Asking> asking, FindAsking(tx, tenant, email));
  if (!asking || asking->reset.attempts >= kMaxAttempts) return {};
  ++asking->reset.attempts;
  return tx.password_resets().Update(asking->reset);
}

Result<void> UserRecovery::Finish(Transaction& tx, TenantId tenant, const Granted& granted,
                                  const std::string& password_hash) const {
  GH_TRY(std::optional<UserPasswordReset> reset,
         tx.password_resets().FindOfUser(tenant, granted.user));
  GH_TRY(std::optional<User> user, tx.users().Find(tenant, granted.user));
  const bool good =
      reset && user && reset->id == granted.reset && IsGood(*reset, *user, tx.Now(kSite));
  if (!good) return Fail(Errc::kNotFound);
  user->password_hash = password_hash;
  user->password_set_at = user->updated_at = tx.Now(tenant);
  ++user->auth_version;
  GH_CHECK(tx.users().Update(tenant, *user));
  reset->used = true;
  GH_CHECK(tx.password_resets().Update(*reset));
  GH_CHECK(detail::QueueMail(tx, MailKind::kUserNewPassword, reset->id));
  Caller self;
  self.tenant = tenant;
  return WriteEvent(tx, self, tenant, EventKind::kUserUpdated, user->id.value());
}

}  // namespace guildhall
