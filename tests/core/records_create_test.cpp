#include "tests/core/records_use_cases.h"

namespace guildhall::test {
namespace {

using RecordCreation = RecordUseCases;
GUILDHALL_ON_EVERY_ENGINE(RecordCreation);

TEST_P(RecordCreation, AUserOwnsWhatHeMakesWhateverHeSays) {
  const Record made = Must(Create(town.AsUser(geralt), Listed(OwnedBy(yennefer))));
  EXPECT_EQ(made.access.owner, geralt);
  EXPECT_EQ(made.access.owner_rights, Rights::All());
  EXPECT_EQ(made.access.everyone, Rights());
  EXPECT_EQ(made.access.signed_in, Rights());
  EXPECT_TRUE(made.access.grants.empty());
  EXPECT_EQ(made.revision, 1);
  EXPECT_EQ(made.created_at, made.updated_at);
  EXPECT_EQ(Must(Get(town.AsUser(geralt), made.id)), made);
}

TEST_P(RecordCreation, OperatorsNameAnOwnerWhoExists) {
  EXPECT_EQ(Must(Create(town.AsOperator(), Listed(OwnedBy(yennefer)))).access.owner, yennefer);
  EXPECT_EQ(Must(Create(town.AsOperator())).access.owner, std::nullopt);
  const auto refused = Create(town.AsOperator(), Listed(OwnedBy(UserId(99))));
  EXPECT_EQ(Outcome(refused), "invalid");
  EXPECT_EQ(Problems(refused), (std::vector<Problem>{{"owner", Reason::kUnknownId, 99}}));
}

TEST_P(RecordCreation, AllProblemsAreToldAtOnce) {
  AccessPatch access = Sharing(GroupId(98), kReading);
  access.owner = UserId(99);
  RecordPatch patch = Listed(access);
  patch.fields = {{2, std::string("many")}, {77, true}};
  EXPECT_EQ(Problems(Create(town.AsOperator(), patch)),
            (std::vector<Problem>{{"owner", Reason::kUnknownId, 99},
                                  {"group", Reason::kUnknownId, 98},
                                  {"pages", Reason::kWrongType},
                                  {"fields", Reason::kUnknownId, 77}}));
}

TEST_P(RecordCreation, UsersShareWithTheirOwnGroupsOnly) {
  const auto refused = Create(town.AsUser(yennefer), Listed(Sharing(witchers, kReading)));
  EXPECT_EQ(Outcome(refused), "invalid");
  EXPECT_EQ(Problems(refused),
            (std::vector<Problem>{{"group", Reason::kNotMember, witchers.value()}}));
  EXPECT_EQ(Outcome(Create(town.AsUser(geralt), Listed(Sharing(witchers, kReading)))), "ok");
  EXPECT_EQ(Outcome(Create(town.AsKey(), Listed(Sharing(witchers, kReading)))), "ok");
  EXPECT_EQ(Outcome(Create(town.AsUser(yennefer), Listed(Sharing(std::nullopt, kReading)))), "ok");
}

TEST_P(RecordCreation, AnotherTenantsGroupOrUserIsUnknown) {
  town.AddGroup("impera", town.nilfgaard);
  const GroupId alba = town.AddGroup("alba", town.nilfgaard);
  EXPECT_EQ(Problems(Create(town.AsOperator(), Listed(Sharing(alba, kReading)))),
            (std::vector<Problem>{{"group", Reason::kUnknownId, alba.value()}}));
}

TEST_P(RecordCreation, AStrangersHomeGroupIsAsUnknownAsOneThatDoesNotExist) {
  const GroupId home = town.AddHome(geralt);
  const std::vector<Problem> unknown{{"group", Reason::kUnknownId, home.value()}};
  EXPECT_EQ(Problems(Create(town.AsUser(yennefer), Listed(Sharing(home, kReading)))), unknown);
  EXPECT_EQ(Problems(Create(town.AsKey(), Listed(Sharing(home, kReading)))), unknown);
  EXPECT_EQ(Outcome(Create(town.AsUser(geralt), Listed(Sharing(home, kReading)))), "ok");
}

TEST_P(RecordCreation, TheMakerMaySetAnyRights) {
  AccessPatch access = Sharing(witchers, Rights::All());
  access.everyone = kWriting;
  access.owner_rights = kReading;
  const Record made = Must(Create(town.AsUser(geralt), Listed(access)));
  EXPECT_EQ(made.access.everyone, kWriting);
  EXPECT_EQ(made.access.owner_rights, kReading);
  EXPECT_EQ(made.access.PrimaryRights(), Rights::All());
}

TEST_P(RecordCreation, GrantsHaveAnIdentityOfTheirOwn) {
  const Record first = Must(Create(town.AsOperator(), Listed(Sharing(witchers, {}))));
  const Record second = Must(Create(town.AsOperator(), Listed(Sharing(witchers, kReading))));
  ASSERT_EQ(first.access.grants.size(), 1U) << "an empty grant is kept";
  ASSERT_EQ(second.access.grants.size(), 1U);
  EXPECT_LT(first.access.grants[0].id, second.access.grants[0].id);
  EXPECT_NE(first.access.grants[0].uid, second.access.grants[0].uid);
  EXPECT_EQ(second.access.grants[0].created_at, second.created_at);
}

TEST_P(RecordCreation, ValuesComeBackAndNullsAreLeftOut) {
  RecordPatch patch;
  patch.fields = {{5, Time(-62'000'000)},
                  {1, std::string("Żółć \"q\"\n")},
                  {2, std::monostate()},
                  {3, 0.1},
                  {4, false}};
  const Record made = Must(Create(town.AsOperator(), patch));
  const Fields expected{
      {1, std::string("Żółć \"q\"\n")}, {3, 0.1}, {4, false}, {5, Time(-62'000'000)}};
  EXPECT_EQ(made.fields, expected);
  EXPECT_EQ(Must(Get(town.AsOperator(), made.id)).fields, expected);
}

TEST_P(RecordCreation, IdsRiseOverAllCollections) {
  const RecordId first = Must(Create(town.AsOperator())).id;
  books = town.AddCollection("author", {});
  const RecordId second = Must(Create(town.AsOperator())).id;
  EXPECT_EQ(second.value(), first.value() + 1);
}

TEST_P(RecordCreation, IsInTheLogAndARefusalIsNot) {
  const std::int64_t event = town.LastEvent();
  Must(Create(town.AsOperator()));
  EXPECT_EQ(town.LastEvent(), event + 1);
  EXPECT_EQ(Outcome(Create(town.AsOperator(), Listed(OwnedBy(UserId(99))))), "invalid");
  EXPECT_EQ(town.LastEvent(), event + 1);
}

TEST_P(RecordCreation, ProfilesBelongToTheirUser) {
  RecordPatch patch = Titled("");
  patch.fields.clear();
  patch.access = OwnedBy(yennefer);
  patch.access.everyone = kReading;
  const Record profile = Must(town.Write([&](Transaction& tx) {
    return town.records.CreateProfile(tx, town.AsOperator(), town.Profiles(), geralt, patch);
  }));
  EXPECT_EQ(profile.collection, kProfiles);
  EXPECT_EQ(profile.access.owner, geralt);
  EXPECT_EQ(profile.access.owner_rights, Rights::All());
  EXPECT_EQ(profile.access.everyone, kReading);
  EXPECT_EQ(Problems(town.Write([&](Transaction& tx) {
              return town.records.CreateProfile(tx, town.AsOperator(), town.Profiles(), geralt,
                                                Listed(Sharing(GroupId(99), kReading)));
            })),
            (std::vector<Problem>{{"group", Reason::kUnknownId, 99}}));
}

}  // namespace
}  // namespace guildhall::test
