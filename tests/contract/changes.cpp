// What a change is: its numbers, its time, its savepoint.
#include <array>
#include <future>
#include <memory>
#include <stdexcept>

#include "core/keys.h"
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

/// Changes of a tenant that share a commit; gives the outcome of each, in their order.
std::vector<std::string> Together(Store& store, TenantId tenant,
                                  const std::vector<Change>& changes) {
  // They come while a commit of its own is under way, and so they all wait for the next.
  std::promise<void> under_way;
  std::promise<void> all_wait;
  store.Write(
      {tenant},
      [&under_way, waited = all_wait.get_future().share()](Transaction&) -> Result<void> {
        under_way.set_value();
        waited.wait();
        return {};
      },
      [](const Result<void>& result) { EXPECT_EQ(Outcome(result), "ok"); });
  under_way.get_future().wait();
  std::vector<std::future<std::string>> answers;
  for (const Change& change : changes) {
    auto answered = std::make_shared<std::promise<std::string>>();
    answers.push_back(answered->get_future());
    store.Write({tenant}, change,
                [answered](const Result<void>& result) { answered->set_value(Outcome(result)); });
  }
  all_wait.set_value();
  std::vector<std::string> outcomes;
  for (auto& answer : answers) outcomes.push_back(answer.get());
  return outcomes;
}

}  // namespace

TEST_P(StoreContract, NumbersAreDenseFromTheirStart) {
  Do({kSite, kRivia}, [](Transaction& tx) -> Result<void> {
    for (const Sequence sequence :
         {Sequence::kUser, Sequence::kGroup, Sequence::kMembership, Sequence::kGrant,
          Sequence::kRecord, Sequence::kChannel, Sequence::kMessage}) {
      EXPECT_EQ(tx.Next(kRivia, sequence), 1);
      EXPECT_EQ(tx.Next(kRivia, sequence), 2);
    }
    EXPECT_EQ(tx.Next(kRivia, Sequence::kCollection), 16);
    EXPECT_EQ(tx.Next(kSite, Sequence::kOperator), 1);
    EXPECT_EQ(tx.Next(kSite, Sequence::kApiKey), 1);
    EXPECT_EQ(tx.Next(kSite, Sequence::kTenant), 3);
    return {};
  });
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    EXPECT_EQ(tx.Next(kRivia, Sequence::kUser), 3);
    EXPECT_EQ(tx.Next(kRivia, Sequence::kCollection), 17);
    return {};
  });
  Do(kNilfgaard, [](Transaction& tx) -> Result<void> {
    EXPECT_EQ(tx.Next(kNilfgaard, Sequence::kUser), 1);
    return {};
  });
}

TEST_P(StoreContract, TimesRiseEvenWhenTheClockStandsOrSteps) {
  Time last;
  const auto expect_later = [&] {
    Do(kRivia, [&](Transaction& tx) -> Result<void> {
      EXPECT_GT(tx.Now(kRivia), last);
      EXPECT_EQ(tx.Now(kRivia), tx.Now(kRivia));
      last = tx.Now(kRivia);
      return {};
    });
  };
  expect_later();
  EXPECT_EQ(last, clock().Now());
  expect_later();
  clock().Advance(-5'000'000);
  expect_later();
  clock().Advance(60'000'000);
  expect_later();
  EXPECT_EQ(last, clock().Now());
}

TEST_P(StoreContract, FailedChangesGiveEverythingBack) {
  const std::int64_t epoch = EpochOf(kRivia);
  const auto failed = Try(kRivia, [](Transaction& tx) -> Result<void> {
    const std::int64_t id = tx.Next(kRivia, Sequence::kUser);
    GH_CHECK(tx.users().Insert(kRivia, MakeUser(id, "ada")));
    GH_CHECK(tx.records().Insert(kRivia, CollectionOf(MakeRecord(1)), MakeRecord(1)));
    GH_CHECK(tx.events().Append(kRivia, 1, "{}"));
    GH_TRY(const auto seen, tx.users().Find(kRivia, UserId(id)));
    EXPECT_TRUE(seen) << "a change sees what it wrote";
    return Fail(Errc::kConflict, Problem{"name", Reason::kTaken, 4, 2});
  });
  ASSERT_EQ(Outcome(failed), "conflict");
  EXPECT_EQ(failed.error().problems, std::vector<Problem>({{"name", Reason::kTaken, 4, 2}}));
  EXPECT_TRUE(See([](auto& v) { return v.users().List(kRivia, {}); }).empty());
  EXPECT_FALSE(See([](auto& v) { return v.records().Find(kRivia, kProfiles, RecordId(1)); }));
  EXPECT_EQ(LastEvent(kRivia), 0);
  EXPECT_EQ(EpochOf(kRivia), epoch);
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    EXPECT_EQ(tx.Next(kRivia, Sequence::kUser), 1);
    return {};
  });
}

TEST_P(StoreContract, NeighboursInACommitDoNotHarmEachOther) {
  std::vector<Change> changes;
  for (int i = 0; i < 40; ++i) {
    changes.emplace_back([i](Transaction& tx) -> Result<void> {
      const std::int64_t id = tx.Next(kRivia, Sequence::kUser);
      GH_CHECK(tx.users().Insert(kRivia, MakeUser(id, "user" + std::to_string(i))));
      if (i % 4 == 1) return Fail(Errc::kForbidden);
      if (i % 4 == 2) throw std::runtime_error("not ours to catch");
      if (i % 4 == 3) GH_CHECK(tx.users().Insert(kRivia, MakeUser(1, "again")));
      return {};
    });
  }
  const std::vector<std::string> outcomes = Together(store(), kRivia, changes);
  const std::vector<std::string> expected{"ok", "forbidden", "internal", "already_exists"};
  for (std::size_t i = 0; i < 40; ++i) EXPECT_EQ(outcomes[i], expected[i % 4]);
  const auto users = See([](auto& v) { return v.users().List(kRivia, {}); });
  EXPECT_EQ(Numbers(users), List({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
}

TEST_P(StoreContract, AMembershipThatIsThereFailsItsChangeAndNoOther) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, MakeUser(1, "geralt")));
    for (std::int64_t group = 1; group <= 3; ++group) {
      GH_CHECK(tx.groups().Insert(kRivia, MakeGroup(group, "group" + std::to_string(group))));
    }
    return tx.memberships().Insert(kRivia, MakeMembership(1, 1, 1));
  });
  std::vector<Change> changes;
  for (const std::int64_t group : {2, 1, 3}) {
    changes.emplace_back([group](Transaction& tx) {
      return tx.memberships().Insert(kRivia, MakeMembership(10 + group, 1, group));
    });
  }
  const std::vector<std::string> outcomes = Together(store(), kRivia, changes);
  EXPECT_EQ(outcomes[0], "ok");
  EXPECT_NE(outcomes[1], "ok");
  EXPECT_EQ(outcomes[2], "ok");
  const auto all = See([](auto& v) { return v.memberships().AllOfUser(kRivia, UserId(1)); });
  EXPECT_EQ(Numbers(all), List({1, 12, 13}));
}

TEST_P(StoreContract, ARecordThatIsThereFailsItsChangeAndNoOther) {
  Collection shelf;
  shelf.id = kProfiles;
  shelf.fields = {{1, "name", FieldType::kString, false, false, true}};
  const auto insert = [&](std::int64_t id, const std::string& name, const Uid& uid) -> Change {
    return [&shelf, id, name, uid](Transaction& tx) {
      Record book = MakeRecord(id);
      book.uid = uid;
      book.fields = {{1, name}};
      return tx.records().Insert(kRivia, shelf, book);
    };
  };
  Do(kRivia, insert(1, "a", UidOf(1)));
  const std::vector<std::string> outcomes =
      Together(store(), kRivia,
               {insert(2, "b", UidOf(2)), insert(1, "c", UidOf(3)), insert(3, "d", UidOf(1)),
                insert(1, "a", UidOf(5)), insert(4, "e", UidOf(4))});
  EXPECT_EQ(outcomes[0], "ok");
  EXPECT_NE(outcomes[1], "ok") << "its number is another's";
  EXPECT_NE(outcomes[2], "ok") << "its uid is another's";
  EXPECT_NE(outcomes[3], "ok") << "its number is another's, and so is its value";
  EXPECT_EQ(outcomes[4], "ok");
  const std::vector<Audience> all{kAudienceAll};
  const auto ids = See([&](auto& v) { return v.records().Walk(kRivia, shelf.id, all, {}); });
  EXPECT_EQ(Numbers(ids), List({1, 2, 4}));
  const auto taker_of = [&](const std::string& name) {
    const UniqueRow row{1, UniqueKeyOf(Value(name))};
    return See([&](auto& v) { return v.records().FindUnique(kRivia, shelf.id, row); });
  };
  EXPECT_EQ(taker_of("a"), RecordId(1));
  EXPECT_FALSE(taker_of("c"));
  EXPECT_FALSE(taker_of("d"));
}

TEST_P(StoreContract, ANeighbourReadsWhatIsHeldAsTheChangesBeforeItLeftIt) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.collections().Insert(kRivia, MakeCollection(16, "first")));
    return tx.groups().Insert(kRivia, MakeGroup(1, "first"));
  });
  using Seen = std::array<std::string, 3>;
  Seen seen;
  // By place, because a commit that has to undo something runs its changes anew.
  const auto look = [&seen](std::size_t place) -> Change {
    return [&seen, place](Transaction& tx) -> Result<void> {
      GH_TRY(const auto group, tx.groups().Find(kRivia, GroupId(1)));
      GH_TRY(const auto collection, tx.collections().Find(kRivia, CollectionId(16)));
      GH_TRY(const auto jobs, tx.jobs().ListOf(kRivia));
      seen.at(place) = group->name + " " + collection->name + " " + std::to_string(jobs.size());
      return {};
    };
  };
  const Change rename = [](Transaction& tx) {
    return tx.groups().Update(kRivia, MakeGroup(1, "second"));
  };
  const Change rename_collection = [](Transaction& tx) {
    return tx.collections().Update(kRivia, MakeCollection(16, "second"));
  };
  const Change add_job = [](Transaction& tx) {
    return tx.jobs().Insert(
        {JobId(tx.Next(kRivia, Sequence::kJob)), kRivia, JobKind::kRemoveGroupRows, Time(1), "{}"});
  };
  const Change undone = [&](Transaction& tx) -> Result<void> {
    for (const Change& change : {rename, rename_collection, add_job}) GH_CHECK(change(tx));
    return Fail(Errc::kConflict);
  };
  const auto around = [&](const Change& change) {
    Together(store(), kRivia, {look(0), look(1), change, look(2)});
    return seen;
  };
  EXPECT_EQ(around(undone), (Seen{"first first 0", "first first 0", "first first 0"}));
  EXPECT_EQ(around(rename), (Seen{"first first 0", "first first 0", "second first 0"}));
  EXPECT_EQ(around(rename_collection),
            (Seen{"second first 0", "second first 0", "second second 0"}));
  EXPECT_EQ(around(add_job), (Seen{"second second 0", "second second 0", "second second 1"}));
}

TEST_P(StoreContract, AChangeThatOverlooksAFailureHarmsNobodyElse) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.channels().Insert(kRivia, MakeChannel(1, "a")));
    return tx.channels().Insert(kRivia, MakeChannel(2, "b"));
  });
  std::vector<Change> changes;
  for (int i = 0; i < 3; ++i) {
    changes.emplace_back([i](Transaction& tx) -> Result<void> {
      GH_CHECK(tx.users().Insert(kRivia, MakeUser(i + 1, "user" + std::to_string(i))));
      if (i == 1) {
        EXPECT_FALSE(tx.channels().Update(kRivia, MakeChannel(2, "a")));
      }
      return {};
    });
  }
  const std::vector<std::string> outcomes = Together(store(), kRivia, changes);
  EXPECT_EQ(outcomes[0], "ok");
  const bool kept = outcomes[1] == "ok";  // engines may differ here, but not halfway
  EXPECT_EQ(outcomes[2], "ok");
  const auto users = See([](auto& v) { return v.users().List(kRivia, {}); });
  EXPECT_EQ(Numbers(users), kept ? List({1, 2, 3}) : List({1, 3}));
  EXPECT_TRUE(See([](auto& v) { return v.channels().FindByName(kRivia, "b"); }));
}

TEST_P(StoreContract, ChangesOfUnknownTenantsFailAndHarmNobody) {
  const auto failed = Try(TenantId(77), [](Transaction& tx) {
    return tx.users().Insert(TenantId(77), MakeUser(1, "a"));
  });
  EXPECT_FALSE(failed);
  EXPECT_EQ(See([](auto& v) { return v.Epoch(TenantId(77)); }), 0);
  Do(kRivia, [](Transaction& tx) { return tx.users().Insert(kRivia, MakeUser(1, "a")); });
}

TEST_P(StoreContract, NewTenantsCanBeWrittenToInTheSameChange) {
  for (const bool fail : {true, false}) {
    const auto outcome = Try(kSite, [&](Transaction& tx) -> Result<void> {
      const TenantId id(tx.Next(kSite, Sequence::kTenant));
      EXPECT_EQ(id, TenantId(3));
      GH_CHECK(tx.tenants().Insert(MakeTenant(id.value(), "temeria")));
      EXPECT_EQ(tx.Next(id, Sequence::kUser), 1);
      EXPECT_GE(tx.Now(id), clock().Now());
      GH_CHECK(tx.users().Insert(id, MakeUser(1, "foltest")));
      GH_CHECK(tx.events().Append(id, 1, "{}"));
      if (fail) return Fail(Errc::kConflict);
      return {};
    });
    EXPECT_EQ(Outcome(outcome), fail ? "conflict" : "ok");
  }
  const TenantId temeria(3);
  EXPECT_TRUE(See([&](auto& v) { return v.users().Find(temeria, UserId(1)); }));
  EXPECT_EQ(LastEvent(temeria), 1);
  EXPECT_GT(EpochOf(temeria), 0);
  Do(temeria, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(tx.Next(temeria, Sequence::kUser), 2);
    EXPECT_EQ(tx.Next(temeria, Sequence::kCollection), 16);
    return {};
  });
}

TEST_P(StoreContract, SiteAndTenantChangeTogetherOrNotAtAll) {
  for (const bool fail : {true, false}) {
    const auto outcome = Try({kRivia, kSite}, [&](Transaction& tx) -> Result<void> {
      GH_CHECK(tx.operators().Insert(MakeOperator(tx.Next(kSite, Sequence::kOperator), "a@x.org")));
      GH_CHECK(tx.users().Insert(kRivia, MakeUser(tx.Next(kRivia, Sequence::kUser), "a")));
      if (fail) return Fail(Errc::kInvalid);
      return {};
    });
    EXPECT_EQ(Outcome(outcome), fail ? "invalid" : "ok");
    EXPECT_EQ(See([](auto& v) { return v.operators().AnyExists(); }), !fail);
    EXPECT_EQ(See([](auto& v) { return v.users().List(kRivia, {}); }).size(), fail ? 0U : 1U);
  }
}

}  // namespace guildhall::test
