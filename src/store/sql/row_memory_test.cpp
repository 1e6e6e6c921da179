#include "store/sql/row_memory.h"

#include <string>

#include <gtest/gtest.h>

namespace guildhall::store {
namespace {

constexpr TenantId kTenant{1};
constexpr CollectionId kBooks{17};
constexpr std::size_t kMuch = 1 << 20;

Record Book(std::int64_t id, std::string room = "") {
  Record record;
  record.collection = kBooks;
  record.id = RecordId(id);
  record.room = std::move(room);
  return record;
}

Collection Books() {
  Collection collection;
  collection.id = kBooks;
  collection.origin = Origin(1);
  collection.name = "books";
  return collection;
}

RecordKey KeyOf(std::int64_t id) { return {kTenant, kBooks, RecordId(id)}; }

/// A memory of a reader, and one of the writer over the same marks.
class RowMemories : public testing::Test {
 protected:
  RowMemories() { reader_.Begin(); }

  template <class Changes>
  void Commit(const Changes& changes) {
    writer_.Begin();
    changes(writer_);
    writer_.CountCommit();
  }

  ChangeMarks marks_;
  RowMemory reader_{marks_, kMuch};
  RowMemory writer_{marks_, kMuch};
};

TEST_F(RowMemories, AnswerWhatWasReadUntilItChanges) {
  reader_.Keep(kTenant, Book(1, "a"));
  reader_.Keep(kTenant, Book(2));
  Commit([](RowMemory& writer) { writer.Changes(KeyOf(2)); });
  reader_.Begin();
  ASSERT_NE(reader_.Find(KeyOf(1)), nullptr);
  EXPECT_EQ(reader_.Find(KeyOf(1))->room, "a");
  EXPECT_EQ(reader_.Find(KeyOf(2)), nullptr);
}

TEST_F(RowMemories, KnowNothingOfOtherTenantsCollectionsAndIds) {
  reader_.Keep(kTenant, Book(1));
  EXPECT_EQ(reader_.Find({TenantId(2), kBooks, RecordId(1)}), nullptr);
  EXPECT_EQ(reader_.Find({kTenant, CollectionId(18), RecordId(1)}), nullptr);
  EXPECT_EQ(reader_.Find(KeyOf(2)), nullptr);
}

TEST_F(RowMemories, FindARecordByItsUidUntilItChanges) {
  Record book = Book(1);
  book.uid[0] = 7;
  reader_.Keep(kTenant, book);
  EXPECT_EQ(reader_.Find(kTenant, book.uid), nullptr) << "nobody asked for it by this yet";
  reader_.KeepUid(kTenant, book);
  ASSERT_NE(reader_.Find(kTenant, book.uid), nullptr);
  EXPECT_EQ(reader_.Find(TenantId(2), book.uid), nullptr);
  Commit([](RowMemory& writer) { writer.Changes(KeyOf(1)); });
  reader_.Begin();
  EXPECT_EQ(reader_.Find(kTenant, book.uid), nullptr);
  // Another record has the number by now.
  reader_.Keep(kTenant, Book(1));
  EXPECT_EQ(reader_.Find(kTenant, book.uid), nullptr);
}

TEST_F(RowMemories, ARowThatIsAboutToChangeIsNotAnsweredFromMemory) {
  reader_.Keep(kTenant, Book(1));
  writer_.Begin();
  writer_.Changes(KeyOf(1));
  EXPECT_EQ(reader_.Find(KeyOf(1)), nullptr);
}

TEST_F(RowMemories, WhatAViewFromBeforeTheChangeReadIsNotBelievedAfterIt) {
  Commit([](RowMemory& writer) { writer.Changes(KeyOf(1)); });
  reader_.Keep(kTenant, Book(1, "old"));
  EXPECT_EQ(reader_.Find(KeyOf(1)), nullptr);
  reader_.Begin();
  EXPECT_EQ(reader_.Find(KeyOf(1)), nullptr);
  reader_.Keep(kTenant, Book(1, "new"));
  EXPECT_EQ(reader_.Find(KeyOf(1))->room, "new");
}

TEST_F(RowMemories, ViewsAreTheNewestUntilACommitIsCounted) {
  EXPECT_TRUE(reader_.Newest());
  Commit([](RowMemory&) {});
  EXPECT_FALSE(reader_.Newest());
  reader_.Begin();
  EXPECT_TRUE(reader_.Newest());
}

TEST_F(RowMemories, FindCollectionsByIdAndByNameUntilOneOfTheTenantChanges) {
  reader_.Keep(kTenant, Books());
  EXPECT_EQ(reader_.Find(kTenant, kBooks)->name, "books");
  EXPECT_EQ(reader_.Find(kTenant, Origin(1), "books")->id, kBooks);
  EXPECT_EQ(reader_.Find(kTenant, Origin(2), "books"), nullptr);
  EXPECT_EQ(reader_.Find(kTenant, Origin(1), "book"), nullptr);
  Commit([](RowMemory& writer) { writer.ChangesCollectionsOf(kTenant); });
  reader_.Begin();
  EXPECT_EQ(reader_.Find(kTenant, kBooks), nullptr);
  EXPECT_EQ(reader_.Find(kTenant, Origin(1), "books"), nullptr);
}

TEST_F(RowMemories, FindACollectionUnderTheNameOfAnotherOriginUntilOneOfTheTenantChanges) {
  reader_.Keep(kTenant, Books());
  reader_.KeepName(kTenant, Origin(2), "books", kBooks);
  EXPECT_EQ(reader_.Find(kTenant, Origin(2), "books")->id, kBooks);
  EXPECT_EQ(reader_.Find(kTenant, Origin(1), "books")->id, kBooks);
  EXPECT_EQ(reader_.Find(TenantId(2), Origin(2), "books"), nullptr);
  Commit([](RowMemory& writer) { writer.ChangesCollectionsOf(kTenant); });
  reader_.Begin();
  reader_.Keep(kTenant, Books());
  EXPECT_EQ(reader_.Find(kTenant, Origin(2), "books"), nullptr);
  EXPECT_NE(reader_.Find(kTenant, Origin(1), "books"), nullptr);
}

TEST_F(RowMemories, AWriterDoesNotBelieveWhatItReadOfItsOwnUndoneChange) {
  writer_.Begin();
  writer_.ChangesCollectionsOf(kTenant);
  writer_.Keep(kTenant, Books());
  EXPECT_EQ(writer_.Find(kTenant, kBooks), nullptr);
  writer_.CountCommit();
  writer_.Begin();
  EXPECT_EQ(writer_.Find(kTenant, kBooks), nullptr);
}

TEST_F(RowMemories, FindGroupsUntilTheyChange) {
  Group wolves;
  wolves.id = GroupId(1);
  wolves.name = "wolves";
  Group cats;
  cats.id = GroupId(2);
  reader_.Keep(kTenant, wolves);
  reader_.Keep(kTenant, cats);
  EXPECT_EQ(reader_.Find(TenantId(2), GroupId(1)), nullptr);
  Commit([](RowMemory& writer) { writer.Changes(kTenant, GroupId(2)); });
  reader_.Begin();
  ASSERT_NE(reader_.Find(kTenant, GroupId(1)), nullptr);
  EXPECT_EQ(reader_.Find(kTenant, GroupId(1))->name, "wolves");
  EXPECT_EQ(reader_.Find(kTenant, GroupId(2)), nullptr);
}

TEST_F(RowMemories, ForgetARemovedCollectionsRecordsAtOnce) {
  reader_.Keep(kTenant, Book(1));
  Commit([](RowMemory& writer) { writer.ChangesRecordsOf(kTenant, kBooks); });
  reader_.Begin();
  EXPECT_EQ(reader_.Find(KeyOf(1)), nullptr);
}

TEST_F(RowMemories, ForgetAllWhenATenantIsEmptied) {
  reader_.Keep(kTenant, Book(1));
  reader_.Keep(kTenant, Books());
  Commit([](RowMemory& writer) { writer.ChangesEverything(); });
  reader_.Begin();
  EXPECT_EQ(reader_.Find(KeyOf(1)), nullptr);
  EXPECT_EQ(reader_.Find(kTenant, kBooks), nullptr);
}

TEST_F(RowMemories, DropWhatWasNotAskedForWhenTheyAreFull) {
  for (std::int64_t id = 1; id <= 10'000; ++id) {
    reader_.Keep(kTenant, Book(id, std::string(100, 'x')));
    ASSERT_NE(reader_.Find(KeyOf(1)), nullptr) << "which is asked for all the time, after " << id;
  }
  EXPECT_EQ(reader_.Find(KeyOf(2)), nullptr);
  EXPECT_NE(reader_.Find(KeyOf(10'000)), nullptr);
}

TEST_F(RowMemories, DoNotKeepARowThatWouldDriveOutMostOthers) {
  reader_.Keep(kTenant, Book(1, std::string(kMuch / 4, 'x')));
  EXPECT_EQ(reader_.Find(KeyOf(1)), nullptr);
}

TEST(RowMemory, OfNoBytesKeepsNothing) {
  ChangeMarks marks;
  RowMemory memory(marks, 0);
  memory.Begin();
  memory.Keep(kTenant, Book(1));
  memory.Keep(kTenant, Books());
  EXPECT_EQ(memory.Find(KeyOf(1)), nullptr);
  EXPECT_EQ(memory.Find(kTenant, kBooks), nullptr);
}

}  // namespace
}  // namespace guildhall::store
