#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/caller.h"
#include "core/identities.h"
#include "core/store.h"

namespace guildhall {

/// The groups of a tenant.
class Groups {
 public:
  struct Draft {
    std::string name;
    std::string description;
  };
  struct Patch {
    std::optional<std::string> name, description;
  };

  explicit Groups(Identities& identities) : identities_(identities) {}

  /// Needs kCreateGroup or kWriteGroups. The creator does not become a member.
  Result<Group> Create(Transaction& tx, const Caller& caller, const Draft& draft) const;
  Result<Group> Update(Transaction& tx, const Caller& caller, GroupId id, const Patch& patch) const;
  /// Memberships go; collections and records lose the group; channels whose group it is go, and
  /// with them the records attached to those channels. All in this transaction; more than 10'000
  /// rows of one kind: kConflict.
  Result<void> Remove(Transaction& tx, const Caller& caller, GroupId id) const;
  /// Needs kReadGroups. Personal groups are seen by their member and by operators only.
  Result<Group> Get(const Snapshot& snapshot, const Caller& caller, GroupId id) const;
  Result<std::vector<Group>> List(const Snapshot& snapshot, const Caller& caller, Seek seek) const;

 private:
  Identities& identities_;
};

}  // namespace guildhall
