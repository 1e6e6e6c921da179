#include "tests/core/records_use_cases.h"

namespace guildhall::test {
namespace {

using RecordGates = RecordUseCases;
GUILDHALL_ON_EVERY_ENGINE(RecordGates);

constexpr Rights kFull{Right::kPeek, Right::kRead, Right::kUpdate, Right::kDelete, Right::kRefer};
const Rights kClassReading = Rights::All() - Rights{Right::kCreate};

// What somebody may do who has exactly these rights at the two gates. Source: the table "User and
// Group" of the first dialect's documentation, in the core's words.
struct Row {
  const char* name;
  Rights collection;
  Rights record;
  const char* get;
  const char* update;
  const char* remove;
};

const Row kRows[] = {
    {"closed collection", {}, kFull, "forbidden", "forbidden", "forbidden"},
    {"nothing", kClassReading, {}, "not_found", "not_found", "not_found"},
    {"peeking is not reading",
     kClassReading,
     {Right::kPeek},
     "not_found",
     "not_found",
     "not_found"},
    {"reading", kClassReading, kReading, "ok", "forbidden", "forbidden"},
    {"writing", kClassReading, kWriting, "ok", "ok", "forbidden"},
    {"full", kClassReading, kFull, "ok", "ok", "ok"},
    {"no right implies another",
     kClassReading,
     {Right::kUpdate, Right::kDelete},
     "not_found",
     "not_found",
     "not_found"},
    {"deleting without updating",
     kClassReading,
     {Right::kRead, Right::kDelete},
     "ok",
     "forbidden",
     "ok"},
};

TEST_P(RecordGates, EveryRowOfTheTableHoldsForEveryAudience) {
  for (const Row& row : kRows) {
    OpenBooks(row.collection);
    AccessPatch owned = OwnedBy(geralt);
    owned.owner_rights = row.record;
    for (const auto& [audience, access] :
         {std::pair("everyone", Opening(row.record)), std::pair("owner", owned),
          std::pair("group", Sharing(witchers, row.record))}) {
      SCOPED_TRACE(std::string(row.name) + " by " + audience);
      const RecordId id = Place(access).id;
      const Caller caller = town.AsUser(geralt);
      EXPECT_EQ(Outcome(Get(caller, id)), row.get);
      EXPECT_EQ(Outcome(Update(caller, id, Titled("Ubik"))), row.update);
      EXPECT_EQ(Outcome(Remove(caller, id)), row.remove);
    }
  }
}

TEST_P(RecordGates, SomebodyElseHasNothingByTheSameLists) {
  AccessPatch owned = OwnedBy(geralt);
  owned.owner_rights = kFull;
  for (const AccessPatch& access : {owned, Sharing(witchers, kFull)}) {
    const RecordId id = Place(access).id;
    for (const Caller& caller : {town.AsUser(yennefer), town.AsKey(), town.AsStranger()}) {
      EXPECT_EQ(Outcome(Get(caller, id)), "not_found");
      EXPECT_EQ(Outcome(Update(caller, id, Titled("mine"))), "not_found");
      EXPECT_EQ(Outcome(Remove(caller, id)), "not_found");
      EXPECT_TRUE(Must(List(caller)).empty());
    }
  }
}

TEST_P(RecordGates, CreatingAsksTheCollectionOnly) {
  OpenBooks(kClassReading);
  EXPECT_EQ(Outcome(Create(town.AsUser(geralt))), "forbidden");
  EXPECT_EQ(Outcome(Create(town.AsKey())), "forbidden");
  OpenBooks({Right::kCreate});
  EXPECT_EQ(Outcome(Create(town.AsUser(geralt))), "ok");
  EXPECT_EQ(Outcome(List(town.AsUser(geralt))), "forbidden") << "creating is not reading";
}

TEST_P(RecordGates, AKeyWithoutAUserActsAsEverybody) {
  const Caller key = town.AsKey();
  const Record made = Must(Create(key, Listed(Opening(kFull))));
  EXPECT_EQ(made.access.owner, std::nullopt);
  EXPECT_EQ(Must(Get(key, made.id)), made);
  EXPECT_EQ(Outcome(Update(key, made.id, Titled("Ubik"))), "ok");
  EXPECT_EQ(Outcome(Remove(key, made.id)), "ok");
  AccessPatch ownerless;
  ownerless.owner_rights = kFull;
  EXPECT_EQ(Outcome(Get(key, Place(ownerless).id)), "not_found") << "nobody is not the owner";
}

TEST_P(RecordGates, AKeyThatBypassesListsPassesBothGates) {
  OpenBooks({});
  for (const Caller& caller :
       {town.AsKey({.bypass_lists = true}), town.AsUser(yennefer, {.bypass_lists = true})}) {
    const RecordId closed = Place({}).id;
    EXPECT_EQ(Outcome(Create(caller)), "ok");
    EXPECT_EQ(Outcome(Get(caller, closed)), "ok");
    EXPECT_EQ(Outcome(Update(caller, closed, Titled("Ubik"))), "ok");
    EXPECT_EQ(Outcome(Remove(caller, closed)), "ok");
  }
}

TEST_P(RecordGates, AReadingOperatorReadsEverythingAndWritesNothing) {
  const Caller reader = town.AsOperator(Role::kRead);
  const RecordId open = Place(Opening(Rights::All())).id;
  const RecordId closed = Place({}).id;
  EXPECT_EQ(IdsOf(Must(List(reader))), (Numbers{open.value(), closed.value()}));
  EXPECT_EQ(Outcome(Get(reader, closed)), "ok");
  for (const RecordId id : {open, closed}) {
    EXPECT_EQ(Outcome(Update(reader, id, Titled("Ubik"))), "forbidden");
    EXPECT_EQ(Outcome(Remove(reader, id)), "forbidden");
  }
  EXPECT_EQ(Outcome(Create(reader)), "forbidden") << "whatever everyone may";
}

TEST_P(RecordGates, AnOperatorWithoutARoleHasNothingByWhatEveryoneMay) {
  const RecordId open = Place(Opening(Rights::All())).id;
  const Caller outsider = town.AsOperator(Role::kNone);
  EXPECT_EQ(Outcome(Get(outsider, open)), "forbidden");
  EXPECT_EQ(Outcome(List(outsider)), "forbidden");
  EXPECT_EQ(Outcome(Create(outsider)), "forbidden");
  EXPECT_EQ(Outcome(Update(outsider, open, Titled("Ubik"))), "forbidden");
}

TEST_P(RecordGates, AnotherTenantsRecordsAreNotFound) {
  const RecordId ours = Place(Opening(Rights::All())).id;
  Caller neighbour = town.AsOperator(Role::kOwner, town.nilfgaard);
  EXPECT_EQ(Outcome(Get(neighbour, ours)), "not_found");
  EXPECT_TRUE(Must(List(neighbour)).empty());
  const auto removed =
      town.Write([&](Transaction& tx) { return town.records.Remove(tx, neighbour, books, ours); },
                 town.nilfgaard);
  EXPECT_EQ(Outcome(removed), "not_found");
  EXPECT_EQ(Outcome(Get(town.AsOperator(), ours)), "ok");
}

TEST_P(RecordGates, ARecordOfAnotherCollectionIsNotFound) {
  const RecordId id = Place(Opening(Rights::All())).id;
  books = town.AddCollection("author", OpenTo(Rights::All()));
  EXPECT_EQ(Outcome(Get(town.AsOperator(), id)), "not_found");
  EXPECT_EQ(Outcome(Remove(town.AsOperator(), id)), "not_found");
}

TEST_P(RecordGates, ListsAndCountsHoldWhatMayBeRead) {
  const std::int64_t open = Place(Opening(kReading)).id.value();
  AccessPatch his = OwnedBy(geralt);
  const std::int64_t owned = Place(his).id.value();
  Place({});
  const std::int64_t shared = Place(Sharing(witchers, kReading)).id.value();
  Place(Opening({Right::kPeek, Right::kUpdate}));
  EXPECT_EQ(IdsOf(Must(List(town.AsUser(geralt)))), (Numbers{open, owned, shared}));
  EXPECT_EQ(IdsOf(Must(List(town.AsUser(geralt), {{}, true, 2}))), (Numbers{shared, owned}));
  EXPECT_EQ(IdsOf(Must(List(town.AsUser(geralt), {open, false, 1}))), Numbers{owned});
  EXPECT_EQ(IdsOf(Must(List(town.AsUser(geralt), {{}, false, 0}))), Numbers{});
  EXPECT_EQ(IdsOf(Must(List(town.AsUser(yennefer)))), Numbers{open});
  EXPECT_EQ(Must(Count(town.AsUser(geralt), {}, 1000)), 3);
  EXPECT_EQ(Must(Count(town.AsUser(geralt), {}, 2)), 2);
  EXPECT_EQ(Must(Count(town.AsUser(yennefer), {}, 1000)), 1);
  EXPECT_EQ(Must(Count(town.AsOperator(Role::kRead), {}, 1000)), 5);
}

TEST_P(RecordGates, ListsFollowAMembershipAtOnce) {
  const std::int64_t shared = Place(Sharing(witchers, kReading)).id.value();
  town.Join(yennefer, witchers);
  EXPECT_EQ(IdsOf(Must(List(town.AsUser(yennefer)))), Numbers{shared});
  Must(town.Write([&](Transaction& tx) {
    return town.memberships.Remove(tx, town.AsOperator(), yennefer, witchers);
  }));
  EXPECT_EQ(IdsOf(Must(List(town.AsUser(yennefer)))), Numbers{});
}

TEST_P(RecordGates, ProfilesAreNotMadeOrRemovedAsRecords) {
  const Record profile = town.AddProfile(geralt);
  books = town.Profiles();
  for (const Caller& caller : {town.AsOperator(Role::kOwner), town.AsUser(geralt)}) {
    EXPECT_EQ(Outcome(Create(caller)), "forbidden");
    EXPECT_EQ(Outcome(Remove(caller, profile.id)), "forbidden");
  }
  EXPECT_EQ(Must(Get(town.AsUser(geralt), profile.id)), profile);
  EXPECT_EQ(Outcome(Get(town.AsUser(yennefer), profile.id)), "not_found");
}

}  // namespace
}  // namespace guildhall::test
