#include "core/detail/caller_reader.h"

#include <algorithm>
#include <utility>

namespace guildhall::detail {

Result<std::optional<ApiKeyView>> CallerReader::FindApiKey(const Snapshot& snapshot,
                                                           const KeyBytes& key) const {
  GH_TRY(std::optional<ApiKey> row,
         snapshot.api_keys().FindByDigest(credentials_.Digest(KeyKind::kApiKey, key)));
  if (!row) return std::optional<ApiKeyView>();
  return std::optional<ApiKeyView>({*std::move(row), TextOf(key)});
}

Result<std::optional<UserView>> CallerReader::FindUserByKey(const Snapshot& snapshot,
                                                            TenantId tenant,
                                                            const KeyBytes& key) const {
  GH_TRY(std::optional<User> row,
         snapshot.users().FindByKey(tenant, credentials_.Digest(KeyKind::kUserKey, key)));
  if (!row || !row->active) return std::optional<UserView>();
  GH_TRY(UserView view, MakeView(snapshot, tenant, *std::move(row), TextOf(key)));
  return std::optional<UserView>(std::move(view));
}

Result<std::optional<UserView>> CallerReader::FindUser(const Snapshot& snapshot, TenantId tenant,
                                                       UserId id) const {
  GH_TRY(std::optional<User> row, snapshot.users().Find(tenant, id));
  if (!row) return std::optional<UserView>();
  std::optional<Secret> key = credentials_.Open(KeyKind::kUserKey, tenant, row->key_sealed);
  if (!key) return Fail(Errc::kInternal, "a user key does not open under this data key");
  GH_TRY(UserView view, MakeView(snapshot, tenant, *std::move(row), *std::move(key)));
  return std::optional<UserView>(std::move(view));
}

Result<UserView> CallerReader::MakeView(const Snapshot& snapshot, TenantId tenant, User row,
                                        Secret key) {
  UserView view{.user = std::move(row), .user_key = std::move(key), .profile = {}};
  view.user.password_hash = {};
  view.user.key_sealed = {};

  GH_TRY(std::optional<Record> profile,
         snapshot.records().Find(tenant, kProfiles, view.user.profile));
  if (!profile) return Fail(Errc::kInternal, "a user without a profile");
  view.profile = *std::move(profile);

  GH_TRY(const std::vector<Membership> memberships,
         snapshot.memberships().AllOfUser(tenant, view.user.id));
  std::vector<GroupId> ids;
  ids.reserve(memberships.size());
  for (const Membership& membership : memberships) ids.push_back(membership.group);
  if (ids.empty()) return view;

  GH_TRY(std::vector<Group> groups, snapshot.groups().FindMany(tenant, ids));
  view.groups.reserve(groups.size());
  for (Group& group : groups) {
    if (group.active) view.active_groups.push_back(group.id);
    view.groups.push_back(std::make_shared<const Group>(std::move(group)));
  }
  std::ranges::sort(view.active_groups);
  return view;
}

}  // namespace guildhall::detail
