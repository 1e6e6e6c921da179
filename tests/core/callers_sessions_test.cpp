#include "tests/core/caller_cases.h"

namespace guildhall::test {
namespace {

class CallerSessions : public CallerCases {
 protected:
  /// With a session that was begun under `auth_version`, or just now.
  Caller SignedIn(UserId user, std::optional<std::int64_t> auth_version = std::nullopt) {
    if (!auth_version) {
      const auto row =
          Must(world.Read([&](const Snapshot& s) { return s.users().Find(world.rivia, user); }));
      auth_version = row ? row->auth_version : 0;
    }
    return Must(
        world.core->callers().ResolveSession(Patience::kMayWait, world.rivia, user, *auth_version));
  }
  /// The user's row as it is, after `change`.
  void Change(UserId id, const std::function<void(User&)>& change) {
    Must(world.Write([&](Transaction& tx) -> Result<void> {
      GH_TRY(std::optional<User> row, tx.users().Find(world.rivia, id));
      change(row.value());
      return tx.users().Update(world.rivia, *row);
    }));
  }
  void JoinAdministrators(UserId user, bool active = true) {
    Must(world.Write([&](Transaction& tx) -> Result<void> {
      GH_TRY(std::optional<Group> group, tx.groups().Find(world.rivia, kAdministrators));
      group.value().active = active;
      GH_CHECK(tx.groups().Update(world.rivia, *group));
      Membership row = MakeMembership(tx.Next(world.rivia, Sequence::kMembership), user.value(),
                                      kAdministrators.value());
      return tx.memberships().Insert(world.rivia, row);
    }));
  }
};
GUILDHALL_ON_EVERY_ENGINE(CallerSessions);

TEST_P(CallerSessions, AUserActsUnderListsWithoutPowers) {
  const auto user = world.AddUser("ciri");
  for (int round = 0; round < 2; ++round) {
    const Caller caller = SignedIn(user->user.id);
    EXPECT_EQ(caller.credential, Credential::kSession);
    EXPECT_EQ(caller.tenant, world.rivia);
    ASSERT_TRUE(caller.user);
    EXPECT_EQ(caller.user->user.id, user->user.id);
    EXPECT_EQ(caller.powers, Powers());
    EXPECT_TRUE(caller.anonymous()) << "neither an application nor an operator";
    EXPECT_FALSE(caller.may_found);
  }
}

TEST_P(CallerSessions, WhoIsUnknownGoneOrDeactivatedIsAGuest) {
  const auto user = world.AddUser("ciri");
  EXPECT_FALSE(SignedIn(UserId(99)).user);
  EXPECT_FALSE(SignedIn(kGuest).user) << "nobody signs in as the guest";
  EXPECT_TRUE(SignedIn(user->user.id).user);
  Change(user->user.id, [](User& row) { row.active = false; });
  const Caller guest = SignedIn(user->user.id);
  EXPECT_FALSE(guest.user);
  EXPECT_EQ(guest.credential, Credential::kSession);
  EXPECT_EQ(guest.powers, Powers());
}

TEST_P(CallerSessions, ARaisedVersionEndsOlderSessionsOnEveryThread) {
  const auto user = world.AddUser("ciri");
  const UserId id = user->user.id;
  const std::int64_t version = user->user.auth_version;
  Companion companion;
  companion.Do([&] { EXPECT_TRUE(SignedIn(id, version).user); });
  Change(id, [](User& row) { ++row.auth_version; });
  companion.Do([&] {
    EXPECT_FALSE(SignedIn(id, version).user);
    EXPECT_TRUE(SignedIn(id, version + 1).user);
  });
}

TEST_P(CallerSessions, AMemberOfTheAdministratorsHasTheirPowersWhileTheGroupIsActive) {
  const auto user = world.AddUser("ciri");
  EXPECT_FALSE(SignedIn(user->user.id).user->administrator());
  JoinAdministrators(user->user.id, false);
  EXPECT_FALSE(SignedIn(user->user.id).user->administrator());
  EXPECT_EQ(SignedIn(user->user.id).powers, Powers());
  Must(world.Write([&](Transaction& tx) -> Result<void> {
    GH_TRY(std::optional<Group> group, tx.groups().Find(world.rivia, kAdministrators));
    group.value().active = true;
    return tx.groups().Update(world.rivia, *group);
  }));
  const Caller caller = SignedIn(user->user.id);
  EXPECT_TRUE(caller.user->administrator()) << "although his own row was not touched";
  EXPECT_EQ(caller.powers, PowersOfAdministrator());
  EXPECT_TRUE(caller.user->groups.empty()) << "the system's groups are not shown";
  EXPECT_EQ(caller.user->active_groups, (std::vector<GroupId>{kEverybody, kAdministrators}));
}

TEST_P(CallerSessions, AKeyGivesAnAdministratorNoneOfThePowersOfLists) {
  const auto user = world.AddUser("ciri");
  JoinAdministrators(user->user.id);
  EXPECT_EQ(world.AsUser(*user).powers, PowersOf(ApiKeyFlags{}, true));
}

TEST_P(CallerSessions, RenewSeesWhatChangedSince) {
  const auto user = world.AddUser("ciri");
  Caller caller = SignedIn(user->user.id);
  caller.may_found = true;
  EXPECT_EQ(Must(Renew(caller)).user, caller.user) << "nothing changed";
  JoinAdministrators(user->user.id);
  const Caller renewed = Must(Renew(caller));
  EXPECT_EQ(renewed.powers, PowersOfAdministrator());
  EXPECT_EQ(renewed.credential, Credential::kSession);
  EXPECT_TRUE(renewed.may_found);
  Change(user->user.id, [](User& row) { ++row.auth_version; });
  const Caller guest = Must(Renew(renewed));
  EXPECT_FALSE(guest.user);
  EXPECT_EQ(guest.powers, Powers());
  EXPECT_EQ(guest.credential, Credential::kSession);
}

TEST_P(CallerSessions, WhoeverWasGivenTheNumberOfAnotherIsNotHim) {
  const auto user = world.AddUser("ciri");
  const Caller before = SignedIn(user->user.id);
  EXPECT_TRUE(Must(Renew(before)).user);
  // As in a copy of the database that lost him and gave his number again.
  Change(user->user.id, [](User& row) { row.uid = Uid{9, 9}; });
  EXPECT_FALSE(Must(Renew(before)).user);
}

TEST_P(CallerSessions, GuestsAndTheInstallationStayWhoTheyAre) {
  const Caller guest = Callers::Guest(world.rivia);
  EXPECT_FALSE(guest.user);
  EXPECT_EQ(guest.powers, Powers());
  const Caller installation = Callers::Installation(world.rivia);
  EXPECT_EQ(installation.credential, Credential::kSecret);
  EXPECT_EQ(installation.powers, PowersOfInstallation());
  world.AddUser("ciri");
  EXPECT_EQ(Describe(Must(Renew(guest))), Describe(guest));
  EXPECT_EQ(Describe(Must(Renew(installation))), Describe(installation));
}

}  // namespace
}  // namespace guildhall::test
