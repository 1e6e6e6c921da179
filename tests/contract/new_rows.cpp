// New rows, of which an engine may bring many at once: they are there for whatever asks next.
#include <algorithm>
#include <functional>
#include <numeric>

#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

constexpr TenantId kTenant{1};
constexpr std::int32_t kTitle = 1;
constexpr std::int32_t kTitles = 11;  // the list of its keys
const std::vector<Audience> kAll{kAudienceAll};
const std::vector<Audience> kReaders{GroupAudience(GroupId(5))};

Collection Shelf() {
  Collection shelf = CollectionOf(MakeRecord(1));
  shelf.fields = {{kTitle, "title", FieldType::kString, true, true, false, {}, kTitles}};
  return shelf;
}

/// Every second one has an owner, every third one no grant, and no two are alike.
Record Book(std::int64_t id) {
  Record book = MakeRecord(id);
  book.fields = {{kTitle, "title " + std::to_string(id)}};
  book.room = std::string(static_cast<std::size_t>(id % 7), 'x');
  if (id % 2 == 0) book.access.owner = UserId(id);
  if (id % 3 != 0) book.access.grants = {MakeGrant(id, 5, {Right::kRead})};
  return book;
}

Result<void> Insert(Transaction& tx, std::int64_t id) {
  return tx.records().Insert(kTenant, Shelf(), Book(id));
}

using Asks = std::function<Result<bool>(Transaction& tx, std::int64_t id)>;

/// Each tells whether the book that was inserted last is found.
std::vector<Asks> WaysToFindABook() {
  const auto of = Shelf().id;
  return {[of](Transaction& tx, std::int64_t id) -> Result<bool> {
            GH_TRY(const auto found, tx.records().Find(kTenant, of, RecordId(id)));
            return found == Book(id);
          },
          [](Transaction& tx, std::int64_t id) -> Result<bool> {
            GH_TRY(const auto found, tx.records().FindByUid(kTenant, Book(id).uid));
            return found == Book(id);
          },
          [of](Transaction& tx, std::int64_t id) -> Result<bool> {
            const Uid uid = Book(id).access.grants.front().uid;
            GH_TRY(const auto found, tx.records().FindByGrant(kTenant, of, uid));
            return found == Book(id);
          },
          [of](Transaction& tx, std::int64_t id) -> Result<bool> {
            GH_TRY(const auto ids, tx.records().Walk(kTenant, of, kAll, {}));
            return !ids.empty() && ids.back() == RecordId(id);
          },
          [of](Transaction& tx, std::int64_t id) -> Result<bool> {
            GH_TRY(const auto ids, tx.records().Walk(kTenant, of, kReaders, {}));
            return !ids.empty() && ids.back() == RecordId(id);
          },
          [of](Transaction& tx, std::int64_t id) -> Result<bool> {
            GH_TRY(const auto places,
                   tx.records().WalkKeys(kTenant, {.collection = of, .field = kTitles}, kReaders));
            return std::ranges::count(places, id, &KeyPlace::id) == 1;
          },
          [](Transaction& tx, std::int64_t id) -> Result<bool> {
            GH_TRY(const auto books, tx.records().ListGrantedTo(kTenant, GroupId(5), 100));
            return !books.empty() && books.back() == Book(id);
          }};
}

}  // namespace

TEST_P(StoreContract, ANewRecordIsThereForWhateverItsChangeAsksNext) {
  Do(kTenant, [](Transaction& tx) -> Result<void> {
    std::int64_t id = 1;
    for (const Asks& finds : WaysToFindABook()) {
      GH_CHECK(Insert(tx, id));
      GH_TRY(const bool found, finds(tx, id));
      EXPECT_TRUE(found) << "number " << id;
      id += 3;  // so that all have a grant
    }
    return {};
  });
}

TEST_P(StoreContract, ANewMessageIsThereForWhateverItsChangeAsksNext) {
  Do(kTenant, [](Transaction& tx) -> Result<void> {
    GH_TRY(const TopicId topic, tx.events().InternTopic(kTenant, ChannelId(1), "lobby"));
    GH_CHECK(tx.events().AppendMessage(kTenant, MakeMessage(1, topic)));
    GH_TRY(const auto first, tx.events().FindMessage(kTenant, topic, MessageId(1)));
    EXPECT_EQ(first, MakeMessage(1, topic));
    GH_CHECK(tx.events().AppendMessage(kTenant, MakeMessage(2, topic)));
    GH_TRY(const auto messages, tx.events().ListMessages(kTenant, topic, {}));
    EXPECT_EQ(Numbers(messages), List({1, 2}));
    return {};
  });
}

TEST_P(StoreContract, NewRecordsAreChangedAndRemovedInTheOrderSaid) {
  Record shared = Book(1);
  shared.access.grants = {MakeGrant(1, 5, {Right::kRead, Right::kUpdate}),
                          MakeGrant(9, 6, {Right::kRead})};
  Do(kTenant, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(Insert(tx, 1));
    GH_CHECK(tx.records().Update(kTenant, Shelf(), Book(1), shared));
    GH_CHECK(Insert(tx, 2));
    GH_CHECK(tx.records().Remove(kTenant, Shelf(), Book(2)));
    GH_CHECK(Insert(tx, 2));
    GH_CHECK(Insert(tx, 4));
    return tx.records().Remove(kTenant, Shelf(), Book(4));
  });
  EXPECT_EQ(See([](auto& v) { return v.records().ListGrantedTo(kTenant, GroupId(5), 100); }),
            std::vector<Record>({shared, Book(2)}));
  EXPECT_EQ(Numbers(See([](auto& v) { return v.records().Walk(kTenant, Shelf().id, kAll, {}); })),
            List({1, 2}));
}

TEST_P(StoreContract, AnyNumberOfNewRecordsComesBackWhole) {
  constexpr std::int64_t kMany = 2500;
  Do(kTenant, [](Transaction& tx) -> Result<void> {
    for (std::int64_t id = 1; id <= kMany; ++id) {
      GH_CHECK(Insert(tx, id));
      GH_CHECK(tx.events().Append(kTenant, 1, "{}"));
    }
    return {};
  });
  EXPECT_EQ(LastEvent(kTenant), kMany);
  List all(kMany);
  std::iota(all.begin(), all.end(), 1);
  std::vector<RecordId> ids;
  for (const std::int64_t id : all) ids.emplace_back(id);
  const auto books = See([&](auto& v) { return v.records().FindMany(kTenant, Shelf().id, ids); });
  ASSERT_EQ(Numbers(books), all);
  for (const Record& book : books) ASSERT_EQ(book, Book(book.id.value()));
  const Seek page{.limit = kMany + 1};
  const auto walked =
      See([&](auto& v) { return v.records().Walk(kTenant, Shelf().id, kReaders, page); });
  std::erase_if(all, [](std::int64_t id) { return id % 3 == 0; });
  EXPECT_EQ(Numbers(walked), all);
}

}  // namespace guildhall::test
