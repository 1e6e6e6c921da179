#include "core/detail/caller_reader.h"

#include <algorithm>
#include <utility>

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

/// His groups, and what they make of his capabilities.
Result<void> AddGroups(const Snapshot& snapshot, TenantId tenant, UserView& view) {
  GH_TRY(const std::vector<Membership> memberships,
         snapshot.memberships().AllOfUser(tenant, view.user.id));
  std::vector<GroupId> ids;
  ids.reserve(memberships.size());
  for (const Membership& membership : memberships) ids.push_back(membership.group);
  std::vector<Group> groups;
  if (!ids.empty()) {
    GH_TRY(groups, snapshot.groups().FindMany(tenant, ids));
  }
  CapabilityGroup capability_group(view);
  auto membership = memberships.begin();
  for (Group& group : groups) {
    // Both are in the same order, and some groups may be missing.
    while (membership != memberships.end() && membership->group != group.id) ++membership;
    if (membership == memberships.end()) return Fail(Errc::kInternal, "a group nobody asked for");
    capability_group.Meet(*membership, group);
    if (group.active) view.active_groups.push_back(group.id);
    if (IsSystem(group.id)) continue;
    view.groups.push_back(std::make_shared<const Group>(std::move(group)));
  }
  std::ranges::sort(view.active_groups);
  capability_group.Finish();
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

Result<Secret> CallerReader::OpenKey(KeyKind kind, TenantId tenant, std::string_view sealed) const {
  if (sealed.empty()) return Secret();
  std::optional<Secret> key = credentials_.Open(kind, tenant, sealed);
  if (!key) return Fail(Errc::kInternal, "a user's key does not open under this data key");
  return *std::move(key);
}

Result<UserView> CallerReader::MakeView(const Snapshot& snapshot, TenantId tenant, User row,
                                        Secret key) const {
  UserView view{.user = std::move(row), .user_key = std::move(key), .profile = {}};
  GH_TRY(view.access_key, OpenKey(KeyKind::kAccessKey, tenant, view.user.access_key_sealed));
  view.user.password_hash = {};
  view.user.key_sealed = {};
  view.user.access_key_sealed = {};
  if (!IsSystem(view.user.id)) {
    GH_TRY(std::optional<Record> profile,
           snapshot.records().Find(tenant, kProfiles, view.user.profile));
    if (!profile) return Fail(Errc::kInternal, "a user without a profile");
    view.profile = *std::move(profile);
    // The usual profile is shared with no group, and asks nothing.
    if (!view.profile.access.grants.empty() || view.profile.access.primary_group) {
      GH_TRY(const Hidden hidden, removals_.HiddenIn(snapshot, tenant));
      view.profile.access = WithoutHidden(hidden, std::move(view.profile.access));
    }
  }
  GH_CHECK(AddGroups(snapshot, tenant, view));
  return view;
}

}  // namespace guildhall::detail
