// What can be executed, the core's own tables, and grants that are found by themselves.
#include "tests/contract/store_contract.h"

namespace guildhall::test {

TEST_P(StoreContract, ActionsAreFoundByNumberUidAndGrant) {
  const Action action = MakeAction(1, 16, "publish");
  Do(kRivia, [&](Transaction& tx) { return tx.actions().Insert(kRivia, action); });
  EXPECT_EQ(See([](auto& v) { return v.actions().Find(kRivia, ActionId(1)); }), action);
  EXPECT_EQ(See([](auto& v) { return v.actions().FindByUid(kRivia, UidOf(1)); }), action);
  EXPECT_EQ(See([](auto& v) { return v.actions().FindByGrant(kRivia, UidOf(12)); }), action);
  EXPECT_FALSE(See([](auto& v) { return v.actions().Find(kRivia, ActionId(2)); }));
  EXPECT_FALSE(See([](auto& v) { return v.actions().FindByUid(kRivia, UidOf(12)); }));
  EXPECT_FALSE(See([](auto& v) { return v.actions().FindByGrant(kRivia, UidOf(1)); }));
  EXPECT_FALSE(See([](auto& v) { return v.actions().Find(kNilfgaard, ActionId(1)); }));
  EXPECT_FALSE(See([](auto& v) { return v.actions().FindByUid(kNilfgaard, UidOf(1)); }));
  EXPECT_FALSE(See([](auto& v) { return v.actions().FindByGrant(kNilfgaard, UidOf(12)); }));
}

TEST_P(StoreContract, NamesOfActionsAreUniqueInTheirCollection) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.actions().Insert(kRivia, MakeAction(1, 16, "publish")));
    EXPECT_EQ(Outcome(tx.actions().Insert(kRivia, MakeAction(2, 16, "publish"))), "already_exists");
    EXPECT_EQ(Outcome(tx.actions().Insert(kRivia, MakeAction(1, 17, "other"))), "already_exists");
    Action same_uid = MakeAction(2, 17, "other");
    same_uid.uid = UidOf(1);
    EXPECT_EQ(Outcome(tx.actions().Insert(kRivia, same_uid)), "already_exists");
    return tx.actions().Insert(kRivia, MakeAction(2, 17, "publish"));
  });
  EXPECT_EQ(Numbers(See([](auto& v) { return v.actions().List(kRivia); })), List({2, 1}));
}

TEST_P(StoreContract, ActionsAreListedFromTheNewestAndByGroup) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    for (const std::int64_t id : {-3, -2, -1, 1, 2}) {
      Action action = MakeAction(id, id < 0 ? -1 : 16, "action" + std::to_string(id));
      if (id == 2) action.access.SetPrimary(std::nullopt, {});
      if (id == -2) action.access.grants.push_back(MakeGrant(70, 50, {Right::kExecute}));
      GH_CHECK(tx.actions().Insert(kRivia, action));
    }
    return {};
  });
  const auto actions = See([](auto& v) { return v.actions().List(kRivia); });
  EXPECT_EQ(Numbers(actions), List({2, 1, -1, -2, -3}));
  EXPECT_EQ(actions[1], MakeAction(1, 16, "action1"));
  const auto granted = [&](std::int64_t group) {
    return Numbers(See([&](auto& v) { return v.actions().ListGrantedTo(kRivia, GroupId(group)); }));
  };
  EXPECT_EQ(granted(42), List({-3, -2, -1, 1}));
  EXPECT_EQ(granted(50), List({-2}));
  EXPECT_EQ(granted(7), List());
  EXPECT_TRUE(See([](auto& v) { return v.actions().List(kNilfgaard); }).empty());
}

TEST_P(StoreContract, UpdatedActionsKeepNothingOfTheirFormerSelf) {
  Action action = MakeAction(1, 16, "publish");
  Do(kRivia, [&](Transaction& tx) { return tx.actions().Insert(kRivia, action); });
  action.name = "withdraw";
  action.collection = CollectionId(17);
  action.access = {};
  action.access.signed_in = Rights::All();
  action.access.grants = {MakeGrant(71, 8, {Right::kPeek}), MakeGrant(72, 9, {})};
  action.declaration = "";
  action.updated_at = TimeOf(50);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(Outcome(tx.actions().Update(kRivia, MakeAction(8, 16, "x"))), "not_found");
    return tx.actions().Update(kRivia, action);
  });
  EXPECT_EQ(See([](auto& v) { return v.actions().Find(kRivia, ActionId(1)); }), action);
  EXPECT_FALSE(See([](auto& v) { return v.actions().FindByGrant(kRivia, UidOf(12)); }));
  EXPECT_EQ(See([](auto& v) { return v.actions().FindByGrant(kRivia, UidOf(72)); }), action);
}

TEST_P(StoreContract, ActionsAreFoundByTheirCollectionAndName) {
  const Action publish = MakeAction(1, 16, "publish");
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.actions().Insert(kRivia, publish));
    return tx.actions().Insert(kRivia, MakeAction(2, 17, "publish"));
  });
  const auto find = [&](TenantId tenant, std::int64_t collection, std::string_view name) {
    return See(
        [&](auto& v) { return v.actions().FindByName(tenant, CollectionId(collection), name); });
  };
  EXPECT_EQ(find(kRivia, 16, "publish"), publish);
  EXPECT_EQ(find(kRivia, 17, "publish"), MakeAction(2, 17, "publish"));
  EXPECT_FALSE(find(kRivia, 16, "Publish"));
  EXPECT_FALSE(find(kRivia, 18, "publish"));
  EXPECT_FALSE(find(kNilfgaard, 16, "publish"));
}

TEST_P(StoreContract, RemovedActionsLeaveNoGrantsAndNoName) {
  const Action action = MakeAction(1, 16, "publish");
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.actions().Insert(kRivia, action));
    GH_CHECK(tx.actions().Insert(kRivia, MakeAction(2, 16, "withdraw")));
    EXPECT_EQ(Outcome(tx.actions().Remove(kRivia, ActionId(3))), "not_found");
    return tx.actions().Remove(kRivia, action.id);
  });
  EXPECT_FALSE(See([](auto& v) { return v.actions().Find(kRivia, ActionId(1)); }));
  EXPECT_FALSE(See([](auto& v) { return v.actions().FindByGrant(kRivia, UidOf(12)); }));
  EXPECT_EQ(Numbers(See([](auto& v) { return v.actions().List(kRivia); })), List({2}));
  Action again = MakeAction(4, 16, "publish");
  again.access.grants.clear();
  Do(kRivia, [&](Transaction& tx) { return tx.actions().Insert(kRivia, again); });
  EXPECT_EQ(See([](auto& v) { return v.actions().Find(kRivia, ActionId(4)); }), again);
}

TEST_P(StoreContract, ActionsAreNumberedFromOneInTheirTenant) {
  for (const TenantId tenant : {kRivia, kNilfgaard}) {
    Do(tenant, [&](Transaction& tx) -> Result<void> {
      EXPECT_EQ(tx.Next(tenant, Sequence::kAction), 1);
      EXPECT_EQ(tx.Next(tenant, Sequence::kAction), 2);
      return {};
    });
  }
}

TEST_P(StoreContract, CollectionsAreFoundByUidAndGrant) {
  const Collection books = MakeCollection(16, "book");
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.collections().Insert(kRivia, books));
    GH_CHECK(tx.actions().Insert(kRivia, MakeAction(1, 16, "publish")));
    Collection same_uid = MakeCollection(17, "novel");
    same_uid.uid = books.uid;
    EXPECT_EQ(Outcome(tx.collections().Insert(kRivia, same_uid)), "already_exists");
    return {};
  });
  const auto by_grant = [&](std::int64_t uid) {
    return See([&](auto& v) { return v.collections().FindByGrant(kRivia, UidOf(uid)); });
  };
  EXPECT_EQ(See([](auto& v) { return v.collections().FindByUid(kRivia, UidOf(16)); }), books);
  EXPECT_FALSE(See([](auto& v) { return v.collections().FindByUid(kRivia, UidOf(160)); }));
  EXPECT_FALSE(See([](auto& v) { return v.collections().FindByUid(kNilfgaard, UidOf(16)); }));
  EXPECT_EQ(by_grant(160), books);
  EXPECT_FALSE(by_grant(16));
  EXPECT_FALSE(by_grant(12)) << "an action's";
  EXPECT_FALSE(See([](auto& v) { return v.actions().FindByGrant(kRivia, UidOf(160)); }));
}

TEST_P(StoreContract, TablesOfTheCoreAreListedApart) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    for (const std::int64_t id : {-7, -1, -2, 16, 17}) {
      Collection collection = MakeCollection(id, "c" + std::to_string(id));
      if (id < 17) collection.origin = kCoreOrigin;
      GH_CHECK(tx.collections().Insert(kRivia, collection));
    }
    return {};
  });
  const auto tables = See([](auto& v) { return v.collections().ListTables(kRivia); });
  EXPECT_EQ(Numbers(tables), List({-1, -2, -7}));
  EXPECT_FALSE(tables.front().access.grants.empty());
  const auto list = [&](std::int64_t origin, Seek seek) {
    return Numbers(
        See([&](auto& v) { return v.collections().List(kRivia, Origin(origin), seek); }));
  };
  EXPECT_EQ(list(1, {}), List({16, 17}));
  EXPECT_EQ(list(1, {.descending = true}), List({17, 16}));
  EXPECT_EQ(list(0, {.from = -5}), List({16}));
  EXPECT_EQ(See([](auto& v) { return v.collections().Count(kRivia, Origin(1)); }), 2);
  EXPECT_EQ(See([](auto& v) { return v.collections().Count(kRivia, kCoreOrigin); }), 1);
  const auto granted =
      See([](auto& v) { return v.collections().ListGrantedTo(kRivia, GroupId(40)); });
  EXPECT_EQ(Numbers(granted), List({-7, -2, -1, 16, 17}));
  EXPECT_TRUE(See([](auto& v) { return v.collections().ListTables(kNilfgaard); }).empty());
}

}  // namespace guildhall::test
