#include <array>

#include "core/collections.h"
#include "core/jobs.h"
#include "tests/core/use_cases.h"

namespace guildhall::test {
namespace {

/// A collection whose fields change while it has records.
class CollectionFields : public UseCases {
 protected:
  using FieldDraft = Collections::FieldDraft;

  static FieldDraft Title() { return {.name = "title", .type = FieldType::kString}; }
  static FieldDraft Ordered() {
    FieldDraft draft = Title();
    draft.ordered = true;
    return draft;
  }
  static FieldDraft Filterable() {
    FieldDraft draft = Title();
    draft.filterable = true;
    return draft;
  }
  static FieldDraft Unique() {
    FieldDraft draft = Title();
    draft.unique = true;
    return draft;
  }
  static FieldDraft PointingTo(CollectionId id) {
    return {.name = "author",
            .type = FieldType::kReference,
            .target = {Target::Kind::kCollection, id, "author"}};
  }

  Result<Collection> Change(const Collections& collections, std::vector<FieldDraft> fields) {
    Collections::Patch patch;
    patch.fields = std::move(fields);
    auto changed = town.Write([&](Transaction& tx) {
      return collections.Update(tx, town.AsOperator(), books.id, patch);
    });
    if (changed) books = *changed;
    return changed;
  }
  Result<Collection> Change(std::vector<FieldDraft> fields) {
    return Change(town.collections, std::move(fields));
  }
  Record Titled(std::string title) {
    RecordPatch patch;
    patch.fields = {{books.fields.front().number, std::move(title)}};
    return town.AddRecord(books, patch);
  }
  Numbers Query(const RecordQuery& query) {
    return IdsOf(Must(town.Read([&](const Snapshot& snapshot) {
      return town.records.List(snapshot, town.AsOperator(), books, query);
    })));
  }
  Numbers ByTitle() { return Query({.order = {.number = books.fields.front().number}}); }
  Numbers WithTitle(std::string title) {
    return Query({.filter = {{.field = {.number = books.fields.front().number},
                              .operands = {std::move(title)}}}});
  }
  /// Entries that the index has in a list, whatever fields say.
  std::size_t EntriesOf(std::int32_t list) {
    return Must(town.Read([&](const Snapshot& snapshot) {
             constexpr std::array<Audience, 1> kAll{kAudienceAll};
             return snapshot.records().WalkKeys(
                 town.rivia, {.collection = books.id, .field = list, .limit = 1'000}, kAll);
           }))
        .size();
  }
  /// Runs the tenant's jobs to their end; the number of steps.
  int RunJobs() {
    int steps = 0;
    for (;;) {
      const auto jobs = Must(
          town.Read([&](const Snapshot& snapshot) { return snapshot.jobs().ListOf(town.rivia); }));
      if (jobs.empty()) return steps;
      Must(town.Write([&](Transaction& tx) {
        return Jobs(removals).RunStep(tx, town.rivia, jobs.front().id);
      }));
      ++steps;
    }
  }
  void Reread() {
    books = Must(town.Read([&](const Snapshot& snapshot) {
              return snapshot.collections().Find(town.rivia, books.id);
            })).value();
  }

  Collection books = town.AddCollection("book", {}, {Title()});
  Removals removals{{.rows_at_once = 2, .rows_per_step = 2}};
  Collections few{town.identities, Collections::Options{}, removals};
};
GUILDHALL_ON_EVERY_ENGINE(CollectionFields);

TEST_P(CollectionFields, AnIndexThatIsAddedHasTheRecordsThatWereThere) {
  const std::int64_t second = Titled("b").id.value();
  const std::int64_t first = Titled("a").id.value();
  const std::int64_t nameless = town.AddRecord(books).id.value();
  Must(Change({Ordered()}));
  EXPECT_FALSE(books.fields[0].building);
  EXPECT_EQ(ByTitle(), (Numbers{first, second, nameless}));
  EXPECT_EQ(WithTitle("b"), Numbers{second});
  EXPECT_EQ(EntriesOf(books.fields[0].index), 3U);
}

TEST_P(CollectionFields, AListOfAnotherKindIsAnotherListAndTheFormerOneGoes) {
  Titled("a");
  Must(Change({Filterable()}));
  const std::int32_t former = books.fields[0].index;
  EXPECT_EQ(EntriesOf(former), 1U);
  Must(Change({Ordered()}));
  EXPECT_NE(books.fields[0].index, former);
  EXPECT_EQ(books.fields[0].number, 1) << "the values stay";
  EXPECT_EQ(EntriesOf(former), 0U);
  EXPECT_EQ(EntriesOf(books.fields[0].index), 1U);
  const std::int32_t latter = books.fields[0].index;
  Must(Change({Title()}));
  EXPECT_EQ(books.fields[0].index, 0);
  EXPECT_EQ(EntriesOf(latter), 0U);
}

TEST_P(CollectionFields, OtherChangesKeepTheList) {
  Must(Change({Filterable()}));
  const std::int32_t list = books.fields[0].index;
  Must(Change({Filterable(), {.name = "pages", .type = FieldType::kInteger}}));
  EXPECT_EQ(books.fields[0].index, list);
}

TEST_P(CollectionFields, OfManyRecordsTheIndexIsBuiltInSteps) {
  Numbers ids;
  for (int i = 0; i < 5; ++i)
    ids.insert(ids.begin(), Titled(std::string(1, static_cast<char>('e' - i))).id.value());
  Must(Change(few, {Ordered()}));
  EXPECT_TRUE(books.fields[0].building);
  EXPECT_EQ(ByTitle(), ids) << "without the list";
  const auto refused = Change(few, {Title()});
  EXPECT_EQ(Outcome(refused), "conflict");
  EXPECT_EQ(Problems(refused), (std::vector<Problem>{{"fields", Reason::kBusy}}));
  EXPECT_EQ(Outcome(Change(few, {Ordered()})), "ok") << "nothing changes";
  ids.insert(ids.begin(), Titled("A").id.value());
  EXPECT_EQ(RunJobs(), 4);
  Reread();
  EXPECT_FALSE(books.fields[0].building);
  EXPECT_EQ(EntriesOf(books.fields[0].index), 6U);
  EXPECT_EQ(ByTitle(), ids);
}

TEST_P(CollectionFields, OfManyRecordsAFormerListGoesInSteps) {
  Must(Change({Filterable()}));
  for (int i = 0; i < 5; ++i) Titled("a");
  const std::int32_t former = books.fields[0].index;
  Must(Change(few, {Title()}));
  EXPECT_EQ(EntriesOf(former), 5U);
  RunJobs();
  EXPECT_EQ(EntriesOf(former), 0U);
}

TEST_P(CollectionFields, AJobOfACollectionThatIsGoneEnds) {
  for (int i = 0; i < 5; ++i) Titled("a");
  Must(Change(few, {Ordered()}));
  Must(town.Write(
      [&](Transaction& tx) { return town.collections.Remove(tx, town.AsOperator(), books.id); }));
  EXPECT_EQ(RunJobs(), 1);
}

TEST_P(CollectionFields, OnlyANewFieldCanBeUnique) {
  EXPECT_EQ(Problems(Change({Unique()})), (std::vector<Problem>{{"title", Reason::kNotAllowed}}));
  FieldDraft isbn = Unique();
  isbn.name = "isbn";
  EXPECT_EQ(Outcome(Change({Title(), isbn})), "ok");
  EXPECT_EQ(Outcome(Change({Title(), isbn})), "ok") << "it is so already";
}

TEST_P(CollectionFields, AnotherTargetStartsAnew) {
  const CollectionId authors = town.AddCollection("author", {}).id;
  const CollectionId people = town.AddCollection("person", {}).id;
  Must(Change({PointingTo(authors)}));
  const std::int32_t number = books.fields[0].number;
  Must(Change({PointingTo(authors), Title()}));
  EXPECT_EQ(books.fields[0].number, number);
  Must(Change({PointingTo(people)}));
  EXPECT_NE(books.fields[0].number, number);
}

TEST_P(CollectionFields, WhatNoListCanHoldIsRefused) {
  const std::vector<Problem> refused{{"x", Reason::kNotAllowed}};
  for (const FieldType type : {FieldType::kDocument, FieldType::kList}) {
    EXPECT_EQ(Problems(Change({{.name = "x", .type = type, .ordered = true}})), refused);
    EXPECT_EQ(Problems(Change({{.name = "x", .type = type, .unique = true}})), refused);
  }
  EXPECT_EQ(Problems(Change({{.name = "x", .type = FieldType::kDocument, .filterable = true}})),
            refused);
  EXPECT_EQ(Problems(Change({{.name = "x", .type = FieldType::kReference}})),
            (std::vector<Problem>{{"x", Reason::kRequired}}));
}

}  // namespace
}  // namespace guildhall::test
