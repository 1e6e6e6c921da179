// Records for callers who act under lists: two gates, and what each use case asks of them.
#include "tests/core/records_list_cases.h"

namespace guildhall::test {
namespace {

using RecordsByLists = RecordListCases;
GUILDHALL_ON_EVERY_ENGINE(RecordsByLists);

/// A way to ask for one record.
struct Way {
  const char* name;
  Gates gates;
};

const Way kWays[] = {{"get", kGetting},
                     {"update", kChanging},
                     {"remove", kRemoving},
                     {"two rights at once", Gates::ByLists({Right::kPeek, Right::kUpdate},
                                                           {Right::kExecute, Right::kRefer})}};

class RecordWays : public RecordListCases {
 protected:
  std::vector<Problem> Try(const Way& way, const Caller& caller, RecordId id) {
    if (way.gates.row.Has(Right::kUpdate)) return Problems(Change(caller, id, {}, way.gates));
    if (way.gates.row.Has(Right::kDelete)) return Problems(Remove(caller, id, way.gates));
    return Problems(Get(caller, id, way.gates));
  }
};
GUILDHALL_ON_EVERY_ENGINE(RecordWays);

TEST_P(RecordWays, AskExactlyWhatTheirGatesName) {
  for (const Way& way : kWays) {
    AccessPatch owned = OwnedBy(geralt);
    owned.owner_rights = way.gates.row;
    for (const auto& [audience, access] :
         {std::pair("everyone", Opening(way.gates.row)), std::pair("owner", owned),
          std::pair("group", Sharing(witchers, way.gates.row))}) {
      SCOPED_TRACE(std::string(way.name) + " by " + audience);
      const RecordId id = Place(access).id;
      OpenBooks(Rights::All() - way.gates.table);
      EXPECT_EQ(Try(way, Session(geralt), id), kAtTable);
      OpenBooks(way.gates.table);
      EXPECT_EQ(Try(way, Session(geralt), id), std::vector<Problem>());
    }
    const RecordId closed = Place(Opening(Rights::All() - way.gates.row)).id;
    EXPECT_EQ(Try(way, Session(geralt), closed), kAtObject) << way.name;
  }
}

TEST_P(RecordWays, OfWhatIsMissingAreRefusedLikeOfWhatIsClosed) {
  OpenBooks(Rights::All());
  for (const Way& way : kWays) {
    EXPECT_EQ(Try(way, Session(geralt), RecordId(99'999)), kAtObject) << way.name;
  }
  EXPECT_EQ(Outcome(Fetch(Administrator(), RecordId(99'999))), "not_found");
}

TEST_P(RecordsByLists, WhoBypassesTablesPassesBothGates) {
  OpenBooks({});
  const RecordId closed = Place({}).id;
  EXPECT_EQ(Outcome(Fetch(Administrator(), closed)), "ok");
  EXPECT_EQ(Outcome(Change(Administrator(), closed, Titled("Ubik"))), "ok");
  EXPECT_EQ(IdsOf(Must(Query(Administrator(), {}, kGetting))), Numbers({closed.value()}));
  EXPECT_EQ(Outcome(Remove(Administrator(), closed, kRemoving)), "ok");
  EXPECT_EQ(Outcome(Make(Administrator())), "ok");
}

TEST_P(RecordsByLists, PowersOverRecordsAreNoneUnderLists) {
  const RecordId closed = Place({}).id;
  for (const Caller& caller : {town.AsKey({.bypass_lists = true}), town.AsOperator(Role::kOwner)}) {
    EXPECT_EQ(Outcome(Fetch(caller, closed)), "forbidden");
    EXPECT_EQ(Outcome(Change(caller, closed, Titled("Ubik"))), "forbidden");
  }
  EXPECT_EQ(Must(Count(town.AsKey({.bypass_lists = true}), {}, 10, kGetting)), 0);
  EXPECT_EQ(Problems(Make(town.AsOperator(Role::kOwner))), kAtTable)
      << "lists speak about people, whatever everyone may";
}

TEST_P(RecordsByLists, MakingAsksTheTableOnly) {
  OpenBooks(Rights::All() - Rights{Right::kCreate});
  EXPECT_EQ(Problems(Make(Session(geralt))), kAtTable);
  EXPECT_EQ(Problems(Make(Guest())), kAtTable);
  OpenBooks({Right::kCreate});
  EXPECT_EQ(Outcome(Make(Session(geralt))), "ok");
  EXPECT_EQ(Problems(Query(Session(geralt), {}, kGetting)), kAtTable) << "making is not reading";
}

TEST_P(RecordsByLists, WhoMakesARecordOwnsIt) {
  RecordPatch patch = Listed(OwnedBy(geralt));
  patch.access.everyone = kReading;
  patch.access.signed_in = kWriting;
  patch.access.owner_rights = Rights{Right::kRead};
  patch.access.primary = AccessPatch::Primary{witchers, Rights::All(), 5};
  const Record made = Must(Make(Session(yennefer), patch));
  EXPECT_EQ(made.access.owner, yennefer);
  EXPECT_EQ(made.access.everyone, kReading);
  EXPECT_EQ(made.access.signed_in, kWriting);
  EXPECT_EQ(made.access.owner_rights, Rights{Right::kRead});
  EXPECT_EQ(made.access.group_bits, 5);
  EXPECT_EQ(made.access.primary_group, std::nullopt);
  EXPECT_TRUE(made.access.grants.empty());
  EXPECT_EQ(Must(Fetch(Session(yennefer), made.id)), made);
  EXPECT_EQ(Must(Make(Guest(), patch)).access.owner, std::nullopt);
  EXPECT_EQ(Must(Make(Administrator(), patch)).access.owner, yennefer);
}

TEST_P(RecordsByLists, ANewRecordIsSharedWithAnyGroup) {
  AddSystemGroup(kEverybody);
  RecordPatch patch;
  patch.grants = {{.group = witchers, .rights = kReading, .rest = 3},
                  {.group = kEverybody, .rights = {Right::kPeek}}};
  const Record made = Must(Make(Session(yennefer), patch));
  ASSERT_EQ(made.access.grants.size(), 2);
  EXPECT_EQ(made.access.grants[0].group, kEverybody);
  EXPECT_EQ(made.access.grants[1].group, witchers);
  EXPECT_EQ(made.access.grants[1].rights, kReading);
  EXPECT_EQ(made.access.grants[1].rest, 3);
  EXPECT_GT(made.access.grants[1].id.value(), 0);
  EXPECT_NE(made.access.grants[0].uid, made.access.grants[1].uid);
  EXPECT_EQ(Must(Fetch(Session(geralt), made.id)), made);
  patch.grants.push_back({.group = GroupId(99), .rights = kReading});
  EXPECT_EQ(Problems(Make(Session(yennefer), patch)),
            (std::vector<Problem>{{"group", Reason::kUnknownId, 99}}));
}

TEST_P(RecordsByLists, AClientMayChooseTheNameOfWhatHeMakes) {
  RecordPatch patch;
  patch.uid = UidOf(4711);
  const Record made = Must(Make(Session(geralt), patch));
  EXPECT_EQ(made.uid, UidOf(4711));
  EXPECT_EQ(Problems(Make(Session(geralt), patch)),
            (std::vector<Problem>{{"uid", Reason::kTaken}}));
  books = town.AddCollection("author", OpenTo(Rights::All()));
  EXPECT_EQ(Problems(Make(Session(geralt), patch)), (std::vector<Problem>{{"uid", Reason::kTaken}}))
      << "it names a record of the tenant, not of the collection";
}

TEST_P(RecordsByLists, ChannelsAreNone) {
  const Channel channel = town.AddChannel("hunts", OpenTo({}));
  RecordPatch patch;
  patch.channel = channel.id;
  EXPECT_EQ(Must(Make(Session(geralt), patch)).channel, std::nullopt);
  patch.access = Opening(Rights::All());
  const RecordId said = town.AddRecord(books, patch).id;
  EXPECT_EQ(Outcome(Change(Session(geralt), said, Titled("Ubik"))), "ok");
  EXPECT_EQ(Outcome(Remove(Session(geralt), said, kRemoving)), "ok");
}

TEST_P(RecordsByLists, AnOwnerGivesAwayWhatHeOwnsToWhomHeMayReferTo) {
  const Record made = Must(Make(Session(geralt)));
  const RecordPatch giving = Listed(OwnedBy(yennefer));
  EXPECT_EQ(Problems(Change(Session(geralt), made.id, giving)), kAtObject);
  OpenAccount(yennefer, {Right::kRefer});
  const Record given = Must(Change(Session(geralt), made.id, giving));
  EXPECT_EQ(given.access.owner, yennefer);
  EXPECT_EQ(given.revision, made.revision);
  EXPECT_EQ(Problems(Fetch(Session(geralt), made.id)), kAtObject);
  EXPECT_EQ(Must(Fetch(Session(yennefer), made.id)), given);
}

TEST_P(RecordsByLists, AnOwnerWhoIsUnknownIsRefusedLikeAClosedOne) {
  const Record made = Must(Make(Session(geralt)));
  const RecordPatch giving = Listed(OwnedBy(UserId(99'999)));
  EXPECT_EQ(Problems(Change(Session(geralt), made.id, giving)), kAtObject);
  EXPECT_EQ(Outcome(Change(Administrator(), made.id, giving)), "not_found");
  EXPECT_EQ(Must(Change(Administrator(), made.id, Listed(OwnedBy(yennefer)))).access.owner,
            yennefer)
      << "who bypasses lists may refer to everybody";
}

TEST_P(RecordsByLists, NobodyHandsOutRightsThatHeLacks) {
  AccessPatch owned = OwnedBy(geralt);
  owned.owner_rights = kWriting;
  const RecordId id = Place(owned).id;
  EXPECT_EQ(Problems(Change(Session(geralt), id, Listed(Opening(Rights::All())))), kAtObject);
  EXPECT_EQ(Must(Change(Session(geralt), id, Listed(Opening(kReading)))).access.everyone, kReading);
  EXPECT_EQ(Must(Change(Administrator(), id, Listed(Opening(Rights::All())))).access.everyone,
            Rights::All());
}

TEST_P(RecordsByLists, AnUpdateLeavesGrantsAlone) {
  const Record before = Place(Sharing(witchers, Rights::All()));
  const Record after =
      Must(Change(Session(geralt), before.id, Listed(Sharing(std::nullopt, Rights::All()))));
  EXPECT_EQ(after.access.grants, before.access.grants);
  EXPECT_EQ(after.access.primary_group, witchers);
}

TEST_P(RecordsByLists, ProfilesStayWithTheirUsers) {
  const Record profile = town.AddProfile(geralt);
  books = town.Profiles();
  OpenAccount(yennefer, {Right::kRefer});
  EXPECT_EQ(Outcome(Make(Administrator())), "forbidden");
  EXPECT_EQ(Outcome(Remove(Administrator(), profile.id, kRemoving)), "forbidden");
  EXPECT_EQ(Problems(Change(Administrator(), profile.id, Listed(OwnedBy(yennefer)))),
            (std::vector<Problem>{{"owner", Reason::kImmutable}}));
}

TEST_P(RecordsByLists, AListHoldsWhatGivesReadWhateverElseIsAsked) {
  const std::int64_t open = Place(Opening({Right::kRead})).id.value();
  Place(Opening(Rights::All() - Rights{Right::kRead}));
  const std::int64_t shared = Place(Sharing(witchers, {Right::kRead})).id.value();
  const Gates deleting = Gates::ByLists({Right::kPeek}, {Right::kDelete});
  EXPECT_EQ(IdsOf(Must(Query(Session(geralt), {}, deleting))), (Numbers{open, shared}));
  EXPECT_EQ(IdsOf(Must(Query(Guest(), {}, deleting))), Numbers{open});
  EXPECT_EQ(Must(Count(Session(geralt), {}, 10, deleting)), 2);
  OpenBooks({Right::kRead});
  EXPECT_EQ(Problems(Query(Session(geralt), {}, kGetting)), kAtTable);
  EXPECT_EQ(Problems(Count(Session(geralt), {}, 10, kGetting)), kAtTable);
}

TEST_P(RecordsByLists, ListsHoldWhatSingleReadsGive) {
  for (const AccessPatch& access : {Opening(kReading), Sharing(witchers, kWriting), AccessPatch(),
                                    OwnedBy(geralt), Opening({Right::kPeek}), OwnedBy(yennefer)}) {
    Place(access);
  }
  const Record last = Place({});
  for (const Caller& caller : {Session(geralt), Session(yennefer), Guest(), Administrator()}) {
    Numbers single;
    for (std::int64_t id = 1; id <= last.id.value(); ++id) {
      if (Fetch(caller, RecordId(id))) single.push_back(id);
    }
    EXPECT_EQ(IdsOf(Must(Query(caller, {}, kGetting))), single);
    EXPECT_EQ(Must(Count(caller, {}, 100, kGetting)), static_cast<std::int64_t>(single.size()));
  }
}

TEST_P(RecordsByLists, ATenantBeingFoundedOpensTablesToTrustedWays) {
  OpenBooks({});
  Must(town.Write([&](Transaction& tx) {
    Group administrators = MakeGroup(kAdministrators.value(), "administrators");
    administrators.active = false;
    return tx.groups().Insert(town.rivia, administrators);
  }));
  Caller founder = Guest();
  EXPECT_EQ(Problems(Make(founder)), kAtTable);
  founder.may_found = true;
  EXPECT_EQ(Outcome(Make(founder)), "ok");
  EXPECT_EQ(Problems(Fetch(founder, Place({}).id)), kAtObject) << "rows keep their lists";
}

}  // namespace
}  // namespace guildhall::test
