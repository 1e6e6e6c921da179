#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/secret.h"
#include "core/access.h"
#include "core/capabilities.h"
#include "core/collection.h"
#include "core/ids.h"
#include "core/people.h"
#include "core/powers.h"
#include "core/tenant.h"

namespace guildhall {

/// A user with everything that an answer about him shows. Immutable once made.
struct UserView {
  /// To show, not to write back: without his password's hash and the sealed form of his key, which
  /// do not stay in memory.
  User user;
  Secret user_key;
  Secret access_key{};  ///< empty when he has none
  Record profile;
  /// Ascending ids of his active groups, for decisions; those of the system too.
  std::vector<GroupId> active_groups{};
  /// All groups he is in but the system's, in the order in which he joined.
  std::vector<std::shared_ptr<const Group>> groups{};
  /// `EffectiveCapabilities` of his and his capability group's maps.
  Capabilities capabilities{};
  /// The capability group exists, he is in it by it, and it is inactive.
  bool capability_group_inactive = false;

  /// Whether he administers the tenant for callers who act under lists.
  [[nodiscard]] bool administrator() const;
};

/// An API key with the key itself. Immutable once made.
struct ApiKeyView {
  ApiKey row;
  Secret key;
};

/// What a caller came with.
enum class Credential : std::uint8_t {
  kNone,
  kKey,        ///< an API key or an operator's key, perhaps with a user's
  kSession,    ///< a signed-in user, or a guest, who acts under lists
  kAccessKey,  ///< a user who acts by his capabilities
  kSecret,     ///< the installation's
};

/// Who asks. A value; made by `Callers`, never by hand outside tests. Holding one keeps the views
/// alive. A request has the powers of its own dialect only.
struct Caller {
  TenantId tenant;
  Credential credential = Credential::kNone;
  /// The epoch under which this caller was resolved, see `Callers::Renew`: for an API key its
  /// tenant's, for an operator the site's, which covers his key and his roles.
  std::int64_t epoch = 0;
  std::shared_ptr<const ApiKeyView> api_key{};
  std::shared_ptr<const UserView> user{};
  std::optional<OperatorId> operator_id{};
  /// Keyed hash of the key that the operator came with.
  std::array<std::uint8_t, 32> operator_digest{};
  Role role = Role::kNone;
  Powers powers{};
  /// The dialect that he speaks: he comes to the collections that it serves. Set by dialects whose
  /// callers act under lists.
  Origin vocabulary{kCoreOrigin};
  /// Whether the way by which he came is trusted to found, see `IsFounding`. Set by the dialect.
  bool may_found = false;

  /// Neither an application nor an operator.
  [[nodiscard]] bool anonymous() const { return !api_key && !operator_id; }
  [[nodiscard]] bool Has(Power power) const { return powers.Has(power); }
  [[nodiscard]] std::optional<UserId> user_id() const {
    return user ? std::optional(user->user.id) : std::nullopt;
  }
  /// The caller as the decision sees him; `bypass` says whether he bypasses the lists of the kind
  /// of object that is asked about. Valid as long as this caller.
  [[nodiscard]] Subject AsSubject(bool bypass) const {
    return {bypass, user_id(),
            user ? std::span<const GroupId>(user->active_groups) : std::span<const GroupId>()};
  }
};

}  // namespace guildhall
