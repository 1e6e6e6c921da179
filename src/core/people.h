#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "core/access.h"
#include "core/ids.h"

namespace guildhall {

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
  std::int64_t auth_version = 0;  ///< +1 whenever older sessions must end
  std::int64_t revision = 1;
  RecordId profile;        ///< the record that goes with the account
  AccessList access;       ///< of the account row itself; grants are those of memberships
  std::string key_digest;  ///< keyed hash of the user key
  std::string key_sealed;  ///< the user key, encrypted; opened by `Credentials`
  Time created_at;
  Time updated_at;

  friend bool operator==(const User&, const User&) = default;
};

/// People of a tenant.
struct Group {
  GroupId id;
  Uid uid{};
  ObjectId object_id{};
  std::string name;  ///< a label, need not be unique
  std::string description;
  bool active = true;
  bool personal = false;  ///< somebody's home group: shown to its member and to operators only
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
  Rights rights;  ///< that the group gets on the user's account row
  std::int32_t rest = 0;
  Origin origin;  ///< the dialect that made it
  Time created_at;
  Time updated_at;

  friend bool operator==(const Membership&, const Membership&) = default;
};

}  // namespace guildhall
