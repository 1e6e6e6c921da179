#include <algorithm>

#include "core/detail/callers_shared.h"

namespace guildhall::detail {
namespace {

/// The digest as a caller carries it; other lengths do not exist.
std::array<std::uint8_t, 32> DigestOf(std::string_view digest) {
  std::array<std::uint8_t, 32> bytes{};
  if (digest.size() != bytes.size()) GH_BUG("a digest of another length");
  std::ranges::copy(digest, bytes.begin());
  return bytes;
}

}  // namespace

Caller MakeApiKeyCaller(TenantId tenant, std::int64_t epoch,
                        std::shared_ptr<const ApiKeyView> api_key,
                        std::shared_ptr<const UserView> user) {
  Caller caller{.tenant = tenant, .credential = Credential::kKey, .epoch = epoch};
  caller.powers = PowersOf(api_key->row.flags, user != nullptr);
  caller.api_key = std::move(api_key);
  caller.user = std::move(user);
  return caller;
}

Caller MakeOperatorCaller(TenantId tenant, std::int64_t epoch, OperatorId id,
                          std::string_view digest, Role role) {
  Caller caller{.tenant = tenant, .credential = Credential::kKey, .epoch = epoch};
  caller.operator_id = id;
  caller.operator_digest = DigestOf(digest);
  caller.role = role;
  caller.powers = PowersOf(role);
  return caller;
}

bool HasSession(const UserView& user, std::int64_t auth_version) {
  return !IsSystem(user.user.id) && user.user.active && user.user.auth_version == auth_version;
}

Caller MakeSessionCaller(TenantId tenant, std::int64_t epoch,
                         std::shared_ptr<const UserView> user) {
  Caller caller{.tenant = tenant, .credential = Credential::kSession, .epoch = epoch};
  if (user->administrator()) caller.powers = PowersOfAdministrator();
  caller.user = std::move(user);
  return caller;
}

bool MayAct(const UserView& user) { return user.user.active && !user.capability_group_inactive; }

Caller MakeAccessKeyCaller(TenantId tenant, std::int64_t epoch,
                           std::shared_ptr<const UserView> user) {
  Caller caller{.tenant = tenant, .credential = Credential::kAccessKey, .epoch = epoch};
  if (MayAct(*user)) caller.powers = PowersOf(user->capabilities);
  caller.user = std::move(user);
  return caller;
}

Result<Role> RoleIn(const Snapshot& snapshot, TenantId tenant, OperatorId id) {
  if (tenant == kSite) return Role::kNone;
  return snapshot.tenants().RoleOf(tenant, id);
}

}  // namespace guildhall::detail
