// Records by their uid and by their grants, and the grants of a collection's records.
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

constexpr TenantId kTenant{1};
constexpr CollectionId kBooks{17};

/// With grants of groups 5 and 6 numbered by the record.
Record Shared(std::int64_t id, CollectionId collection = kProfiles) {
  Record record = MakeRecord(id);
  record.collection = collection;
  record.access.grants = {MakeGrant(id * 10, 5, {Right::kRead}), MakeGrant(id * 10 + 1, 6, {})};
  return record;
}

Result<void> Insert(Transaction& tx, const Record& row) {
  return tx.records().Insert(kTenant, CollectionOf(row), row);
}

/// Record and group of each.
std::vector<List> Places(const std::vector<RecordGrant>& grants) {
  std::vector<List> places;
  for (const RecordGrant& row : grants) {
    places.push_back({row.record.value(), row.grant.group.value()});
  }
  return places;
}

}  // namespace

TEST_P(StoreContract, RecordsAreFoundByUidWhateverTheirCollection) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(Insert(tx, Shared(1)));
    return Insert(tx, Shared(2, kBooks));
  });
  const auto find = [&](TenantId tenant, std::int64_t uid) {
    return See([&](auto& v) { return v.records().FindByUid(tenant, UidOf(uid)); });
  };
  EXPECT_EQ(find(kRivia, 1), Shared(1));
  EXPECT_EQ(find(kRivia, 2), Shared(2, kBooks));
  EXPECT_FALSE(find(kRivia, 10)) << "a grant's";
  EXPECT_FALSE(find(kNilfgaard, 1));
}

TEST_P(StoreContract, RecordsAreFoundByUidAsTheyAreNow) {
  const Record before = Shared(1);
  Record after = before;
  after.fields = {{1, std::string("changed")}};
  after.access.grants.pop_back();
  const auto find = [&] {
    return See([](auto& v) { return v.records().FindByUid(kRivia, UidOf(1)); });
  };
  Do(kRivia, [&](Transaction& tx) { return Insert(tx, before); });
  EXPECT_EQ(find(), before);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.records().Update(kRivia, CollectionOf(before), before, after));
    GH_TRY(const auto inside, tx.records().FindByUid(kRivia, UidOf(1)));
    EXPECT_EQ(inside, after);
    return {};
  });
  EXPECT_EQ(find(), after);
  EXPECT_EQ(See([](auto& v) { return v.records().Find(kRivia, kProfiles, RecordId(1)); }), after);
  Do(kRivia,
     [&](Transaction& tx) { return tx.records().Remove(kRivia, CollectionOf(after), after); });
  EXPECT_FALSE(find());
}

TEST_P(StoreContract, RecordsAreFoundByAGrantInTheirCollectionOnly) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.collections().Insert(kRivia, MakeCollection(16, "book")));
    GH_CHECK(Insert(tx, Shared(1)));
    return Insert(tx, Shared(2, kBooks));
  });
  const auto find = [&](TenantId tenant, CollectionId collection, std::int64_t uid) {
    return See([&](auto& v) { return v.records().FindByGrant(tenant, collection, UidOf(uid)); });
  };
  EXPECT_EQ(find(kRivia, kProfiles, 11), Shared(1));
  EXPECT_EQ(find(kRivia, kBooks, 20), Shared(2, kBooks));
  EXPECT_FALSE(find(kRivia, kBooks, 11)) << "of another collection";
  EXPECT_FALSE(find(kRivia, kProfiles, 1)) << "the record's own";
  EXPECT_FALSE(find(kRivia, kProfiles, 160)) << "the collection's";
  EXPECT_FALSE(find(kNilfgaard, kProfiles, 11));
}

TEST_P(StoreContract, GrantsOfACollectionsRecordsAreListedByRecordAndGroup) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    for (const std::int64_t id : {3, 1, 2}) {
      Record record = Shared(id);
      if (id == 2) record.access.grants.clear();
      GH_CHECK(Insert(tx, record));
    }
    return Insert(tx, Shared(4, kBooks));
  });
  const auto list = [&](std::optional<GrantPlace> after, std::int32_t limit) {
    return See([&](auto& v) { return v.records().ListGrants(kRivia, kProfiles, after, limit); });
  };
  const auto all = list(std::nullopt, 9);
  EXPECT_EQ(Places(all), (std::vector<List>{{1, 5}, {1, 6}, {3, 5}, {3, 6}}));
  EXPECT_EQ(all.front(), (RecordGrant{RecordId(1), MakeGrant(10, 5, {Right::kRead})}));
  EXPECT_EQ(Places(list(std::nullopt, 3)), (std::vector<List>{{1, 5}, {1, 6}, {3, 5}}));
  EXPECT_EQ(Places(list(GrantPlace{RecordId(1), GroupId(5)}, 2)),
            (std::vector<List>{{1, 6}, {3, 5}}));
  EXPECT_EQ(Places(list(GrantPlace{RecordId(2), GroupId(0)}, 9)),
            (std::vector<List>{{3, 5}, {3, 6}}));
  EXPECT_TRUE(list(GrantPlace{RecordId(3), GroupId(6)}, 9).empty());
  EXPECT_TRUE(list(std::nullopt, 0).empty());
  const auto other =
      See([](auto& v) { return v.records().ListGrants(kNilfgaard, kProfiles, std::nullopt, 9); });
  EXPECT_TRUE(other.empty());
}

}  // namespace guildhall::test
