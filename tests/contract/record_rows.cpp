// Records, one by one; lists of them are in record_walks.cpp.
#include <cmath>
#include <limits>

#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

Record WithAccess(std::int64_t id) {
  Record record = MakeRecord(id);
  record.access.owner = UserId(3);
  record.access.everyone = {Right::kRead};
  record.access.owner_rights = Rights::All();
  record.access.group_bits = 6;
  record.access.primary_group = GroupId(5);
  record.access.grants = {MakeGrant(id * 10, 5, {Right::kRead, Right::kUpdate}),
                          MakeGrant(id * 10 + 1, 6, {})};
  record.channel = ChannelId(2);
  record.room = "lobby";
  return record;
}

constexpr TenantId kTenant{1};

Result<void> Insert(Transaction& tx, const Record& row) {
  return tx.records().Insert(kTenant, CollectionOf(row), row);
}

Result<void> Update(Transaction& tx, const Record& before, const Record& after) {
  return tx.records().Update(kTenant, CollectionOf(before), before, after);
}

Result<void> Remove(Transaction& tx, const Record& before) {
  return tx.records().Remove(kTenant, CollectionOf(before), before);
}

}  // namespace

TEST_P(StoreContract, RecordsComeBackWhole) {
  const Record record = WithAccess(1);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(Insert(tx, record));
    return Insert(tx, MakeRecord(2));
  });
  const auto find = [&](std::int64_t collection, std::int64_t id) {
    return See(
        [&](auto& v) { return v.records().Find(kRivia, CollectionId(collection), RecordId(id)); });
  };
  EXPECT_EQ(find(16, 1), record);
  EXPECT_EQ(find(16, 2), MakeRecord(2));
  EXPECT_FALSE(find(17, 1));
  EXPECT_FALSE(find(16, 3));
}

TEST_P(StoreContract, ManyRecordsComeInTheOrderAskedFor) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    for (std::int64_t id = 1; id <= 5; ++id) {
      GH_CHECK(Insert(tx, WithAccess(id)));
    }
    return {};
  });
  const std::vector<RecordId> ids{RecordId(4), RecordId(9), RecordId(1)};
  const auto many =
      See([&](auto& v) { return v.records().FindMany(kRivia, CollectionId(16), ids); });
  EXPECT_EQ(many, std::vector<Record>({WithAccess(4), WithAccess(1)}));
  EXPECT_TRUE(
      See([&](auto& v) { return v.records().FindMany(kRivia, CollectionId(17), ids); }).empty());
}

TEST_P(StoreContract, UpdatedRecordsKeepNothingOfTheirFormerSelf) {
  const Record before = WithAccess(1);
  Record after = MakeRecord(1);
  after.fields = {{2, std::int64_t{5}}};
  after.access.grants = {MakeGrant(30, 4, {Right::kRead}), MakeGrant(10, 5, {Right::kPeek})};
  after.revision = 2;
  Do(kRivia, [&](Transaction& tx) { return Insert(tx, before); });
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(Update(tx, MakeRecord(8), MakeRecord(8))), "not_found");
    return Update(tx, before, after);
  });
  EXPECT_EQ(See([](auto& v) { return v.records().Find(kRivia, kProfiles, RecordId(1)); }), after);
  const auto granted = [&](std::int64_t group) {
    return Numbers(
        See([&](auto& v) { return v.records().ListGrantedTo(kRivia, GroupId(group), 10); }));
  };
  EXPECT_EQ(granted(4), List({1}));
  EXPECT_EQ(granted(5), List({1}));
  EXPECT_EQ(granted(6), List());
}

TEST_P(StoreContract, RemovedRecordsLeaveNoGrants) {
  const Record record = WithAccess(1);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(Insert(tx, record));
    GH_CHECK(Remove(tx, record));
    EXPECT_EQ(Outcome(Remove(tx, record)), "not_found");
    return {};
  });
  EXPECT_FALSE(See([](auto& v) { return v.records().Find(kRivia, kProfiles, RecordId(1)); }));
  EXPECT_TRUE(
      See([](auto& v) { return v.records().ListGrantedTo(kRivia, GroupId(5), 10); }).empty());
  Do(kRivia, [&](Transaction& tx) { return Insert(tx, record); });
}

TEST_P(StoreContract, RecordsAreFoundByOwnerChannelAndGrantWithinALimit) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    for (std::int64_t id = 1; id <= 6; ++id) {
      Record record = WithAccess(id);
      record.collection = CollectionId(16 + id % 2);
      if (id == 4) record.access = {};
      if (id == 5) record.channel.reset();
      GH_CHECK(Insert(tx, record));
    }
    return {};
  });
  const auto owned = [&](std::int32_t limit) {
    return See([&](auto& v) { return v.records().ListOwnedBy(kRivia, UserId(3), limit); });
  };
  EXPECT_EQ(owned(10).size(), 5U);
  EXPECT_EQ(owned(2).size(), 2U);
  const auto in_channel =
      See([](auto& v) { return v.records().ListInChannel(kRivia, ChannelId(2), 10); });
  EXPECT_EQ(in_channel.size(), 5U);
  const auto granted =
      See([](auto& v) { return v.records().ListGrantedTo(kRivia, GroupId(5), 3); });
  EXPECT_EQ(granted.size(), 3U);
  for (const Record& record : granted) EXPECT_NE(record.access.FindGrant(GroupId(5)), nullptr);
}

TEST_P(StoreContract, ValuesKeepTheirTypeAndEveryBit) {
  using Numbers = std::numeric_limits<double>;
  using Integers = std::numeric_limits<std::int64_t>;
  const std::vector<Value> values{true,
                                  false,
                                  std::int64_t{1},
                                  1.0,
                                  std::string("1"),
                                  Time(1),
                                  Integers::min(),
                                  Integers::max(),
                                  (std::int64_t{1} << 53) + 1,
                                  0.1,
                                  1.0 / 3.0,
                                  -0.0,
                                  Numbers::min(),
                                  Numbers::max(),
                                  Numbers::denorm_min(),
                                  Numbers::lowest(),
                                  123456789012345680.0,
                                  Time(Integers::min()),
                                  Time(Integers::max()),
                                  std::string(),
                                  std::string("\0a\0", 3),
                                  std::string("\"\\/\b\f\n\r\t\x01\x1F\x7F"),
                                  std::string("ÀÖ 日本 😀 \u2028"),
                                  std::string("{\"a\":1}"),
                                  std::string("null"),
                                  GeoPoint{-179.9999999, 89.5},
                                  Document{R"({"a":[{"b":"c\u0000\""}],"d":null})"},
                                  Scalars{},
                                  Scalars{true, Integers::min(), 0.1, std::string("\0[,]}", 5)},
                                  Ids{},
                                  Ids{1, 7, Integers::max()}};
  Record record = MakeRecord(1);
  record.fields.clear();
  for (std::size_t i = 0; i < values.size(); ++i) {
    record.fields.emplace_back(static_cast<std::int32_t>(i + 1), values[i]);
  }
  Do(kRivia, [&](Transaction& tx) { return Insert(tx, record); });
  const auto found = See([](auto& v) { return v.records().Find(kRivia, kProfiles, RecordId(1)); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->fields, record.fields);
  EXPECT_TRUE(std::signbit(std::get<double>(found->fields.at(11).second)));
}

}  // namespace guildhall::test
