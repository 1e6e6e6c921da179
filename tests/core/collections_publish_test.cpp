#include "core/collections.h"
#include "tests/core/use_cases.h"

namespace guildhall::test {
namespace {

constexpr Origin kTheirs{2};

/// A collection of one dialect that another one serves too.
class PublishedCollections : public UseCases {
 protected:
  Result<Collection> Create(Origin origin, std::string name = "book") {
    return town.Write([&](Transaction& tx) {
      return town.collections.Create(tx, town.AsOperator(),
                                     {.origin = origin,
                                      .name = std::move(name),
                                      .description = "",
                                      .fields = {},
                                      .access = OpenTo(kReading)});
    });
  }
  Result<Collection> Publish(const Caller& caller, CollectionId id, Origin origin = kOurs) {
    return town.Write(
        [&](Transaction& tx) { return town.collections.Publish(tx, caller, id, origin); },
        caller.tenant);
  }
  Result<Collection> Withdraw(const Caller& caller, CollectionId id, Origin origin = kOurs) {
    return town.Write(
        [&](Transaction& tx) { return town.collections.Withdraw(tx, caller, id, origin); });
  }
  Result<void> Remove(CollectionId id) {
    return town.Write(
        [&](Transaction& tx) { return town.collections.Remove(tx, town.AsOperator(), id); });
  }
  Result<Collection> Get(const Caller& caller, Origin origin = kOurs) {
    return town.Read(
        [&](const Snapshot& s) { return town.collections.Get(s, caller, origin, "book"); });
  }
  Numbers Listed(Origin origin = kOurs) {
    return IdsOf(Must(town.Read([&](const Snapshot& s) {
      return town.collections.List(s, town.AsOperator(), origin, {});
    })));
  }

  const std::vector<Problem> taken{{"name", Reason::kTaken}};
  const std::vector<Problem> kept{{"", Reason::kProtected}};
};
GUILDHALL_ON_EVERY_ENGINE(PublishedCollections);

TEST_P(PublishedCollections, AreServedUnderTheirNameAsTheyAre) {
  const Collection made = Must(Create(kTheirs));
  EXPECT_EQ(Outcome(Get(town.AsKey())), "not_found");
  const std::int64_t event = town.LastEvent();
  EXPECT_EQ(Must(Publish(town.AsOperator(), made.id)), made);
  EXPECT_EQ(town.LastEvent(), event + 1);
  EXPECT_EQ(Must(Get(town.AsKey())), made) << "everyone may read it";
  EXPECT_EQ(Must(Get(town.AsKey(), kTheirs)), made);
  EXPECT_EQ(Listed(), (Numbers{kProfiles.value(), made.id.value()}));
  EXPECT_EQ(Outcome(Get(town.AsKey(), Origin(3))), "not_found");
}

TEST_P(PublishedCollections, AreWithdrawnAgain) {
  const Collection made = Must(Create(kTheirs));
  Must(Publish(town.AsOperator(), made.id));
  Must(Withdraw(town.AsOperator(), made.id));
  EXPECT_EQ(Outcome(Get(town.AsOperator())), "not_found");
  EXPECT_EQ(Must(Get(town.AsOperator(), kTheirs)), made);
  EXPECT_EQ(Listed(), Numbers{kProfiles.value()});
  EXPECT_EQ(Outcome(Withdraw(town.AsOperator(), made.id)), "not_found");
  EXPECT_EQ(Outcome(Withdraw(town.AsOperator(), made.id, kTheirs)), "not_found")
      << "where it was made it stays";
  EXPECT_EQ(Outcome(Publish(town.AsOperator(), made.id)), "ok");
}

TEST_P(PublishedCollections, AreNotServedTwice) {
  const Collection made = Must(Create(kTheirs));
  EXPECT_EQ(Outcome(Publish(town.AsOperator(), made.id, kTheirs)), "already_exists");
  Must(Publish(town.AsOperator(), made.id));
  EXPECT_EQ(Outcome(Publish(town.AsOperator(), made.id)), "already_exists");
}

TEST_P(PublishedCollections, TakeTheirNameInEveryDialectThatServesThem) {
  const Collection made = Must(Create(kTheirs));
  const Collection ours = Must(Create(kOurs));
  EXPECT_EQ(Problems(Publish(town.AsOperator(), made.id)), taken);
  Must(Remove(ours.id));
  Must(Publish(town.AsOperator(), made.id));
  EXPECT_EQ(Problems(Create(kOurs)), taken);
  const Collection third = Must(Create(Origin(3)));
  EXPECT_EQ(Problems(Publish(town.AsOperator(), third.id)), taken);
  Must(Remove(made.id));
  EXPECT_EQ(Outcome(Create(kOurs)), "ok") << "the name is free";
}

TEST_P(PublishedCollections, ArePublishedByWhoWritesCollectionsOnly) {
  const Collection made = Must(Create(kTheirs));
  const UserId geralt = town.AddUser("geralt");
  const ApiKeyFlags all{true, true, true, true};
  for (const Caller& caller : {town.AsKey(all), town.AsUser(geralt, all),
                               town.AsOperator(Role::kRead), town.AsStranger()}) {
    EXPECT_EQ(Outcome(Publish(caller, made.id)), "forbidden");
    EXPECT_EQ(Outcome(Withdraw(caller, made.id)), "forbidden");
  }
  const Caller neighbour = town.AsOperator(Role::kWrite, town.nilfgaard);
  EXPECT_EQ(Outcome(Publish(neighbour, made.id)), "not_found");
}

TEST_P(PublishedCollections, AreNoneOfTheCoresOwn) {
  EXPECT_EQ(Problems(Publish(town.AsOperator(), kProfiles)), kept);
  EXPECT_EQ(Outcome(Publish(town.AsOperator(), kProfiles)), "forbidden");
  const Collection made = Must(Create(kTheirs));
  EXPECT_EQ(Problems(Publish(town.AsOperator(), made.id, kCoreOrigin)), kept);
  EXPECT_EQ(Outcome(Withdraw(town.AsOperator(), kProfiles)), "not_found");
}

}  // namespace
}  // namespace guildhall::test
