// Audit logs: who asked what of a tenant.
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

AuditEntry MakeAuditEntry(TenantId tenant, std::int64_t id, std::int64_t at) {
  AuditEntry entry;
  entry.tenant = tenant;
  entry.id = AuditId(id);
  entry.at = Time(at);
  entry.actor = Actor::kUser;
  entry.actor_id = 40 + id;
  entry.actor_name = "user" + std::to_string(id) + "@example.com";
  entry.action = "List Users";
  entry.method = "GET";
  entry.path = "/api/users/" + std::to_string(id);
  entry.address = "10.0.0." + std::to_string(id);
  entry.status = 200;
  entry.request_id = 1'000 + id;
  return entry;
}

AuditQuery Between(std::int64_t from, std::int64_t before) {
  AuditQuery query;
  query.from = {Time(from), AuditId()};
  query.before = {Time(before), AuditId()};
  return query;
}

class AuditRowsContract : public StoreContract {
 protected:
  /// Entries 1 to 5 at the times 10, 20, 30, 30, 50.
  void Fill(TenantId tenant) {
    Do(tenant, [&](Transaction& tx) -> Result<void> {
      for (const auto& [id, at] : {std::pair(1, 10), {2, 20}, {3, 30}, {4, 30}, {5, 50}}) {
        GH_CHECK(tx.audit().Insert(MakeAuditEntry(tenant, id, at)));
      }
      return {};
    });
  }
  /// The numbers that a query wants; the count must be the same.
  List Asked(const AuditQuery& query, TenantId tenant = kRivia) {
    const auto found = See([&](auto& v) { return v.audit().List(tenant, query, 0, 100); });
    EXPECT_EQ(See([&](auto& v) { return v.audit().Count(tenant, query); }),
              static_cast<std::int64_t>(found.size()));
    return Numbers(found);
  }
};

}  // namespace

TEST_P(AuditRowsContract, AnEntryIsFoundAsItWasWritten) {
  Fill(kRivia);
  const auto found = See([](auto& v) { return v.audit().Find(kRivia, AuditId(3)); });
  EXPECT_EQ(found, MakeAuditEntry(kRivia, 3, 30));
  EXPECT_FALSE(See([](auto& v) { return v.audit().Find(kRivia, AuditId(6)); }));
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.audit().Insert(MakeAuditEntry(kRivia, 3, 99))), "already_exists");
    return {};
  });
}

TEST_P(AuditRowsContract, TheNewestComeFirstAndPagesGoOnWhereTheLastOneEnded) {
  Fill(kRivia);
  EXPECT_EQ(Asked({}), List({5, 4, 3, 2, 1}));
  const auto page = [&](const AuditQuery& query, std::int64_t skip, std::int32_t limit) {
    return Numbers(See([&](auto& v) { return v.audit().List(kRivia, query, skip, limit); }));
  };
  EXPECT_EQ(page({}, 0, 2), List({5, 4}));
  EXPECT_EQ(page({}, 2, 2), List({3, 2}));
  EXPECT_EQ(page({}, 9, 2), List());
  AuditQuery query;
  query.before = {Time(30), AuditId(4)};
  EXPECT_EQ(page(query, 0, 9), List({3, 2, 1}));
}

TEST_P(AuditRowsContract, TimesBeginInsideAndEndOutside) {
  Fill(kRivia);
  EXPECT_EQ(Asked(Between(20, 50)), List({4, 3, 2}));
  EXPECT_EQ(Asked(Between(31, 50)), List());
  const auto place = [&](const AuditQuery& query, std::int64_t skip) {
    return See([&](auto& v) { return v.audit().PlaceOf(kRivia, query, skip); });
  };
  EXPECT_EQ(place({}, 0), (AuditPlace{Time(50), AuditId(5)}));
  EXPECT_EQ(place({}, 2), (AuditPlace{Time(30), AuditId(3)}));
  EXPECT_EQ(place(Between(20, 50), 2), (AuditPlace{Time(20), AuditId(2)}));
  EXPECT_EQ(place(Between(20, 50), 3), std::nullopt);
}

TEST_P(AuditRowsContract, EveryPartOfAQueryCounts) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    for (std::int64_t id = 1; id <= 6; ++id) {
      AuditEntry entry = MakeAuditEntry(kRivia, id, id);
      if (id == 2) entry.actor_name = "Ciri@example.com";
      if (id == 3) entry.action = "Add User";
      if (id == 4) entry.method = "POST";
      if (id == 5) entry.status = 403;
      if (id == 6) entry.path = "/api/Schema%_";
      GH_CHECK(tx.audit().Insert(entry));
    }
    return {};
  });
  AuditQuery query;
  query.actor_name = "Ciri@example.com";
  EXPECT_EQ(Asked(query), List({2}));
  query.status = 403;
  EXPECT_EQ(Asked(query), List());
  EXPECT_EQ(Asked({.actor_name = "ciri@example.com"}), List());
  EXPECT_EQ(Asked({.action = "Add User"}), List({3}));
  EXPECT_EQ(Asked({.method = "POST"}), List({4}));
  EXPECT_EQ(Asked({.address = "10.0.0.1"}), List({1}));
  EXPECT_EQ(Asked({.status = 403}), List({5}));
  EXPECT_EQ(Asked({.path_part = "Schema"}), List({6}));
  EXPECT_EQ(Asked({.path_part = "%_"}), List({6}));
  EXPECT_EQ(Asked({.path_part = "schema"}), List());
  EXPECT_EQ(Asked({.path_part = "users/"}), List({5, 4, 3, 2, 1}));
}

TEST_P(AuditRowsContract, OldEntriesGoInPiecesTheOldestFirst) {
  Fill(kRivia);
  Fill(kNilfgaard);
  const auto any = [&](std::int64_t time) {
    return See([&](auto& v) { return v.audit().AnyBefore(kRivia, Time(time)); });
  };
  EXPECT_FALSE(any(10));
  EXPECT_TRUE(any(11));
  const auto remove = [&](std::int64_t time, std::int32_t limit) {
    std::int64_t rows = 0;
    Do(kRivia, [&](Transaction& tx) -> Result<void> {
      GH_TRY(rows, tx.audit().RemoveBefore(kRivia, Time(time), limit));
      return {};
    });
    return rows;
  };
  EXPECT_EQ(remove(10, 9), 0);
  EXPECT_EQ(remove(31, 3), 3);
  EXPECT_EQ(Asked({}), List({5, 4}));
  EXPECT_EQ(remove(31, 3), 1);
  EXPECT_EQ(remove(31, 3), 0);
  EXPECT_EQ(Asked({}), List({5}));
  EXPECT_EQ(Asked({}, kNilfgaard), List({5, 4, 3, 2, 1}));
}

TEST_P(AuditRowsContract, ATenantSeesItsOwnOnlyAndTakesThemAlong) {
  Fill(kNilfgaard);
  EXPECT_EQ(Asked({}), List());
  EXPECT_FALSE(See([](auto& v) { return v.audit().Find(kRivia, AuditId(1)); }));
  EXPECT_FALSE(See([](auto& v) { return v.audit().AnyBefore(kRivia, Time(99)); }));
  Fill(kRivia);
  Do({kSite}, [](Transaction& tx) -> Result<void> {
    for (std::int64_t removed = 1; removed > 0;) {
      GH_TRY(removed, tx.tenants().Purge(kRivia, 3));
    }
    return {};
  });
  EXPECT_EQ(Asked({}), List());
  EXPECT_EQ(Asked({}, kNilfgaard), List({5, 4, 3, 2, 1}));
}

TEST_P(AuditRowsContract, NumbersAreDenseInATenant) {
  const auto next = [&](TenantId tenant) {
    std::int64_t number = 0;
    Do(tenant, [&](Transaction& tx) -> Result<void> {
      number = tx.Next(tenant, Sequence::kAuditEntry);
      return {};
    });
    return number;
  };
  EXPECT_EQ(next(kRivia), 1);
  EXPECT_EQ(next(kRivia), 2);
  EXPECT_EQ(next(kNilfgaard), 1);
  Reopen();
  EXPECT_EQ(next(kRivia), 3);
}

INSTANTIATE_TEST_SUITE_P(Engines, AuditRowsContract, testing::ValuesIn(StoreFactories()),
                         NameOfEngine);

}  // namespace guildhall::test
