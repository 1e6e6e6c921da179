#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/jobs.h"
#include "core/removals.h"
#include "tests/core/whole_core.h"

namespace guildhall::test {

// Five rows are little here.
inline constexpr std::int32_t kAtOnce = 5;
inline constexpr std::int32_t kPerStep = 2;

inline Core::Options SmallSteps() {
  return {.removals = {.rows_at_once = kAtOnce, .rows_per_step = kPerStep},
          .registration = Registration::kOpen};
}

class RemovalCases : public testing::TestWithParam<StoreFactory> {
 protected:
  Collection AddCollection(std::string name, bool outlives_owners = false) {
    return Must(world.Write([&](Transaction& tx) {
      return world.core->collections().Create(tx, world.AsOperator(),
                                              {.origin = kOurs,
                                               .name = name,
                                               .description = "",
                                               .fields = {},
                                               .access = OpenTo(Rights::All()),
                                               .metadata = "{}",
                                               .outlives_owners = outlives_owners});
    }));
  }
  RecordId AddRecord(const RecordPatch& patch) {
    return Must(world.Write([&](Transaction& tx) {
             return world.core->records().Create(tx, world.AsOperator(), books, patch);
           }))
        .id;
  }
  void AddRecords(int count, const RecordPatch& patch) {
    for (int i = 0; i < count; ++i) last = AddRecord(patch);
  }
  static RecordPatch OwnedBy(UserId owner) {
    RecordPatch patch;
    patch.access.owner = owner;
    patch.access.everyone = Rights::All();
    return patch;
  }
  static RecordPatch SharedBy(GroupId group) { return Listed(Sharing(group, kWriting)); }
  static RecordPatch SaidIn(ChannelId channel) {
    RecordPatch patch = Listed(Opening(Rights::All()));
    patch.channel = channel;
    return patch;
  }

  Result<Record> Get(const Caller& caller, RecordId id) {
    return world.Read(
        [&](const Snapshot& s) { return world.core->records().Get(s, caller, books, id); });
  }
  Numbers ListedTo(const Caller& caller) {
    return IdsOf(Must(world.Read(
        [&](const Snapshot& s) { return world.core->records().List(s, caller, books, {}); })));
  }
  std::int64_t Counted(const Caller& caller) {
    return Must(world.Read(
        [&](const Snapshot& s) { return world.core->records().Count(s, caller, books, {}, 100); }));
  }
  std::int64_t CountedByAll() {
    return Must(world.Read([&](const Snapshot& s) {
      return world.core->collections().CountRecords(s, world.rivia, books.id, 100);
    }));
  }
  /// The row as the store has it, whatever is hidden.
  std::optional<Record> Stored(RecordId id) {
    return Must(
        world.Read([&](const Snapshot& s) { return s.records().Find(world.rivia, books.id, id); }));
  }
  Result<void> RemoveUser(UserId id) {
    return world.Write(
        [&](Transaction& tx) { return world.core->users().Remove(tx, world.AsOperator(), id); });
  }
  Result<void> RemoveGroup(GroupId id) {
    return world.Write(
        [&](Transaction& tx) { return world.core->groups().Remove(tx, world.AsOperator(), id); });
  }

  std::vector<Job> Jobs() {
    return Must(
        world.Read([](const Snapshot& s) { return s.jobs().ListDue(Time(INT64_MAX), 10); }));
  }
  JobStep Step(const Job& job) {
    return Must(world.Write(
        [&](Transaction& tx) { return world.core->jobs().RunStep(tx, job.tenant, job.id); }));
  }
  /// Runs every job to its end; how many rows they did.
  std::int64_t Finish() {
    std::int64_t rows = 0;
    for (std::vector<Job> jobs = Jobs(); !jobs.empty(); jobs = Jobs()) {
      const JobStep step = Step(jobs.front());
      EXPECT_LE(step.rows, kPerStep);
      rows += step.rows;
    }
    return rows;
  }
  /// The process ends here, and another one takes over.
  void Restart() {
    world.core.reset();
    world.store->Close();
    world.store.reset();
    world.store = Must(world.home->Open(StoreOptions{.clock = &world.clock}));
    world.core =
        std::make_unique<Core>(*world.store, *world.keys, world.clock, world.random, SmallSteps());
  }

  WholeCore world{GetParam(), SmallSteps()};
  Collection books = AddCollection("book");
  RecordId last;
};

}  // namespace guildhall::test
