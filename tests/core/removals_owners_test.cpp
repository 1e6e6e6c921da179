// Records that outlive their owners, and what goes with a collection besides its records.
#include "tests/core/removal_cases.h"

namespace guildhall::test {
namespace {

class OwnersThatGo : public RemovalCases {
 protected:
  void SetUp() override { books = AddCollection("heirloom", true); }

  std::vector<Record> Rows(const RecordQuery& query = {}) {
    return Must(world.Read([&](const Snapshot& s) {
      return world.core->records().List(s, world.AsOperator(), books, query);
    }));
  }

  std::shared_ptr<const UserView> geralt = world.AddUser("geralt");
};
GUILDHALL_ON_EVERY_ENGINE(OwnersThatGo);

TEST_P(OwnersThatGo, LeaveTheirRecordsAtOnceWhereTheyAreFew) {
  AddRecords(kAtOnce - 1, OwnedBy(geralt->user.id));  // his profile is one more
  const Record before = Stored(last).value();
  Must(RemoveUser(geralt->user.id));
  EXPECT_TRUE(Jobs().empty());
  Record after = before;
  after.access.owner.reset();
  EXPECT_EQ(Stored(last), after) << "nothing else changes";
  EXPECT_EQ(Rows().size(), kAtOnce - 1);
}

TEST_P(OwnersThatGo, AreNotShownAnyMoreWhileTheirRecordsLoseThem) {
  AddRecords(kAtOnce + 1, OwnedBy(geralt->user.id));
  const Record before = Stored(last).value();
  Must(RemoveUser(geralt->user.id));
  ASSERT_EQ(Jobs().size(), 1);
  ASSERT_EQ(Stored(last), before) << "nothing of it in the commit itself";
  Record shown = before;
  shown.access.owner.reset();
  EXPECT_EQ(Must(Get(world.AsOperator(), last)), shown);
  const std::vector<Record> listed = Rows();
  ASSERT_EQ(listed.size(), kAtOnce + 1);
  for (const Record& record : listed) EXPECT_EQ(record.access.owner, std::nullopt);
  EXPECT_EQ(Counted(world.AsKey()), kAtOnce + 1);
  EXPECT_EQ(CountedByAll(), kAtOnce + 1);
  EXPECT_EQ(Finish(), kAtOnce + 2) << "with his profile";
  EXPECT_EQ(Stored(last), shown);
  EXPECT_EQ(Counted(world.AsOperator()), kAtOnce + 1);
}

TEST_P(OwnersThatGo, LeaveNoTraceInTheIndex) {
  RecordPatch patch;
  patch.access.owner = geralt->user.id;
  AddRecords(kAtOnce + 1, patch);
  const Caller caller = world.AsUser(*geralt);
  EXPECT_EQ(ListedTo(caller).size(), kAtOnce + 1);
  Must(RemoveUser(geralt->user.id));
  EXPECT_TRUE(ListedTo(caller).empty()) << "he has nothing by being the owner any more";
  EXPECT_EQ(Outcome(Get(caller, last)), "not_found");
  Finish();
  EXPECT_TRUE(ListedTo(caller).empty());
  const RecordQuery his{.filter = {{.field = {.builtin = BuiltinField::kOwner},
                                    .op = Comparison::kEqual,
                                    .operands = {Value(geralt->user.id.value())}}}};
  EXPECT_TRUE(Rows(his).empty());
}

TEST_P(OwnersThatGo, AreGoneFromARecordThatIsWrittenMeanwhile) {
  AddRecords(kAtOnce + 1, OwnedBy(geralt->user.id));
  Must(RemoveUser(geralt->user.id));
  const Record after = Must(world.Write([&](Transaction& tx) {
    return world.core->records().Update(tx, world.AsOperator(), books, last,
                                        Listed(Opening(kReading)), Excess::kClamp);
  }));
  EXPECT_EQ(after.access.owner, std::nullopt);
  EXPECT_EQ(Stored(last)->access.owner, std::nullopt);
  EXPECT_EQ(Finish(), kAtOnce + 1) << "the others, and his profile";
}

TEST_P(OwnersThatGo, TakeAlongWhatDoesNotOutliveThem) {
  AddRecords(1, OwnedBy(geralt->user.id));
  const RecordId heirloom = last;
  const Collection kept = books;
  books = AddCollection("letter");
  AddRecords(kAtOnce, OwnedBy(geralt->user.id));
  Must(RemoveUser(geralt->user.id));
  EXPECT_EQ(Outcome(Get(world.AsOperator(), last)), "not_found");
  Finish();
  EXPECT_FALSE(Stored(last));
  books = kept;
  EXPECT_EQ(Must(Get(world.AsOperator(), heirloom)).access.owner, std::nullopt);
}

using WhatGoesAlong = RemovalCases;
GUILDHALL_ON_EVERY_ENGINE(WhatGoesAlong);

TEST_P(WhatGoesAlong, AChannelTakesRecordsAlongWhoeverOwnsThem) {
  books = AddCollection("heirloom", true);
  const Channel channel = Must(world.Write([&](Transaction& tx) {
    return world.core->channels().Create(
        tx, world.AsOperator(),
        {.origin = kOurs, .name = "hunts", .description = "", .access = {}});
  }));
  AddRecords(1, SaidIn(channel.id));
  Must(world.Write([&](Transaction& tx) {
    return world.core->channels().Remove(tx, world.AsOperator(), channel.id);
  }));
  EXPECT_FALSE(Stored(last));
}

TEST_P(WhatGoesAlong, ACollectionTakesItsActionsAlong) {
  const Collection others = AddCollection("author");
  const auto add = [&](CollectionId collection) {
    return Must(world.Write([&](Transaction& tx) -> Result<ActionId> {
      Action action =
          MakeAction(tx.Next(world.rivia, Sequence::kAction), collection.value(), "lend");
      action.access = {};
      GH_CHECK(tx.actions().Insert(world.rivia, action));
      return action.id;
    }));
  };
  const ActionId going = add(books.id);
  const ActionId staying = add(others.id);
  Must(world.Write([&](Transaction& tx) {
    return world.core->collections().Remove(tx, world.AsOperator(), books.id);
  }));
  const auto find = [&](ActionId id) {
    return Must(world.Read([&](const Snapshot& s) { return s.actions().Find(world.rivia, id); }));
  };
  EXPECT_FALSE(find(going));
  EXPECT_TRUE(find(staying));
  EXPECT_TRUE(find(kSignUp));
}

}  // namespace
}  // namespace guildhall::test
