#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/access_patch.h"
#include "core/caller.h"
#include "core/gates.h"
#include "core/identities.h"
#include "core/removals.h"
#include "core/store.h"

namespace guildhall {

/// The groups of a tenant.
class Groups {
 public:
  struct Draft {
    std::string name;
    std::string description;
    bool active = true;
    bool personal = false;
    std::string capabilities = "{}";  ///< kForbidden as `CheckGroupCapabilities`
    std::int32_t password_max_days = 0;
    std::optional<Uid> uid{};        ///< of the client's choice: "uid" kTaken
    bool needs_unique_name = false;  ///< then a taken or reserved name is "name" kTaken
    bool ends_founding = true;       ///< as `Users::Draft`
  };
  struct Patch {
    std::optional<std::string> name, description;
    std::optional<bool> active;
    std::optional<std::string> capabilities;
    std::optional<std::int32_t> password_max_days;
    bool needs_unique_name = false;
    AccessPatch access;
  };

  explicit Groups(Identities& identities, Removals& removals = Removals::ReadingThrough())
      : identities_(identities), removals_(removals) {}

  // `Group::unique_name` is the name; or, when that is empty, reserved for a system group, or
  // another group's, "name (uid)". It follows the name as long as they are equal.

  /// Needs kCreateGroup or kWriteGroups; or by lists, what `gates` ask of `kGroupTable`. The
  /// creator does not become a member. Who acts by capabilities can give a group none that he
  /// lacks: kForbidden as `JudgeCapabilities`. A map of more than 16 KiB: "capabilities" kTooLong.
  Result<Group> Create(Transaction& tx, const Caller& caller, const Draft& draft,
                       const Gates& gates = Gates::ByPowers()) const;
  /// By powers: system groups and other people's home groups are kNotFound. A system group keeps
  /// its name and stays active: kConflict with Problem "group" kProtected. To make a group active
  /// again is to give it all that its map says.
  Result<Group> Update(Transaction& tx, const Caller& caller, GroupId id, const Patch& patch,
                       const Gates& gates = Gates::ByPowers()) const;
  /// Memberships go; collections, actions and records lose the group; channels whose group it is
  /// go, and with them the records attached to those channels. What is more than `Removals` takes
  /// along at once is done in steps; the rights that came from the group end with this change. A
  /// system group: kConflict with Problem "group" kProtected.
  Result<void> Remove(Transaction& tx, const Caller& caller, GroupId id,
                      const Gates& gates = Gates::ByPowers()) const;
  /// Needs kReadGroups. Personal groups are seen by their member and by operators only.
  Result<Group> Get(const Snapshot& snapshot, const Caller& caller, GroupId id) const;
  Result<std::vector<Group>> List(const Snapshot& snapshot, const Caller& caller, Seek seek) const;
  /// The row by its list (`ListOf`), as `Users::GetRow`.
  Result<Group> GetRow(const Snapshot& snapshot, const Caller& caller, GroupId id,
                       const Gates& gates) const;
  Result<std::vector<Group>> ListRows(const Snapshot& snapshot, const Caller& caller, Seek seek,
                                      const Gates& gates) const;
  Result<std::int64_t> CountRows(const Snapshot& snapshot, const Caller& caller, std::int64_t bound,
                                 const Gates& gates) const;

 private:
  Identities& identities_;
  Removals& removals_;
};

}  // namespace guildhall
