#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/ids.h"
#include "core/people.h"
#include "core/seek_page.h"

namespace guildhall {

// Users, groups and who is in which. The rules are in core/rows.h.

class UserRows {
 public:
  virtual ~UserRows() = default;
  /// Rows that are gone are not found by any method here.
  virtual Result<std::optional<User>> Find(TenantId tenant, UserId id) const = 0;
  /// By normalised user name or e-mail.
  virtual Result<std::optional<User>> FindByName(TenantId tenant, std::string_view name) const = 0;
  virtual Result<std::optional<User>> FindByKey(TenantId tenant, std::string_view digest) const = 0;
  virtual Result<std::optional<User>> FindByUid(TenantId tenant, const Uid& uid) const = 0;
  virtual Result<std::optional<User>> FindByObjectId(TenantId tenant, const ObjectId& id) const = 0;
  /// Across tenants: this is how a request's tenant may be found. Deactivated ones too.
  struct Holder {
    TenantId tenant;
    UserId user;
  };
  virtual Result<std::optional<Holder>> FindByAccessKey(std::string_view digest) const = 0;
  /// In the order of `ids`; missing ones are left out.
  virtual Result<std::vector<User>> FindMany(TenantId tenant,
                                             std::span<const UserId> ids) const = 0;
  /// Users with positive ids (system users have others).
  virtual Result<std::vector<User>> List(TenantId tenant, Seek seek) const = 0;
  /// The ids of those, for who has the rows in memory.
  virtual Result<std::vector<UserId>> ListIds(TenantId tenant, Seek seek) const = 0;
  /// Ids of the accounts whose rows one of `audiences` may read, as `RecordRows::Walk`; system
  /// users too. Memberships with Read are part of an account's list.
  virtual Result<std::vector<UserId>> Walk(TenantId tenant, std::span<const Audience> audiences,
                                           Seek seek) const = 0;
  /// Size of the same set, counted up to `bound`.
  virtual Result<std::int64_t> Count(TenantId tenant, std::span<const Audience> audiences,
                                     std::int64_t bound) const = 0;

  /// `User::access.grants` is ignored: memberships carry them. kAlreadyExists also when another
  /// tenant's user has the access key.
  virtual Result<void> Insert(TenantId tenant, const User& row) = 0;
  virtual Result<void> Update(TenantId tenant, const User& row) = 0;
  /// Marks the row gone and frees its names and key; the id is never used again.
  virtual Result<void> Remove(TenantId tenant, UserId id) = 0;
};

class GroupRows {
 public:
  virtual ~GroupRows() = default;
  virtual Result<std::optional<Group>> Find(TenantId tenant, GroupId id) const = 0;
  /// In the order of `ids`; missing ones are left out.
  virtual Result<std::vector<Group>> FindMany(TenantId tenant,
                                              std::span<const GroupId> ids) const = 0;
  virtual Result<std::optional<Group>> FindByUid(TenantId tenant, const Uid& uid) const = 0;
  virtual Result<std::optional<Group>> FindByObjectId(TenantId tenant,
                                                      const ObjectId& id) const = 0;
  virtual Result<std::optional<Group>> FindByUniqueName(TenantId tenant,
                                                        std::string_view name) const = 0;
  /// Ids of the groups whose rows one of `audiences` may read by `ListOf`, as `UserRows::Walk`;
  /// system groups too.
  virtual Result<std::vector<GroupId>> Walk(TenantId tenant, std::span<const Audience> audiences,
                                            Seek seek) const = 0;
  virtual Result<std::int64_t> Count(TenantId tenant, std::span<const Audience> audiences,
                                     std::int64_t bound) const = 0;
  /// Shared groups with positive ids; personal groups only when `personal` is set.
  virtual Result<std::vector<Group>> List(TenantId tenant, Seek seek, bool personal) const = 0;

  virtual Result<void> Insert(TenantId tenant, const Group& row) = 0;
  virtual Result<void> Update(TenantId tenant, const Group& row) = 0;
  /// Marks the row gone. Memberships and grants are removed by the caller.
  virtual Result<void> Remove(TenantId tenant, GroupId id) = 0;
};

class MembershipRows {
 public:
  /// What somebody who is to join a group has to do with groups already.
  struct Standing {
    bool is_member = false;   ///< of this one
    bool is_in_many = false;  ///< of those that are neither personal nor the system's

    friend bool operator==(const Standing&, const Standing&) = default;
  };

  virtual ~MembershipRows() = default;
  virtual Result<std::optional<Membership>> Find(TenantId tenant, UserId user,
                                                 GroupId group) const = 0;
  virtual Result<std::optional<Membership>> FindByUid(TenantId tenant, const Uid& uid) const = 0;
  /// Every membership of the user, by ascending membership id; at most 10'064 exist. Those in
  /// system groups too.
  virtual Result<std::vector<Membership>> AllOfUser(TenantId tenant, UserId user) const = 0;
  /// The same of each of these users: by user in ascending order, then by membership id.
  virtual Result<std::vector<Membership>> AllOfUsers(TenantId tenant,
                                                     std::span<const UserId> users) const = 0;
  /// A page of the whole tenant's by membership id.
  virtual Result<std::vector<Membership>> List(TenantId tenant, Seek seek) const = 0;
  virtual Result<std::int64_t> Count(TenantId tenant, std::int64_t bound) const = 0;
  /// How many active users are in the group, counted up to `bound`.
  virtual Result<std::int64_t> CountActive(TenantId tenant, GroupId group,
                                           std::int64_t bound) const = 0;
  /// A page by membership id (`Seek::from` is one), without those in system groups.
  virtual Result<std::vector<Membership>> ListOfUser(TenantId tenant, UserId user,
                                                     Seek seek) const = 0;
  virtual Result<std::vector<Membership>> ListOfGroup(TenantId tenant, GroupId group,
                                                      Seek seek) const = 0;
  /// Nothing when there is no such user. `many`: so many, or more.
  virtual Result<std::optional<Standing>> StandingOf(TenantId tenant, UserId user, GroupId group,
                                                     std::int64_t many) const = 0;

  /// A membership that is new, as whoever writes it has made sure; one that is there fails the
  /// change, perhaps only in its end.
  virtual Result<void> Insert(TenantId tenant, const Membership& row) = 0;
  /// Found by its user and group.
  virtual Result<void> Update(TenantId tenant, const Membership& row) = 0;
  virtual Result<void> Remove(TenantId tenant, UserId user, GroupId group) = 0;
};

}  // namespace guildhall
