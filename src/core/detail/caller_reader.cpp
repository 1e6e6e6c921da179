#include "core/detail/caller_reader.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "base/bytes.h"
#include "core/detail/hidden.h"

namespace guildhall::detail {
namespace {

/// What a membership gives to whoever acts by capabilities.
class CapabilityGroup {
 public:
  explicit CapabilityGroup(UserView& view) : view_(view) {
    named_ = DecodeHex(view.user.capability_group, id_);
  }

  void Meet(const Membership& membership, const Group& group) {
    if (!named_ || !membership.capable || group.object_id != id_) return;
    view_.capability_group_inactive = !group.active;
    if (group.active) given_ = Capabilities::Parse(group.capabilities);
  }
  void Finish() {
    view_.capabilities =
        EffectiveCapabilities(Capabilities::Parse(view_.user.capabilities),
                              !view_.user.capability_group.empty(), given_ ? &*given_ : nullptr);
  }

 private:
  UserView& view_;
  ObjectId id_{};
  bool named_ = false;
  std::optional<Capabilities> given_;
};

using GroupsById = absl::flat_hash_map<GroupId, std::shared_ptr<const Group>>;

/// The groups that these memberships lead to, each once.
Result<GroupsById> FindGroups(const Snapshot& snapshot, TenantId tenant,
                              std::span<const Membership> memberships) {
  std::vector<GroupId> ids;
  ids.reserve(memberships.size());
  for (const Membership& membership : memberships) ids.push_back(membership.group);
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  GroupsById groups;
  if (ids.empty()) return groups;
  GH_TRY(std::vector<Group> rows, snapshot.groups().FindMany(tenant, ids));
  for (Group& row : rows) {
    const GroupId id = row.id;
    groups.emplace(id, std::make_shared<const Group>(std::move(row)));
  }
  return groups;
}

/// His groups, and what they make of his capabilities. Of some memberships the group may be
/// missing.
void AddGroups(const GroupsById& groups, std::span<const Membership> memberships, UserView& view) {
  CapabilityGroup capability_group(view);
  for (const Membership& membership : memberships) {
    const auto found = groups.find(membership.group);
    if (found == groups.end()) continue;
    const std::shared_ptr<const Group>& group = found->second;
    capability_group.Meet(membership, *group);
    if (group->active) view.active_groups.push_back(group->id);
    if (!IsSystem(group->id)) view.groups.push_back(group);
  }
  std::ranges::sort(view.active_groups);
  capability_group.Finish();
}

Result<void> AddGroups(const Snapshot& snapshot, TenantId tenant, std::span<UserView> views) {
  std::vector<UserId> ids;
  ids.reserve(views.size());
  for (const UserView& view : views) ids.push_back(view.user.id);
  GH_TRY(const std::vector<Membership> all, snapshot.memberships().AllOfUsers(tenant, ids));
  GH_TRY(const GroupsById groups, FindGroups(snapshot, tenant, all));
  for (UserView& view : views) {
    const auto [first, last] = std::ranges::equal_range(all, view.user.id, {}, &Membership::user);
    AddGroups(groups, std::span(first, last), view);
  }
  return {};
}

}  // namespace

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
  GH_TRY(Secret key, OpenKey(KeyKind::kUserKey, tenant, row->key_sealed));
  GH_TRY(UserView view, MakeView(snapshot, tenant, *std::move(row), std::move(key)));
  return std::optional<UserView>(std::move(view));
}

Result<std::vector<UserView>> CallerReader::FindUsers(const Snapshot& snapshot, TenantId tenant,
                                                      std::span<const UserId> ids) const {
  GH_TRY(std::vector<User> rows, snapshot.users().FindMany(tenant, ids));
  std::vector<Secret> keys;
  keys.reserve(rows.size());
  for (const User& row : rows) {
    GH_TRY(Secret key, OpenKey(KeyKind::kUserKey, tenant, row.key_sealed));
    keys.push_back(std::move(key));
  }
  return MakeViews(snapshot, tenant, std::move(rows), std::move(keys));
}

Result<Secret> CallerReader::OpenKey(KeyKind kind, TenantId tenant, std::string_view sealed) const {
  if (sealed.empty()) return Secret();
  std::optional<Secret> key = credentials_.Open(kind, tenant, sealed);
  if (!key) return Fail(Errc::kInternal, "a user's key does not open under this data key");
  return *std::move(key);
}

Result<UserView> CallerReader::MakeView(const Snapshot& snapshot, TenantId tenant, User row,
                                        Secret key) const {
  std::vector<User> rows;
  rows.push_back(std::move(row));
  std::vector<Secret> keys;
  keys.push_back(std::move(key));
  GH_TRY(std::vector<UserView> views,
         MakeViews(snapshot, tenant, std::move(rows), std::move(keys)));
  return std::move(views.front());
}

Result<std::vector<UserView>> CallerReader::MakeViews(const Snapshot& snapshot, TenantId tenant,
                                                      std::vector<User> rows,
                                                      std::vector<Secret> keys) const {
  std::vector<UserView> views;
  views.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    UserView& view = views.emplace_back();
    view.user = std::move(rows[i]);
    view.user_key = std::move(keys[i]);
    GH_TRY(view.access_key, OpenKey(KeyKind::kAccessKey, tenant, view.user.access_key_sealed));
    view.user.password_hash = {};
    view.user.key_sealed = {};
    view.user.access_key_sealed = {};
  }
  GH_CHECK(AddProfiles(snapshot, tenant, views));
  GH_CHECK(AddGroups(snapshot, tenant, views));
  return views;
}

Result<void> CallerReader::AddProfiles(const Snapshot& snapshot, TenantId tenant,
                                       std::span<UserView> views) const {
  std::vector<RecordId> ids;
  for (const UserView& view : views) {
    if (!IsSystem(view.user.id)) ids.push_back(view.user.profile);
  }
  if (ids.empty()) return {};
  GH_TRY(std::vector<Record> profiles, snapshot.records().FindMany(tenant, kProfiles, ids));
  std::optional<Hidden> hidden;
  // Both are in the same order.
  auto profile = profiles.begin();
  for (UserView& view : views) {
    if (IsSystem(view.user.id)) continue;
    if (profile == profiles.end() || profile->id != view.user.profile) {
      return Fail(Errc::kInternal, "a user without a profile");
    }
    view.profile = std::move(*profile++);
    // The usual profile is shared with no group, and asks nothing.
    if (view.profile.access.grants.empty() && !view.profile.access.primary_group) continue;
    if (!hidden) {
      GH_TRY(hidden, removals_.HiddenIn(snapshot, tenant));
    }
    view.profile.access = WithoutHidden(*hidden, std::move(view.profile.access));
  }
  return {};
}

}  // namespace guildhall::detail
