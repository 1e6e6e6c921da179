// What goes with a row: at once where it is little, hidden at once and removed in steps where it is
// much.
#include "tests/core/removal_cases.h"

namespace guildhall::test {
namespace {

GUILDHALL_ON_EVERY_ENGINE(RemovalCases);

TEST_P(RemovalCases, WhatIsLittleGoesInTheSameCommit) {
  const UserId geralt = world.AddUser("geralt")->user.id;
  AddRecords(kAtOnce - 1, OwnedBy(geralt));  // his profile is one more
  Must(RemoveUser(geralt));
  EXPECT_TRUE(Jobs().empty());
  EXPECT_FALSE(Stored(last));
}

TEST_P(RemovalCases, AUsersRecordsAreHiddenWithTheCommitAndGoInSteps) {
  const UserId geralt = world.AddUser("geralt")->user.id;
  const UserId ciri = world.AddUser("ciri")->user.id;
  AddRecords(1, OwnedBy(ciri));
  const RecordId hers = last;
  AddRecords(kAtOnce + 1, OwnedBy(geralt));
  Must(RemoveUser(geralt));
  ASSERT_EQ(Jobs().size(), 1);
  ASSERT_TRUE(Stored(last)) << "nothing of it in the commit itself";
  for (const Caller& caller : {world.AsOperator(), world.AsKey()}) {
    EXPECT_EQ(Outcome(Get(caller, last)), "not_found");
    EXPECT_EQ(ListedTo(caller), Numbers({hers.value()}));
    EXPECT_EQ(Counted(caller), 1);
  }
  EXPECT_EQ(CountedByAll(), 1);
  EXPECT_EQ(Finish(), kAtOnce + 2) << "with his profile";
  EXPECT_FALSE(Stored(last));
  EXPECT_TRUE(Stored(hers));
  EXPECT_EQ(CountedByAll(), 1);
}

TEST_P(RemovalCases, NobodyWritesWhatIsHidden) {
  const UserId geralt = world.AddUser("geralt")->user.id;
  AddRecords(kAtOnce + 1, OwnedBy(geralt));
  Must(RemoveUser(geralt));
  const auto update = world.Write([&](Transaction& tx) {
    return world.core->records().Update(tx, world.AsOperator(), books, last, {}, Excess::kClamp);
  });
  EXPECT_EQ(Outcome(update), "not_found");
  const auto remove = world.Write([&](Transaction& tx) {
    return world.core->records().Remove(tx, world.AsOperator(), books, last);
  });
  EXPECT_EQ(Outcome(remove), "not_found");
}

TEST_P(RemovalCases, AChangeOfTheSameCommitSeesThemHidden) {
  const UserId geralt = world.AddUser("geralt")->user.id;
  AddRecords(kAtOnce + 1, OwnedBy(geralt));
  const auto seen = world.Write([&](Transaction& tx) -> Result<Record> {
    GH_CHECK(world.core->users().Remove(tx, world.AsOperator(), geralt));
    return world.core->records().Get(tx, world.AsOperator(), books, last);
  });
  EXPECT_EQ(Outcome(seen), "not_found");
  EXPECT_EQ(Outcome(Get(world.AsOperator(), last)), "ok") << "all of it was undone";
}

TEST_P(RemovalCases, StepsGoOnWhereAnotherProcessEnded) {
  const UserId geralt = world.AddUser("geralt")->user.id;
  AddRecords(kAtOnce + 4, OwnedBy(geralt));
  Must(RemoveUser(geralt));
  EXPECT_EQ(Step(Jobs().front()).rows, kPerStep);
  Restart();
  EXPECT_EQ(Outcome(Get(world.AsOperator(), last)), "not_found");
  EXPECT_EQ(Finish(), kAtOnce + 5 - kPerStep);
  EXPECT_FALSE(Stored(last));
}

TEST_P(RemovalCases, AJobThatAnotherNodeFinishedIsFinished) {
  const UserId geralt = world.AddUser("geralt")->user.id;
  AddRecords(kAtOnce + 1, OwnedBy(geralt));
  Must(RemoveUser(geralt));
  const Job picked = Jobs().front();
  Finish();
  const JobStep step = Step(picked);
  EXPECT_TRUE(step.finished);
  EXPECT_EQ(step.rows, 0);
}

TEST_P(RemovalCases, AKindOfANewerVersionIsLeftAlone) {
  Must(world.Write([&](Transaction& tx) {
    return Enqueue(tx, world.rivia, static_cast<JobKind>(999), "what only it understands");
  }));
  const Job job = Jobs().front();
  EXPECT_EQ(Outcome(world.Write([&](Transaction& tx) {
              return world.core->jobs().RunStep(tx, job.tenant, job.id);
            })),
            "internal");
  EXPECT_EQ(Jobs(), std::vector<Job>({job}));
}

class GroupRemovalCases : public RemovalCases {
 protected:
  /// Members beside Geralt.
  void AddMembers(int count) {
    for (int i = 0; i < count; ++i) {
      world.Join(world.AddUser("member" + std::to_string(i))->user.id, witchers);
    }
  }
  std::vector<Membership> MembershipsOf(UserId user) {
    return Must(world.Read([&](const Snapshot& s) {
      return world.core->memberships().ListOfUser(s, world.AsOperator(), user, {});
    }));
  }

  std::shared_ptr<const UserView> geralt = world.AddUser("geralt");
  GroupId witchers = world.AddGroup("witchers").id;
};
GUILDHALL_ON_EVERY_ENGINE(GroupRemovalCases);

TEST_P(GroupRemovalCases, TheRightsEndWithTheCommit) {
  world.Join(geralt->user.id, witchers);
  AddMembers(kAtOnce);
  const RecordId shared = AddRecord(SharedBy(witchers));
  EXPECT_EQ(Outcome(Get(world.AsUser(*geralt), shared)), "ok");
  Must(RemoveGroup(witchers));
  ASSERT_EQ(Jobs().size(), 1);
  const Caller caller = world.AsUser(*geralt);
  EXPECT_TRUE(caller.user->groups.empty());
  EXPECT_EQ(Outcome(Get(caller, shared)), "not_found");
  EXPECT_TRUE(ListedTo(caller).empty());
  EXPECT_TRUE(MembershipsOf(geralt->user.id).empty());
  EXPECT_EQ(Outcome(world.Write([&](Transaction& tx) {
              return world.core->memberships().Remove(tx, world.AsOperator(), geralt->user.id,
                                                      witchers);
            })),
            "not_found");
  EXPECT_EQ(Finish(), kAtOnce + 2) << "memberships, and the record";
  EXPECT_TRUE(Stored(shared)->access.grants.empty());
}

TEST_P(GroupRemovalCases, ARecordShowsNoGroupThatIsGone) {
  AddRecords(kAtOnce + 1, SharedBy(witchers));
  Must(RemoveGroup(witchers));
  ASSERT_EQ(Stored(last)->access.primary_group, witchers);
  const Record shown = Must(Get(world.AsOperator(), last));
  EXPECT_EQ(shown.access.primary_group, std::nullopt);
  EXPECT_TRUE(shown.access.grants.empty());
  const auto listed = Must(world.Read([&](const Snapshot& s) {
    return world.core->records().List(s, world.AsOperator(), books, {});
  }));
  ASSERT_EQ(listed.size(), kAtOnce + 1);
  for (const Record& record : listed) EXPECT_EQ(record.access.primary_group, std::nullopt);
  Finish();
  EXPECT_EQ(Stored(last)->access, shown.access);
}

TEST_P(GroupRemovalCases, ARecordThatIsWrittenMeanwhileLosesTheGroup) {
  AddRecords(kAtOnce + 1, SharedBy(witchers));
  Must(RemoveGroup(witchers));
  const Record after = Must(world.Write([&](Transaction& tx) {
    return world.core->records().Update(tx, world.AsOperator(), books, last,
                                        Listed(Opening(kReading)), Excess::kClamp);
  }));
  EXPECT_EQ(after.access.primary_group, std::nullopt);
  EXPECT_EQ(Stored(last)->access.primary_group, std::nullopt);
  EXPECT_TRUE(Stored(last)->access.grants.empty());
  EXPECT_EQ(Finish(), kAtOnce) << "the others";
  EXPECT_EQ(Must(Get(world.AsKey(), last)).access, after.access);
}

TEST_P(GroupRemovalCases, AProfileInMemoryShowsNoGroupThatIsGone) {
  const Collection profiles = Must(world.Read([&](const Snapshot& s) {
    return world.core->collections().GetProfiles(s, world.AsOperator());
  }));
  Must(world.Write([&](Transaction& tx) {
    return world.core->records().Update(tx, world.AsOperator(), profiles, geralt->profile.id,
                                        SharedBy(witchers), Excess::kClamp);
  }));
  EXPECT_EQ(world.AsUser(*geralt).user->profile.access.primary_group, witchers);
  AddRecords(kAtOnce + 1, SharedBy(witchers));
  Must(RemoveGroup(witchers));
  EXPECT_EQ(world.AsUser(*geralt).user->profile.access.primary_group, std::nullopt);
  Finish();
  EXPECT_EQ(world.AsUser(*geralt).user->profile.access.primary_group, std::nullopt);
}

TEST_P(GroupRemovalCases, AGroupsChannelGoesWithItsRecordsInSteps) {
  const Channel channel = Must(world.Write([&](Transaction& tx) {
    return world.core->channels().Create(tx, world.AsOperator(),
                                         {.origin = kOurs,
                                          .name = "hunts",
                                          .description = "",
                                          .access = SharedWith(witchers, kReading)});
  }));
  AddRecords(kAtOnce + 1, SaidIn(channel.id));
  const RecordId free = AddRecord(Listed(Opening(Rights::All())));
  Must(RemoveGroup(witchers));
  EXPECT_EQ(ListedTo(world.AsOperator()), Numbers({free.value()}));
  EXPECT_EQ(Outcome(Get(world.AsOperator(), last)), "not_found");
  EXPECT_EQ(Finish(), kAtOnce + 1);
  EXPECT_FALSE(Stored(last));
}

TEST_P(RemovalCases, ACollectionsRecordsGoInSteps) {
  AddRecords(kAtOnce + 1, Listed(Opening(Rights::All())));
  Must(world.Write([&](Transaction& tx) {
    return world.core->collections().Remove(tx, world.AsOperator(), books.id);
  }));
  EXPECT_EQ(Outcome(world.Read([&](const Snapshot& s) {
              return world.core->collections().Get(s, world.AsOperator(), kOurs, "book");
            })),
            "not_found");
  const RecordId former = last;
  const Collection gone = books;
  books = AddCollection("book");
  EXPECT_NE(books.id, gone.id);
  EXPECT_EQ(CountedByAll(), 0) << "another one of the same name begins empty";
  EXPECT_EQ(Finish(), kAtOnce + 1);
  books = gone;
  EXPECT_FALSE(Stored(former));
}

TEST_P(RemovalCases, AnOwnerGoesWhileHisRecordsCollectionIsGoing) {
  const UserId geralt = world.AddUser("geralt")->user.id;
  AddRecords(kAtOnce + 1, OwnedBy(geralt));
  Must(world.Write([&](Transaction& tx) {
    return world.core->collections().Remove(tx, world.AsOperator(), books.id);
  }));
  Must(RemoveUser(geralt));
  Finish();
  EXPECT_FALSE(Stored(last));
}

}  // namespace
}  // namespace guildhall::test
