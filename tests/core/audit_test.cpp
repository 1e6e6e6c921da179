// The audit log: what is part of a change, what waits, who may read, and what is forgotten.
#include "core/audit.h"

#include "tests/core/whole_core.h"

namespace guildhall::test {
namespace {

constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;

AuditEntry EntryIn(TenantId tenant, std::string path = "/somewhere") {
  AuditEntry entry;
  entry.tenant = tenant;
  entry.actor = Actor::kUser;
  entry.actor_id = 7;
  entry.action = "Look";
  entry.method = "GET";
  entry.path = std::move(path);
  entry.status = 200;
  return entry;
}

class AuditLogs : public testing::TestWithParam<StoreFactory> {
 protected:
  AuditLog& audit() { return world.core->audit(); }
  [[nodiscard]] Caller Reader() const {
    Caller caller;
    caller.tenant = world.rivia;
    caller.powers = {Power::kReadAudit};
    return caller;
  }
  std::vector<AuditEntry> Written(AuditQuery query = {}) {
    return Must(world.Read([&](const Snapshot& snapshot) {
      return audit().List(snapshot, Reader(), query, 0, 5'000);
    }));
  }

  WholeCore world{GetParam(),
                  {.audit = {.enabled = true, .retention_days = 2, .max_waiting = 1'200},
                   .registration = Registration::kOpen}};
};

TEST_P(AuditLogs, WhatIsNotedWaitsForTheFlush) {
  audit().Note(EntryIn(world.rivia, "/first"));
  world.clock.Advance(5);
  audit().Note(EntryIn(world.rivia, "/second"));
  EXPECT_TRUE(Written().empty());
  Must(audit().Flush());
  const auto written = Written();
  ASSERT_EQ(written.size(), 2U);
  EXPECT_EQ(written[0].path, "/second");
  EXPECT_EQ(written[0].at, world.clock.Now());
  EXPECT_EQ(written[1].path, "/first");
  EXPECT_EQ(written[1].id, AuditId(1));
  Must(audit().Flush());
  EXPECT_EQ(Written().size(), 2U) << "nothing is written twice";
}

TEST_P(AuditLogs, ManyEntriesOfManyTenantsAreWrittenAtOnce) {
  const Caller owner = world.AsOperator();
  const TenantId other = Must(world.Write([&](Transaction& tx) -> Result<TenantId> {
    GH_TRY(const Tenant made, world.core->tenants().Create(tx, owner, {.name = "nilfgaard"}));
    return made.id;
  }));
  for (int i = 0; i < 600; ++i) {
    audit().Note(EntryIn(world.rivia));
    audit().Note(EntryIn(other));
  }
  Must(audit().Flush());
  EXPECT_EQ(Written().size(), 600U);
  EXPECT_EQ(Written().front().id, AuditId(600));
  EXPECT_EQ(audit().dropped(), 0U);
}

TEST_P(AuditLogs, WhatFindsNoRoomIsDroppedAndCounted) {
  for (int i = 0; i < 1'203; ++i) audit().Note(EntryIn(world.rivia));
  EXPECT_EQ(audit().dropped(), 3U);
  Must(audit().Flush());
  EXPECT_EQ(Written().size(), 1'200U);
  audit().Note(EntryIn(world.rivia));
  EXPECT_EQ(audit().dropped(), 3U);
}

TEST_P(AuditLogs, OfATenantThatIsGoneAreForgotten) {
  audit().Note(EntryIn(TenantId(4'711)));
  audit().Note(EntryIn(world.rivia));
  Must(audit().Flush());
  EXPECT_EQ(Written().size(), 1U);
  EXPECT_EQ(audit().dropped(), 0U);
}

TEST_P(AuditLogs, WaitFurtherWhenTheyCannotBeWritten) {
  audit().Note(EntryIn(world.rivia));
  world.store->Close();
  EXPECT_EQ(Outcome(audit().Flush()), "unavailable");
  EXPECT_EQ(Outcome(audit().Flush()), "unavailable") << "it is still there to be written";
}

TEST_P(AuditLogs, AnEntryOfAChangeIsThereExactlyWhenTheChangeIs) {
  const auto change = [&](Result<void> outcome) {
    return world.Write([&](Transaction& tx) -> Result<void> {
      GH_CHECK(audit().Append(tx, EntryIn(world.rivia, "/changed")));
      return outcome;
    });
  };
  EXPECT_EQ(Outcome(change(Fail(Errc::kConflict))), "conflict");
  EXPECT_TRUE(Written().empty());
  Must(change({}));
  ASSERT_EQ(Written().size(), 1U);
  EXPECT_EQ(Written()[0].path, "/changed");
}

TEST_P(AuditLogs, PathsArePrintableAndBounded) {
  audit().Note(EntryIn(world.rivia, "/a b\xFF\n\xC3\xA9"));
  audit().Note(EntryIn(world.rivia, "/" + std::string(5'000, 'x')));
  Must(audit().Flush());
  const auto written = Written();
  ASSERT_EQ(written.size(), 2U);
  EXPECT_EQ(written[1].path, "/a%20b%FF%0A%C3%A9");
  EXPECT_EQ(written[0].path.size(), AuditLog::kMaxPath);
}

TEST_P(AuditLogs, AreReadWithThePowerAndInsideTheTenantOnly) {
  audit().Note(EntryIn(world.rivia));
  Must(audit().Flush());
  Caller nobody;
  nobody.tenant = world.rivia;
  Caller stranger = Reader();
  stranger.tenant = TenantId(4'711);
  const auto read = [&](const Caller& caller) {
    return world.Read([&](const Snapshot& s) { return audit().List(s, caller, {}, 0, 9); });
  };
  const auto count = [&](const Caller& caller) {
    return world.Read([&](const Snapshot& s) { return audit().Count(s, caller, {}); });
  };
  const auto get = [&](const Caller& caller) {
    return world.Read([&](const Snapshot& s) { return audit().Get(s, caller, AuditId(1)); });
  };
  EXPECT_EQ(Outcome(read(nobody)), "forbidden");
  EXPECT_EQ(Outcome(count(nobody)), "forbidden");
  EXPECT_EQ(Outcome(get(nobody)), "forbidden");
  EXPECT_TRUE(Must(read(stranger)).empty());
  EXPECT_EQ(Must(count(stranger)), 0);
  EXPECT_EQ(Outcome(get(stranger)), "not_found");
  EXPECT_EQ(Must(count(Reader())), 1);
  EXPECT_EQ(Must(get(Reader())).path, "/somewhere");
}

TEST_P(AuditLogs, WhatIsOlderThanTheRetentionGoesInSteps) {
  for (int i = 0; i < 1'100; ++i) audit().Note(EntryIn(world.rivia, "/old"));
  Must(audit().Flush());
  world.clock.Advance(kDay);
  audit().Note(EntryIn(world.rivia, "/new"));
  Must(audit().Flush());
  const auto remove = [&] {
    std::vector<std::int64_t> rows;
    AuditLog::Removed removed;
    while (!removed.finished) {
      removed = Must(audit().RemoveOld(removed.done));
      if (removed.rows > 0) rows.push_back(removed.rows);
    }
    return rows;
  };
  EXPECT_TRUE(remove().empty());
  world.clock.Advance(kDay + 1);
  EXPECT_EQ(remove(), (std::vector<std::int64_t>{1'000, 100}));
  ASSERT_EQ(Written().size(), 1U);
  EXPECT_EQ(Written()[0].path, "/new");
  EXPECT_TRUE(remove().empty());
}

GUILDHALL_ON_EVERY_ENGINE(AuditLogs);

}  // namespace
}  // namespace guildhall::test
