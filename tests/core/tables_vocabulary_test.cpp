#include "tests/core/people_cases.h"

namespace guildhall::test {
namespace {

constexpr Origin kTheirs{2};
constexpr Gates kRead = Gates::ByLists({Right::kPeek}, {Right::kRead});
constexpr Gates kUpdate = Gates::ByLists({Right::kUpdate}, {Right::kUpdate});
const Numbers kTablesOfTheCore{-1, -2, -3, -4, -5, -6, -7};

/// Tables besides the core's own, which callers come to by the vocabulary that they speak.
class TablesOfAVocabulary : public PeopleCases {
 protected:
  Collection AddTable(Origin origin, std::string name, AccessList access = {}) {
    return Must(world.Write([&](Transaction& tx) {
      return world.core->collections().Create(tx, world.AsOperator(),
                                              {.origin = origin,
                                               .name = std::move(name),
                                               .description = "",
                                               .fields = {},
                                               .access = std::move(access)});
    }));
  }
  void Publish(CollectionId id, Origin origin) {
    Must(world.Write([&](Transaction& tx) {
      return world.core->collections().Publish(tx, world.AsOperator(), id, origin);
    }));
  }
  static Caller Speaking(Caller caller, Origin vocabulary = kOurs) {
    caller.vocabulary = vocabulary;
    return caller;
  }
  Numbers ListedFor(const Caller& caller) {
    return IdsOf(Must(
        world.Read([&](const Snapshot& s) { return tables().ListCollections(s, caller, kRead); })));
  }
  Result<Collection> Get(const Caller& caller, CollectionId id) {
    return world.Read(
        [&](const Snapshot& s) { return tables().GetCollection(s, caller, id, kRead); });
  }
  std::optional<UserId> OwnerOf(CollectionId id) {
    return Must(
               world.Read([&](const Snapshot& s) { return s.collections().Find(world.rivia, id); }))
        .value()
        .access.owner;
  }
};
GUILDHALL_ON_EVERY_ENGINE(TablesOfAVocabulary);

TEST_P(TablesOfAVocabulary, AreListedBehindTheCoresOwn) {
  const Caller triss = Session(AddAdministrator("triss")->user.id);
  const std::int64_t ours = AddTable(kOurs, "book").id.value();
  const CollectionId theirs = AddTable(kTheirs, "shelf").id;
  EXPECT_EQ(ListedFor(triss), kTablesOfTheCore) << "who speaks no vocabulary";
  Numbers expected = kTablesOfTheCore;
  expected.push_back(ours);
  EXPECT_EQ(ListedFor(Speaking(triss)), expected);
  Publish(theirs, kOurs);
  expected.push_back(theirs.value());
  EXPECT_EQ(ListedFor(Speaking(triss)), expected);
}

TEST_P(TablesOfAVocabulary, AreFoundByWhoSpeaksItOnly) {
  const Caller triss = Session(AddAdministrator("triss")->user.id);
  const CollectionId theirs = AddTable(kTheirs, "shelf").id;
  EXPECT_EQ(Outcome(Get(triss, theirs)), "not_found");
  EXPECT_EQ(Outcome(Get(Speaking(triss), theirs)), "not_found");
  EXPECT_EQ(Outcome(Get(Speaking(triss, kTheirs), theirs)), "ok");
  EXPECT_EQ(Outcome(Get(Speaking(triss), kProfiles)), "not_found");
  Publish(theirs, kOurs);
  EXPECT_EQ(Outcome(Get(Speaking(triss), theirs)), "ok");
}

TEST_P(TablesOfAVocabulary, AreReadUnderTheirLists) {
  AddAdministrator("triss");
  const Caller ciri = Speaking(Session(world.AddUser("ciri")->user.id));
  Open(kCollectionTable, {Right::kPeek});
  const CollectionId closed = AddTable(kOurs, "book").id;
  const CollectionId open = AddTable(kOurs, "shelf", OpenTo(kReading)).id;
  EXPECT_EQ(ListedFor(ciri), Numbers{open.value()});
  EXPECT_EQ(Problems(Get(ciri, closed)), Refused("object"));
  EXPECT_EQ(Problems(Get(ciri, CollectionId(999))), Refused("object"));
}

TEST_P(TablesOfAVocabulary, AreSharedAndChangedLikeOthers) {
  const Caller triss = Speaking(Session(AddAdministrator("triss")->user.id));
  const CollectionId id = AddTable(kOurs, "book").id;
  AccessPatch patch;
  patch.everyone = kReading;
  const auto update = [&](const Caller& caller) {
    return world.Write(
        [&](Transaction& tx) { return tables().Update(tx, caller, id, patch, kUpdate); });
  };
  EXPECT_EQ(Outcome(update(Speaking(triss, kTheirs))), "not_found");
  EXPECT_EQ(Must(update(triss)).access.everyone, kReading);
  const Grant grant = Must(world.Write([&](Transaction& tx) {
    return tables().Share(tx, triss, id, {.group = kEverybody, .rights = kWriting}, false, kUpdate);
  }));
  EXPECT_EQ(grant.rights, kWriting);
  Must(world.Write(
      [&](Transaction& tx) { return tables().Unshare(tx, triss, id, kEverybody, kUpdate); }));
  EXPECT_TRUE(Must(Get(triss, id)).access.grants.empty());
}

TEST_P(TablesOfAVocabulary, AreBornWithGroupsOfTheSystemByAdministratorsOnly) {
  const Caller triss = Session(AddAdministrator("triss")->user.id);
  const auto create = [&](const Caller& caller, GroupId group) {
    return world.Write([&](Transaction& tx) {
      return world.core->collections().Create(tx, caller,
                                              {.origin = kOurs,
                                               .name = "book",
                                               .description = "",
                                               .fields = {},
                                               .access = SharedWith(group, kReading)});
    });
  };
  EXPECT_EQ(Problems(create(world.AsOperator(), kEverybody)),
            (std::vector<Problem>{{"group", Reason::kUnknownId, kEverybody.value()}}));
  EXPECT_EQ(Problems(create(triss, GroupId(99))),
            (std::vector<Problem>{{"group", Reason::kUnknownId, 99}}));
  EXPECT_EQ(Must(create(triss, kEverybody)).access.FindGrant(kEverybody)->rights, kReading);
}

TEST_P(TablesOfAVocabulary, BecomeTheFirstAdministrators) {
  const CollectionId ours = AddTable(kOurs, "book").id;
  const CollectionId theirs = AddTable(kTheirs, "shelf").id;
  Publish(theirs, kOurs);
  Users::Draft draft{.username = "ciri"};
  draft.ends_founding = false;
  const UserId ciri = Must(Create(world.AsOperator(), draft))->user.id;
  ASSERT_TRUE(Founding());
  const Caller caller = Speaking(Session(ciri, true));
  Must(world.Write([&](Transaction& tx) { return memberships().Found(tx, caller, {}, 0); }));
  EXPECT_EQ(OwnerOf(ours), ciri);
  EXPECT_EQ(OwnerOf(kAccountTable), ciri);
  EXPECT_EQ(OwnerOf(theirs), std::nullopt) << "it was made elsewhere";
}

TEST_P(TablesOfAVocabulary, StayWhoseTheyAreWhenTheCommandLineAppoints) {
  const UserId ciri = world.AddUser("ciri")->user.id;
  const UserId yen = world.AddUser("yen")->user.id;
  AccessList owned;
  owned.owner = ciri;
  const CollectionId hers = AddTable(kOurs, "book", owned).id;
  const CollectionId nobodys = AddTable(kOurs, "shelf").id;
  Must(world.Write([&](Transaction& tx) {
    return memberships().MakeAdministrator(tx, world.rivia, yen, {}, 0, kOurs);
  }));
  EXPECT_EQ(OwnerOf(hers), ciri);
  EXPECT_EQ(OwnerOf(nobodys), yen);
}

}  // namespace
}  // namespace guildhall::test
