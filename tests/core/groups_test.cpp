#include "core/groups.h"

#include "tests/core/use_cases.h"

namespace guildhall::test {
namespace {

Groups::Patch Renamed(std::string name, std::optional<std::string> description = {}) {
  Groups::Patch patch;
  patch.name = std::move(name);
  patch.description = std::move(description);
  return patch;
}

class GroupUseCases : public UseCases {
 protected:
  Result<Group> Create(const Caller& caller) {
    return town.Write([&](Transaction& tx) {
      return town.groups.Create(tx, caller, {"witchers", "they hunt"});
    });
  }
  Result<Group> Update(const Caller& caller, GroupId id, const Groups::Patch& patch) {
    return town.Write([&](Transaction& tx) { return town.groups.Update(tx, caller, id, patch); });
  }
  Result<void> Remove(const Caller& caller, GroupId id) {
    return town.Write([&](Transaction& tx) { return town.groups.Remove(tx, caller, id); });
  }
  Result<Group> Get(const Caller& caller, GroupId id) {
    return town.Read(
        [&](const Snapshot& snapshot) { return town.groups.Get(snapshot, caller, id); });
  }
  Numbers List(const Caller& caller, Seek seek = {}) {
    return IdsOf(Must(town.Read(
        [&](const Snapshot& snapshot) { return town.groups.List(snapshot, caller, seek); })));
  }
  std::optional<Record> FindRecord(const Record& record) {
    return Must(town.Read([&](const Snapshot& snapshot) {
      return snapshot.records().Find(town.rivia, record.collection, record.id);
    }));
  }
};
GUILDHALL_ON_EVERY_ENGINE(GroupUseCases);

TEST_P(GroupUseCases, OperatorsWhoWriteAndKeysWithTheFlagCreateThem) {
  EXPECT_EQ(Outcome(Create(town.AsOperator(Role::kWrite))), "ok");
  EXPECT_EQ(Outcome(Create(town.AsKey({.create_groups = true}))), "ok");
  EXPECT_EQ(Outcome(Create(town.AsOperator(Role::kRead))), "forbidden");
  EXPECT_EQ(Outcome(Create(town.AsKey({.bypass_lists = true}))), "forbidden");
  EXPECT_EQ(Outcome(Create(town.AsKey())), "forbidden");
  EXPECT_EQ(Outcome(Create(town.AsStranger())), "forbidden");
}

TEST_P(GroupUseCases, CreatorDoesNotBecomeAMember) {
  const UserId geralt = town.AddUser("geralt");
  const Group made = Must(Create(town.AsUser(geralt, {.create_groups = true})));
  EXPECT_TRUE(town.AsUser(geralt).user->groups.empty());
  EXPECT_EQ(Must(Get(town.AsKey(), made.id)), made);
}

TEST_P(GroupUseCases, AnUpdateChangesOnlyWhatItNames) {
  const Group made = Must(Create(town.AsOperator()));
  town.clock.Advance(1'000'000);
  const Group after = Must(Update(town.AsOperator(), made.id, Renamed("hunters")));
  EXPECT_EQ(after.name, "hunters");
  EXPECT_EQ(after.description, "they hunt");
  EXPECT_GT(after.updated_at, made.updated_at);
  EXPECT_EQ(Must(Get(town.AsOperator(), made.id)), after);
}

TEST_P(GroupUseCases, AnUpdateThatChangesNothingWritesNothing) {
  const Group made = Must(Create(town.AsOperator()));
  const std::int64_t event = town.LastEvent();
  EXPECT_EQ(Must(Update(town.AsOperator(), made.id, Renamed("witchers", "they hunt"))), made);
  EXPECT_EQ(town.LastEvent(), event);
}

TEST_P(GroupUseCases, KeysAndUsersNeverChangeOrRemoveThem) {
  const GroupId group = town.AddGroup("witchers");
  const UserId geralt = town.AddUser("geralt");
  town.Join(geralt, group);
  const ApiKeyFlags all{true, true, true, true};
  for (const Caller& caller : {town.AsKey(all), town.AsUser(geralt, all)}) {
    EXPECT_EQ(Outcome(Update(caller, group, Renamed("mine"))), "forbidden");
    EXPECT_EQ(Outcome(Remove(caller, group)), "forbidden");
  }
  EXPECT_EQ(Must(Get(town.AsKey(), group)).name, "witchers");
}

TEST_P(GroupUseCases, NamesAndDescriptionsAreBounded) {
  const Group made = Must(Create(town.AsOperator()));
  const auto create = [&](std::string name, std::string description) {
    return town.Write([&](Transaction& tx) {
      return town.groups.Create(tx, town.AsOperator(), {name, description});
    });
  };
  const std::string name(255, 'x');
  const std::string description(4097, 'x');
  const std::vector<Problem> long_name = {{"name", Reason::kTooLong, 254, 255}};
  const std::vector<Problem> long_description = {{"description", Reason::kTooLong, 4096, 4097}};
  EXPECT_EQ(Problems(create(name, "")), long_name);
  EXPECT_EQ(Problems(create("x", description)), long_description);
  EXPECT_EQ(Problems(Update(town.AsOperator(), made.id, Renamed(name))), long_name);
  EXPECT_EQ(Problems(Update(town.AsOperator(), made.id, Renamed("x", description))),
            long_description);
  EXPECT_EQ(Outcome(create(name.substr(1), description.substr(1))), "ok");
  EXPECT_EQ(Must(Get(town.AsOperator(), made.id)), made);
}

TEST_P(GroupUseCases, AnotherTenantsGroupIsNotFound) {
  const GroupId theirs = town.AddGroup("black infantry", town.nilfgaard);
  EXPECT_EQ(Outcome(Get(town.AsOperator(Role::kOwner), theirs)), "not_found");
  EXPECT_EQ(Outcome(Update(town.AsOperator(), theirs, Renamed("ours", "ours"))), "not_found");
  EXPECT_EQ(Outcome(Remove(town.AsOperator(), theirs)), "not_found");
}

TEST_P(GroupUseCases, RemovalTakesTheMembershipsAlong) {
  const GroupId group = town.AddGroup("witchers");
  const UserId geralt = town.AddUser("geralt");
  town.Join(geralt, group);
  Must(Remove(town.AsOperator(), group));
  EXPECT_TRUE(town.AsUser(geralt).user->groups.empty());
  EXPECT_EQ(Outcome(Get(town.AsOperator(), group)), "not_found");
  EXPECT_EQ(Outcome(Remove(town.AsOperator(), group)), "not_found");
}

TEST_P(GroupUseCases, RemovalTakesTheGroupOutOfCollectionsAndRecords) {
  const GroupId group = town.AddGroup("witchers");
  const Collection books = town.AddCollection("book", SharedWith(group, Rights::All()));
  const Record record = town.AddRecord(books, Listed(Sharing(group, kWriting)));
  Must(Remove(town.AsOperator(), group));
  const Record after = FindRecord(record).value();
  EXPECT_EQ(after.access.primary_group, std::nullopt);
  EXPECT_TRUE(after.access.grants.empty());
  EXPECT_EQ(after.access.group_bits, kWriting.bits()) << "the setting is kept without its group";
  EXPECT_EQ(after.updated_at, record.updated_at);
  const Collection closed = Must(town.Read([&](const Snapshot& snapshot) {
    return town.collections.Get(snapshot, town.AsOperator(), kOurs, "book");
  }));
  EXPECT_EQ(closed.access.primary_group, std::nullopt);
  EXPECT_TRUE(closed.access.grants.empty());
}

TEST_P(GroupUseCases, RemovalLeavesOtherGroupsGrantsAlone) {
  const GroupId gone = town.AddGroup("witchers");
  const GroupId kept = town.AddGroup("sorceresses");
  AccessList both = SharedWith(kept, kReading);
  both.grants.insert(both.grants.begin(), MakeGrant(0, gone.value(), kWriting));
  town.AddCollection("book", both);
  Must(Remove(town.AsOperator(), gone));
  const Collection after = Must(town.Read([&](const Snapshot& snapshot) {
    return town.collections.Get(snapshot, town.AsOperator(), kOurs, "book");
  }));
  EXPECT_EQ(after.access.primary_group, kept);
  ASSERT_EQ(after.access.grants.size(), 1U);
  EXPECT_EQ(after.access.grants[0].group, kept);
}

TEST_P(GroupUseCases, RemovalTakesItsChannelsAndTheirRecordsAlong) {
  const GroupId group = town.AddGroup("witchers");
  const Channel channel = town.AddChannel("contracts", SharedWith(group, kReading));
  const Collection books = town.AddCollection("book", {});
  RecordPatch attached;
  attached.channel = channel.id;
  const Record goes = town.AddRecord(books, attached);
  const Record stays = town.AddRecord(books);
  Must(Remove(town.AsOperator(), group));
  EXPECT_FALSE(FindRecord(goes));
  EXPECT_TRUE(FindRecord(stays));
  EXPECT_EQ(Outcome(town.Read([&](const Snapshot& snapshot) {
              return town.channels.Get(snapshot, town.AsOperator(), "contracts");
            })),
            "not_found");
}

TEST_P(GroupUseCases, RemovalTouchesUsersWhoseProfileWasShared) {
  const GroupId group = town.AddGroup("witchers");
  const UserId geralt = town.AddUser("geralt");
  const Record profile = town.AddProfile(geralt);
  Must(town.Write([&](Transaction& tx) {
    return town.records.Update(tx, town.AsOperator(), town.Profiles(), profile.id,
                               Listed(Sharing(group, kReading)), Excess::kClamp);
  }));
  const std::int64_t epoch = town.Epoch();
  Must(Remove(town.AsOperator(), group));
  EXPECT_GT(town.Epoch(), epoch);
  EXPECT_EQ(FindRecord(profile).value().access.primary_group, std::nullopt);
}

TEST_P(GroupUseCases, EveryChangeIsInTheLogOfItsTenantOnly) {
  const std::int64_t ours = town.LastEvent();
  const std::int64_t theirs = town.LastEvent(town.nilfgaard);
  const Group made = Must(Create(town.AsOperator()));
  Must(Update(town.AsOperator(), made.id, Renamed("hunters")));
  Must(Remove(town.AsOperator(), made.id));
  EXPECT_EQ(Outcome(Create(town.AsKey())), "forbidden");
  EXPECT_EQ(town.LastEvent(), ours + 3);
  EXPECT_EQ(town.LastEvent(town.nilfgaard), theirs);
}

TEST_P(GroupUseCases, EveryKeyReadsThemAndStrangersDoNot) {
  const GroupId group = town.AddGroup("witchers");
  EXPECT_EQ(List(town.AsKey()), Numbers{group.value()});
  EXPECT_EQ(List(town.AsOperator(Role::kRead)), Numbers{group.value()});
  for (const Caller& stranger : {town.AsStranger(), town.AsOperator(Role::kNone)}) {
    EXPECT_EQ(Outcome(Get(stranger, group)), "forbidden");
    EXPECT_EQ(Outcome(town.Read([&](const Snapshot& snapshot) {
                return town.groups.List(snapshot, stranger, {});
              })),
              "forbidden");
  }
}

TEST_P(GroupUseCases, HomeGroupsAreSeenByTheirMemberAndByOperatorsOnly) {
  const GroupId before = town.AddGroup("witchers");
  const UserId geralt = town.AddUser("geralt");
  const UserId yennefer = town.AddUser("yennefer");
  const GroupId home = town.AddHome(geralt);
  const GroupId after = town.AddGroup("sorceresses");
  const Numbers all{before.value(), home.value(), after.value()};
  const Numbers shared{before.value(), after.value()};
  EXPECT_EQ(List(town.AsOperator(Role::kRead)), all);
  EXPECT_EQ(List(town.AsUser(geralt)), all);
  EXPECT_EQ(List(town.AsUser(yennefer)), shared);
  EXPECT_EQ(List(town.AsKey({.bypass_lists = true})), shared);
  EXPECT_EQ(Outcome(Get(town.AsUser(geralt), home)), "ok");
  EXPECT_EQ(Outcome(Get(town.AsUser(yennefer), home)), "not_found");
  EXPECT_EQ(Outcome(Get(town.AsKey({.bypass_lists = true}), home)), "not_found");
}

TEST_P(GroupUseCases, PagesOfAMemberHoldHisHomeGroupInItsPlace) {
  const GroupId first = town.AddGroup("a");
  const UserId geralt = town.AddUser("geralt");
  const GroupId home = town.AddHome(geralt);
  const GroupId last = town.AddGroup("b");
  const Caller caller = town.AsUser(geralt);
  EXPECT_EQ(List(caller, {{}, false, 2}), (Numbers{first.value(), home.value()}));
  EXPECT_EQ(List(caller, {home.value(), false, 2}), Numbers{last.value()});
  EXPECT_EQ(List(caller, {{}, true, 2}), (Numbers{last.value(), home.value()}));
  EXPECT_EQ(List(caller, {home.value(), true, 2}), Numbers{first.value()});
  EXPECT_EQ(List(caller, {{}, false, 0}), Numbers{});
}

}  // namespace
}  // namespace guildhall::test
