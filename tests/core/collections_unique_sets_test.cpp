#include "core/collections.h"
#include "core/jobs.h"
#include "core/seek.h"
#include "tests/core/use_cases.h"

namespace guildhall::test {
namespace {

/// A collection some of whose fields are unique together.
class UniqueSets : public UseCases {
 protected:
  using UniqueNames = Collections::UniqueNames;

  static Collections::Draft Shelf(std::vector<UniqueNames> sets) {
    return {.origin = kOurs,
            .name = "shelf",
            .description = "",
            .fields = {{"room", FieldType::kString},
                       {"place", FieldType::kInteger},
                       {"color", FieldType::kString},
                       {"plan", FieldType::kDocument}},
            .access = {},
            .unique_sets = std::move(sets)};
  }
  Result<Collection> Create(const Collections::Draft& draft) {
    return town.Write(
        [&](Transaction& tx) { return town.collections.Create(tx, town.AsOperator(), draft); });
  }
  Result<Collection> Update(CollectionId id, const Collections::Patch& patch,
                            const Collections* collections = nullptr) {
    const Collections& used = collections != nullptr ? *collections : town.collections;
    return town.Write(
        [&](Transaction& tx) { return used.Update(tx, town.AsOperator(), id, patch); });
  }
  static Collections::Patch Together(std::vector<UniqueNames> sets) {
    Collections::Patch patch;
    patch.unique_sets = std::move(sets);
    return patch;
  }
  Record Placed(const Collection& shelf, std::string room, std::int64_t place) {
    RecordPatch patch;
    patch.fields = {{1, std::move(room)}, {2, place}};
    return town.AddRecord(shelf, patch);
  }
  /// Whether the record has the values that the collection's sets ask for.
  bool Holds(const Collection& shelf, const Record& record) {
    const std::vector<UniqueRow> rows = UniqueRows(shelf, record);
    EXPECT_EQ(rows.size(), 1U);
    return Must(town.Read([&](const Snapshot& snapshot) {
             return snapshot.records().FindUnique(town.rivia, shelf.id, rows.at(0));
           })) == record.id;
  }
  void RunJobs(Removals& removals) {
    for (;;) {
      const auto jobs = Must(
          town.Read([&](const Snapshot& snapshot) { return snapshot.jobs().ListOf(town.rivia); }));
      if (jobs.empty()) return;
      Must(town.Write([&](Transaction& tx) {
        return Jobs(removals).RunStep(tx, town.rivia, jobs.front().id);
      }));
    }
  }

  const std::vector<Problem> unknown{{"unique_sets", Reason::kUnknownName}};
  const std::vector<Problem> refused{{"unique_sets", Reason::kNotAllowed}};
};
GUILDHALL_ON_EVERY_ENGINE(UniqueSets);

using Sets = std::vector<UniqueSet>;

TEST_P(UniqueSets, NameFieldsByNumberInTheirOrder) {
  const Collection made = Must(Create(Shelf({{"place", "room"}, {"room", "place"}})));
  EXPECT_EQ(made.unique_sets, (Sets{{5, {1, 2}}})) << "twice the same is one";
  EXPECT_EQ(made.next_field, 6);
  EXPECT_EQ(Must(town.Read([&](const Snapshot& snapshot) {
              return snapshot.collections().Find(town.rivia, made.id);
            })),
            made);
}

TEST_P(UniqueSets, ThatStayKeepTheirNumber) {
  const Collection made = Must(Create(Shelf({{"room", "place"}})));
  const Collection more = Must(Update(made.id, Together({{"color", "room"}, {"place", "room"}})));
  EXPECT_EQ(more.unique_sets, (Sets{{5, {1, 2}}, {6, {1, 3}}}));
  EXPECT_EQ(more.revision, 1) << "the fields are what they were";
  const std::int64_t event = town.LastEvent();
  EXPECT_EQ(Must(Update(made.id, Together({{"room", "place"}, {"room", "color"}}))), more);
  EXPECT_EQ(town.LastEvent(), event) << "nothing has changed";
}

TEST_P(UniqueSets, AreOfSeveralFieldsThatHaveKeys) {
  EXPECT_EQ(Problems(Create(Shelf({{"room", "door"}}))), unknown);
  EXPECT_EQ(Problems(Create(Shelf({{"room"}}))), refused);
  EXPECT_EQ(Problems(Create(Shelf({{"room", "room"}}))), refused);
  EXPECT_EQ(Problems(Create(Shelf({{}}))), refused);
  EXPECT_EQ(Problems(Create(Shelf({{"room", "plan"}}))), refused);
  const Collection made = Must(Create(Shelf({})));
  EXPECT_EQ(Problems(Update(made.id, Together({{"room", "door"}}))), unknown);
}

TEST_P(UniqueSets, AreNotAddedWhileThereAreRecords) {
  const Collection made = Must(Create(Shelf({{"room", "place"}})));
  Placed(made, "hall", 1);
  EXPECT_EQ(Outcome(Update(made.id, Together({{"place", "room"}}))), "ok") << "it is there";
  EXPECT_EQ(Problems(Update(made.id, Together({{"room", "place"}, {"room", "color"}}))), refused);
  EXPECT_EQ(Must(Update(made.id, Together({}))).unique_sets, Sets{});
  EXPECT_EQ(Problems(Update(made.id, Together({{"room", "place"}}))), refused);
}

TEST_P(UniqueSets, GoWithEachOfTheirFields) {
  const Collection made = Must(Create(Shelf({{"room", "place"}, {"room", "color"}})));
  Collections::Patch patch;
  patch.fields = {{"room", FieldType::kString}, {"color", FieldType::kString}};
  const Collection after = Must(Update(made.id, patch));
  EXPECT_EQ(after.unique_sets, (Sets{{6, {1, 3}}}));
  patch.fields = {{"room", FieldType::kInteger}, {"color", FieldType::kString}};
  EXPECT_EQ(Must(Update(made.id, patch)).unique_sets, Sets{}) << "another type is another field";
}

TEST_P(UniqueSets, ThatGoGiveTheirValuesBack) {
  const Collection made = Must(Create(Shelf({{"room", "place"}})));
  const Record record = Placed(made, "hall", 1);
  ASSERT_TRUE(Holds(made, record));
  Must(Update(made.id, Together({})));
  EXPECT_FALSE(Holds(made, record));
}

TEST_P(UniqueSets, OfManyRecordsGiveTheirValuesBackInSteps) {
  Removals removals{{.rows_at_once = 2, .rows_per_step = 2}};
  const Collections few(town.identities, Collections::Options{}, removals);
  const Collection made = Must(Create(Shelf({{"room", "place"}})));
  std::vector<Record> records;
  for (std::int64_t place = 1; place <= 5; ++place) records.push_back(Placed(made, "hall", place));
  Must(Update(made.id, Together({}), &few));
  EXPECT_TRUE(Holds(made, records.back()));
  RunJobs(removals);
  for (const Record& record : records) EXPECT_FALSE(Holds(made, record));
}

TEST_P(UniqueSets, ComeWithWhatElseADialectDeclares) {
  Collections::Draft draft = Shelf({});
  draft.declaration = R"({"icon":"shelf"})";
  draft.outlives_owners = true;
  const Collection made = Must(Create(draft));
  EXPECT_EQ(made.declaration, draft.declaration);
  EXPECT_TRUE(made.outlives_owners);
  Collections::Patch patch;
  patch.declaration = R"({"icon":"board"})";
  const Collection after = Must(Update(made.id, patch));
  EXPECT_EQ(after.declaration, *patch.declaration);
  EXPECT_EQ(after.revision, 1);
  EXPECT_TRUE(after.outlives_owners);
}

TEST_P(UniqueSets, ALimitOfTheDialectsOwnCounts) {
  Collections::Draft draft = Shelf({});
  draft.max_per_tenant = 1;
  EXPECT_EQ(Problems(Create(draft)), (std::vector<Problem>{{"", Reason::kLimitReached, 1}}))
      << "there are the profiles";
  draft.max_per_tenant = 2;
  EXPECT_EQ(Outcome(Create(draft)), "ok");
}

}  // namespace
}  // namespace guildhall::test
