#pragma once

#include <memory>
#include <vector>

#include "core/caller.h"
#include "core/identities.h"
#include "core/store.h"

namespace guildhall {

/// Who is in which group.
class Memberships {
 public:
  /// Groups that a user may be in at most, personal ones apart.
  static constexpr std::int64_t kMaxGroupsPerUser = 10'000;

  struct Draft {
    UserId user;
    GroupId group;
    Origin origin;
    std::int64_t max_groups = kMaxGroupsPerUser;  ///< a dialect may set a lower one
  };

  explicit Memberships(Identities& identities) : identities_(identities) {}

  /// Needs kWriteMemberships. kNotFound with a Problem "user" or "group" (kUnknownId) when one of
  /// them does not exist; kAlreadyExists when he is a member; kConflict with kLimitReached.
  /// Effective for the next request.
  Result<Membership> Add(Transaction& tx, const Caller& caller, const Draft& draft) const;
  /// Needs kWriteMemberships. kNotFound.
  Result<void> Remove(Transaction& tx, const Caller& caller, UserId user, GroupId group) const;

  /// kReadMemberships, or the user himself; kForbidden otherwise. `Seek::from` is a membership id.
  Result<std::vector<Membership>> ListOfUser(const Snapshot& snapshot, const Caller& caller,
                                             UserId user, Seek seek) const;
  /// With kReadMemberships everybody; a user sees at most his own row; kForbidden otherwise.
  Result<std::vector<Membership>> ListOfGroup(const Snapshot& snapshot, const Caller& caller,
                                              GroupId group, Seek seek) const;
  /// Seen from the user's side: kForbidden as in `ListOfUser`; kNotFound.
  Result<Membership> GetOfUser(const Snapshot& snapshot, const Caller& caller, UserId user,
                               GroupId group) const;
  /// Seen from the group's side: another user's row is kNotFound.
  Result<Membership> GetOfGroup(const Snapshot& snapshot, const Caller& caller, GroupId group,
                                UserId user) const;

 private:
  Identities& identities_;
};

}  // namespace guildhall
