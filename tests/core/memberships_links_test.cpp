#include "tests/core/people_cases.h"

namespace guildhall::test {
namespace {

constexpr Gates kWriting = Gates::ByLists({Right::kCreate}, {Right::kRefer});
constexpr Rights kShared{Right::kRead, Right::kExecute};

class MembershipLinks : public PeopleCases {
 protected:
  Result<Membership> Add(const Caller& caller, const Memberships::Draft& draft,
                         const Gates& gates = kWriting) {
    return world.Write(
        [&](Transaction& tx) { return memberships().Add(tx, caller, draft, gates); });
  }
  Result<void> Leave(const Caller& caller, UserId user, GroupId group,
                     const Gates& gates = kWriting) {
    return world.Write(
        [&](Transaction& tx) { return memberships().Remove(tx, caller, user, group, gates); });
  }
  Result<Membership> SetLink(const Caller& caller, UserId user, GroupId group, Rights rights) {
    return world.Write([&](Transaction& tx) {
      const Memberships::Draft draft{
          .user = user, .group = group, .origin = kCoreOrigin, .rights = rights, .rest = 5};
      return memberships().UpdateLink(tx, caller, draft, kWriting);
    });
  }
  Rights SignUpOfStrangers() {
    return Must(world.Read(
                    [&](const Snapshot& s) { return s.actions().Find(world.rivia, kSignUp); }))
        .value()
        .access.everyone;
  }
  Result<Membership> Found(const Caller& caller) {
    return world.Write(
        [&](Transaction& tx) { return memberships().Found(tx, caller, kShared, 7); });
  }
  /// Somebody whom nobody cares for yet.
  UserId Newcomer(std::string name) {
    Users::Draft draft{.username = std::move(name)};
    draft.ends_founding = false;
    return Must(Create(world.AsOperator(), draft))->user.id;
  }
};
GUILDHALL_ON_EVERY_ENGINE(MembershipLinks);

TEST_P(MembershipLinks, BothEndsAreAskedAndLinksCarryRights) {
  const UserId triss = AddAdministrator("triss")->user.id;
  const UserId ciri = world.AddUser("ciri")->user.id;
  const GroupId witchers = world.AddGroup("witchers").id;
  const Memberships::Draft draft{
      .user = ciri, .group = witchers, .origin = kOurs, .rights = kShared, .rest = 3};
  EXPECT_EQ(Problems(Add(Session(ciri), draft)), Refused("table"));
  Open(kMembershipTable, {Right::kPeek, Right::kCreate});
  EXPECT_EQ(Problems(Add(Session(ciri), draft)), Refused("object"));
  const Membership link = Must(Add(Session(triss), draft));
  EXPECT_EQ(link.rights, kShared);
  EXPECT_EQ(link.rest, 3);
  EXPECT_FALSE(link.capable);
  EXPECT_EQ(Outcome(Add(Session(triss), draft)), "already_exists");
}

TEST_P(MembershipLinks, SystemEndsAreUnknownByPowers) {
  const UserId ciri = world.AddUser("ciri")->user.id;
  const GroupId witchers = world.AddGroup("witchers").id;
  const auto add = [&](UserId user, GroupId group) {
    return Problems(Add(world.AsOperator(), {.user = user, .group = group, .origin = kOurs},
                        Gates::ByPowers()));
  };
  EXPECT_EQ(add(kGuest, witchers),
            (std::vector<Problem>{{"user", Reason::kUnknownId, kGuest.value()}}));
  EXPECT_EQ(add(ciri, kAdministrators),
            (std::vector<Problem>{{"group", Reason::kUnknownId, kAdministrators.value()}}));
}

TEST_P(MembershipLinks, MissingEndsLookLikeRefusingOnesExceptToWhoBypasses) {
  const UserId triss = AddAdministrator("triss")->user.id;
  const Memberships::Draft draft{.user = UserId(99), .group = GroupId(98), .origin = kOurs};
  Open(kMembershipTable, {Right::kCreate});
  EXPECT_EQ(Problems(Add(Guest(), draft)), Refused("object"));
  EXPECT_EQ(
      Problems(Add(Session(triss), draft)),
      (std::vector<Problem>{{"user", Reason::kUnknownId, 99}, {"group", Reason::kUnknownId, 98}}));
}

TEST_P(MembershipLinks, OnlyAdministratorsMakeAndUnmakeThem) {
  const UserId triss = AddAdministrator("triss")->user.id;
  const UserId ciri = world.AddUser("ciri")->user.id;
  Open(kMembershipTable, Rights::All());
  const Gates open = Gates::ByLists({Right::kCreate}, {Right::kPeek});
  const Memberships::Draft draft{.user = ciri, .group = kAdministrators, .origin = kOurs};
  EXPECT_EQ(Problems(Add(Session(ciri), draft, open)), Refused("object"));
  EXPECT_EQ(Outcome(Add(world.AsOperator(), draft, Gates::ByPowers())), "not_found")
      << "by powers there is no such group";
  EXPECT_EQ(Problems(Leave(Session(triss), triss, kAdministrators)), kProtectedUser);
  EXPECT_EQ(Outcome(Leave(Session(ciri), triss, kAdministrators, open)), "forbidden");
  Must(Add(Session(triss), draft, open));
  EXPECT_EQ(Outcome(Leave(Session(triss), triss, kAdministrators)), "ok");
}

TEST_P(MembershipLinks, ALinkGrantsOnlyWhatItsWriterHolds) {
  const UserId triss = AddAdministrator("triss")->user.id;
  const UserId ciri = world.AddUser("ciri")->user.id;
  const GroupId witchers = world.AddGroup("witchers").id;
  world.Join(ciri, witchers);
  EXPECT_EQ(Must(SetLink(Session(triss), ciri, witchers, Rights::All())).rest, 5);
  Open(kMembershipTable, Rights::All());
  const GroupId others = world.AddGroup("others").id;
  world.Join(ciri, others);
  EXPECT_EQ(Outcome(SetLink(Session(ciri), ciri, others, kShared)), "forbidden")
      << "she may not refer to the group";
  EXPECT_EQ(Outcome(SetLink(Session(triss), ciri, GroupId(99), kShared)), "not_found");
}

TEST_P(MembershipLinks, TheFirstAdministratorEndsTheFounding) {
  const UserId ciri = Newcomer("ciri");
  const UserId yen = Newcomer("yen");
  ASSERT_TRUE(Founding());
  EXPECT_EQ(Outcome(Found(Session(ciri))), "forbidden") << "not by a trusted way";
  EXPECT_EQ(Outcome(Found(Guest(true))), "forbidden");
  const Membership link = Must(Found(Session(ciri, true)));
  EXPECT_EQ(link.group, kAdministrators);
  EXPECT_EQ(link.rights, kShared);
  EXPECT_FALSE(Founding());
  EXPECT_TRUE(Session(ciri).Has(Power::kBypassTables));
  EXPECT_EQ(Outcome(Found(Session(yen, true))), "conflict");
  const Collection accounts = Must(world.Read([&](const Snapshot& s) {
                                return s.collections().Find(world.rivia, kAccountTable);
                              })).value();
  EXPECT_EQ(accounts.access.owner, ciri);
  EXPECT_EQ(SignUpOfStrangers(), Rights()) << "until she opens it";
}

TEST_P(MembershipLinks, PeopleOfAnotherVocabularyEndTheFoundingToo) {
  ASSERT_TRUE(Founding());
  world.AddGroup("witchers");
  EXPECT_FALSE(Founding());
  const UserId ciri = Newcomer("ciri");
  EXPECT_EQ(Outcome(Found(Session(ciri, true))), "conflict");
  EXPECT_EQ(Outcome(Appoint(ciri)), "ok");
  EXPECT_EQ(Outcome(Appoint(ciri)), "already_exists");
  EXPECT_EQ(Problems(Appoint(UserId(99))),
            (std::vector<Problem>{{"user", Reason::kUnknownId, 99}}));
  EXPECT_EQ(SignUpOfStrangers(), Rights{Right::kExecute}) << "it was open without a founding";
}

TEST_P(MembershipLinks, WhoActsByPowersSeesNoSystemMemberships) {
  const UserId ciri = world.AddUser("ciri")->user.id;
  const Caller caller = world.AsOperator();
  EXPECT_TRUE(Link(ciri, kEverybody));
  EXPECT_EQ(Outcome(Leave(caller, ciri, kEverybody, Gates::ByPowers())), "not_found");
  EXPECT_TRUE(Must(world.Read([&](const Snapshot& s) {
                return memberships().ListOfUser(s, caller, ciri, Seek{});
              })).empty());
  EXPECT_TRUE(Must(world.Read([&](const Snapshot& s) {
                return memberships().ListOfGroup(s, caller, kEverybody, Seek{});
              })).empty());
  EXPECT_EQ(Outcome(world.Read([&](const Snapshot& s) {
              return memberships().GetOfUser(s, caller, ciri, kEverybody);
            })),
            "not_found");
}

}  // namespace
}  // namespace guildhall::test
