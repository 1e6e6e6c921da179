#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "core/gates.h"
#include "tests/core/whole_core.h"

namespace guildhall::test {

/// The vocabulary that names capability groups.
inline constexpr Origin kNaming{3};

/// Callers who act under lists, by capabilities, or by the installation's secret, over a tenant
/// with the rows of the system. The tables' lists are as a new tenant has them unless a case opens
/// them.
class PeopleCases : public WholeCoreCases {
 protected:
  using UserPointer = std::shared_ptr<const UserView>;

  const Users& users() const { return world.core->users(); }
  const Memberships& memberships() const { return world.core->memberships(); }
  const Tables& tables() const { return world.core->tables(); }

  Caller Guest(bool may_found = false) const {
    Caller caller = Callers::Guest(world.rivia);
    caller.may_found = may_found;
    return caller;
  }
  Caller Secretly() const { return Callers::Installation(world.rivia); }
  Caller Session(UserId id, bool may_found = false) const {
    Caller caller = Must(world.core->callers().ResolveSession(Patience::kMayWait, world.rivia, id,
                                                              Row(id).auth_version));
    caller.may_found = may_found;
    return caller;
  }
  Caller ByAccessKey(const UserView& user) const {
    return Must(
        world.core->callers().ResolveAccessKey(Patience::kMayWait, user.access_key.Reveal()));
  }

  Result<UserPointer> Create(const Caller& caller, const Users::Draft& draft,
                             const Gates& gates = Gates::ByPowers()) {
    return world.Write([&](Transaction& tx) { return users().Create(tx, caller, draft, gates); });
  }
  Result<UserPointer> Update(const Caller& caller, UserId id, const Users::Patch& patch,
                             const Gates& gates = Gates::ByPowers()) {
    return world.Write(
        [&](Transaction& tx) { return users().Update(tx, caller, id, patch, gates); });
  }
  Result<void> Remove(const Caller& caller, UserId id, const Gates& gates = Gates::ByPowers()) {
    return world.Write([&](Transaction& tx) { return users().Remove(tx, caller, id, gates); });
  }
  Result<Membership> Appoint(UserId id) {
    return world.Write([&](Transaction& tx) {
      return memberships().MakeAdministrator(tx, world.rivia, id, {}, 0);
    });
  }

  /// Somebody who acts by these capabilities.
  UserPointer AddCapable(std::string name, std::string own) {
    Users::Draft draft{.username = std::move(name), .password_hash = "$hash$"};
    draft.capabilities.own = std::move(own);
    draft.capabilities.origin = kNaming;
    draft.access_key = true;
    return Must(Create(Secretly(), draft));
  }
  UserPointer AddAdministrator(std::string name) {
    UserPointer user = world.AddUser(std::move(name));
    Must(Appoint(user->user.id));
    return user;
  }
  Group AddGroup(const Groups::Draft& draft, const Caller& caller) {
    return Must(world.Write(
        [&](Transaction& tx) { return world.core->groups().Create(tx, caller, draft); }));
  }
  /// Gives everybody these rights on one of the core's own tables.
  void Open(CollectionId table, Rights everyone) {
    Must(world.Write([&](Transaction& tx) -> Result<void> {
      GH_TRY(std::optional<Collection> row, tx.collections().Find(world.rivia, table));
      row.value().access.everyone = everyone;
      return tx.collections().Update(world.rivia, *row);
    }));
  }
  User Row(UserId id) const {
    return Must(world.Read([&](const Snapshot& s) { return s.users().Find(world.rivia, id); }))
        .value();
  }
  std::optional<Membership> Link(UserId user, GroupId group) const {
    return Must(world.Read(
        [&](const Snapshot& s) { return s.memberships().Find(world.rivia, user, group); }));
  }
  bool Founding() const {
    return Must(world.Read([&](const Snapshot& s) { return IsFounding(s, world.rivia); }));
  }
};

/// An object id as it is named.
inline std::string TextOf(const ObjectId& id) { return ToHex(AsView(id)); }

/// The single problem of a refusal at a gate.
inline std::vector<Problem> Refused(std::string field) {
  return {{std::move(field), Reason::kNotAllowed}};
}

inline const std::vector<Problem> kProtectedUser{{"user", Reason::kProtected}};

}  // namespace guildhall::test
