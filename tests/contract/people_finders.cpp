// Users, groups and memberships by what else names them, and the rows that every tenant has from
// birth.
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

User WithAccessKey(std::int64_t id, std::string username, std::string digest) {
  User user = MakeUser(id, std::move(username));
  user.access_key_digest = std::move(digest);
  user.access_key_sealed = std::string("\x82\x00", 2) + "sealed access key";
  return user;
}

const std::string kDigest = std::string("\x00\xFD", 2) + "access key";

}  // namespace

TEST_P(StoreContract, UsersAreFoundByUidObjectAndInGivenOrder) {
  const User ada = MakeUser(1, "ada");
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, ada));
    GH_CHECK(tx.users().Insert(kRivia, MakeUser(2, "bob")));
    return tx.users().Insert(kRivia, MakeUser(-1, "guest"));
  });
  EXPECT_EQ(See([](auto& v) { return v.users().FindByUid(kRivia, UidOf(1)); }), ada);
  EXPECT_EQ(See([](auto& v) { return v.users().FindByObjectId(kRivia, ObjectIdOf(1)); }), ada);
  EXPECT_FALSE(See([](auto& v) { return v.users().FindByUid(kRivia, UidOf(9)); }));
  EXPECT_FALSE(See([](auto& v) { return v.users().FindByUid(kNilfgaard, UidOf(1)); }));
  EXPECT_FALSE(See([](auto& v) { return v.users().FindByObjectId(kNilfgaard, ObjectIdOf(1)); }));
  const std::vector<UserId> ids{UserId(2), UserId(7), UserId(-1), UserId(1)};
  const auto many = See([&](auto& v) { return v.users().FindMany(kRivia, ids); });
  EXPECT_EQ(Numbers(many), List({2, -1, 1}));
  EXPECT_TRUE(See([](auto& v) { return v.users().FindMany(kRivia, {}); }).empty());

  Do(kRivia, [](Transaction& tx) { return tx.users().Remove(kRivia, UserId(1)); });
  EXPECT_FALSE(See([](auto& v) { return v.users().FindByUid(kRivia, UidOf(1)); }));
  EXPECT_FALSE(See([](auto& v) { return v.users().FindByObjectId(kRivia, ObjectIdOf(1)); }));
  EXPECT_EQ(Numbers(See([&](auto& v) { return v.users().FindMany(kRivia, ids); })), List({2, -1}));
}

TEST_P(StoreContract, AccessKeysAreFoundAcrossTenantsAndHeldOnce) {
  const auto holder = [&](const std::string& digest) -> List {
    const auto found = See([&](auto& v) { return v.users().FindByAccessKey(digest); });
    return found ? List({found->tenant.value(), found->user.value()}) : List();
  };
  const User ada = WithAccessKey(1, "ada", kDigest);
  Do(kRivia, [&](Transaction& tx) { return tx.users().Insert(kRivia, ada); });
  EXPECT_EQ(See([](auto& v) { return v.users().Find(kRivia, UserId(1)); }), ada);
  EXPECT_EQ(holder(kDigest), List({1, 1}));
  EXPECT_EQ(holder("?"), List());
  EXPECT_EQ(holder(""), List());

  Do(kNilfgaard, [](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.users().Insert(kNilfgaard, WithAccessKey(1, "eve", kDigest))),
              "already_exists");
    GH_CHECK(tx.users().Insert(kNilfgaard, WithAccessKey(1, "eve", "other")));
    EXPECT_EQ(Outcome(tx.users().Update(kNilfgaard, WithAccessKey(1, "eve", kDigest))),
              "already_exists");
    // A row that is refused leaves its key free.
    EXPECT_EQ(Outcome(tx.users().Insert(kNilfgaard, WithAccessKey(2, "eve", "third"))),
              "already_exists");
    return tx.users().Insert(kNilfgaard, WithAccessKey(3, "mallory", "third"));
  });
  EXPECT_EQ(holder(kDigest), List({1, 1}));
  EXPECT_EQ(holder("other"), List({2, 1}));
  EXPECT_EQ(holder("third"), List({2, 3}));
}

TEST_P(StoreContract, AccessKeysAreFreedWhenTheyAreReplacedOrTheirUserGoes) {
  const auto found = [&](const std::string& digest) {
    return See([&](auto& v) { return v.users().FindByAccessKey(digest); }).has_value();
  };
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, WithAccessKey(1, "ada", "first")));
    User asleep = WithAccessKey(1, "ada", "second");
    asleep.active = false;
    return tx.users().Update(kRivia, asleep);
  });
  EXPECT_FALSE(found("first"));
  EXPECT_TRUE(found("second")) << "deactivated users too";
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Update(kRivia, MakeUser(1, "ada")));
    return tx.users().Insert(kRivia, WithAccessKey(2, "bob", "second"));
  });
  EXPECT_EQ(See([](auto& v) { return v.users().Find(kRivia, UserId(1)); }), MakeUser(1, "ada"));
  Do(kRivia, [](Transaction& tx) { return tx.users().Remove(kRivia, UserId(2)); });
  EXPECT_FALSE(found("second"));
  Do(kNilfgaard, [](Transaction& tx) {
    return tx.users().Insert(kNilfgaard, WithAccessKey(1, "heir", "second"));
  });
  EXPECT_TRUE(found("second"));
}

TEST_P(StoreContract, NamesOfSystemUsersAreNobodys) {
  const User guest = MakeUser(-1, "guest");
  User namesake = MakeUser(1, "guest");
  namesake.email = guest.email;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, guest));
    EXPECT_FALSE(Must(tx.users().FindByName(kRivia, "guest")));
    GH_CHECK(tx.users().Update(kRivia, guest));
    EXPECT_FALSE(Must(tx.users().FindByName(kRivia, guest.email)));
    return tx.users().Insert(kRivia, namesake);
  });
  EXPECT_EQ(See([](auto& v) { return v.users().FindByName(kRivia, "guest"); }), namesake);
  EXPECT_EQ(See([](auto& v) { return v.users().Find(kRivia, UserId(-1)); }), guest);
}

TEST_P(StoreContract, GroupsAreFoundByUidObjectAndUniqueName) {
  const Group group = MakeGroup(1, "witchers");
  Do(kRivia, [&](Transaction& tx) { return tx.groups().Insert(kRivia, group); });
  const auto named = [&](TenantId tenant, std::string_view name) {
    return See([&](auto& v) { return v.groups().FindByUniqueName(tenant, name); });
  };
  EXPECT_EQ(See([](auto& v) { return v.groups().FindByUid(kRivia, UidOf(1)); }), group);
  EXPECT_EQ(See([](auto& v) { return v.groups().FindByObjectId(kRivia, ObjectIdOf(1)); }), group);
  EXPECT_EQ(named(kRivia, group.unique_name), group);
  EXPECT_FALSE(named(kRivia, "witchers"));
  EXPECT_FALSE(named(kNilfgaard, group.unique_name));
  EXPECT_FALSE(See([](auto& v) { return v.groups().FindByUid(kNilfgaard, UidOf(1)); }));
  EXPECT_FALSE(See([](auto& v) { return v.groups().FindByObjectId(kRivia, ObjectIdOf(2)); }));

  Do(kRivia, [](Transaction& tx) { return tx.groups().Remove(kRivia, GroupId(1)); });
  EXPECT_FALSE(See([](auto& v) { return v.groups().FindByUid(kRivia, UidOf(1)); }));
  EXPECT_FALSE(See([](auto& v) { return v.groups().FindByObjectId(kRivia, ObjectIdOf(1)); }));
  EXPECT_FALSE(named(kRivia, group.unique_name));
}

TEST_P(StoreContract, UniqueNamesOfGroupsAreTakenOnceAndFreed) {
  Group second = MakeGroup(2, "b");
  second.unique_name = MakeGroup(1, "a").unique_name;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.groups().Insert(kRivia, MakeGroup(1, "a")));
    EXPECT_EQ(Outcome(tx.groups().Insert(kRivia, second)), "already_exists");
    GH_CHECK(tx.groups().Remove(kRivia, GroupId(1)));
    return tx.groups().Insert(kRivia, second);
  });
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    for (const std::int64_t id : {3, 4}) {  // those without one do not collide
      Group nameless = MakeGroup(id, "n");
      nameless.unique_name = "";
      GH_CHECK(tx.groups().Insert(kRivia, nameless));
    }
    return {};
  });
  EXPECT_EQ(See([](auto& v) { return v.groups().Find(kRivia, GroupId(4)); })->unique_name, "");
  EXPECT_FALSE(See([](auto& v) { return v.groups().FindByUniqueName(kRivia, ""); }));
}

/// Two users in a group of their own kind, a personal one and one of the system.
class StoreMembers : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    Do(kRivia, [](Transaction& tx) -> Result<void> {
      Group home = MakeGroup(2, "home");
      home.personal = true;
      for (const Group& group : {MakeGroup(-3, "everybody"), MakeGroup(1, "witchers"), home}) {
        GH_CHECK(tx.groups().Insert(kRivia, group));
      }
      for (std::int64_t user = 1; user <= 2; ++user) {
        GH_CHECK(tx.users().Insert(kRivia, MakeUser(user, "user" + std::to_string(user))));
        GH_CHECK(tx.memberships().Insert(kRivia, MakeMembership(user * 10, user, -3)));
        GH_CHECK(tx.memberships().Insert(kRivia, MakeMembership(user * 10 + 1, user, 1)));
      }
      return tx.memberships().Insert(kRivia, MakeMembership(12, 1, 2));
    });
  }

  std::int64_t Active(std::int64_t group, std::int64_t bound) {
    return See([&](auto& v) { return v.memberships().CountActive(kRivia, GroupId(group), bound); });
  }
};

TEST_P(StoreMembers, AreListedForTheTenantByTheirNumber) {
  const auto list = [&](Seek seek) {
    return Numbers(See([&](auto& v) { return v.memberships().List(kRivia, seek); }));
  };
  const auto count = [&](std::int64_t bound) {
    return See([&](auto& v) { return v.memberships().Count(kRivia, bound); });
  };
  EXPECT_EQ(list({}), List({10, 11, 12, 20, 21}));
  EXPECT_EQ(list({.from = 11, .limit = 2}), List({12, 20}));
  EXPECT_EQ(list({.from = 20, .descending = true, .limit = 2}), List({12, 11}));
  EXPECT_EQ(count(100), 5);
  EXPECT_EQ(count(2), 2);
  EXPECT_EQ(See([](auto& v) { return v.memberships().Count(kNilfgaard, 9); }), 0);
}

TEST_P(StoreMembers, OfSystemGroupsShowOnlyAmongAll) {
  const auto& user = UserId(1);
  const auto all = See([&](auto& v) { return v.memberships().AllOfUser(kRivia, user); });
  const std::vector<UserId> some{UserId(99), UserId(2), user};
  EXPECT_EQ(Numbers(See([&](auto& v) { return v.memberships().AllOfUsers(kRivia, some); })),
            List({10, 11, 12, 20, 21}));
  EXPECT_TRUE(See([](auto& v) { return v.memberships().AllOfUsers(kRivia, {}); }).empty());
  EXPECT_EQ(Numbers(all), List({10, 11, 12}));
  const auto listed = [&](Seek seek) {
    return Numbers(See([&](auto& v) { return v.memberships().ListOfUser(kRivia, user, seek); }));
  };
  EXPECT_EQ(listed({}), List({11, 12}));
  EXPECT_EQ(listed({.descending = true, .limit = 1}), List({12}));
  EXPECT_EQ(listed({.from = 11}), List({12}));
  const auto standing = [&](GroupId group, std::int64_t many) {
    return See([&](auto& v) { return v.memberships().StandingOf(kRivia, user, group, many); });
  };
  EXPECT_EQ(standing(kEverybody, 1), (MembershipRows::Standing{true, true}));
  EXPECT_EQ(standing(kEverybody, 2), (MembershipRows::Standing{true, false}));
  const auto everybody =
      See([](auto& v) { return v.memberships().ListOfGroup(kRivia, kEverybody, {}); });
  EXPECT_EQ(Numbers(everybody), List({10, 20}));
}

TEST_P(StoreMembers, AreFoundByUidAndChanged) {
  Membership changed = MakeMembership(11, 1, 1);
  EXPECT_EQ(See([](auto& v) { return v.memberships().FindByUid(kRivia, UidOf(11)); }), changed);
  EXPECT_FALSE(See([](auto& v) { return v.memberships().FindByUid(kRivia, UidOf(99)); }));
  EXPECT_FALSE(See([](auto& v) { return v.memberships().FindByUid(kNilfgaard, UidOf(11)); }));
  changed.rights = {Right::kUpdate};
  changed.rest = 77;
  changed.origin = Origin(3);
  changed.capable = false;
  changed.updated_at = TimeOf(90);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.memberships().Update(kRivia, MakeMembership(5, 2, 2))), "not_found");
    return tx.memberships().Update(kRivia, changed);
  });
  Membership twin = MakeMembership(30, 2, 2);
  twin.uid = UidOf(11);
  EXPECT_EQ(
      Outcome(Try(kRivia, [&](Transaction& tx) { return tx.memberships().Insert(kRivia, twin); })),
      "already_exists");
  EXPECT_EQ(See([](auto& v) { return v.memberships().Find(kRivia, UserId(1), GroupId(1)); }),
            changed);
}

TEST_P(StoreMembers, CountAsActiveWhileTheirUserIs) {
  EXPECT_EQ(Active(1, 9), 2);
  EXPECT_EQ(Active(1, 1), 1);
  EXPECT_EQ(Active(2, 9), 1);
  EXPECT_EQ(Active(7, 9), 0);
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    User asleep = MakeUser(1, "user1");
    asleep.active = false;
    return tx.users().Update(kRivia, asleep);
  });
  EXPECT_EQ(Active(1, 9), 1);
  Do(kRivia, [](Transaction& tx) { return tx.users().Remove(kRivia, UserId(2)); });
  EXPECT_EQ(Active(1, 9), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreMembers, testing::ValuesIn(StoreFactories()), NameOfEngine);

}  // namespace guildhall::test
