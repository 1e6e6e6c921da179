#include "base/bytes.h"
#include "tests/core/caller_cases.h"

namespace guildhall::test {
namespace {

class CallerAccessKeys : public CallerCases {
 protected:
  void Change(UserId id, const std::function<void(User&)>& change) {
    Must(world.Write([&](Transaction& tx) -> Result<void> {
      GH_TRY(std::optional<User> row, tx.users().Find(world.rivia, id));
      change(row.value());
      return tx.users().Update(world.rivia, *row);
    }));
  }
  void Give(UserId id, const std::string& key) {
    Change(id, [&](User& row) {
      StoredKey stored = world.core->credentials().StoreAccessKey(world.rivia, Secret(key));
      row.access_key_digest = std::move(stored.digest);
      row.access_key_sealed = std::move(stored.sealed);
    });
  }
  /// A user with this access key and these capabilities.
  UserId AddHolder(const std::string& name, const std::string& key, std::string capabilities) {
    const UserId id = world.AddUser(name)->user.id;
    Give(id, key);
    Change(id, [&](User& row) { row.capabilities = std::move(capabilities); });
    return id;
  }
  void NameGroup(UserId id, const Group& group) {
    Change(id, [&](User& row) { row.capability_group = ToHex(AsView(group.object_id)); });
  }
  void JoinCapable(UserId id, const Group& group) {
    Must(world.Write([&](Transaction& tx) {
      Membership row =
          MakeMembership(tx.Next(world.rivia, Sequence::kMembership), id.value(), group.id.value());
      row.capable = true;
      return tx.memberships().Insert(world.rivia, row);
    }));
  }
  void ChangeGroup(GroupId id, const std::function<void(Group&)>& change) {
    Must(world.Write([&](Transaction& tx) -> Result<void> {
      GH_TRY(std::optional<Group> row, tx.groups().Find(world.rivia, id));
      change(row.value());
      return tx.groups().Update(world.rivia, *row);
    }));
  }
  Result<Caller> Resolved(std::string_view key) {
    return world.core->callers().ResolveAccessKey(Patience::kMayWait, key);
  }
  Caller By(std::string_view key) { return Must(Resolved(key)); }
};
GUILDHALL_ON_EVERY_ENGINE(CallerAccessKeys);

const std::string kKey = "0123456789abcdef0123456789abcdef";
const std::string kOther = "ffffffffffffffff0123456789abcdef";
const std::string kReader = R"({"users":"read"})";

TEST_P(CallerAccessKeys, AKeyBringsItsUserAndHisTenant) {
  const UserId id = AddHolder("ciri", kKey, kReader);
  for (int round = 0; round < 2; ++round) {
    const Caller caller = By(kKey);
    EXPECT_EQ(caller.credential, Credential::kAccessKey);
    EXPECT_EQ(caller.tenant, world.rivia);
    EXPECT_EQ(caller.user_id(), id);
    EXPECT_EQ(caller.user->access_key.Reveal(), kKey);
    EXPECT_EQ(caller.powers, PowersOf(Capabilities::Parse(kReader)));
    EXPECT_TRUE(caller.user->user.access_key_sealed.empty()) << "does not stay in memory";
  }
}

TEST_P(CallerAccessKeys, UnknownKeysAndKeysOfOtherKindsAreRefused) {
  AddHolder("ciri", kKey, kReader);
  By(kKey);
  for (const std::string_view key :
       {std::string_view(), std::string_view(kOther), std::string_view(kKey).substr(1),
        world.app.key.Reveal(), world.owner.key.Reveal()}) {
    EXPECT_EQ(Outcome(Resolved(key)), "unauthenticated") << key.size();
  }
  const auto other = world.AddUser("yennefer");
  EXPECT_EQ(Outcome(Resolved(other->user_key.Reveal())), "unauthenticated");
}

TEST_P(CallerAccessKeys, AReplacedKeyIsDeadOnEveryThread) {
  const UserId id = AddHolder("ciri", kKey, kReader);
  Companion companion;
  companion.Do([&] { EXPECT_EQ(By(kKey).user_id(), id); });
  EXPECT_EQ(By(kKey).user_id(), id);
  Give(id, kOther);
  EXPECT_EQ(Outcome(Resolved(kKey)), "unauthenticated");
  companion.Do([&] {
    EXPECT_EQ(Outcome(Resolved(kKey)), "unauthenticated");
    EXPECT_EQ(By(kOther).user_id(), id);
  });
}

TEST_P(CallerAccessKeys, AKeyThatChangedHandsOpensForItsNewHolder) {
  const UserId ciri = AddHolder("ciri", kKey, kReader);
  EXPECT_EQ(By(kKey).user_id(), ciri);
  Give(ciri, kOther);
  const UserId yen = AddHolder("yennefer", kKey, "{}");
  EXPECT_EQ(By(kKey).user_id(), yen);
  EXPECT_EQ(By(kOther).user_id(), ciri);
  EXPECT_EQ(By(kKey).powers, Powers());
}

TEST_P(CallerAccessKeys, ARemovedUsersKeyIsUnknown) {
  const UserId id = AddHolder("ciri", kKey, kReader);
  By(kKey);
  Must(world.Write([&](Transaction& tx) { return tx.users().Remove(world.rivia, id); }));
  EXPECT_EQ(Outcome(Resolved(kKey)), "unauthenticated");
}

TEST_P(CallerAccessKeys, TheDeactivatedAreKnownAndHaveNoPowers) {
  const UserId id = AddHolder("ciri", kKey, R"({"IsAdmin":"admin"})");
  EXPECT_NE(By(kKey).powers, Powers());
  Change(id, [](User& row) { row.active = false; });
  const Caller caller = By(kKey);
  ASSERT_TRUE(caller.user);
  EXPECT_FALSE(caller.user->user.active);
  EXPECT_EQ(caller.powers, Powers());
}

TEST_P(CallerAccessKeys, ANamedGroupsMapCountsInsteadOfTheOwn) {
  const Group group = world.AddGroup("sorceresses");
  const UserId id = AddHolder("ciri", kKey, R"({"users":"write"})");
  NameGroup(id, group);
  EXPECT_EQ(By(kKey).powers, Powers()) << "he is no member by it";
  JoinCapable(id, group);
  EXPECT_EQ(By(kKey).powers, Powers()) << "the group gives nothing";
  ChangeGroup(group.id, [](Group& row) { row.capabilities = R"({"user_groups":"read"})"; });
  EXPECT_EQ(By(kKey).powers, Powers{Power::kReadGroups});
  ChangeGroup(group.id, [](Group& row) { row.active = false; });
  EXPECT_TRUE(By(kKey).user->capability_group_inactive);
  EXPECT_EQ(By(kKey).powers, Powers());
  ChangeGroup(group.id, [](Group& row) { row.active = true; });
  EXPECT_EQ(By(kKey).powers, Powers{Power::kReadGroups});
}

TEST_P(CallerAccessKeys, AnOrdinaryMembershipGivesNoCapabilities) {
  const Group group = world.AddGroup("sorceresses");
  ChangeGroup(group.id, [](Group& row) { row.capabilities = R"({"user_groups":"write"})"; });
  const UserId id = AddHolder("ciri", kKey, kReader);
  world.Join(id, group.id);
  EXPECT_EQ(By(kKey).powers, PowersOf(Capabilities::Parse(kReader)));
  NameGroup(id, group);
  EXPECT_EQ(By(kKey).powers, Powers());
  EXPECT_FALSE(By(kKey).user->capability_group_inactive);
}

TEST_P(CallerAccessKeys, ADanglingGroupLeavesNothingButAnAdministrator) {
  const UserId id = AddHolder("ciri", kKey, R"({"users":"write"})");
  Change(id, [](User& row) { row.capability_group = "54aaaaaaaaaaaaaaaaaaaaaa"; });
  EXPECT_EQ(By(kKey).powers, Powers());
  Change(id, [](User& row) { row.capabilities = R"({"IsAdmin":"admin"})"; });
  EXPECT_TRUE(By(kKey).Has(Power::kGrantCapabilities));
}

TEST_P(CallerAccessKeys, RenewSeesNewPowersAndRefusesWhoMayNoLongerAct) {
  const UserId id = AddHolder("ciri", kKey, kReader);
  const Caller caller = By(kKey);
  EXPECT_EQ(Must(Renew(caller)).powers, caller.powers);
  Change(id, [](User& row) { row.capabilities = "{}"; });
  EXPECT_EQ(Must(Renew(caller)).powers, Powers());
  Change(id, [](User& row) { row.active = false; });
  EXPECT_EQ(Outcome(Renew(caller)), "forbidden");
  EXPECT_EQ(Outcome(Renew(By(kKey))), "forbidden") << "inactive already when he came";
  Change(id, [](User& row) { row.active = true; });
  EXPECT_EQ(Outcome(Renew(caller)), "ok");
  Give(id, kOther);
  EXPECT_EQ(Outcome(Renew(caller)), "unauthenticated");
  Must(world.Write([&](Transaction& tx) { return tx.users().Remove(world.rivia, id); }));
  EXPECT_EQ(Outcome(Renew(caller)), "unauthenticated");
}

}  // namespace
}  // namespace guildhall::test
