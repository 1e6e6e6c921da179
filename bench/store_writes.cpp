// Durable changes per second, on either engine: one at a time, many waiting and joined into
// commits, and many waiting with a commit each. A change adds a member to a group, or creates a
// record that a group may read; it is counted when it was told to be committed, on SQLite with
// synchronous=FULL.
//
//   bench_store_writes [--brief] [--json FILE] [--outstanding N] [--seconds S]
//                      [--aim TIMES] [folder | postgresql://...]
//
// What joining brings depends on how long a flush takes: bench/slow_disk.py runs this with a flush
// of 1 ms. `--aim`: how many times as many as with a commit each are aimed at.
#include <algorithm>
#include <chrono>
#include <memory>
#include <semaphore>
#include <string>
#include <vector>

#include "bench/figures.h"
#include "bench/installation.h"
#include "bench/places.h"

namespace {

using namespace guildhall;
using bench::Must;
using Steady = std::chrono::steady_clock;

constexpr std::int64_t kUsers = 2'000;
constexpr std::int64_t kGroups = 500;

struct Load {
  std::string name;
  std::ptrdiff_t outstanding = 1;
  std::optional<std::size_t> changes_per_commit{};  ///< else as many as a server joins
};

/// A tenant with people and groups, and the changes that are made there.
class Site {
 public:
  Site(bench::Installation& house, const std::string& name)
      : house_(house), owner_(house.AddTenant(name)) {
    house.Fill(owner_, "users", kUsers, [&](Transaction& tx, std::int64_t number) -> Result<void> {
      Users::Draft draft;
      draft.username = "user" + std::to_string(number);
      draft.password_hash = "$hash$";
      GH_CHECK(house_.core().users().Create(tx, owner_, draft));
      return {};
    });
    house.Fill(
        owner_, "groups", kGroups, [&](Transaction& tx, std::int64_t number) -> Result<void> {
          GH_CHECK(
              house_.core().groups().Create(tx, owner_, {"group" + std::to_string(number), ""}));
          return {};
        });
    house.Write(owner_, [&](Transaction& tx) -> Result<void> {
      Collections::Draft draft;
      draft.name = "documents";
      draft.fields = {{.name = "number", .type = FieldType::kInteger, .ordered = true},
                      {.name = "title", .type = FieldType::kString}};
      GH_TRY(collection_, house_.core().collections().Create(tx, owner_, draft));
      return {};
    });
  }

  [[nodiscard]] TenantId tenant() const { return owner_.tenant; }

  /// Each number another membership.
  Result<void> AddMember(Transaction& tx, std::int64_t number) const {
    GH_CHECK(house_.core().memberships().Add(tx, owner_,
                                             {.user = UserId(number % kUsers + 1),
                                              .group = GroupOf(number / kUsers),
                                              .origin = kCoreOrigin}));
    return {};
  }

  Result<void> CreateRecord(Transaction& tx, std::int64_t number) const {
    RecordPatch patch;
    patch.access.primary = {GroupOf(number), {Right::kRead}, 0};
    patch.fields = {{collection_.FindField("number")->number, number},
                    {collection_.FindField("title")->number, "record " + std::to_string(number)}};
    GH_CHECK(house_.core().records().Create(tx, owner_, collection_, patch));
    return {};
  }

 private:
  static GroupId GroupOf(std::int64_t number) { return GroupId(number % kGroups + 1); }

  bench::Installation& house_;
  const Caller owner_;
  Collection collection_;
};

using Work = Result<void> (Site::*)(Transaction&, std::int64_t) const;

struct Outcome {
  double rate = 0;
  double median = 0;    // microseconds from asking to being told
  double slowest1 = 0;  // 99th percentile
};

/// Makes one kind of change for some time, so many at once.
class Run {
 public:
  Run(Store& store, const Site& site, Work work, std::ptrdiff_t outstanding)
      : store_(store), site_(site), work_(work), outstanding_(outstanding), free_(outstanding) {}

  Outcome Measure(std::chrono::milliseconds duration) {
    const bench::Watch watch;
    const auto begin = Steady::now();
    for (std::int64_t number = 0; Steady::now() - begin < duration; ++number) {
      if (number >= kUsers * kGroups) break;
      free_.acquire();
      Ask(number);
    }
    for (std::ptrdiff_t i = 0; i < outstanding_; ++i) free_.acquire();
    const double took = watch.Microseconds() / 1e6;
    std::ranges::sort(waits_);
    return {static_cast<double>(waits_.size()) / took, waits_[waits_.size() / 2],
            waits_[waits_.size() * 99 / 100]};
  }

 private:
  void Ask(std::int64_t number) {
    store_.Write(
        {site_.tenant()}, [this, number](Transaction& tx) { return (site_.*work_)(tx, number); },
        [this, asked = bench::Watch()](const Result<void>& outcome) {
          Must(outcome);
          waits_.push_back(asked.Microseconds());  // on the writer's thread only
          free_.release();
        });
  }

  Store& store_;
  const Site& site_;
  const Work work_;
  const std::ptrdiff_t outstanding_;
  std::counting_semaphore<> free_;
  std::vector<double> waits_;
};

/// Changes per second of one load, in a tenant of its own.
double Measure(const bench::Place& place, const Load& load, Work work, const std::string& what,
               std::chrono::milliseconds duration, const bench::Figures& figures) {
  static int tenants = 0;
  const SystemClock clock;
  bench::Installation house(place.Open(clock, {.memory_bytes = bench::kMemoryOfServers,
                                               .changes_per_commit = load.changes_per_commit}),
                            clock);
  const Site site(house, "tenant-" + std::to_string(++tenants));
  const Outcome outcome = Run(house.store(), site, work, load.outstanding).Measure(duration);
  const std::string name = what + ", " + load.name;
  figures.Add(name, load.outstanding, outcome.rate, "changes/s");
  figures.Add(name + ", p50", load.outstanding, outcome.median, "µs");
  figures.Add(name + ", p99", load.outstanding, outcome.slowest1, "µs");
  return outcome.rate;
}

}  // namespace

int main(int count, char** arguments) {
  const bench::Arguments asked =
      bench::ReadArguments(count, arguments, {"outstanding", "seconds", "aim"});
  const bench::Place place(asked.place);
  const auto outstanding =
      static_cast<std::ptrdiff_t>(asked.Number("outstanding", place.on_postgres() ? 50 : 200, 20));
  const std::chrono::milliseconds duration(asked.Number("seconds", 5, 0) * 1'000 +
                                           (asked.brief ? 50 : 0));
  const std::string engine = place.on_postgres() ? "PostgreSQL" : "SQLite";
  const bench::Figures figures("store writes", asked.json);
  for (const auto& [what, work] : {std::pair<const char*, Work>{"add a member", &Site::AddMember},
                                   {"create a record", &Site::CreateRecord}}) {
    const std::string name = engine + ", " + what;
    Measure(place, {"one at a time", 1}, work, name, duration, figures);
    const double alone =
        Measure(place, {"a commit each", outstanding, 1}, work, name, duration, figures);
    const double joined = Measure(place, {"joined", outstanding}, work, name, duration, figures);
    const std::string aim =
        name + ", " + std::to_string(outstanding) + " outstanding, joined by one commit each";
    if (asked.named.contains("aim")) {
      figures.AimAtLeast(aim, joined / alone, static_cast<double>(asked.Number("aim", 0, 0)));
    } else {
      figures.Add(aim, outstanding, joined / alone, "times");
    }
  }
  return 0;
}
