#include "core/detail/tenant_cache.h"

#include <algorithm>

#include "base/bytes.h"
#include "core/detail/access_keys.h"

namespace guildhall::detail {
namespace {

constexpr std::size_t kMaxNotedGroups = 4096;
constexpr std::size_t kMaxSharedGroups = 65'536;
/// Hash table slots and reference counts of an item.
constexpr std::size_t kItemOverhead = 160;

std::size_t BytesOf(const std::string& text) { return text.size() > 15 ? text.capacity() + 16 : 0; }

std::size_t BytesOf(const Fields& fields) {
  std::size_t bytes = fields.capacity() * sizeof(Fields::value_type);
  for (const auto& [number, value] : fields) {
    if (const auto* text = std::get_if<std::string>(&value)) bytes += BytesOf(*text);
  }
  return bytes;
}

// The key itself, and the way to its user.
std::size_t BytesOfAccessKey(const Secret& key) {
  return key.empty() ? 0 : 2 * key.Reveal().size() + AccessKeys::kEntryBytes;
}

// Groups are shared between views, so a view counts its pointers only.
std::size_t BytesOf(const UserView& view) {
  const User& user = view.user;
  return sizeof(TenantCache::Users::Item) + kItemOverhead + BytesOf(user.username) +
         BytesOf(user.email) + BytesOf(user.display_name) + BytesOf(user.first_name) +
         BytesOf(user.last_name) + BytesOf(user.key_digest) + BytesOf(user.access_key_digest) +
         BytesOf(user.capabilities) + BytesOf(user.capability_group) + view.capabilities.bytes() +
         BytesOfAccessKey(view.access_key) + user.access.grants.capacity() * sizeof(Grant) +
         view.user_key.Reveal().size() + BytesOf(view.profile.fields) + BytesOf(view.profile.room) +
         view.profile.access.grants.capacity() * sizeof(Grant) +
         view.active_groups.capacity() * sizeof(GroupId) +
         view.groups.capacity() * sizeof(std::shared_ptr<const Group>);
}

std::size_t BytesOf(const ApiKeyView& view) {
  return sizeof(TenantCache::ApiKeys::Item) + kItemOverhead + BytesOf(view.row.description) +
         BytesOf(view.row.digest) + BytesOf(view.row.sealed) + view.key.Reveal().size();
}

/// Whoever is found is about to be shown: his lines of memory, of which none is likely to be at
/// hand, are asked for together instead of one after another.
void Fetch(const TenantCache::Users::Item& user) {
  constexpr std::size_t kLine = 64;
  const char* const bytes = reinterpret_cast<const char*>(&user);
  for (std::size_t at = 0; at < sizeof user; at += kLine) __builtin_prefetch(bytes + at);
}

std::optional<KeyBytes> KeyOf(const Secret& shown) {
  KeyBytes key{};
  if (!DecodeHex(shown.Reveal(), key)) return std::nullopt;
  return key;
}

}  // namespace

const TenantCache::ApiKeys::Pointer* TenantCache::FindApiKey(const KeyBytes& key) const {
  const ApiKeys::Pointer* found = api_keys_.FindByKey(key);
  if (found == nullptr || (*found)->read_at < trusted_from_ || in_doubt()) return nullptr;
  (*found)->used = true;
  return found;
}

const TenantCache::Users::Pointer* TenantCache::FindUserByKey(const KeyBytes& key) const {
  const Users::Pointer* found = users_.FindByKey(key);
  if (found == nullptr) return nullptr;
  Fetch(**found);
  return IsFresh(**found) ? found : nullptr;
}

const TenantCache::Users::Pointer* TenantCache::FindUser(UserId id) const {
  const Users::Pointer* found = users_.Find(id);
  return found != nullptr && IsFresh(**found) ? found : nullptr;
}

TenantCache::Users::Pointer TenantCache::PeekUser(UserId id) const {
  const Users::Pointer* found = users_.Find(id);
  return found != nullptr ? *found : nullptr;
}

std::pair<TenantCache::ApiKeys::Pointer, bool> TenantCache::KeepApiKey(ApiKeyView view) {
  const ApiKeyFlags flags = view.row.flags;
  ApiKeys::Item item{.read_at = applied(), .key = KeyOf(view.key), .id = view.row.id};
  item.bytes = BytesOf(view);
  item.value = {std::move(view), PowersOf(flags, false), PowersOf(flags, true)};
  return api_keys_.Keep(std::move(item));
}

std::pair<TenantCache::Users::Pointer, bool> TenantCache::KeepUser(UserView view) {
  ShareGroups(view);
  Users::Item item{.read_at = applied(), .id = view.user.id, .bytes = BytesOf(view)};
  if (view.user.active) item.key = KeyOf(view.user_key);
  item.value = std::move(view);
  return users_.Keep(std::move(item));
}

std::size_t TenantCache::bytes() const {
  return sizeof(TenantCache) + kItemOverhead + users_.bytes() + api_keys_.bytes() +
         groups_.size() * (sizeof(Group) + kItemOverhead);
}

void TenantCache::Apply(const EpochLog::Missed& missed) {
  if (!missed.steps) {
    trusted_from_ = check_users_before_ = missed.newest;
    return;
  }
  for (const EpochLog::Step& step : *missed.steps) Apply(step);
  if (changed_groups_.size() > kMaxNotedGroups) {
    changed_groups_.clear();
    trusted_from_ = check_users_before_ = missed.newest;
  }
}

void TenantCache::Apply(const EpochLog::Step& step) {
  for (const Touched& touched : step.touched) {
    switch (touched.kind) {
      case Touched::Kind::kUser:
        users_.Invalidate(UserId(touched.id));
        break;
      case Touched::Kind::kGroup:
        check_users_before_ = step.epoch;
        if (IsSystem(GroupId(touched.id))) {
          trusted_from_ = step.epoch;
        } else {
          changed_groups_[GroupId(touched.id)] = step.epoch;
        }
        break;
      case Touched::Kind::kApiKey:
        api_keys_.Invalidate(ApiKeyId(touched.id));
        break;
      case Touched::Kind::kTenant:
      case Touched::Kind::kJob:
        // The tenant may be gone, or a group that stands in the profile of anybody.
        trusted_from_ = check_users_before_ = step.epoch;
        break;
      case Touched::Kind::kOperator:
      case Touched::Kind::kCollection:
      case Touched::Kind::kChannel:
      case Touched::Kind::kAction:
        break;  // nothing of these is kept here
    }
  }
}

bool TenantCache::IsFresh(Users::Item& user) const {
  if (in_doubt()) return false;
  if (user.read_at < check_users_before_) {
    if (user.read_at < trusted_from_ || HasOlderGroup(user)) return false;
    user.read_at = applied();
  }
  user.used = true;
  return true;
}

bool TenantCache::HasOlderGroup(const Users::Item& user) const {
  return std::ranges::any_of(user.value.groups, [&](const auto& group) {
    const auto changed = changed_groups_.find(group->id);
    return changed != changed_groups_.end() && changed->second > user.read_at;
  });
}

void TenantCache::ShareGroups(UserView& view) {
  if (groups_.size() > kMaxSharedGroups) groups_.clear();
  for (std::shared_ptr<const Group>& group : view.groups) {
    std::shared_ptr<const Group>& known = groups_[group->id];
    if (known && *known == *group) {
      group = known;
    } else {
      known = group;
    }
  }
}

}  // namespace guildhall::detail
