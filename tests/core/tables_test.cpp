#include "tests/core/people_cases.h"

namespace guildhall::test {
namespace {

constexpr Gates kRead = Gates::ByLists({Right::kPeek}, {Right::kRead});
constexpr Gates kUpdate = Gates::ByLists({Right::kUpdate}, {Right::kUpdate});
constexpr Gates kOpen = Gates::ByLists({}, {});

class TableCases : public PeopleCases {
 protected:
  Result<Grant> Share(const Caller& caller, const guildhall::Sharing& sharing, bool replace = false,
                      const Gates& gates = kUpdate) {
    return world.Write([&](Transaction& tx) {
      return tables().Share(tx, caller, kSignUp, sharing, replace, gates);
    });
  }
  Result<Action> PassAction(const Caller& caller, ActionId id) {
    return world.Read([&](const Snapshot& s) { return tables().PassAction(s, caller, id); });
  }

  UserId ciri = world.AddUser("ciri")->user.id;
  UserId triss = AddAdministrator("triss")->user.id;
  GroupId witchers = world.AddGroup("witchers").id;
};
GUILDHALL_ON_EVERY_ENGINE(TableCases);

TEST_P(TableCases, ListsHoldTheRowsThatMayBeRead) {
  const auto listed = [&](const Caller& caller) {
    return IdsOf(Must(
        world.Read([&](const Snapshot& s) { return tables().ListCollections(s, caller, kRead); })));
  };
  EXPECT_EQ(listed(Session(triss)), (Numbers{-1, -2, -3, -4, -5, -6, -7}));
  Open(kGroupTable, {Right::kPeek, Right::kRead});
  EXPECT_EQ(listed(Session(ciri)), (Numbers{-2}));
  EXPECT_EQ(Outcome(world.Read([&](const Snapshot& s) {
              return tables().GetCollection(s, Session(triss), kProfiles, kRead);
            })),
            "not_found")
      << "served where it was made";
}

TEST_P(TableCases, AListIsChangedByWhoHoldsTheRights) {
  AccessPatch patch;
  patch.everyone = Rights{Right::kPeek, Right::kExecute, Right::kCreate};
  const auto change = [&](const Caller& caller, const Gates& gates) {
    return world.Write(
        [&](Transaction& tx) { return tables().Update(tx, caller, kAccountTable, patch, gates); });
  };
  EXPECT_EQ(Problems(change(Session(ciri), kUpdate)), Refused("table"));
  EXPECT_EQ(Problems(change(Session(ciri), kOpen)), Refused("object"));
  EXPECT_EQ(Must(change(Session(triss), kUpdate)).access.everyone, *patch.everyone);
  const std::int64_t event = world.LastEvent(world.rivia);
  Must(change(Session(triss), kUpdate));
  EXPECT_EQ(world.LastEvent(world.rivia), event) << "an equal list is no change";
}

TEST_P(TableCases, GrantsAreMadeReplacedAndTakenBack) {
  const Caller caller = Session(triss);
  const Grant made = Must(Share(caller, {.group = witchers, .rights = kReading, .rest = 4}));
  EXPECT_EQ(made.rights, kReading);
  EXPECT_EQ(made.rest, 4);
  EXPECT_GT(made.id.value(), 0);
  EXPECT_EQ(Outcome(Share(caller, {.group = witchers, .rights = kWriting})), "already_exists");
  const Grant replaced = Must(Share(caller, {.group = witchers, .rights = kWriting}, true));
  EXPECT_EQ(replaced.id, made.id);
  EXPECT_EQ(replaced.uid, made.uid);
  EXPECT_EQ(Problems(Share(caller, {.group = GroupId(99), .rights = kReading})),
            (std::vector<Problem>{{"group", Reason::kUnknownId, 99}}));
  EXPECT_EQ(
      Problems(Share(Session(ciri), {.group = kEverybody, .rights = Rights::All()}, true, kOpen)),
      Refused("object"));
  const auto unshare = [&] {
    return world.Write(
        [&](Transaction& tx) { return tables().Unshare(tx, caller, kSignUp, witchers, kUpdate); });
  };
  EXPECT_EQ(Outcome(unshare()), "ok");
  EXPECT_EQ(Outcome(unshare()), "not_found");
}

TEST_P(TableCases, AGroupThatGoesTakesItsGrantsAlong) {
  Must(Share(Session(triss), {.group = witchers, .rights = kReading}));
  Must(world.Write([&](Transaction& tx) {
    return world.core->groups().Remove(tx, world.AsOperator(), witchers);
  }));
  const Action action = Must(world.Read([&](const Snapshot& s) {
                          return s.actions().Find(world.rivia, kSignUp);
                        })).value();
  EXPECT_EQ(action.access.FindGrant(witchers), nullptr);
}

TEST_P(TableCases, AnActionAsksExecuteOfItsTableAndOfItself) {
  EXPECT_EQ(Outcome(PassAction(Guest(), kSignIn)), "ok") << "whoever wants to sign in is a guest";
  EXPECT_EQ(Problems(PassAction(Guest(true), kBecomeAdministrator)), Refused("object"))
      << "it is being founded no more";
  Must(Share(Session(triss), {.group = witchers, .rights = Rights{Right::kExecute}}));
  world.Join(ciri, witchers);
  EXPECT_EQ(Outcome(PassAction(Session(ciri), kSignUp)), "ok");
  Open(kAccountTable, {Right::kPeek});
  EXPECT_EQ(Problems(PassAction(Session(ciri), kSignUp)), Refused("table"));
  EXPECT_EQ(Problems(PassAction(Session(ciri), ActionId(-99))), Refused("object"));
  EXPECT_EQ(Outcome(PassAction(Session(triss), ActionId(-99))), "not_found");
}

class FoundingTables : public PeopleCases {};
GUILDHALL_ON_EVERY_ENGINE(FoundingTables);

TEST_P(FoundingTables, GatesStandOpenToTrustedWaysUntilSomebodyAdministers) {
  Open(kAccountTable, {});
  const auto pass = [&](const Caller& caller) {
    return world.Read([&](const Snapshot& s) { return tables().PassAction(s, caller, kSignUp); });
  };
  const auto table = [&](const Caller& caller) {
    return world.Read(
        [&](const Snapshot& s) { return PassTable(s, caller, kAccountTable, {Right::kCreate}); });
  };
  const auto list = [&](const Caller& caller) {
    return world.Read(
        [&](const Snapshot& s) { return tables().ListCollections(s, caller, kRead); });
  };
  EXPECT_EQ(Outcome(pass(Guest(true))), "ok");
  EXPECT_EQ(Outcome(table(Guest(true))), "ok");
  EXPECT_EQ(Problems(pass(Guest())), Refused("table"));
  EXPECT_EQ(Problems(table(Guest())), Refused("table"));
  EXPECT_EQ(IdsOf(Must(list(Guest(true)))), (Numbers{-1, -2, -3, -4, -5, -6, -7}));
  EXPECT_EQ(IdsOf(Must(list(Guest()))), Numbers());
  world.AddUser("ciri");
  EXPECT_EQ(IdsOf(Must(list(Guest(true)))), Numbers());
  EXPECT_EQ(Problems(pass(Guest(true))), Refused("table"));
  EXPECT_EQ(Problems(table(Guest(true))), Refused("table"));
}

}  // namespace
}  // namespace guildhall::test
