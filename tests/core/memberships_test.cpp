#include "core/memberships.h"

#include "tests/core/use_cases.h"

namespace guildhall::test {
namespace {

class MembershipUseCases : public UseCases {
 protected:
  Result<Membership> Add(const Caller& caller, const Memberships::Draft& draft) {
    return town.Write([&](Transaction& tx) { return town.memberships.Add(tx, caller, draft); });
  }
  Result<Membership> Add(const Caller& caller, UserId user, GroupId group) {
    return Add(caller, {.user = user, .group = group, .origin = kOurs});
  }
  Result<void> Remove(const Caller& caller, UserId user, GroupId group) {
    return town.Write(
        [&](Transaction& tx) { return town.memberships.Remove(tx, caller, user, group); });
  }
  Result<std::vector<Membership>> OfUser(const Caller& caller, UserId user, Seek seek = {}) {
    return town.Read([&](const Snapshot& snapshot) {
      return town.memberships.ListOfUser(snapshot, caller, user, seek);
    });
  }
  Result<std::vector<Membership>> OfGroup(const Caller& caller, GroupId group, Seek seek = {}) {
    return town.Read([&](const Snapshot& snapshot) {
      return town.memberships.ListOfGroup(snapshot, caller, group, seek);
    });
  }
  Result<Membership> GetOfUser(const Caller& caller, UserId user, GroupId group) {
    return town.Read([&](const Snapshot& snapshot) {
      return town.memberships.GetOfUser(snapshot, caller, user, group);
    });
  }
  Result<Membership> GetOfGroup(const Caller& caller, GroupId group, UserId user) {
    return town.Read([&](const Snapshot& snapshot) {
      return town.memberships.GetOfGroup(snapshot, caller, group, user);
    });
  }

  UserId geralt = town.AddUser("geralt");
  UserId yennefer = town.AddUser("yennefer");
  GroupId witchers = town.AddGroup("witchers");
};
GUILDHALL_ON_EVERY_ENGINE(MembershipUseCases);

TEST_P(MembershipUseCases, AddingTwiceIsRefusedAndChangesNothing) {
  const Membership row = Must(Add(town.AsOperator(), geralt, witchers));
  const std::int64_t event = town.LastEvent();
  EXPECT_EQ(Outcome(Add(town.AsOperator(), geralt, witchers)), "already_exists");
  EXPECT_EQ(Must(OfUser(town.AsOperator(), geralt)), std::vector{row});
  EXPECT_EQ(town.LastEvent(), event);
}

TEST_P(MembershipUseCases, UnknownEndsAreNamed) {
  EXPECT_EQ(
      Problems(Add(town.AsOperator(), UserId(99), GroupId(98))),
      (std::vector<Problem>{{"user", Reason::kUnknownId, 99}, {"group", Reason::kUnknownId, 98}}));
  EXPECT_EQ(Outcome(Add(town.AsOperator(), geralt, GroupId(98))), "not_found");
}

TEST_P(MembershipUseCases, AnotherTenantsRowsAreUnknown) {
  town.AddUser("emhyr", town.nilfgaard);
  town.AddUser("vattier", town.nilfgaard);
  const UserId morvran = town.AddUser("morvran", town.nilfgaard);
  town.AddGroup("impera", town.nilfgaard);
  const GroupId alba = town.AddGroup("alba", town.nilfgaard);
  EXPECT_EQ(Outcome(Add(town.AsOperator(), morvran, witchers)), "not_found");
  EXPECT_EQ(Outcome(Add(town.AsOperator(), geralt, alba)), "not_found");
}

TEST_P(MembershipUseCases, OnlyOperatorsWhoWriteChangeThem) {
  const ApiKeyFlags all{true, true, true, true};
  for (const Caller& caller : {town.AsKey(all), town.AsUser(geralt, all),
                               town.AsOperator(Role::kRead), town.AsStranger()}) {
    EXPECT_EQ(Outcome(Add(caller, geralt, witchers)), "forbidden");
    EXPECT_EQ(Outcome(Remove(caller, geralt, witchers)), "forbidden");
  }
  EXPECT_EQ(Outcome(Add(town.AsOperator(Role::kWrite), geralt, witchers)), "ok");
}

TEST_P(MembershipUseCases, TheLimitOfTheDialectHoldsAndLeavesHomeGroupsOut) {
  town.AddHome(geralt);
  const Caller caller = town.AsOperator();
  const auto draft = [&](GroupId group) {
    return Memberships::Draft{.user = geralt, .group = group, .origin = kOurs, .max_groups = 2};
  };
  EXPECT_EQ(Outcome(Add(caller, draft(witchers))), "ok");
  EXPECT_EQ(Outcome(Add(caller, draft(town.AddGroup("hunters")))), "ok");
  const auto refused = Add(caller, draft(town.AddGroup("knights")));
  EXPECT_EQ(Outcome(refused), "conflict");
  EXPECT_EQ(Problems(refused), (std::vector<Problem>{{"", Reason::kLimitReached, 2}}));
  EXPECT_EQ(Outcome(Add(caller, draft(witchers))), "already_exists") << "before the limit";
}

TEST_P(MembershipUseCases, RemovalIsEffectiveForTheNextRequest) {
  Must(Add(town.AsOperator(), geralt, witchers));
  EXPECT_EQ(town.AsUser(geralt).user->active_groups, std::vector{witchers});
  Must(Remove(town.AsOperator(), geralt, witchers));
  EXPECT_TRUE(town.AsUser(geralt).user->active_groups.empty());
  EXPECT_EQ(Outcome(Remove(town.AsOperator(), geralt, witchers)), "not_found");
}

TEST_P(MembershipUseCases, EveryChangeIsInTheLogAndRaisesTheEpoch) {
  const std::int64_t event = town.LastEvent();
  const std::int64_t epoch = town.Epoch();
  Must(Add(town.AsOperator(), geralt, witchers));
  EXPECT_EQ(town.LastEvent(), event + 1);
  EXPECT_GT(town.Epoch(), epoch);
  const std::int64_t added = town.Epoch();
  Must(Remove(town.AsOperator(), geralt, witchers));
  EXPECT_EQ(town.LastEvent(), event + 2);
  EXPECT_GT(town.Epoch(), added);
}

TEST_P(MembershipUseCases, SeenFromTheUsersSideByHimselfAndByOperators) {
  const Membership row = Must(Add(town.AsOperator(), geralt, witchers));
  for (const Caller& caller : {town.AsUser(geralt), town.AsOperator(Role::kRead)}) {
    EXPECT_EQ(Must(OfUser(caller, geralt)), std::vector{row});
    EXPECT_EQ(Must(GetOfUser(caller, geralt, witchers)), row);
    EXPECT_EQ(Outcome(GetOfUser(caller, geralt, GroupId(99))), "not_found");
  }
  for (const Caller& caller : {town.AsUser(yennefer, {.bypass_lists = true}),
                               town.AsKey({.bypass_lists = true}), town.AsStranger()}) {
    EXPECT_EQ(Outcome(OfUser(caller, geralt)), "forbidden");
    EXPECT_EQ(Outcome(GetOfUser(caller, geralt, witchers)), "forbidden");
  }
}

TEST_P(MembershipUseCases, SeenFromTheGroupsSideAUserSeesAtMostHisOwnRow) {
  const Membership hers = Must(Add(town.AsOperator(), yennefer, witchers));
  const Membership his = Must(Add(town.AsOperator(), geralt, witchers));
  EXPECT_EQ(Must(OfGroup(town.AsOperator(Role::kRead), witchers)), (std::vector{hers, his}));
  const Caller geralt_asks = town.AsUser(geralt);
  EXPECT_EQ(Must(OfGroup(geralt_asks, witchers)), std::vector{his});
  EXPECT_EQ(Must(GetOfGroup(geralt_asks, witchers, geralt)), his);
  EXPECT_EQ(Outcome(GetOfGroup(geralt_asks, witchers, yennefer)), "not_found");
  EXPECT_EQ(Outcome(GetOfGroup(town.AsOperator(), witchers, yennefer)), "ok");
  const Caller stranger = town.AsUser(town.AddUser("ciri"));
  EXPECT_TRUE(Must(OfGroup(stranger, witchers)).empty());
}

TEST_P(MembershipUseCases, KeysWithoutAUserSeeNoMembers) {
  Must(Add(town.AsOperator(), geralt, witchers));
  const Caller key = town.AsKey({.bypass_lists = true});
  EXPECT_EQ(Outcome(OfGroup(key, witchers)), "forbidden");
  EXPECT_EQ(Outcome(GetOfGroup(key, witchers, geralt)), "forbidden");
}

TEST_P(MembershipUseCases, PagesFollowTheMembershipsNumber) {
  // Joined in the order opposite to that of the groups' ids.
  const GroupId second = town.AddGroup("hunters");
  const std::int64_t first_row = town.Join(geralt, second).value();
  const std::int64_t second_row = town.Join(geralt, witchers).value();
  const Caller caller = town.AsOperator();
  const auto page = [&](Seek seek) { return IdsOf(Must(OfUser(caller, geralt, seek))); };
  EXPECT_EQ(page({{}, false, 10}), (Numbers{first_row, second_row}));
  EXPECT_EQ(page({first_row, false, 10}), Numbers{second_row});
  EXPECT_EQ(page({{}, true, 1}), Numbers{second_row});
  EXPECT_EQ(page({{}, false, 0}), Numbers{});
}

TEST_P(MembershipUseCases, AUsersOwnRowHasItsPlaceInThePages) {
  const std::int64_t row = Must(Add(town.AsOperator(), geralt, witchers)).id.value();
  const Caller caller = town.AsUser(geralt);
  const auto page = [&](Seek seek) { return IdsOf(Must(OfGroup(caller, witchers, seek))); };
  EXPECT_EQ(page({row - 1, false, 1}), Numbers{row});
  EXPECT_EQ(page({row, false, 1}), Numbers{});
  EXPECT_EQ(page({row + 1, true, 1}), Numbers{row});
  EXPECT_EQ(page({row, true, 1}), Numbers{});
  EXPECT_EQ(page({{}, false, 0}), Numbers{});
}

}  // namespace
}  // namespace guildhall::test
