#include "dialects/shared/password_sign_in.h"

#include <optional>
#include <utility>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/random.h"

namespace guildhall::dialects {
namespace {

constexpr std::int64_t kMinute = 60'000'000;  // microseconds

/// Of a password that is not kept, so that nobody knows it: whoever is unknown is checked against
/// it.
const std::string& HashOfNobody() {
  static const std::string hash = [] {
    SystemRandom random;
    return HashPassword(Secret(ToHex(AsView(RandomBytes<20>(random)))));
  }();
  return hash;
}

bool IsWithinAMinute(Time earlier, Time now) {
  const std::int64_t since = now.microseconds() - earlier.microseconds();
  return since >= 0 && since < kMinute;
}

}  // namespace

PasswordSignIn::PasswordSignIn(Core& core) : core_(core) { HashOfNobody(); }

Result<bool> PasswordSignIn::IsRight(const http::Request& request, TenantId tenant,
                                     std::string_view name, std::string_view hash,
                                     const Secret& password) const {
  SignInLimits& limits = core_.sign_in_limits();
  GH_CHECK(limits.CheckSignIn(request.address, tenant, name));
  const bool matches =
      VerifyPassword(hash.empty() ? std::string_view(HashOfNobody()) : hash, password);
  const bool right = matches && !hash.empty();
  if (right) {
    limits.CountSuccess(tenant, name);
  } else {
    limits.CountFailure(request.address, tenant, name);
  }
  return right;
}

Result<User> PasswordSignIn::Check(const http::Request& request, TenantId tenant,
                                   std::string_view name, const Secret& password) const {
  auto found =
      core_.Read(request.patience, [&](const Snapshot& snapshot) -> Result<std::optional<User>> {
        return core_.users().FindForSignIn(snapshot, tenant, name);
      });
  GH_TRY(std::optional<User> user, std::move(found));
  GH_TRY(const bool right, IsRight(request, tenant, NormalizeName(name),
                                   user ? std::string_view(user->password_hash) : "", password));
  if (right) return std::move(*user);
  return Fail(Errc::kUnauthenticated,
              Problem{"", user ? Reason::kWrongPassword : Reason::kUnknownAccount});
}

PasswordSignIn::Recording PasswordSignIn::RecordingOf(TenantId tenant, const User& user,
                                                      const Secret& password) const {
  std::optional<std::string> hash;
  if (NeedsRehash(user.password_hash)) hash = HashPassword(password);
  if (!hash && IsWithinAMinute(user.last_sign_in_at, core_.clock().Now())) return nullptr;
  return [core = &core_, tenant, id = user.id, hash = std::move(hash), former = user.password_hash](
             Transaction& tx) { return core->users().RecordSignIn(tx, tenant, id, hash, former); };
}

}  // namespace guildhall::dialects
