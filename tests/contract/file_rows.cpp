// Files of records: who holds them, and what becomes of those that nobody holds.
#include <limits>

#include "core/files.h"
#include "core/removals.h"
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

constexpr std::int32_t kCover = 1;
constexpr Time kEndOfTime{std::numeric_limits<std::int64_t>::max() - 1};

File MakeFile(std::string name, TenantId tenant, std::int64_t due) {
  File file;
  file.tenant = tenant;
  file.name = std::move(name);
  file.size = 7;
  file.media_type = "image/png";
  file.created_at = TimeOf(1);
  file.due_at = Time(due);
  return file;
}

Record Holding(std::int64_t id, const std::string& name) {
  Record record = MakeRecord(id);
  record.fields = {{kCover, FileValue{name, 7}}};
  return record;
}

}  // namespace

class FileRowsContract : public StoreContract {
 protected:
  void Stage(const std::string& name, TenantId tenant = kRivia, std::int64_t due = 1000) {
    Do(tenant, [&](Transaction& tx) { return tx.files().Insert(MakeFile(name, tenant, due)); });
  }
  void Put(const Record& record) {
    Do(kRivia,
       [&](Transaction& tx) { return tx.records().Insert(kRivia, CollectionOf(record), record); });
  }
  bool IsHeld(const std::string& name) {
    const auto file = See([&](auto& view) { return view.files().FindByName(name); });
    return file && file->is_held();
  }
  std::vector<std::string> Due(Time by = kEndOfTime) {
    std::vector<std::string> names;
    for (const File& file : See([&](auto& view) { return view.files().ListDue(by, 100); })) {
      names.push_back(file.name);
    }
    return names;
  }
};
using Names = std::vector<std::string>;

TEST_P(FileRowsContract, AFileIsFoundByItsNameAndIsDueUntilARecordHoldsIt) {
  Stage("a.png");
  EXPECT_EQ(See([](auto& view) { return view.files().FindByName("a.png"); }),
            MakeFile("a.png", kRivia, 1000));
  EXPECT_FALSE(See([](auto& view) { return view.files().FindByName("b.png"); }));
  EXPECT_TRUE(Due(Time(999)).empty());
  EXPECT_EQ(Due(Time(1000)), Names({"a.png"}));
  Put(Holding(1, "a.png"));
  EXPECT_TRUE(IsHeld("a.png"));
  const auto file = See([](auto& view) { return view.files().FindByName("a.png"); });
  EXPECT_EQ(file->record, RecordId(1));
  EXPECT_EQ(file->collection, MakeRecord(1).collection);
  EXPECT_TRUE(Due().empty());
  const auto record = See([](auto& view) {
    return view.records().Find(kRivia, MakeRecord(1).collection, RecordId(1));
  });
  EXPECT_EQ(record->fields, Holding(1, "a.png").fields);
}

TEST_P(FileRowsContract, NoRecordTakesAFileThatIsNotWaiting) {
  Stage("a");
  Stage("theirs", kNilfgaard);
  Put(Holding(1, "a"));
  for (const char* name : {"a", "theirs", "nothing"}) {
    const Record record = Holding(2, name);
    EXPECT_EQ(Outcome(Try(kRivia,
                          [&](Transaction& tx) {
                            return tx.records().Insert(kRivia, CollectionOf(record), record);
                          })),
              "unavailable")
        << name;
  }
  EXPECT_TRUE(IsHeld("a"));
  EXPECT_FALSE(IsHeld("theirs"));
}

TEST_P(FileRowsContract, AnUpdateLetsGoWhatItReplaces) {
  Stage("a");
  Stage("b");
  Put(Holding(1, "a"));
  const auto change = [&](const Record& before, const Record& after) {
    Do(kRivia, [&](Transaction& tx) {
      return tx.records().Update(kRivia, CollectionOf(before), before, after);
    });
  };
  Record moved = Holding(1, "a");
  moved.revision = 9;
  change(Holding(1, "a"), moved);
  EXPECT_TRUE(IsHeld("a"));
  change(moved, Holding(1, "b"));
  EXPECT_FALSE(IsHeld("a"));
  EXPECT_TRUE(IsHeld("b"));
  EXPECT_EQ(Due(Time(0)), Names({"a"}));
  change(Holding(1, "b"), MakeRecord(1));
  EXPECT_EQ(Due(Time(0)), Names({"a", "b"}));
}

TEST_P(FileRowsContract, RecordsThatGoLetTheirFilesGo) {
  for (const char* name : {"a", "b", "c"}) Stage(name);
  Put(Holding(1, "a"));
  Put(Holding(2, "b"));
  Put(Holding(3, "c"));
  Do(kRivia, [](Transaction& tx) {
    const Record first = Holding(1, "a");
    return tx.records().Remove(kRivia, CollectionOf(first), first);
  });
  EXPECT_EQ(Due(Time(0)), Names({"a"}));
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.records().RemoveAll(kRivia, MakeRecord(1).collection, 1));
    return {};
  });
  EXPECT_EQ(Due(Time(0)), Names({"a", "b"}));
  EXPECT_TRUE(IsHeld("c"));
}

TEST_P(FileRowsContract, FilesOfATenantThatIsGoneAreDueAndItsChunksAreGone) {
  Stage("a");
  Put(Holding(1, "a"));
  Do(kRivia, [](Transaction& tx) { return tx.files().InsertChunk(kRivia, "a", 0, "bytes"); });
  std::int64_t rows = 1;
  while (rows > 0) {
    Do({kSite, kRivia}, [&](Transaction& tx) -> Result<void> {
      GH_TRY(rows, tx.tenants().Purge(kRivia, 2));
      return {};
    });
  }
  EXPECT_EQ(Due(Time(0)), Names({"a"}));
  EXPECT_FALSE(See([](auto& view) { return view.files().FindChunk(kRivia, "a", 0); }));
}

TEST_P(FileRowsContract, OnlyWhatIsDueIsCondemned) {
  Stage("waiting");
  Stage("held");
  Put(Holding(1, "held"));
  const auto condemn = [&](const std::string& name, std::int64_t by) {
    bool condemned = false;
    Do({kSite}, [&](Transaction& tx) -> Result<void> {
      GH_TRY(condemned, tx.files().Condemn(kRivia, name, Time(by)));
      return {};
    });
    return condemned;
  };
  EXPECT_FALSE(condemn("held", 1'000'000));
  EXPECT_FALSE(condemn("waiting", 999));
  EXPECT_TRUE(condemn("waiting", 1000));
  const Record late = Holding(2, "waiting");
  EXPECT_EQ(Outcome(Try(kRivia,
                        [&](Transaction& tx) {
                          return tx.records().Insert(kRivia, CollectionOf(late), late);
                        })),
            "unavailable");
}

TEST_P(FileRowsContract, BytesInChunksComeBackAndGo) {
  ChunkedFileBytes bytes(store());
  const std::string first(FileBytes::kPiece, '\xFF');
  Must(bytes.Write(kRivia, "a", 0, first));
  Must(bytes.Write(kRivia, "a", static_cast<std::int64_t>(FileBytes::kPiece), {"\0end", 4}));
  Must(bytes.Keep(kRivia, "a"));
  EXPECT_TRUE(Must(bytes.Read(kRivia, "a", 0)) == first);
  EXPECT_EQ(Must(bytes.Read(kRivia, "a", static_cast<std::int64_t>(FileBytes::kPiece))),
            std::string("\0end", 4));
  EXPECT_EQ(Outcome(bytes.Read(kNilfgaard, "a", 0)), "not_found");
  Must(bytes.Remove(kRivia, "a"));
  Must(bytes.Remove(kRivia, "a"));
  EXPECT_EQ(Outcome(bytes.Read(kRivia, "a", 0)), "not_found");
}

TEST_P(FileRowsContract, TheSweepTakesWhatNobodyHolds) {
  SeededRandom random(7);
  ChunkedFileBytes bytes(store());
  Files files(store(), bytes, clock(), random, Removals::ReadingThrough());
  const FileValue left =
      Must(files.Stage(kRivia, {.extension = "t.x", .media_type = "", .bytes = "left"}));
  EXPECT_EQ(left.name.size(), 43U) << left.name;
  const FileValue held =
      Must(files.Stage(kRivia, {.extension = "", .media_type = "", .bytes = "held"}));
  EXPECT_NE(held.name, left.name);
  Put(Holding(1, held.name));
  EXPECT_EQ(Must(files.Sweep(10)), 0) << "it may still be taken";
  clock().Advance(Files::kStagedSeconds * 1'000'000);
  EXPECT_EQ(Must(files.Sweep(10)), 1);
  EXPECT_EQ(Must(files.Sweep(10)), 0);
  EXPECT_FALSE(See([&](auto& view) { return view.files().FindByName(left.name); }));
  EXPECT_EQ(Outcome(bytes.Read(kRivia, left.name, 0)), "not_found");
  EXPECT_EQ(Must(bytes.Read(kRivia, held.name, 0)), "held");
  EXPECT_EQ(Outcome(files.Stage(kRivia,
                                {.extension = "abcdefghijklmnopq", .media_type = "", .bytes = ""})),
            "invalid");
}

INSTANTIATE_TEST_SUITE_P(Engines, FileRowsContract, testing::ValuesIn(StoreFactories()),
                         NameOfEngine);

}  // namespace guildhall::test
