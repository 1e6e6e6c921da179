#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "core/access.h"
#include "core/ids.h"

namespace guildhall {

// Rows that every tenant has from birth. They are found by id only, and no list of other people
// shows them.
inline constexpr UserId kGuest{-1};  ///< an account that nobody can sign in to
inline constexpr GroupId kGuests{-1};
/// Its members administer the tenant for callers who act under lists. Inactive until somebody
/// joined it, or somebody else came to care for the tenant's people; never inactive again.
inline constexpr GroupId kAdministrators{-2};
inline constexpr GroupId kEverybody{-3};  ///< every user is in it from birth

constexpr bool IsSystem(GroupId id) { return id.value() < 0; }
constexpr bool IsSystem(UserId id) { return id.value() < 0; }

/// A person of a tenant.
struct User {
  UserId id;
  Uid uid{};
  ObjectId object_id{};
  std::string username;      ///< trimmed and lower-case, unique with `email` in the tenant
  std::string email;         ///< "" when none is known
  std::string display_name;  ///< "" when not set; dialects fall back
  std::string first_name;
  std::string last_name;
  std::string password_hash;
  bool active = true;
  bool confirmed = false;         ///< shown by the vocabulary that knows it; decides nothing
  std::int64_t auth_version = 0;  ///< +1 whenever older sessions must end
  std::int64_t revision = 1;
  RecordId profile;        ///< the record that goes with the account
  AccessList access;       ///< of the account row itself; grants are those of memberships
  std::string key_digest;  ///< keyed hash of the user key
  std::string key_sealed;  ///< the user key, encrypted; opened by `Credentials`
  /// The same for the access key, which is another credential; both "" when there is none.
  std::string access_key_digest;
  std::string access_key_sealed;
  std::string capabilities = "{}";  ///< JSON text of an object, section to level, as it was given
  /// Object id, as text, of the group whose capabilities count instead of his own; "" for none. It
  /// stays when the group goes: he then has none.
  std::string capability_group;
  std::int32_t password_max_days = 0;  ///< 0: no limit of his own
  Time password_set_at;                ///< 0: no password was ever set
  Time last_sign_in_at;                ///< by password, to the minute; 0: never
  Time created_at;
  Time updated_at;

  friend bool operator==(const User&, const User&) = default;
};

/// People of a tenant.
struct Group {
  GroupId id;
  Uid uid{};
  ObjectId object_id{};
  std::string name;         ///< a label, need not be unique
  std::string unique_name;  ///< unique in the tenant; the label while that is free, see `Groups`
  std::string description;
  bool active = true;     ///< an inactive group gives its members nothing
  bool personal = false;  ///< somebody's home group: shown to its member and to operators only
  std::string capabilities = "{}";     ///< as `User::capabilities`
  std::int32_t password_max_days = 0;  ///< 0: no limit of its own
  /// Of the group's own row. Its members hold `group_bits` on it, besides what the list says:
  /// `ListOf` gives both together.
  AccessList access;
  Time created_at;
  Time updated_at;

  friend bool operator==(const Group&, const Group&) = default;
};

/// A user in a group.
struct Membership {
  MembershipId id;
  UserId user;
  GroupId group;
  Uid uid{};
  Rights rights;          ///< that the group gets on the user's account row
  std::int32_t rest = 0;  ///< as `Grant::rest`
  Origin origin;          ///< the dialect that made it
  bool capable = false;   ///< the group's capabilities count for him, see `User::capability_group`
  Time created_at;
  Time updated_at;

  friend bool operator==(const Membership&, const Membership&) = default;
};

/// The list of a new account's row, in every vocabulary: everybody may know that it is there, and
/// its owner, who is the user himself, may read it.
AccessList AccessOfNewAccount(UserId owner);
/// The list of a new group's row: everybody may know that it is there, and members may read it.
AccessList AccessOfNewGroup();
/// The list by which a group's row is judged: its own, and the grant of the group to itself.
AccessList ListOf(const Group& group);

}  // namespace guildhall
