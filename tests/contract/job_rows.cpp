// Work that is done step by step, and a tenant that is gone.
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

Job MakeJob(std::int64_t id, TenantId tenant, std::int64_t due) {
  return {.id = JobId(id),
          .tenant = tenant,
          .kind = JobKind::kRemoveUserRecords,
          .due_at = Time(due),
          .state = "7 " + std::to_string(id)};
}

}  // namespace

TEST_P(StoreContract, JobsAreFoundWhereTheyWereMade) {
  const Job job = MakeJob(1, kRivia, 100);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.jobs().Insert(job));
    EXPECT_EQ(Outcome(tx.jobs().Insert(job)), "already_exists");
    return tx.jobs().Insert(MakeJob(2, kRivia, 50));
  });
  EXPECT_EQ(See([](auto& v) { return v.jobs().Find(kRivia, JobId(1)); }), job);
  EXPECT_FALSE(See([](auto& v) { return v.jobs().Find(kNilfgaard, JobId(1)); }));
  EXPECT_FALSE(See([](auto& v) { return v.jobs().Find(kRivia, JobId(3)); }));
  EXPECT_EQ(Numbers(See([](auto& v) { return v.jobs().ListOf(kRivia); })), List({1, 2}));
  EXPECT_TRUE(See([](auto& v) { return v.jobs().ListOf(kNilfgaard); }).empty());
}

TEST_P(StoreContract, DueJobsAreListedOverAllTenantsTheLongestWaitingFirst) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.jobs().Insert(MakeJob(1, kRivia, 300)));
    return tx.jobs().Insert(MakeJob(2, kRivia, 100));
  });
  Do(kNilfgaard, [](Transaction& tx) { return tx.jobs().Insert(MakeJob(3, kNilfgaard, 200)); });
  Do({kSite}, [](Transaction& tx) { return tx.jobs().Insert(MakeJob(4, kSite, 100)); });
  const auto due = [&](std::int64_t by, std::int32_t limit) {
    return Numbers(See([&](auto& v) { return v.jobs().ListDue(Time(by), limit); }));
  };
  EXPECT_EQ(due(1000, 10), List({4, 2, 3, 1}));
  EXPECT_EQ(due(200, 10), List({4, 2, 3}));
  EXPECT_EQ(due(1000, 2), List({4, 2}));
  EXPECT_EQ(due(99, 10), List());
}

TEST_P(StoreContract, AJobThatWasChangedKeepsNothingOfItsFormerSelf) {
  Job job = MakeJob(1, kRivia, 100);
  Do(kRivia, [&](Transaction& tx) { return tx.jobs().Insert(job); });
  job.kind = JobKind::kRemoveGroupRows;
  job.due_at = Time(500);
  job.state = "8 1000";
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.jobs().Update(MakeJob(2, kRivia, 1))), "not_found");
    EXPECT_EQ(Outcome(tx.jobs().Remove(kRivia, JobId(2))), "not_found");
    return tx.jobs().Update(job);
  });
  EXPECT_EQ(See([](auto& v) { return v.jobs().Find(kRivia, JobId(1)); }), job);
  EXPECT_TRUE(See([](auto& v) { return v.jobs().ListDue(Time(499), 10); }).empty());
  Do(kRivia, [](Transaction& tx) { return tx.jobs().Remove(kRivia, JobId(1)); });
  EXPECT_FALSE(See([](auto& v) { return v.jobs().Find(kRivia, JobId(1)); }));
}

TEST_P(StoreContract, AJobRaisesTheEpochWhenItBeginsAndWhenItEnds) {
  const auto epoch = [&] { return EpochOf(kRivia); };
  const std::int64_t before = epoch();
  Do(kRivia, [](Transaction& tx) { return tx.jobs().Insert(MakeJob(1, kRivia, 1)); });
  EXPECT_EQ(epoch(), before + 1);
  Do(kRivia, [](Transaction& tx) { return tx.jobs().Update(MakeJob(1, kRivia, 2)); });
  EXPECT_EQ(epoch(), before + 1);
  Do(kRivia, [](Transaction& tx) { return tx.jobs().Remove(kRivia, JobId(1)); });
  EXPECT_EQ(epoch(), before + 2);
}

TEST_P(StoreContract, MembershipsOfAGoneGroupAreNotSeen) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, MakeUser(1, "geralt")));
    for (const std::int64_t id : {1, 2}) {
      GH_CHECK(tx.groups().Insert(kRivia, MakeGroup(id, "group" + std::to_string(id))));
      GH_CHECK(tx.memberships().Insert(kRivia, MakeMembership(id, 1, id)));
    }
    return tx.groups().Remove(kRivia, GroupId(1));
  });
  EXPECT_FALSE(See([](auto& v) { return v.memberships().Find(kRivia, UserId(1), GroupId(1)); }));
  EXPECT_TRUE(See([](auto& v) { return v.memberships().Find(kRivia, UserId(1), GroupId(2)); }));
  EXPECT_EQ(Numbers(See([](auto& v) { return v.memberships().ListOfUser(kRivia, UserId(1), {}); })),
            List({2}));
  EXPECT_EQ(Numbers(See([](auto& v) { return v.memberships().List(kRivia, {}); })), List({2}));
  EXPECT_EQ(See([](auto& v) { return v.memberships().Count(kRivia, 10); }), 1);
  const auto standing = [&](std::int64_t many) {
    return See(
        [&](auto& v) { return v.memberships().StandingOf(kRivia, UserId(1), GroupId(1), many); });
  };
  EXPECT_EQ(standing(1), (MembershipRows::Standing{false, true}));
  EXPECT_EQ(standing(2), (MembershipRows::Standing{false, false}));
  // Whoever ends them finds them.
  EXPECT_EQ(
      Numbers(See([](auto& v) { return v.memberships().ListOfGroup(kRivia, GroupId(1), {}); })),
      List({1}));
}

class TenantRemoval : public StoreContract {
 protected:
  /// Rows of every kind, and keys that lead to the tenant.
  void Fill(TenantId tenant) {
    const std::int64_t number = tenant.value();
    Do({kSite, tenant}, [&](Transaction& tx) -> Result<void> {
      User user = MakeUser(1, "geralt");
      user.access_key_digest = AccessKeyOf(tenant);
      GH_CHECK(tx.users().Insert(tenant, user));
      GH_CHECK(tx.groups().Insert(tenant, MakeGroup(1, "witchers")));
      GH_CHECK(tx.memberships().Insert(tenant, MakeMembership(1, 1, 1)));
      const Collection books = MakeCollection(16, "book");
      GH_CHECK(tx.collections().Insert(tenant, books));
      for (std::int64_t id = 1; id <= 4; ++id) {
        Record record = MakeRecord(id);
        record.access.grants = {MakeGrant(id, 1, {Right::kRead})};
        GH_CHECK(tx.records().Insert(tenant, books, record));
      }
      GH_CHECK(tx.collections().Publish(tenant, books, Origin(2)));
      GH_CHECK(tx.settings().Put(tenant, {"server", "name", "Kaer Morhen"}));
      GH_CHECK(tx.password_resets().Put(MakePasswordReset(number, tenant, 1)));
      GH_CHECK(tx.actions().Insert(tenant, MakeAction(1, 16, "publish")));
      GH_CHECK(tx.channels().Insert(tenant, MakeChannel(1, "news")));
      GH_TRY(const TopicId topic, tx.events().InternTopic(tenant, ChannelId(1), ""));
      GH_CHECK(tx.events().AppendMessage(tenant, MakeMessage(1, topic)));
      GH_CHECK(tx.jobs().Insert(MakeJob(1, tenant, 1)));
      return tx.api_keys().Insert(MakeApiKey(number, tenant));
    });
  }
  static std::string AccessKeyOf(TenantId tenant) {
    return std::string(31, 'a') + static_cast<char>('0' + tenant.value());
  }
  void Remove(TenantId tenant) {
    Do({kSite, tenant}, [&](Transaction& tx) { return tx.tenants().Remove(tenant); });
  }
};

TEST_P(TenantRemoval, NothingLeadsToATenantThatIsGone) {
  Fill(kRivia);
  const ApiKey key = MakeApiKey(kRivia.value(), kRivia);
  const Tenant former = *See([](auto& v) { return v.tenants().Find(kRivia); });
  Remove(kRivia);
  EXPECT_FALSE(See([](auto& v) { return v.tenants().Find(kRivia); }));
  EXPECT_FALSE(See([&](auto& v) { return v.tenants().FindByName(former.name); }));
  EXPECT_FALSE(See([&](auto& v) { return v.tenants().FindByObjectId(former.object_id); }));
  EXPECT_EQ(See([&](auto& v) { return v.tenants().RoleOf(kRivia, former.owner); }), Role::kNone);
  EXPECT_FALSE(See([&](auto& v) { return v.api_keys().FindByDigest(key.digest); }));
  EXPECT_TRUE(See([](auto& v) { return v.jobs().ListOf(kRivia); }).empty());
  EXPECT_EQ(EpochOf(kRivia), 0);
  EXPECT_EQ(Outcome(Try(kRivia, [](Transaction&) { return Result<void>(); })), "not_found");
}

TEST_P(TenantRemoval, ItsNameIsFree) {
  const Tenant former = *See([](auto& v) { return v.tenants().Find(kRivia); });
  Remove(kRivia);
  Do({kSite}, [&](Transaction& tx) { return tx.tenants().Insert(MakeTenant(9, former.name)); });
  const auto found = See([&](auto& v) { return v.tenants().FindByName(former.name); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, TenantId(9));
}

TEST_P(TenantRemoval, WhatWasInsideGoesInPieces) {
  Fill(kRivia);
  Fill(kNilfgaard);
  Remove(kRivia);
  const auto purge = [&](std::int32_t limit) {
    std::int64_t rows = 0;
    Do({kSite}, [&](Transaction& tx) -> Result<void> {
      GH_TRY(rows, tx.tenants().Purge(kRivia, limit));
      return {};
    });
    return rows;
  };
  EXPECT_EQ(purge(3), 3);
  EXPECT_TRUE(See([](auto& v) { return v.records().Find(kRivia, CollectionId(16), RecordId(4)); }));
  std::int64_t rows = 3;
  for (std::int64_t piece = purge(3); piece > 0; piece = purge(3)) {
    EXPECT_LE(piece, 3);
    rows += piece;
  }
  EXPECT_GT(rows, 18);
  EXPECT_FALSE(
      See([](auto& v) { return v.records().Find(kRivia, CollectionId(16), RecordId(4)); }));
  EXPECT_FALSE(See([](auto& v) { return v.users().Find(kRivia, UserId(1)); }));
  EXPECT_FALSE(See([](auto& v) { return v.users().FindByAccessKey(AccessKeyOf(kRivia)); }));
  EXPECT_FALSE(See([](auto& v) { return v.password_resets().Find(kRivia.value()); }));
  EXPECT_TRUE(See([](auto& v) { return v.settings().List(kRivia); }).empty());
  EXPECT_TRUE(
      See([](auto& v) { return v.collections().ListPublished(kRivia, CollectionId(16)); }).empty());
  // The neighbour has lost nothing.
  EXPECT_TRUE(See([](auto& v) { return v.password_resets().Find(kNilfgaard.value()); }));
  EXPECT_TRUE(See([](auto& v) { return v.settings().Find(kNilfgaard, "server", "name"); }));
  EXPECT_TRUE(
      See([](auto& v) { return v.records().Find(kNilfgaard, CollectionId(16), RecordId(4)); }));
  EXPECT_TRUE(See([](auto& v) { return v.users().FindByAccessKey(AccessKeyOf(kNilfgaard)); }));
  EXPECT_TRUE(See([](auto& v) { return v.memberships().Find(kNilfgaard, UserId(1), GroupId(1)); }));
}

TEST_P(TenantRemoval, AChangeThatFailsRemovesNothing) {
  Fill(kRivia);
  EXPECT_EQ(Outcome(Try({kSite, kRivia},
                        [](Transaction& tx) -> Result<void> {
                          GH_CHECK(tx.tenants().Remove(kRivia));
                          return Fail(Errc::kConflict);
                        })),
            "conflict");
  EXPECT_TRUE(See([](auto& v) { return v.tenants().Find(kRivia); }));
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    EXPECT_GT(tx.Next(kRivia, Sequence::kUser), 0);
    return {};
  });
}

INSTANTIATE_TEST_SUITE_P(Engines, TenantRemoval, testing::ValuesIn(StoreFactories()), NameOfEngine);

}  // namespace guildhall::test
