// Values that no two records of a collection have: taken, refused and given back.
#include "core/keys.h"
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

constexpr std::int32_t kName = 1;
constexpr std::int32_t kNumber = 2;

Collection Shelf(std::int64_t id = 16) {
  Collection shelf;
  shelf.id = CollectionId(id);
  shelf.fields = {{kName, "name", FieldType::kString, false, false, true},
                  {kNumber, "number", FieldType::kInteger, false, false, true}};
  return shelf;
}

/// A record with a name, if it is not empty, and a number, if it is not 0.
Record Book(std::int64_t id, const std::string& name, std::int64_t number = 0) {
  Record book = MakeRecord(id);
  book.fields.clear();
  if (!name.empty()) book.fields.emplace_back(kName, name);
  if (number != 0) book.fields.emplace_back(kNumber, number);
  return book;
}

}  // namespace

class UniqueValues : public StoreContract {
 protected:
  /// The record that has taken the value; 0: none.
  std::int64_t TakerOf(std::int32_t field, const Value& value, TenantId tenant = kRivia,
                       std::int64_t collection = 16) {
    const UniqueRow row{field, UniqueKeyOf(value)};
    const auto taker =
        See([&](auto& v) { return v.records().FindUnique(tenant, CollectionId(collection), row); });
    return taker ? taker->value() : 0;
  }
  std::int64_t TakerOf(const std::string& name) { return TakerOf(kName, Value(name)); }

  static Result<void> Insert(Transaction& tx, const Record& book) {
    return tx.records().Insert(kRivia, Shelf(), book);
  }
  static Result<void> Update(Transaction& tx, const Record& before, const Record& after) {
    return tx.records().Update(kRivia, Shelf(), before, after);
  }
  std::optional<Record> Find(std::int64_t id) {
    return See([&](auto& v) { return v.records().Find(kRivia, kProfiles, RecordId(id)); });
  }
};

TEST_P(UniqueValues, AreFoundByFieldAndValue) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(Insert(tx, Book(1, "a", 5)));
    return Insert(tx, Book(2, "b"));
  });
  EXPECT_EQ(TakerOf("a"), 1);
  EXPECT_EQ(TakerOf("b"), 2);
  EXPECT_EQ(TakerOf("c"), 0);
  EXPECT_EQ(TakerOf(kNumber, std::int64_t{5}), 1);
  EXPECT_EQ(TakerOf(kNumber, std::string("a")), 0);
  EXPECT_EQ(TakerOf(kName, std::string("a"), kNilfgaard), 0);
  EXPECT_EQ(TakerOf(kName, std::string("a"), kRivia, 17), 0);
}

TEST_P(UniqueValues, ThatAreTakenAreRefusedAndNothingIsWritten) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(Insert(tx, Book(1, "a", 5)));
    EXPECT_EQ(Outcome(Insert(tx, Book(2, "b", 5))), "already_exists");
    EXPECT_EQ(Outcome(Insert(tx, Book(2, "a", 6))), "already_exists");
    return Insert(tx, Book(3, "c"));
  });
  EXPECT_FALSE(Find(2));
  EXPECT_EQ(TakerOf("b"), 0);
  EXPECT_EQ(TakerOf(kNumber, std::int64_t{6}), 0);
  EXPECT_EQ(TakerOf("c"), 3);
}

TEST_P(UniqueValues, BelongToOneCollectionOfOneTenant) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(Insert(tx, Book(1, "a")));
    Record other = Book(2, "a");
    other.collection = CollectionId(17);
    return tx.records().Insert(kRivia, Shelf(17), other);
  });
  Do(kNilfgaard,
     [](Transaction& tx) { return tx.records().Insert(kNilfgaard, Shelf(), Book(3, "a")); });
  EXPECT_EQ(TakerOf("a"), 1);
  EXPECT_EQ(TakerOf(kName, std::string("a"), kRivia, 17), 2);
  EXPECT_EQ(TakerOf(kName, std::string("a"), kNilfgaard), 3);
}

TEST_P(UniqueValues, AreGivenBackByUpdateAndRemoval) {
  const Record first = Book(1, "a", 5);
  const Record renamed = Book(1, "b", 5);
  const Record empty = Book(1, "");
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(Insert(tx, first));
    GH_CHECK(Update(tx, first, renamed));
    return Insert(tx, Book(2, "a"));
  });
  EXPECT_EQ(TakerOf("a"), 2);
  EXPECT_EQ(TakerOf("b"), 1);
  EXPECT_EQ(TakerOf(kNumber, std::int64_t{5}), 1);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(Update(tx, renamed, empty));
    return tx.records().Remove(kRivia, Shelf(), Book(2, "a"));
  });
  EXPECT_EQ(TakerOf("a"), 0);
  EXPECT_EQ(TakerOf("b"), 0);
  EXPECT_EQ(TakerOf(kNumber, std::int64_t{5}), 0);
}

TEST_P(UniqueValues, OfARefusedUpdateStayAsTheyWere) {
  const Record first = Book(1, "a", 5);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(Insert(tx, first));
    GH_CHECK(Insert(tx, Book(2, "b", 6)));
    EXPECT_EQ(Outcome(Update(tx, first, Book(1, "c", 6))), "already_exists");
    EXPECT_EQ(Outcome(Update(tx, Book(8, "x"), Book(8, "y"))), "not_found");
    Record unwritable = Book(1, "z");
    unwritable.room = std::string("\0", 1);
    EXPECT_EQ(Outcome(Update(tx, first, unwritable)), "invalid");
    unwritable.id = RecordId(9);
    EXPECT_EQ(Outcome(Insert(tx, unwritable)), "invalid");
    return {};
  });
  EXPECT_EQ(Find(1), first);
  EXPECT_EQ(TakerOf("a"), 1);
  EXPECT_EQ(TakerOf(kNumber, std::int64_t{5}), 1);
  for (const char* name : {"c", "x", "y", "z"}) EXPECT_EQ(TakerOf(name), 0) << name;
}

TEST_P(UniqueValues, NullIsNeverTaken) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(Insert(tx, Book(1, "")));
    GH_CHECK(Insert(tx, Book(2, "")));
    return Insert(tx, Book(3, "", 1));
  });
  EXPECT_TRUE(Find(2));
}

TEST_P(UniqueValues, AreComparedWholeHoweverLong) {
  const std::string shared(2 * kMaxKey, 'x');
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    GH_CHECK(Insert(tx, Book(1, shared + "1")));
    GH_CHECK(Insert(tx, Book(2, shared + "2")));
    EXPECT_EQ(Outcome(Insert(tx, Book(3, shared + "1"))), "already_exists");
    return {};
  });
  EXPECT_EQ(TakerOf(shared + "2"), 2);
}

TEST_P(UniqueValues, FollowAFieldThatBecomesUniqueOrCeasesToBe) {
  const Collection plain = CollectionOf(MakeRecord(1));
  const auto reindex = [&](Transaction& tx, const Collection& from, const Collection& to,
                           const Record& book) {
    return Outcome(tx.records().Reindex(kRivia, from, to, book));
  };
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    for (const Record& book : {Book(1, "a"), Book(2, "a", 5), Book(3, "c")}) {
      GH_CHECK(tx.records().Insert(kRivia, plain, book));
    }
    EXPECT_EQ(reindex(tx, plain, Shelf(), Book(1, "a")), "ok");
    EXPECT_EQ(reindex(tx, plain, Shelf(), Book(1, "a")), "ok");
    EXPECT_EQ(reindex(tx, plain, Shelf(), Book(2, "a", 5)), "already_exists");
    EXPECT_EQ(reindex(tx, plain, Shelf(), Book(3, "c")), "ok");
    return {};
  });
  EXPECT_EQ(TakerOf("a"), 1);
  EXPECT_EQ(TakerOf("c"), 3);
  EXPECT_EQ(TakerOf(kNumber, std::int64_t{5}), 0);
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    EXPECT_EQ(reindex(tx, Shelf(), plain, Book(2, "a", 5)), "ok");
    EXPECT_EQ(reindex(tx, Shelf(), plain, Book(3, "c")), "ok");
    return {};
  });
  EXPECT_EQ(TakerOf("a"), 1) << "only its taker gives a value back";
  EXPECT_EQ(TakerOf("c"), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, UniqueValues, testing::ValuesIn(StoreFactories()), NameOfEngine);

}  // namespace guildhall::test
