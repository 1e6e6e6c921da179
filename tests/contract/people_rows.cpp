// Users, groups and memberships.
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

Result<void> AddPeople(Transaction& tx, TenantId tenant, std::int64_t users, std::int64_t groups) {
  for (std::int64_t id = 1; id <= users; ++id) {
    GH_CHECK(tx.users().Insert(tenant, MakeUser(id, "user" + std::to_string(id))));
  }
  for (std::int64_t id = 1; id <= groups; ++id) {
    GH_CHECK(tx.groups().Insert(tenant, MakeGroup(id, "group" + std::to_string(id))));
  }
  return {};
}

}  // namespace

TEST_P(StoreContract, UsersAreFoundByNumberNameMailAndKey) {
  const User ada = MakeUser(1, "ada");
  Do(kRivia, [&](Transaction& tx) { return tx.users().Insert(kRivia, ada); });
  EXPECT_EQ(See([](auto& view) { return view.users().Find(kRivia, UserId(1)); }), ada);
  EXPECT_EQ(See([](auto& view) { return view.users().FindByName(kRivia, "ada"); }), ada);
  EXPECT_EQ(See([&](auto& view) { return view.users().FindByName(kRivia, ada.email); }), ada);
  EXPECT_EQ(See([&](auto& view) { return view.users().FindByKey(kRivia, ada.key_digest); }), ada);
  EXPECT_FALSE(See([](auto& view) { return view.users().Find(kRivia, UserId(2)); }));
  EXPECT_FALSE(See([](auto& view) { return view.users().FindByName(kRivia, "bob"); }));
  EXPECT_FALSE(See([](auto& view) { return view.users().FindByName(kRivia, ""); }));
  EXPECT_FALSE(See([](auto& view) { return view.users().FindByKey(kRivia, "?"); }));
}

TEST_P(StoreContract, UsersWithoutMailOwnerOrKeyDoNotCollide) {
  User first = MakeUser(1, "a");
  User second = MakeUser(2, "b");
  for (User* user : {&first, &second}) {
    user->email = user->display_name = user->key_digest = user->key_sealed = "";
    user->access = {};
  }
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, first));
    return tx.users().Insert(kRivia, second);
  });
  EXPECT_EQ(See([](auto& view) { return view.users().Find(kRivia, UserId(2)); }), second);
  EXPECT_FALSE(See([](auto& view) { return view.users().FindByName(kRivia, ""); }));
  EXPECT_FALSE(See([](auto& view) { return view.users().FindByKey(kRivia, ""); }));
}

TEST_P(StoreContract, TakenUserNamesMailsAndNumbersLeaveTheTransactionUsable) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, MakeUser(1, "ada")));
    EXPECT_EQ(Outcome(tx.users().Insert(kRivia, MakeUser(2, "ada"))), "already_exists");
    User same_mail = MakeUser(2, "bob");
    same_mail.email = MakeUser(1, "").email;
    EXPECT_EQ(Outcome(tx.users().Insert(kRivia, same_mail)), "already_exists");
    EXPECT_EQ(Outcome(tx.users().Insert(kRivia, MakeUser(1, "cleo"))), "already_exists");
    return tx.users().Insert(kRivia, MakeUser(2, "bob"));
  });
  const auto users = See([](auto& view) { return view.users().List(kRivia, {}); });
  EXPECT_EQ(users, std::vector<User>({MakeUser(1, "ada"), MakeUser(2, "bob")}));
  const std::string key = MakeUser(2, "").key_digest;
  EXPECT_EQ(See([&](auto& view) { return view.users().FindByKey(kRivia, key); })->username, "bob");
}

TEST_P(StoreContract, UpdatedUsersKeepNothingOfTheirFormerSelf) {
  Do(kRivia, [](Transaction& tx) { return tx.users().Insert(kRivia, MakeUser(1, "ada")); });
  User changed = MakeUser(1, "lady ada");
  changed.email = "";
  changed.key_digest = "new key";
  changed.key_sealed = "new seal";
  changed.active = false;
  changed.auth_version = 4;
  changed.access.owner.reset();
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.users().Update(kRivia, MakeUser(5, "eve"))), "not_found");
    return tx.users().Update(kRivia, changed);
  });
  EXPECT_EQ(See([](auto& view) { return view.users().FindByName(kRivia, "lady ada"); }), changed);
  EXPECT_EQ(See([](auto& view) { return view.users().FindByKey(kRivia, "new key"); }), changed);
  const User former = MakeUser(1, "ada");
  for (const std::string& name : {former.username, former.email}) {
    EXPECT_FALSE(See([&](auto& view) { return view.users().FindByName(kRivia, name); }));
  }
  EXPECT_FALSE(See([&](auto& view) { return view.users().FindByKey(kRivia, former.key_digest); }));
}

TEST_P(StoreContract, RemovedUsersFreeTheirNamesAndKey) {
  const User ada = MakeUser(1, "ada");
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, ada));
    GH_CHECK(tx.users().Remove(kRivia, UserId(1)));
    EXPECT_EQ(Outcome(tx.users().Remove(kRivia, UserId(1))), "not_found");
    EXPECT_EQ(Outcome(tx.users().Update(kRivia, ada)), "not_found");
    EXPECT_EQ(Outcome(tx.users().Insert(kRivia, ada)), "already_exists");
    return {};
  });
  EXPECT_FALSE(See([](auto& view) { return view.users().Find(kRivia, UserId(1)); }));
  EXPECT_FALSE(See([](auto& view) { return view.users().FindByName(kRivia, "ada"); }));
  EXPECT_FALSE(See([&](auto& view) { return view.users().FindByKey(kRivia, ada.key_digest); }));
  EXPECT_TRUE(See([](auto& view) { return view.users().List(kRivia, {}); }).empty());

  User heir = MakeUser(2, "ada");
  heir.email = ada.email;
  heir.key_digest = ada.key_digest;
  Do(kRivia, [&](Transaction& tx) { return tx.users().Insert(kRivia, heir); });
  EXPECT_EQ(See([](auto& view) { return view.users().FindByName(kRivia, "ada"); }), heir);
}

TEST_P(StoreContract, UsersAreListedBothWaysFromACursorWithoutSystemUsers) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, MakeUser(-1, "system")));
    return AddPeople(tx, kRivia, 5, 0);
  });
  const auto list = [&](Seek seek) {
    const auto numbers = Numbers(See([&](auto& view) { return view.users().List(kRivia, seek); }));
    std::vector<std::int64_t> ids;
    for (const UserId id : See([&](auto& view) { return view.users().ListIds(kRivia, seek); })) {
      ids.push_back(id.value());
    }
    EXPECT_EQ(ids, numbers);
    return numbers;
  };
  EXPECT_EQ(list({}), List({1, 2, 3, 4, 5}));
  EXPECT_EQ(list({.descending = true}), List({5, 4, 3, 2, 1}));
  EXPECT_EQ(list({.from = 2, .limit = 2}), List({3, 4}));
  EXPECT_EQ(list({.from = 3, .descending = true}), List({2, 1}));
  EXPECT_EQ(list({.from = 5}), List());
  EXPECT_EQ(list({.from = 1, .descending = true}), List());
  EXPECT_EQ(list({.limit = 0}), List());
  EXPECT_TRUE(See([](auto& view) { return view.users().Find(kRivia, UserId(-1)); }));
}

TEST_P(StoreContract, GroupsAreFoundChangedAndRemoved) {
  Group group = MakeGroup(1, "Geralt & Co");
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.groups().Insert(kRivia, group));
    EXPECT_EQ(Outcome(tx.groups().Insert(kRivia, group)), "already_exists");
    GH_CHECK(tx.groups().Insert(kRivia, MakeGroup(2, group.name)));  // labels need not differ
    return {};
  });
  EXPECT_EQ(See([](auto& view) { return view.groups().Find(kRivia, GroupId(1)); }), group);
  group.name = "Others";
  group.description = "";
  group.active = false;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.groups().Update(kRivia, MakeGroup(9, "none"))), "not_found");
    EXPECT_EQ(Outcome(tx.groups().Remove(kRivia, GroupId(9))), "not_found");
    return tx.groups().Update(kRivia, group);
  });
  EXPECT_EQ(See([](auto& view) { return view.groups().Find(kRivia, GroupId(1)); }), group);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.groups().Remove(kRivia, GroupId(1)));
    EXPECT_EQ(Outcome(tx.groups().Remove(kRivia, GroupId(1))), "not_found");
    return {};
  });
  EXPECT_FALSE(See([](auto& view) { return view.groups().Find(kRivia, GroupId(1)); }));
  const auto left = See([](auto& view) { return view.groups().List(kRivia, {}, true); });
  EXPECT_EQ(Numbers(left), List({2}));
}

TEST_P(StoreContract, PersonalAndSystemGroupsStayOutOfLists) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    Group home = MakeGroup(2, "home");
    home.personal = true;
    for (const Group& group :
         {MakeGroup(1, "a"), home, MakeGroup(3, "c"), MakeGroup(-3, "system")}) {
      GH_CHECK(tx.groups().Insert(kRivia, group));
    }
    return {};
  });
  const auto list = [&](Seek seek, bool personal) {
    return Numbers(See([&](auto& view) { return view.groups().List(kRivia, seek, personal); }));
  };
  EXPECT_EQ(list({}, false), List({1, 3}));
  EXPECT_EQ(list({}, true), List({1, 2, 3}));
  EXPECT_EQ(list({.descending = true, .limit = 2}, true), List({3, 2}));
  EXPECT_EQ(list({.from = 3, .descending = true}, false), List({1}));
  EXPECT_TRUE(See([](auto& view) { return view.groups().Find(kRivia, GroupId(2)); })->personal);
}

TEST_P(StoreContract, ManyGroupsComeInTheOrderAskedFor) {
  Do(kRivia, [](Transaction& tx) { return AddPeople(tx, kRivia, 0, 5); });
  const std::vector<GroupId> ids{GroupId(4), GroupId(9), GroupId(1), GroupId(5)};
  const auto many = [&](std::span<const GroupId> asked) {
    return Numbers(See([&](auto& view) { return view.groups().FindMany(kRivia, asked); }));
  };
  EXPECT_EQ(many(ids), List({4, 1, 5}));
  EXPECT_EQ(many({}), List());
}

TEST_P(StoreContract, MembershipsAreSeenFromBothSides) {
  const Membership both = MakeMembership(3, 2, 1);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(AddPeople(tx, kRivia, 3, 3));
    GH_CHECK(tx.memberships().Insert(kRivia, MakeMembership(1, 1, 3)));
    GH_CHECK(tx.memberships().Insert(kRivia, MakeMembership(2, 1, 1)));
    GH_CHECK(tx.memberships().Insert(kRivia, both));
    return tx.memberships().Insert(kRivia, MakeMembership(4, 1, 2));
  });
  EXPECT_EQ(See([](auto& v) { return v.memberships().Find(kRivia, UserId(2), GroupId(1)); }), both);
  EXPECT_FALSE(See([](auto& v) { return v.memberships().Find(kRivia, UserId(1), GroupId(9)); }));
  EXPECT_FALSE(See([](auto& v) { return v.memberships().Find(kRivia, UserId(3), GroupId(1)); }));
  const auto of_user = [&](Seek seek) {
    return Numbers(
        See([&](auto& v) { return v.memberships().ListOfUser(kRivia, UserId(1), seek); }));
  };
  const auto of_group = [&](Seek seek) {
    return Numbers(
        See([&](auto& v) { return v.memberships().ListOfGroup(kRivia, GroupId(1), seek); }));
  };
  const auto all = See([](auto& v) { return v.memberships().AllOfUser(kRivia, UserId(1)); });
  EXPECT_EQ(Numbers(all), List({1, 2, 4}));
  EXPECT_EQ(of_user({.descending = true, .limit = 2}), List({4, 2}));
  EXPECT_EQ(of_user({.from = 1, .limit = 1}), List({2}));
  EXPECT_EQ(of_group({}), List({2, 3}));
  EXPECT_EQ(of_group({.from = 3, .descending = true}), List({2}));
}

TEST_P(StoreContract, MembershipsEndAndMayBeginAgain) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(AddPeople(tx, kRivia, 1, 1));
    GH_CHECK(tx.memberships().Insert(kRivia, MakeMembership(1, 1, 1)));
    GH_CHECK(tx.memberships().Remove(kRivia, UserId(1), GroupId(1)));
    EXPECT_EQ(Outcome(tx.memberships().Remove(kRivia, UserId(1), GroupId(1))), "not_found");
    return tx.memberships().Insert(kRivia, MakeMembership(2, 1, 1));
  });
  const auto all = See([](auto& v) { return v.memberships().AllOfUser(kRivia, UserId(1)); });
  EXPECT_EQ(all, std::vector<Membership>({MakeMembership(2, 1, 1)}));
}

TEST_P(StoreContract, StandingIsBoundedAndLeavesOutPersonalGroups) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(AddPeople(tx, kRivia, 1, 5));
    Group home = MakeGroup(6, "home");
    home.personal = true;
    GH_CHECK(tx.groups().Insert(kRivia, home));
    for (std::int64_t group = 1; group <= 6; ++group) {
      GH_CHECK(tx.memberships().Insert(kRivia, MakeMembership(group, 1, group)));
    }
    return {};
  });
  const auto standing = [&](std::int64_t group, std::int64_t many) {
    return See([&](auto& v) {
      return v.memberships().StandingOf(kRivia, UserId(1), GroupId(group), many);
    });
  };
  using Standing = MembershipRows::Standing;
  EXPECT_EQ(standing(1, 3), (Standing{true, true}));
  EXPECT_EQ(standing(6, 5), (Standing{true, true}));
  EXPECT_EQ(standing(7, 6), (Standing{false, false}));
  EXPECT_EQ(standing(2, 100), (Standing{true, false}));
}

TEST_P(StoreContract, OnlyAUserWhoIsThereHasAStanding) {
  Do(kRivia, [](Transaction& tx) { return AddPeople(tx, kRivia, 2, 1); });
  Do(kNilfgaard, [](Transaction& tx) { return AddPeople(tx, kNilfgaard, 3, 1); });
  Do(kRivia, [](Transaction& tx) { return tx.users().Remove(kRivia, UserId(2)); });
  const auto has_standing = [&](std::int64_t user) {
    return See([&](auto& v) {
             return v.memberships().StandingOf(kRivia, UserId(user), GroupId(1), 1);
           })
        .has_value();
  };
  EXPECT_TRUE(has_standing(1));
  EXPECT_FALSE(has_standing(2)) << "gone";
  EXPECT_FALSE(has_standing(3)) << "another tenant's";
}

}  // namespace guildhall::test
