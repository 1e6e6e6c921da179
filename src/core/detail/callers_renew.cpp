#include "base/bytes.h"
#include "core/detail/callers_shared.h"

namespace guildhall {

using detail::HasSession;
using detail::MakeAccessKeyCaller;
using detail::MakeApiKeyCaller;
using detail::MakeOperatorCaller;
using detail::MakeSessionCaller;
using detail::MayAct;
using detail::RoleIn;
using detail::Share;

Result<Caller> Callers::Shared::Renew(const Snapshot& snapshot, const Caller& caller) const {
  if (caller.operator_id) return RenewOperator(snapshot, caller);
  const bool by_access_key = caller.credential == Credential::kAccessKey;
  const bool by_session = caller.credential == Credential::kSession && caller.user;
  // Who has no credential, or the installation's, is who he was.
  if (!caller.api_key && !by_access_key && !by_session) return caller;
  GH_TRY(const std::int64_t epoch, snapshot.Epoch(caller.tenant));
  if (epoch == 0) return Fail(Errc::kUnauthenticated, "the tenant is gone");
  if (by_access_key) return RenewAccessKey(snapshot, caller, epoch);
  if (epoch == caller.epoch) return caller;
  return by_session ? RenewSession(snapshot, caller, epoch) : RenewApiKey(snapshot, caller, epoch);
}

Result<Caller> Callers::Shared::RenewApiKey(const Snapshot& snapshot, const Caller& caller,
                                            std::int64_t epoch) const {
  const ApiKeyView& former = *caller.api_key;
  GH_TRY(std::optional<ApiKey> row, snapshot.api_keys().Find(caller.tenant, former.row.id));
  if (!row || row->digest != former.row.digest) return Fail(Errc::kUnauthenticated);
  std::shared_ptr<const UserView> user;
  if (caller.user) {
    GH_TRY(std::optional<UserView> found,
           reader.FindUser(snapshot, caller.tenant, caller.user->user.id));
    if (found && found->user.active && found->user.key_digest == caller.user->user.key_digest) {
      user = Share(*std::move(found));
    }
  }
  return MakeApiKeyCaller(caller.tenant, epoch, Share(ApiKeyView{*std::move(row), former.key}),
                          std::move(user));
}

Result<Caller> Callers::Shared::RenewOperator(const Snapshot& snapshot,
                                              const Caller& caller) const {
  GH_TRY(const std::int64_t epoch, snapshot.Epoch(kSite));
  if (epoch == caller.epoch) return caller;
  const OperatorId id = *caller.operator_id;
  GH_TRY(const std::optional<OperatorRows::Key> key, snapshot.operators().FindKey(id));
  if (!key || key->digest != AsView(caller.operator_digest)) return Fail(Errc::kUnauthenticated);
  GH_TRY(const Role role, RoleIn(snapshot, caller.tenant, id));
  return MakeOperatorCaller(caller.tenant, epoch, id, key->digest, role);
}

Result<Caller> Callers::Shared::RenewSession(const Snapshot& snapshot, const Caller& caller,
                                             std::int64_t epoch) const {
  const User& former = caller.user->user;
  GH_TRY(std::optional<UserView> found, reader.FindUser(snapshot, caller.tenant, former.id));
  if (!found || found->user.uid != former.uid || !HasSession(*found, former.auth_version)) {
    return Guest(caller.tenant);
  }
  return MakeSessionCaller(caller.tenant, epoch, Share(*std::move(found)));
}

Result<Caller> Callers::Shared::RenewAccessKey(const Snapshot& snapshot, const Caller& caller,
                                               std::int64_t epoch) const {
  std::shared_ptr<const UserView> user = caller.user;
  if (epoch != caller.epoch) {
    const User& former = caller.user->user;
    GH_TRY(std::optional<UserView> found, reader.FindUser(snapshot, caller.tenant, former.id));
    if (!found || found->user.access_key_digest != former.access_key_digest) {
      return Fail(Errc::kUnauthenticated);
    }
    user = Share(*std::move(found));
  }
  // One who was inactive when he came is refused as well, whatever his dialect made of it.
  if (!MayAct(*user)) return Fail(Errc::kForbidden);
  return MakeAccessKeyCaller(caller.tenant, epoch, std::move(user));
}

}  // namespace guildhall
