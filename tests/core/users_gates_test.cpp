#include "tests/core/people_cases.h"

namespace guildhall::test {
namespace {

constexpr Gates kRead = Gates::ByLists({Right::kPeek}, {Right::kRead});
constexpr Gates kUpdate = Gates::ByLists({Right::kUpdate}, {Right::kUpdate});
constexpr Gates kOwn = Gates::ByLists({Right::kUpdate}, {Right::kUpdate}, true);

class UserGates : public PeopleCases {
 protected:
  Result<User> GetRow(const Caller& caller, UserId id, const Gates& gates = kRead) {
    return world.Read([&](const Snapshot& s) { return users().GetRow(s, caller, id, gates); });
  }
  Numbers Rows(const Caller& caller) {
    return IdsOf(Must(
        world.Read([&](const Snapshot& s) { return users().ListRows(s, caller, Seek{}, kRead); })));
  }
  Users::Patch Labelled(std::string name) {
    Users::Patch patch;
    patch.display_name = std::move(name);
    return patch;
  }

  UserId ciri = world.AddUser("ciri")->user.id;
  UserId yen = world.AddUser("yen")->user.id;
};
GUILDHALL_ON_EVERY_ENGINE(UserGates);

TEST_P(UserGates, BothGatesAreAskedAndNamed) {
  Open(kAccountTable, {});
  EXPECT_EQ(Problems(GetRow(Session(ciri), yen)), Refused("table"));
  Open(kAccountTable, {Right::kPeek});
  EXPECT_EQ(Problems(GetRow(Session(ciri), yen)), Refused("object"));
  EXPECT_EQ(Must(GetRow(Session(ciri), ciri)).username, "ciri");
}

TEST_P(UserGates, AMissingRowLooksLikeARefusingOneExceptToWhoBypasses) {
  Open(kAccountTable, {Right::kPeek});
  EXPECT_EQ(Problems(GetRow(Session(ciri), UserId(99))), Refused("object"));
  const UserPointer triss = AddAdministrator("triss");
  EXPECT_EQ(Outcome(GetRow(Session(triss->user.id), UserId(99))), "not_found");
  EXPECT_EQ(Outcome(GetRow(Session(triss->user.id), kGuest)), "ok");
}

TEST_P(UserGates, ListsHoldExactlyTheReadableRows) {
  Open(kAccountTable, {Right::kPeek});
  EXPECT_EQ(Rows(Session(ciri)), (Numbers{kGuest.value(), ciri.value()}))
      << "everybody may read the guest";
  EXPECT_EQ(Rows(Guest()), Numbers{});
  const Group witchers = world.AddGroup("witchers");
  world.Join(ciri, witchers.id);
  Must(world.Write([&](Transaction& tx) -> Result<void> {
    Membership row = MakeMembership(tx.Next(world.rivia, Sequence::kMembership), yen.value(),
                                    witchers.id.value());
    row.rights = kReading;
    return tx.memberships().Insert(world.rivia, row);
  }));
  EXPECT_EQ(Rows(Session(ciri)), (Numbers{kGuest.value(), ciri.value(), yen.value()}))
      << "a membership with Read is part of the account's list";
  const User row = Must(GetRow(Session(ciri), yen));
  ASSERT_NE(row.access.FindGrant(witchers.id), nullptr);
  EXPECT_EQ(row.access.FindGrant(witchers.id)->rights, kReading);
  const UserPointer triss = AddAdministrator("triss");
  EXPECT_EQ(Rows(Session(triss->user.id)).size(), 4U) << "with the guest";
}

TEST_P(UserGates, AnOwnAccountOpensBothGates) {
  EXPECT_EQ(Problems(Update(Session(ciri), ciri, Labelled("Zirael"), kUpdate)), Refused("table"));
  EXPECT_EQ(Must(Update(Session(ciri), ciri, Labelled("Zirael"), kOwn))->user.display_name,
            "Zirael");
  EXPECT_EQ(Problems(Update(Session(ciri), yen, Labelled("Yenna"), kOwn)), Refused("table"));
  EXPECT_EQ(Outcome(Update(Guest(), yen, Labelled("Yenna"), kOwn)), "forbidden");
}

TEST_P(UserGates, OnlyHeldRightsAreGranted) {
  Users::Patch patch;
  patch.access.everyone = Rights{Right::kPeek, Right::kExecute, Right::kRead};
  EXPECT_EQ(Outcome(Update(Session(ciri), ciri, patch, kOwn)), "ok");
  patch.access.everyone = Rights::All();
  EXPECT_EQ(Problems(Update(Session(ciri), ciri, patch, kOwn)), Refused("object"));
  patch.access = {};
  patch.access.owner = std::optional(UserId(99));
  EXPECT_EQ(Problems(Update(Session(ciri), ciri, patch, kOwn)),
            (std::vector<Problem>{{"owner", Reason::kUnknownId, 99}}));
}

TEST_P(UserGates, TheGuestIsSeenByListsOnlyAndStaysAsHeIs) {
  const UserPointer triss = AddAdministrator("triss");
  const Caller caller = Session(triss->user.id);
  EXPECT_EQ(Problems(Update(caller, kGuest, Labelled("Nobody"), kUpdate)), kProtectedUser);
  EXPECT_EQ(Problems(Remove(caller, kGuest, kUpdate)), kProtectedUser);
  EXPECT_EQ(Outcome(Update(world.AsOperator(), kGuest, Labelled("Nobody"))), "not_found");
  EXPECT_EQ(Outcome(Remove(world.AsOperator(), kGuest)), "not_found");
  EXPECT_EQ(Outcome(world.Read(
                [&](const Snapshot& s) { return users().Get(s, world.AsOperator(), kGuest); })),
            "not_found");
}

TEST_P(UserGates, CreatingAsksTheTable) {
  const Gates create = Gates::ByLists({Right::kCreate}, {});
  EXPECT_EQ(Problems(Create(Guest(), {.username = "fringilla"}, create)), Refused("table"));
  Open(kAccountTable, {Right::kPeek, Right::kCreate});
  EXPECT_EQ(Outcome(Create(Guest(), {.username = "fringilla"}, create)), "ok");
}

}  // namespace
}  // namespace guildhall::test
