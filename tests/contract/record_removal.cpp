// Collections and lists that are gone, removed piece by piece.
#include "core/keys.h"
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

constexpr std::int32_t kName = 1;
constexpr std::int32_t kNames = 2;
constexpr std::int32_t kSize = 3;
constexpr std::int32_t kSizes = 4;
constexpr GroupId kReaders{7};

Collection Shelf(std::int64_t id = 16) {
  Collection shelf;
  shelf.id = CollectionId(id);
  shelf.fields = {{kName, "name", FieldType::kString, true, true, true, {}, kNames},
                  {kSize, "size", FieldType::kInteger, true, true, false, {}, kSizes}};
  return shelf;
}

/// A record that so many groups may read, `kReaders` first.
Record Book(std::int64_t id, std::int64_t groups = 1) {
  Record book = MakeRecord(id);
  book.fields = {{kName, "book " + std::to_string(id)}, {kSize, id % 3}};
  for (std::int64_t group = 0; group < groups; ++group) {
    const std::int64_t number = kReaders.value() + group;
    book.access.grants.push_back(MakeGrant(id * 1'000 + group, number, {Right::kRead}));
  }
  return book;
}

}  // namespace

class RecordRemoval : public StoreContract {
 protected:
  void Fill(const std::vector<Record>& books) {
    Do(kRivia, [&](Transaction& tx) -> Result<void> {
      for (const Record& book : books) {
        GH_CHECK(tx.records().Insert(kRivia, Shelf(book.collection.value()), book));
      }
      return {};
    });
  }

  std::int64_t RemoveAll(std::int32_t limit) {
    std::int64_t removed = 0;
    Do(kRivia, [&](Transaction& tx) -> Result<void> {
      GH_TRY(removed, tx.records().RemoveAll(kRivia, kProfiles, limit));
      return {};
    });
    return removed;
  }

  std::int64_t RemoveList(std::int32_t list, std::int32_t limit) {
    std::int64_t removed = 0;
    Do(kRivia, [&](Transaction& tx) -> Result<void> {
      GH_TRY(removed, tx.records().RemoveList(kRivia, kProfiles, list, limit));
      return {};
    });
    return removed;
  }

  List InIdOrder(const std::vector<Audience>& audiences, CollectionId collection = kProfiles) {
    return Numbers(
        See([&](auto& v) { return v.records().Walk(kRivia, collection, audiences, {}); }));
  }

  std::size_t SizeOf(std::int32_t list, Audience audience, CollectionId collection = kProfiles) {
    const std::vector<Audience> audiences{audience};
    const KeyRange range{.collection = collection, .field = list, .limit = 10'000};
    return See([&](auto& v) { return v.records().WalkKeys(kRivia, range, audiences); }).size();
  }

  bool IsTaken(const Record& book) {
    const UniqueRow name{kName, UniqueKeyOf(ValueOf(book.fields, kName))};
    return See([&](auto& v) { return v.records().FindUnique(kRivia, book.collection, name); })
        .has_value();
  }

  List GrantedTo(GroupId group) {
    return Numbers(See([&](auto& v) { return v.records().ListGrantedTo(kRivia, group, 100); }));
  }
};

TEST_P(RecordRemoval, OfACollectionGoesByIdAndLeavesItsNeighboursAlone) {
  std::vector<Record> books;
  for (std::int64_t id = 1; id <= 10; ++id) books.push_back(Book(id));
  Record neighbour = Book(11);
  neighbour.collection = CollectionId(17);
  books.push_back(neighbour);
  Fill(books);
  EXPECT_EQ(RemoveAll(0), 0);
  EXPECT_EQ(RemoveAll(3), 3);
  EXPECT_EQ(InIdOrder({kAudienceAll}), List({4, 5, 6, 7, 8, 9, 10}));
  EXPECT_EQ(GrantedTo(kReaders), List({4, 5, 6, 7, 8, 9, 10, 11}));
  EXPECT_EQ(RemoveAll(3), 3);
  EXPECT_EQ(RemoveAll(3), 3);
  EXPECT_EQ(RemoveAll(3), 1);
  EXPECT_EQ(RemoveAll(3), 0);
  const Audience readers = GroupAudience(kReaders);
  EXPECT_EQ(InIdOrder({kAudienceAll}), List());
  EXPECT_EQ(InIdOrder({readers}), List());
  EXPECT_EQ(SizeOf(kNames, kAudienceAll) + SizeOf(kSizes, readers), 0U);
  EXPECT_FALSE(IsTaken(books[0]));
  EXPECT_EQ(GrantedTo(kReaders), List({11}));
  EXPECT_EQ(InIdOrder({readers}, neighbour.collection), List({11}));
  EXPECT_EQ(SizeOf(kNames, readers, neighbour.collection), 1U);
  EXPECT_TRUE(IsTaken(neighbour));
}

TEST_P(RecordRemoval, IsNotDoneBeforeTheLastEntryIsGone) {
  constexpr std::int64_t kGroups = 40;
  Fill({Book(1, kGroups), Book(2, kGroups)});
  int pieces = 1;
  for (; RemoveAll(1) >= 1; ++pieces) ASSERT_LT(pieces, 100);
  EXPECT_GT(pieces, 3) << "many entries are more than one piece";
  EXPECT_EQ(InIdOrder({kAudienceAll}), List());
  for (std::int64_t group = 0; group < kGroups; ++group) {
    const Audience audience = GroupAudience(GroupId(kReaders.value() + group));
    EXPECT_EQ(InIdOrder({audience}), List());
    EXPECT_EQ(SizeOf(kNames, audience) + SizeOf(kSizes, audience), 0U);
  }
  Fill({Book(1, kGroups)});
  EXPECT_EQ(SizeOf(kNames, kAudienceAll), 1U);
}

TEST_P(RecordRemoval, OfAListLeavesRecordsAndOtherLists) {
  std::vector<Record> books;
  for (std::int64_t id = 1; id <= 6; ++id) books.push_back(Book(id));
  Fill(books);
  EXPECT_EQ(RemoveList(kNames, 0), 0);
  EXPECT_EQ(RemoveList(kNames, 5), 5);
  EXPECT_EQ(SizeOf(kNames, kAudienceAll) + SizeOf(kNames, GroupAudience(kReaders)), 7U);
  EXPECT_EQ(RemoveList(kNames, 5), 5);
  EXPECT_EQ(RemoveList(kNames, 5), 2);
  EXPECT_EQ(RemoveList(kNames, 5), 0);
  EXPECT_EQ(RemoveList(kSize, 5), 0);
  EXPECT_EQ(SizeOf(kNames, kAudienceAll), 0U);
  EXPECT_EQ(SizeOf(kSizes, kAudienceAll), 6U);
  EXPECT_EQ(SizeOf(kSizes, GroupAudience(kReaders)), 6U);
  EXPECT_EQ(InIdOrder({GroupAudience(kReaders)}), List({1, 2, 3, 4, 5, 6}));
  EXPECT_TRUE(IsTaken(books[0]));
}

INSTANTIATE_TEST_SUITE_P(Engines, RecordRemoval, testing::ValuesIn(StoreFactories()), NameOfEngine);

}  // namespace guildhall::test
