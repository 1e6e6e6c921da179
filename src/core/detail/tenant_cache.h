#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "core/caller.h"
#include "core/detail/follower.h"
#include "core/detail/remembered.h"
#include "core/powers.h"

namespace guildhall::detail {

/// An API key with the powers it gives, alone and together with a user.
struct ApiKeyEntry {
  ApiKeyView view;
  Powers alone;
  Powers with_user;
};

/// What one thread remembers of one tenant: its API keys and its users. Not thread-safe.
///
/// A commit that touches a user or a key makes that item stale. A group stands in the views of all
/// its members, and nobody keeps a list of these: its change is noted with its epoch, and a user
/// read before it is checked against the noted groups when he is next asked for. A group of the
/// system may stand in any view: its change, which is rare, makes everything stale.
class TenantCache {
 public:
  using ApiKeys = Remembered<ApiKeyId, KeyBytes, ApiKeyEntry, KeyHash, KeyEqual>;
  using Users = Remembered<UserId, KeyBytes, UserView, KeyHash, KeyEqual>;

  explicit TenantCache(std::shared_ptr<const EpochLog> log) : follower_(std::move(log)) {}

  /// Applies the commits since the last call. Every look-up begins with this.
  void Refresh() {
    if (follower_.behind()) Apply(follower_.CatchUp());
  }
  [[nodiscard]] std::int64_t applied() const { return follower_.applied(); }
  /// The store said that this is the epoch by now: what was read before it answers nothing any
  /// more, unless it is known that it has not changed.
  void Learn(std::int64_t epoch) {
    Refresh();
    if (follower_.Learn(epoch, empty())) trusted_from_ = check_users_before_ = epoch;
  }
  /// Whether everything has to be read for now.
  [[nodiscard]] bool in_doubt() const { return follower_.in_doubt(); }

  /// Null when it must be read. The pointers are valid until something is kept or aged.
  [[nodiscard]] const ApiKeys::Pointer* FindApiKey(const KeyBytes& key) const;
  /// Begins to fetch what `FindUserByKey` will look at first.
  void Expect(const KeyBytes& key) const { users_.Expect(key); }
  [[nodiscard]] const Users::Pointer* FindUserByKey(const KeyBytes& key) const;
  [[nodiscard]] const Users::Pointer* FindUser(UserId id) const;
  /// Stale ones too: what is kept under this id, or nothing. For bookkeeping.
  [[nodiscard]] Users::Pointer PeekUser(UserId id) const;

  /// Whether rows read under `epoch` may be kept.
  bool Admit(std::int64_t epoch) { return follower_.Admit(epoch, empty()); }
  /// Rows read under the epoch that was admitted last. `second`: there was nothing of this id.
  std::pair<ApiKeys::Pointer, bool> KeepApiKey(ApiKeyView view);
  std::pair<Users::Pointer, bool> KeepUser(UserView view);

  bool AgeApiKey(ApiKeyId id, bool force) { return api_keys_.Age(id, force); }
  bool AgeUser(UserId id, bool force) { return users_.Age(id, force); }

  [[nodiscard]] bool empty() const { return users_.empty() && api_keys_.empty(); }
  [[nodiscard]] std::size_t bytes() const;

 private:
  void Apply(const EpochLog::Missed& missed);
  void Apply(const EpochLog::Step& step);
  [[nodiscard]] bool IsFresh(Users::Item& user) const;
  [[nodiscard]] bool HasOlderGroup(const Users::Item& user) const;
  void ShareGroups(UserView& view);

  Follower follower_;
  ApiKeys api_keys_;
  Users users_;
  /// What was read before this epoch is stale.
  std::int64_t trusted_from_ = 0;
  /// Users read before this epoch are to be checked; never below `trusted_from_`.
  std::int64_t check_users_before_ = 0;
  absl::flat_hash_map<GroupId, std::int64_t> changed_groups_;  // with the epoch of the change
  /// One object for the same group in many views.
  absl::flat_hash_map<GroupId, std::shared_ptr<const Group>> groups_;
};

}  // namespace guildhall::detail
