#include "tests/core/records_use_cases.h"

namespace guildhall::test {
namespace {

using RecordUpdates = RecordUseCases;
GUILDHALL_ON_EVERY_ENGINE(RecordUpdates);

TEST_P(RecordUpdates, ChangesOnlyWhatTheyName) {
  RecordPatch content = Titled("Ubik");
  content.fields.emplace_back(2, std::int64_t{202});
  const Record made = Must(Create(town.AsUser(geralt), content));
  town.clock.Advance(1'000'000);
  const Record after = Must(Update(town.AsUser(geralt), made.id, Titled("VALIS")));
  EXPECT_EQ(after.fields, (Fields{{1, std::string("VALIS")}, {2, std::int64_t{202}}}));
  EXPECT_EQ(after.access, made.access);
  EXPECT_EQ(after.revision, 2);
  EXPECT_EQ(after.created_at, made.created_at);
  EXPECT_GT(after.updated_at, made.updated_at);
  EXPECT_EQ(Must(Get(town.AsUser(geralt), made.id)), after);
}

TEST_P(RecordUpdates, NullClearsAValue) {
  const Record made = Must(Create(town.AsUser(geralt), Titled("Ubik")));
  RecordPatch clear;
  clear.fields = {{1, std::monostate()}, {2, std::monostate()}};
  const Record after = Must(Update(town.AsUser(geralt), made.id, clear));
  EXPECT_TRUE(after.fields.empty());
  EXPECT_EQ(after.revision, 2);
}

TEST_P(RecordUpdates, ThatChangeNothingWriteNothing) {
  RecordPatch same = Titled("Ubik");
  same.access = Sharing(witchers, kWriting);
  const Record made = Must(Create(town.AsUser(geralt), same));
  const std::int64_t event = town.LastEvent();
  same.fields.emplace_back(2, std::monostate());
  same.access.owner = geralt;
  same.expected_revision = 1;
  EXPECT_EQ(Must(Update(town.AsUser(geralt), made.id, same)), made);
  EXPECT_EQ(town.LastEvent(), event);
}

TEST_P(RecordUpdates, OfRightsDoNotCountAsARevision) {
  const Record made = Must(Create(town.AsUser(geralt)));
  const Record after = Must(Update(town.AsUser(geralt), made.id, Listed(Opening(kReading))));
  EXPECT_EQ(after.revision, 1);
  EXPECT_GT(after.updated_at, made.updated_at);
}

TEST_P(RecordUpdates, ExpectTheRevisionThatTheyName) {
  const Record made = Must(Create(town.AsUser(geralt)));
  RecordPatch patch = Titled("Ubik");
  patch.expected_revision = 2;
  const auto refused = Update(town.AsUser(geralt), made.id, patch);
  EXPECT_EQ(Outcome(refused), "conflict");
  EXPECT_EQ(Problems(refused),
            (std::vector<Problem>{{"expected_revision", Reason::kRevisionMismatch, 2, 1}}));
  EXPECT_EQ(Must(Get(town.AsUser(geralt), made.id)), made);
}

TEST_P(RecordUpdates, AddedRightsAreLoweredToWhatTheCallerHolds) {
  const RecordId id = Place(Sharing(witchers, kWriting)).id;
  AccessPatch access = Sharing(witchers, Rights::All());
  access.everyone = Rights::All();
  const Record after = Must(Update(town.AsUser(geralt), id, Listed(access)));
  EXPECT_EQ(after.access.everyone, kWriting);
  EXPECT_EQ(after.access.PrimaryRights(), kWriting);
  EXPECT_EQ(after.access.group_bits, kWriting.bits());
}

TEST_P(RecordUpdates, TheSettingOfAnAbsentGroupIsLoweredToo) {
  const RecordId id = Place(Opening(kWriting)).id;
  const Record after =
      Must(Update(town.AsUser(geralt), id, Listed(Sharing(std::nullopt, Rights::All()))));
  EXPECT_EQ(after.access.group_bits, kWriting.bits());
  EXPECT_TRUE(after.access.grants.empty());
}

TEST_P(RecordUpdates, ASettingThatSurvivedItsGroupGivesTheNextOneNothingMore) {
  AccessPatch start = Opening(kWriting);
  start.primary = AccessPatch::Primary{std::nullopt, Rights::All(), Rights::All().bits()};
  const RecordId id = Place(start).id;
  const Record after =
      Must(Update(town.AsUser(geralt), id, Listed(Sharing(witchers, Rights::All()))));
  EXPECT_EQ(after.access.PrimaryRights(), kWriting);
  EXPECT_EQ(after.access.group_bits, kWriting.bits());
}

TEST_P(RecordUpdates, AddedRightsAreRefusedWhereTheDialectDoesNotLower) {
  const Record made = Place(Sharing(witchers, kWriting));
  EXPECT_EQ(Outcome(Update(town.AsUser(geralt), made.id, Listed(Opening(Rights::All())),
                           Excess::kRefuse)),
            "forbidden");
  EXPECT_EQ(Must(Get(town.AsOperator(), made.id)), made);
  EXPECT_EQ(
      Outcome(Update(town.AsUser(geralt), made.id, Listed(Opening(kWriting)), Excess::kRefuse)),
      "ok");
}

TEST_P(RecordUpdates, RightsThatAreThereAreNotJudged) {
  AccessPatch access = Sharing(witchers, kWriting);
  access.owner_rights = Rights::All();
  access.everyone = Rights::All();
  const Record made = Place(access);
  const Record after = Must(Update(town.AsUser(yennefer), made.id, Listed(Opening(kReading))));
  EXPECT_EQ(after.access.owner_rights, Rights::All()) << "hers never, and untouched";
  EXPECT_EQ(Outcome(Update(town.AsUser(yennefer), made.id, Titled("again"))), "forbidden");
}

TEST_P(RecordUpdates, OperatorsAndBypassingKeysHandOutAnything) {
  const RecordId id = Place({}).id;
  for (const Caller& caller : {town.AsOperator(), town.AsKey({.bypass_lists = true})}) {
    Must(Update(town.AsOperator(), id, Listed(Opening({}))));
    EXPECT_EQ(Must(Update(caller, id, Listed(Opening(Rights::All())))).access.everyone,
              Rights::All());
  }
}

TEST_P(RecordUpdates, AUserCannotGiveARecordAway) {
  const Record made = Must(Create(town.AsUser(geralt)));
  const std::vector<Problem> immutable{{"owner", Reason::kImmutable}};
  EXPECT_EQ(Problems(Update(town.AsUser(geralt), made.id, Listed(OwnedBy(yennefer)))), immutable);
  AccessPatch nobody;
  nobody.owner = std::optional<UserId>();
  EXPECT_EQ(Problems(Update(town.AsUser(geralt), made.id, Listed(nobody))), immutable);
  EXPECT_EQ(Problems(Update(town.AsUser(geralt, {.bypass_lists = true}), made.id,
                            Listed(OwnedBy(yennefer)))),
            immutable);
  EXPECT_EQ(Outcome(Update(town.AsUser(geralt), made.id, Listed(OwnedBy(geralt)))), "ok");
}

TEST_P(RecordUpdates, AKeyThatOnlyHasWhatEveryoneMayDoesNotMoveARecord) {
  const RecordId id = Place(Opening(Rights::All())).id;
  EXPECT_EQ(Problems(Update(town.AsKey(), id, Listed(OwnedBy(yennefer)))),
            (std::vector<Problem>{{"owner", Reason::kImmutable}}));
}

TEST_P(RecordUpdates, OperatorsMoveARecordToAUserWhoExists) {
  const RecordId id = Must(Create(town.AsUser(geralt))).id;
  EXPECT_EQ(Problems(Update(town.AsOperator(), id, Listed(OwnedBy(UserId(99))))),
            (std::vector<Problem>{{"owner", Reason::kUnknownId, 99}}));
  Must(Update(town.AsOperator(), id, Listed(OwnedBy(yennefer))));
  EXPECT_EQ(Outcome(Get(town.AsUser(yennefer), id)), "ok");
  EXPECT_EQ(Outcome(Get(town.AsUser(geralt), id)), "not_found");
  EXPECT_TRUE(Must(List(town.AsUser(geralt))).empty());
}

TEST_P(RecordUpdates, AGroupThatIsThereNeedsNoMembership) {
  const RecordId id = Place([&] {
                        AccessPatch access = Sharing(witchers, kReading);
                        access.everyone = Rights::All();
                        return access;
                      }())
                          .id;
  const Caller outsider = town.AsUser(yennefer);
  EXPECT_EQ(Outcome(Update(outsider, id, Listed(Sharing(witchers, kWriting)))), "ok");
  const GroupId hunters = town.AddGroup("hunters");
  EXPECT_EQ(Problems(Update(outsider, id, Listed(Sharing(hunters, kWriting)))),
            (std::vector<Problem>{{"group", Reason::kNotMember, hunters.value()}}));
  EXPECT_EQ(Problems(Update(outsider, id, Listed(Sharing(GroupId(99), kWriting)))),
            (std::vector<Problem>{{"group", Reason::kUnknownId, 99}}));
  EXPECT_EQ(Outcome(Update(outsider, id, Listed(Sharing(std::nullopt, {})))), "ok");
}

TEST_P(RecordUpdates, AChangedGrantKeepsItsIdentity) {
  const Record made = Place(Sharing(witchers, kReading));
  const Record after = Must(Update(town.AsOperator(), made.id, Listed(Sharing(witchers, {}))));
  ASSERT_EQ(after.access.grants.size(), 1U);
  EXPECT_EQ(after.access.grants[0].id, made.access.grants[0].id);
  EXPECT_EQ(after.access.grants[0].uid, made.access.grants[0].uid);
  EXPECT_EQ(after.access.grants[0].created_at, made.access.grants[0].created_at);
  EXPECT_GT(after.access.grants[0].updated_at, made.access.grants[0].updated_at);
  EXPECT_EQ(Must(Get(town.AsOperator(), made.id)), after);
}

TEST_P(RecordUpdates, ListsFollowTheRightsAtOnce) {
  const RecordId id = Place(Sharing(witchers, kReading)).id;
  EXPECT_EQ(Must(List(town.AsUser(geralt))).size(), 1U);
  Must(Update(town.AsOperator(), id, Listed(Sharing(std::nullopt, kReading))));
  EXPECT_TRUE(Must(List(town.AsUser(geralt))).empty());
  Must(Update(town.AsOperator(), id, Listed(Opening(kReading))));
  EXPECT_EQ(Must(List(town.AsUser(yennefer))).size(), 1U);
  Must(Remove(town.AsOperator(), id));
  EXPECT_TRUE(Must(List(town.AsOperator())).empty());
}

TEST_P(RecordUpdates, OfValuesAreChecked) {
  const RecordId id = Place({}).id;
  RecordPatch patch;
  patch.fields = {{3, std::int64_t{1}}, {9, std::string("?")}};
  EXPECT_EQ(
      Problems(Update(town.AsOperator(), id, patch)),
      (std::vector<Problem>{{"weight", Reason::kWrongType}, {"fields", Reason::kUnknownId, 9}}));
}

TEST_P(RecordUpdates, OfAProfileTouchItsUserAndLeaveHimTheOwner) {
  const Record profile = town.AddProfile(geralt);
  books = town.Profiles();
  const std::int64_t epoch = town.Epoch();
  Must(Update(town.AsUser(geralt), profile.id, Listed(Opening(kReading))));
  EXPECT_GT(town.Epoch(), epoch);
  const std::int64_t touched = town.Epoch();
  Must(Update(town.AsUser(geralt), profile.id, Listed(Opening(kReading))));
  EXPECT_EQ(town.Epoch(), touched) << "no change";
  EXPECT_EQ(Problems(Update(town.AsOperator(), profile.id, Listed(OwnedBy(yennefer)))),
            (std::vector<Problem>{{"owner", Reason::kImmutable}}));
}

TEST_P(RecordUpdates, OfOrdinaryRecordsTouchNobody) {
  const RecordId id = Place(OwnedBy(geralt)).id;
  const std::int64_t epoch = town.Epoch();
  Must(Update(town.AsUser(geralt), id, Titled("Ubik")));
  EXPECT_EQ(town.Epoch(), epoch);
}

}  // namespace
}  // namespace guildhall::test
