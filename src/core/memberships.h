#pragma once

#include <memory>
#include <vector>

#include "core/caller.h"
#include "core/gates.h"
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
    Rights rights{};                              ///< on the account's row, see `Membership`
    std::int32_t rest = 0;
    std::optional<Uid> uid{};
  };

  explicit Memberships(Identities& identities) : identities_(identities) {}

  /// Needs kWriteMemberships; system groups are unknown. By lists: what `gates` ask of
  /// `kMembershipTable`, and `gates.row` of the account and of the group; joining administrators
  /// needs an administrator, and activates the group. kNotFound with a Problem "user" or "group"
  /// (kUnknownId) when one of them does not exist; kAlreadyExists when he is a member; kConflict
  /// with kLimitReached. Effective for the next request.
  Result<Membership> Add(Transaction& tx, const Caller& caller, const Draft& draft,
                         const Gates& gates = Gates::ByPowers()) const;
  /// Needs kWriteMemberships; or `gates` as `Add`. kNotFound. The last active administrator:
  /// kConflict with Problem "user" kProtected.
  Result<void> Remove(Transaction& tx, const Caller& caller, UserId user, GroupId group,
                      const Gates& gates = Gates::ByPowers()) const;
  /// Rights and rest of the membership of the draft's user and group, which is all that counts of
  /// it. By lists only: what `gates` ask of `kMembershipTable`. kNotFound. Added rights that the
  /// caller lacks on the account's row: kForbidden.
  Result<Membership> UpdateLink(Transaction& tx, const Caller& caller, const Draft& draft,
                                const Gates& gates) const;
  /// Makes the caller the first administrator of a tenant that is being founded. kForbidden unless
  /// he is a user who may found; kConflict when it is not being founded any more. The core's
  /// tables, the collections that his vocabulary made and all actions become his, and kSignUp is
  /// closed to strangers until he opens it. Records keep their owners.
  Result<Membership> Found(Transaction& tx, const Caller& caller, Rights rights,
                           std::int32_t rest) const;
  /// The same for the user of that id by the command line, whether or not it is being founded: if
  /// not, what belongs to a person stays his.
  Result<Membership> MakeAdministrator(Transaction& tx, TenantId tenant, UserId user, Rights rights,
                                       std::int32_t rest, Origin vocabulary = kCoreOrigin) const;

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
