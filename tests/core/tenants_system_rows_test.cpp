#include "core/tenants.h"
#include "tests/core/whole_core.h"

namespace guildhall::test {
namespace {

constexpr Rights kShown{Right::kPeek, Right::kExecute};
constexpr Rights kReadable{Right::kRead, Right::kExecute};

class SystemRows : public WholeCoreCases {
 protected:
  template <class Row, class Rows, class Id>
  Row Get(const Rows& (Snapshot::*rows)() const, TenantId tenant, Id id) {
    return Must(world.Read([&](const Snapshot& s) { return (s.*rows)().Find(tenant, id); }))
        .value();
  }
  Group GroupOf(TenantId tenant, GroupId id) { return Get<Group>(&Snapshot::groups, tenant, id); }
  /// A tenant as the first version made them: with its profiles and nothing else.
  TenantId AddOldTenant() {
    return Must(world.Write([&](Transaction& tx) -> Result<TenantId> {
      const TenantId id(tx.Next(kSite, Sequence::kTenant));
      GH_CHECK(tx.tenants().Insert(MakeTenant(id.value(), "oldest")));
      return id;
    }));
  }
  void Complete(TenantId tenant) {
    Must(world.Write([&](Transaction& tx) { return world.core->tenants().Complete(tx, tenant); },
                     tenant));
  }
  std::vector<TenantId> Incomplete() {
    return Must(world.Read([&](const Snapshot& s) { return s.tenants().ListIncomplete(10); }));
  }
};
GUILDHALL_ON_EVERY_ENGINE(SystemRows);

TEST_P(SystemRows, AreThereFromBirth) {
  EXPECT_TRUE(Incomplete().empty());
  const User guest = Get<User>(&Snapshot::users, world.rivia, kGuest);
  EXPECT_EQ(guest.username, "guest");
  EXPECT_EQ(guest.email, "");
  EXPECT_EQ(guest.password_hash, "");
  EXPECT_FALSE(guest.active);
  EXPECT_EQ(guest.access.everyone, kShown);
  EXPECT_EQ(guest.access.owner, kGuest);
  EXPECT_EQ(GroupOf(world.rivia, kGuests).unique_name, "guests");
  EXPECT_EQ(GroupOf(world.rivia, kAdministrators).unique_name, "administrators");
  EXPECT_EQ(GroupOf(world.rivia, kEverybody).unique_name, "users");
  EXPECT_EQ(GroupOf(world.rivia, kEverybody).access, AccessOfNewGroup());
  const auto memberships = Must(world.Read(
      [&](const Snapshot& s) { return s.memberships().AllOfUser(world.rivia, kGuest); }));
  ASSERT_EQ(memberships.size(), 1);
  EXPECT_EQ(memberships[0].group, kEverybody);
  EXPECT_LT(memberships[0].id.value(), 0);
}

TEST_P(SystemRows, TheAdministratorsAreInactiveAtBirth) {
  const Tenant made = Must(world.Write([&](Transaction& tx) {
    Caller caller;
    caller.operator_id = world.owner.row.id;
    return world.core->tenants().Create(tx, caller, {.name = "nilfgaard"});
  }));
  EXPECT_FALSE(GroupOf(made.id, kAdministrators).active);
  EXPECT_TRUE(GroupOf(made.id, kEverybody).active);
}

TEST_P(SystemRows, TablesAndActionsHaveTheListsOfAnAdministeredTenant) {
  const auto tables =
      Must(world.Read([&](const Snapshot& s) { return s.collections().ListTables(world.rivia); }));
  std::string names;
  for (const Collection& table : tables) {
    names += table.name + ' ';
    EXPECT_EQ(table.origin, kCoreOrigin);
    EXPECT_EQ(table.access.owner, kGuest);
    EXPECT_EQ(table.access.everyone, kShown);
    EXPECT_EQ(table.access.owner_rights, kReadable);
    EXPECT_EQ(table.access.group_bits, kReadable.bits());
    EXPECT_TRUE(table.access.grants.empty());
  }
  EXPECT_EQ(names,
            "accounts groups memberships collections actions collection_grants action_grants ");

  const auto action = [&](ActionId id) { return Get<Action>(&Snapshot::actions, world.rivia, id); };
  EXPECT_EQ(action(kSignIn).access.everyone, kShown);
  EXPECT_EQ(action(kSignIn).collection, kAccountTable);
  EXPECT_EQ(action(kSignUp).access.everyone, Rights{Right::kExecute});
  EXPECT_EQ(action(kSignUp).access.group_bits, Rights::All().bits());
  EXPECT_EQ(action(kBecomeAdministrator).access.everyone, Rights());
  EXPECT_EQ(action(kBecomeAdministrator).access.owner_rights, kReadable);
  EXPECT_EQ(action(kBecomeAdministrator).collection, kCollectionTable);
}

TEST_P(SystemRows, WhatChangesTablesAndPasswordsIsTheAdministrators) {
  const auto action = [&](ActionId id) { return Get<Action>(&Snapshot::actions, world.rivia, id); };
  for (const ActionId id : {kUploadSchema, kRemoveTable, kRemoveColumn, kRenameColumn,
                            kResetPassword, kFinishPasswordReset, kRenewSession}) {
    EXPECT_EQ(action(id).access.everyone, Rights()) << id.value();
    EXPECT_EQ(action(id).access.signed_in,
              id == kRenewSession ? Rights{Right::kExecute} : Rights());
    EXPECT_EQ(action(id).access.owner, kGuest);
    EXPECT_EQ(action(id).declaration, "");
  }
  EXPECT_EQ(action(kUploadSchema).collection, kCollectionTable);
  EXPECT_EQ(action(kRenameColumn).collection, kCollectionTable);
  EXPECT_EQ(action(kResetPassword).collection, kAccountTable);
  EXPECT_EQ(action(kRenewSession).collection, kAccountTable);
  EXPECT_EQ(action(kRenewSession).name, "renew_session");
}

TEST_P(SystemRows, AreGivenToATenantOfAnEarlierVersionOnce) {
  const TenantId old = AddOldTenant();
  EXPECT_EQ(Incomplete(), std::vector<TenantId>{old});
  Complete(old);
  EXPECT_TRUE(Incomplete().empty());
  const Group administrators = GroupOf(old, kAdministrators);
  EXPECT_FALSE(administrators.active) << "there is nobody yet";
  Complete(old);
  EXPECT_EQ(GroupOf(old, kAdministrators), administrators);
}

TEST_P(SystemRows, ATenantThatLacksTheNewestActionsGetsThemAlone) {
  Must(world.Write([&](Transaction& tx) -> Result<void> {
    for (const Action& action : Must(tx.actions().List(world.rivia))) {
      if (action.id < kBecomeAdministrator) {
        GH_CHECK(tx.actions().Remove(world.rivia, action.id));
      }
    }
    GH_TRY(std::optional<Action> open, tx.actions().Find(world.rivia, kSignUp));
    open.value().access.everyone = Rights::All();
    return tx.actions().Update(world.rivia, *open);
  }));
  EXPECT_EQ(Incomplete(), std::vector<TenantId>{world.rivia});
  const Group administrators = GroupOf(world.rivia, kAdministrators);
  Complete(world.rivia);
  EXPECT_TRUE(Incomplete().empty());
  const auto action = [&](ActionId id) { return Get<Action>(&Snapshot::actions, world.rivia, id); };
  EXPECT_EQ(action(kUploadSchema).name, "upload_schema");
  EXPECT_EQ(action(kRenewSession).access.signed_in, Rights{Right::kExecute});
  EXPECT_EQ(action(kSignUp).access.everyone, Rights::All()) << "what was there stays";
  EXPECT_EQ(GroupOf(world.rivia, kAdministrators), administrators);
}

TEST_P(SystemRows, OldPeopleJoinEverybodyAndKeepTheirNames) {
  const TenantId old = AddOldTenant();
  Must(world.Write(
      [&](Transaction& tx) -> Result<void> {
        User user = MakeUser(tx.Next(old, Sequence::kUser), "guest");
        user.access = {};
        GH_CHECK(tx.users().Insert(old, user));
        Group group = MakeGroup(tx.Next(old, Sequence::kGroup), "users");
        group.unique_name = "";
        group.access = {};
        return tx.groups().Insert(old, group);
      },
      old));
  Complete(old);
  EXPECT_TRUE(GroupOf(old, kAdministrators).active) << "somebody cares for people here";
  const User user = Get<User>(&Snapshot::users, old, UserId(1));
  EXPECT_EQ(user.username, "guest");
  EXPECT_EQ(user.access.owner_rights, kReadable);
  const auto found =
      Must(world.Read([&](const Snapshot& s) { return s.users().FindByName(old, "guest"); }));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, UserId(1)) << "the guest of birth has the label only";
  const Group group = GroupOf(old, GroupId(1));
  EXPECT_EQ(group.name, "users");
  EXPECT_EQ(group.unique_name.substr(0, 7), "users (");
  const auto membership = Must(world.Read(
      [&](const Snapshot& s) { return s.memberships().Find(old, UserId(1), kEverybody); }));
  ASSERT_TRUE(membership);
  EXPECT_EQ(membership->rights, Rights());
  EXPECT_GT(membership->id.value(), 0);
}

}  // namespace
}  // namespace guildhall::test
