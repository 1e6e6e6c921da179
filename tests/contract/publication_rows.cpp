// Collections that origins beside their own find and list.
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

constexpr Origin kOwn{1};
constexpr Origin kOther{2};
constexpr Origin kThird{3};

}  // namespace

TEST_P(StoreContract, PublishedCollectionsAreFoundByNameThereToo) {
  const Collection books = MakeCollection(16, "book");
  Do(kRivia, [&](Transaction& tx) { return tx.collections().Insert(kRivia, books); });
  const auto by_name = [&](TenantId tenant, Origin origin) {
    return See([&](auto& v) { return v.collections().FindByName(tenant, origin, "book"); });
  };
  EXPECT_FALSE(by_name(kRivia, kOther));
  Do(kRivia, [&](Transaction& tx) { return tx.collections().Publish(kRivia, books, kOther); });
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(by_name(kRivia, kOther), books);
    EXPECT_EQ(by_name(kRivia, kOwn), books);
    EXPECT_FALSE(by_name(kRivia, kThird));
    EXPECT_FALSE(by_name(kNilfgaard, kOther));
  }
  Do(kRivia, [&](Transaction& tx) { return tx.collections().Withdraw(kRivia, books, kOther); });
  EXPECT_FALSE(by_name(kRivia, kOther));
  EXPECT_EQ(by_name(kRivia, kOwn), books);
}

TEST_P(StoreContract, PublishedCollectionsAreFoundAsTheyAreNow) {
  Collection books = MakeCollection(16, "book");
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.collections().Insert(kRivia, books));
    return tx.collections().Publish(kRivia, books, kOther);
  });
  const auto found = [&] {
    return See([](auto& v) { return v.collections().FindByName(kRivia, kOther, "book"); });
  };
  EXPECT_EQ(found(), books);
  books.description = "changed";
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.collections().Update(kRivia, books));
    GH_TRY(const auto inside, tx.collections().FindByName(kRivia, kOther, "book"));
    EXPECT_EQ(inside, books);
    return {};
  });
  EXPECT_EQ(found(), books);
}

TEST_P(StoreContract, AnOriginFindsItsOwnCollectionBeforeAPublishedOne) {
  Collection own = MakeCollection(17, "book");
  own.origin = kOther;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.collections().Insert(kRivia, MakeCollection(16, "book")));
    return tx.collections().Publish(kRivia, MakeCollection(16, "book"), kOther);
  });
  const auto found = [&] {
    return See([](auto& v) { return v.collections().FindByName(kRivia, kOther, "book"); });
  };
  EXPECT_EQ(found(), MakeCollection(16, "book"));
  Do(kRivia, [&](Transaction& tx) { return tx.collections().Insert(kRivia, own); });
  EXPECT_EQ(found(), own);
}

TEST_P(StoreContract, CollectionsAreListedByEveryOriginThatTheyWerePublishedTo) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    for (std::int64_t id = 16; id <= 20; ++id) {
      Collection collection = MakeCollection(id, "c" + std::to_string(id));
      collection.origin = Origin(id == 16 ? 0 : id % 2 + 1);
      GH_CHECK(tx.collections().Insert(kRivia, collection));
      if (id == 18 || id == 19) GH_CHECK(tx.collections().Publish(kRivia, collection, kThird));
      if (id == 18) GH_CHECK(tx.collections().Publish(kRivia, collection, kOther));
    }
    return {};
  });
  const auto list = [&](Origin origin, Seek seek) {
    return Numbers(See([&](auto& v) { return v.collections().List(kRivia, origin, seek); }));
  };
  EXPECT_EQ(list(kOwn, {}), List({16, 18, 20}));
  EXPECT_EQ(list(kOther, {}), List({16, 17, 18, 19}));
  EXPECT_EQ(list(kThird, {}), List({16, 18, 19}));
  EXPECT_EQ(list(kThird, {.descending = true, .limit = 2}), List({19, 18}));
  EXPECT_EQ(list(kThird, {.from = 18}), List({19}));
  EXPECT_EQ(See([](auto& v) { return v.collections().Count(kRivia, kThird); }), 1);
  const auto published = [&](TenantId tenant, std::int64_t id) {
    return Numbers(
        See([&](auto& v) { return v.collections().ListPublished(tenant, CollectionId(id)); }));
  };
  EXPECT_EQ(published(kRivia, 18), List({2, 3}));
  EXPECT_EQ(published(kRivia, 20), List());
  EXPECT_EQ(published(kNilfgaard, 18), List());
}

TEST_P(StoreContract, ANameIsPublishedOnceToAnOrigin) {
  const Collection books = MakeCollection(16, "book");
  Collection theirs = MakeCollection(17, "book");
  theirs.origin = kThird;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    CollectionRows& rows = tx.collections();
    GH_CHECK(rows.Insert(kRivia, books));
    GH_CHECK(rows.Insert(kRivia, theirs));
    GH_CHECK(rows.Publish(kRivia, books, kOther));
    EXPECT_EQ(Outcome(rows.Publish(kRivia, books, kOther)), "already_exists");
    EXPECT_EQ(Outcome(rows.Publish(kRivia, theirs, kOther)), "already_exists");
    EXPECT_EQ(Outcome(rows.Withdraw(kRivia, theirs, kOther)), "not_found");
    EXPECT_EQ(Outcome(rows.Withdraw(kRivia, books, kThird)), "not_found");
    return rows.Publish(kRivia, theirs, kOwn);
  });
  const auto found =
      See([](auto& v) { return v.collections().FindByName(kRivia, kOther, "book"); });
  EXPECT_EQ(found, books);
}

TEST_P(StoreContract, RemovedCollectionsAreWithdrawnEverywhere) {
  const Collection books = MakeCollection(16, "book");
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.collections().Insert(kRivia, books));
    GH_CHECK(tx.collections().Publish(kRivia, books, kOther));
    GH_CHECK(tx.collections().Publish(kRivia, books, kThird));
    return tx.collections().Remove(kRivia, books.id);
  });
  for (const Origin origin : {kOther, kThird}) {
    EXPECT_FALSE(See([&](auto& v) { return v.collections().FindByName(kRivia, origin, "book"); }));
  }
  Do(kRivia, [&](Transaction& tx) { return tx.collections().Insert(kRivia, books); });
  EXPECT_TRUE(
      See([&](auto& v) { return v.collections().ListPublished(kRivia, books.id); }).empty());
}

TEST_P(StoreContract, UndonePublicationsAreNotFound) {
  const Collection books = MakeCollection(16, "book");
  Do(kRivia, [&](Transaction& tx) { return tx.collections().Insert(kRivia, books); });
  EXPECT_FALSE(Try(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.collections().Publish(kRivia, books, kOther));
    GH_TRY(const auto inside, tx.collections().FindByName(kRivia, kOther, "book"));
    EXPECT_EQ(inside, books);
    return Fail(Errc::kConflict);
  }));
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_TRY(const auto later, tx.collections().FindByName(kRivia, kOther, "book"));
    EXPECT_FALSE(later);
    return {};
  });
  EXPECT_FALSE(See([](auto& v) { return v.collections().FindByName(kRivia, kOther, "book"); }));
}

}  // namespace guildhall::test
