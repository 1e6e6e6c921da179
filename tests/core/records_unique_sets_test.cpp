// Fields that are unique together.
#include "tests/core/records_use_cases.h"

namespace guildhall::test {
namespace {

class RecordUniqueSets : public RecordUseCases {
 protected:
  enum Number : std::int32_t { kRow = 1, kPlace, kNote };

  void SetUp() override {
    books = Must(town.Write([&](Transaction& tx) {
      return town.collections.Create(tx, town.AsOperator(),
                                     {.origin = kOurs,
                                      .name = "shelf",
                                      .description = "",
                                      .fields = {{"row", FieldType::kInteger},
                                                 {"place", FieldType::kString},
                                                 {"note", FieldType::kString}},
                                      .access = OpenTo(Rights::All()),
                                      .metadata = "{}",
                                      .unique_sets = {{"row", "place"}}});
    }));
  }
  static RecordPatch At(Value row, Value place) {
    RecordPatch patch = Listed(Opening(Rights::All()));
    patch.fields = {{kRow, std::move(row)}, {kPlace, std::move(place)}};
    return patch;
  }
  static RecordPatch At(std::int64_t row, std::string place) {
    return At(Value(row), Value(std::move(place)));
  }
  static RecordPatch Only(std::int32_t number, Value value) {
    RecordPatch patch;
    patch.fields = {{number, std::move(value)}};
    return patch;
  }

  const std::vector<Problem> taken{{"row,place", Reason::kTaken}};
  Caller caller = town.AsKey();
};
GUILDHALL_ON_EVERY_ENGINE(RecordUniqueSets);

TEST_P(RecordUniqueSets, AreTakenAsAWhole) {
  Must(Create(caller, At(1, "left")));
  EXPECT_EQ(Problems(Create(caller, At(1, "left"))), taken);
  EXPECT_EQ(Outcome(Create(caller, At(1, "right"))), "ok");
  EXPECT_EQ(Outcome(Create(caller, At(2, "left"))), "ok");
}

TEST_P(RecordUniqueSets, AreTakenByAChangeOfOneFieldToo) {
  Must(Create(caller, At(1, "left")));
  const RecordId id = Must(Create(caller, At(1, "right"))).id;
  EXPECT_EQ(Problems(Update(caller, id, Only(kPlace, std::string("left")))), taken);
  EXPECT_EQ(Outcome(Update(caller, id, Only(kNote, std::string("dusty")))), "ok");
  EXPECT_EQ(Outcome(Update(caller, id, Only(kRow, std::int64_t{2}))), "ok");
  EXPECT_EQ(Outcome(Update(caller, id, Only(kPlace, std::string("left")))), "ok");
}

TEST_P(RecordUniqueSets, WithNullTakeNothing) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Outcome(Create(caller, At(Value(), std::string("left")))), "ok");
    EXPECT_EQ(Outcome(Create(caller, At(std::int64_t{1}, Value()))), "ok");
    EXPECT_EQ(Outcome(Create(caller, {})), "ok");
  }
}

TEST_P(RecordUniqueSets, AreFreeWhenTheirRecordLeavesThem) {
  const RecordId first = Must(Create(caller, At(1, "left"))).id;
  Must(Update(caller, first, Only(kRow, std::int64_t{2})));
  EXPECT_EQ(Outcome(Create(caller, At(1, "left"))), "ok");
  EXPECT_EQ(Problems(Update(caller, first, Only(kRow, std::int64_t{1}))), taken);
  Must(Remove(caller, first));
  EXPECT_EQ(Outcome(Create(caller, At(2, "left"))), "ok");
}

TEST_P(RecordUniqueSets, HoldValuesOfAnyLength) {
  const std::string common(2'000, 'a');
  Must(Create(caller, At(1, common + "x")));
  EXPECT_EQ(Problems(Create(caller, At(1, common + "x"))), taken);
  EXPECT_EQ(Outcome(Create(caller, At(1, common + "y"))), "ok");
  EXPECT_EQ(Outcome(Create(caller, At(2, common + "x"))), "ok");
}

}  // namespace
}  // namespace guildhall::test
