// What requests about the rows of a shared Daptin table cost, in this process and without sockets,
// when the caller may see 1,000 rows (100 with --brief): of 10,000, and of 1,000,000. The first
// page of 10 and of 100, and one row, as a guest, as a member of a group that the rows are linked
// with, and as their owner; and making a row with two default groups, durable, one at a time and
// with 50 outstanding.
//
//   bench_table_rows [--brief] [folder | postgresql://...]
//
// A folder (the temporary one by default) gets a SQLite database, which is measured twice: without
// rows that readers keep in memory, and with them. A PostgreSQL database must be empty, and is
// vacuumed once it is filled.
//
// Figures are medians in microseconds: of the time that passed, and of the CPU time of the asking
// thread (of all threads where rows are made), without that of a PostgreSQL server. Both sizes are
// asked by turns. With rows outstanding, a figure is the share of one row in a round of many.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <semaphore>
#include <string>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/json.h"
#include "bench/daptin_server.h"
#include "bench/places.h"
#include "bench/shared_tables.h"

namespace {

using namespace guildhall;
using bench::Call;
using bench::DaptinServer;
using bench::Must;
using bench::Person;
using bench::SeenTable;
using Steady = std::chrono::steady_clock;

constexpr std::ptrdiff_t kOutstanding = 50;

/// How often things are done.
struct Times {
  bench::Sizes sizes;
  int reads;
  int creates;
  int rounds;
  int creates_per_round;
};
constexpr Times kWhole{{1'000, 10'000, 1'000'000}, 1'000, 200, 9, 200};
constexpr Times kBrief{{100, 1'000, 2'000}, 10, 5, 2, 60};

/// Microseconds.
struct Figures {
  double wait = 0;
  double cpu = 0;
};

double CpuNow(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

/// What each of `share` equal parts of the work takes.
template <class Work>
Figures Take(clockid_t clock, int share, const Work& work) {
  const double cpu = CpuNow(clock);
  const auto begin = Steady::now();
  work();
  const std::chrono::duration<double, std::micro> wait = Steady::now() - begin;
  return {wait.count() / share, (CpuNow(clock) - cpu) / share};
}

double MedianOf(const std::vector<Figures>& taken, double Figures::*figure) {
  std::vector<double> values;
  for (const Figures& one : taken) values.push_back(one.*figure);
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// Takes both sizes by turns, and prints a line of medians. `take(table, i)` is the i-th time.
template <class Each>
void Compare(const std::string& name, const Person& person, int times, const Each& take) {
  std::vector<Figures> few, many;
  for (int i = 0; i < times; ++i) {
    few.push_back(take(person.few, i));
    many.push_back(take(person.many, i));
  }
  std::printf("%-34s", name.c_str());
  for (double Figures::*figure : {&Figures::wait, &Figures::cpu}) {
    const double alone = MedianOf(few, figure);
    const double among = MedianOf(many, figure);
    std::printf(" %10.1f %10.1f %6.2f", alone, among, among / alone);
  }
  std::printf("\n");
}

/// Ends the program unless the page has that many rows: what is refused costs little.
void CheckPage(const DaptinServer& server, const Person& person, const Call& call,
               std::size_t rows) {
  const Json page = Must(ParseJson(server.Read(person, call).body.view()));
  const Json* data = page.Find("data");
  const bool right =
      data != nullptr && data->AsArray() != nullptr && data->AsArray()->size() == rows;
  if (!right) bench::GiveUp(call, "the page has not " + std::to_string(rows) + " rows");
}

void CompareReads(const DaptinServer& server, const Person& person, int times) {
  const auto compare = [&](const std::string& name, const auto& call_for) {
    Compare(person.name + ", " + name, person, times, [&](const SeenTable& table, int i) {
      const Call call = call_for(table, i);
      return Take(CLOCK_THREAD_CPUTIME_ID, 1,
                  [&] { static_cast<void>(server.Read(person, call)); });
    });
  };
  for (const std::size_t size : {std::size_t{10}, std::size_t{100}}) {
    const auto page = [&](const SeenTable& table, int) {
      const std::string query = size == 10 ? "" : "?page[size]=" + std::to_string(size);
      return Call{.target = "/api/" + table.name + query};
    };
    CheckPage(server, person, page(person.few, 0), size);
    CheckPage(server, person, page(person.many, 0), size);
    compare("first page of " + std::to_string(size), page);
  }
  // Once around: nobody has read the row before, but for who comes after others. Then again.
  for (const char* name : {"one row, each once", "one row, each again"}) {
    compare(name, [](const SeenTable& table, int i) {
      // Steps that lead through all of them, and to no neighbour.
      const std::size_t place = static_cast<std::size_t>(i) * 389 % table.rows.size();
      return Call{.target = "/api/" + table.name + "/" + table.rows[place]};
    });
  }
}

Call CreateIn(const SeenTable& table) {
  return {.method = http::Method::kPost,
          .target = "/api/" + table.name,
          .body = R"({"data":{"type":")" + table.name +
                  R"(","attributes":{"title":"A row made meanwhile","pages":7}}})"};
}

/// Makes rows; at most `outstanding` are not committed at any time.
void MakeRows(const DaptinServer& server, const Person& person, const SeenTable& table, int count,
              std::ptrdiff_t outstanding) {
  const Call call = CreateIn(table);
  // The writer's thread may still be about to return from the last release when this returns.
  const auto free = std::make_shared<std::counting_semaphore<>>(outstanding);
  for (int i = 0; i < count; ++i) {
    free->acquire();
    server.Create(person, call, [free] { free->release(); });
  }
  for (std::ptrdiff_t i = 0; i < outstanding; ++i) free->acquire();
}

void CompareCreates(const DaptinServer& server, const Person& person, const Times& times) {
  Compare("create, one at a time", person, times.creates, [&](const SeenTable& table, int) {
    return Take(CLOCK_PROCESS_CPUTIME_ID, 1, [&] { MakeRows(server, person, table, 1, 1); });
  });
  const std::string name = "create, " + std::to_string(kOutstanding) + " outstanding";
  Compare(name, person, times.rounds, [&](const SeenTable& table, int) {
    const int count = times.creates_per_round;
    return Take(CLOCK_PROCESS_CPUTIME_ID, count,
                [&] { MakeRows(server, person, table, count, kOutstanding); });
  });
}

void PrintHead(const char* title, const bench::Sizes& sizes) {
  const std::string few = "of " + std::to_string(sizes.few);
  const std::string many = "of " + std::to_string(sizes.many);
  std::printf("\n%-34s %28s %28s\n%-34s", title, "time, us", "CPU, us", "");
  for (int i = 0; i < 2; ++i) std::printf(" %10s %10s %6s", few.c_str(), many.c_str(), "ratio");
  std::printf("\n");
}

class Bench {
 public:
  Bench(const bench::Place& place, const Times& times) : place_(place), times_(times) {}

  void Fill() {
    Run(0, [&](Core& core, Store&) {
      Identities identities(clock_, random_);
      people_ = bench::FillTenant(core, identities, times_.sizes);
    });
    place_.Settle();
  }
  void Measure(const char* title, std::size_t memory_bytes) {
    Run(memory_bytes, [&](Core& core, Store& store) {
      const DaptinServer server(core, store);
      PrintHead(title, times_.sizes);
      for (const Person& person : people_.readers) CompareReads(server, person, times_.reads);
      CompareCreates(server, people_.author, times_);
    });
  }

 private:
  /// Opens the store with a core of its own for as long as `use(core, store)` takes.
  template <class Use>
  void Run(std::size_t memory_bytes, const Use& use) {
    const std::unique_ptr<Store> store = place_.Open(clock_, {.memory_bytes = memory_bytes});
    Core core(*store, keys_, clock_, random_, {});
    use(core, *store);
    store->Close();
  }

  const bench::Place& place_;
  const Times times_;
  const SystemClock clock_;
  SystemRandom random_;
  const KeyRing keys_ = Must(KeyRing::FromDataKey(KeyRing::MakeDataKey(random_)));
  bench::People people_;
};

}  // namespace

int main(int count, char** arguments) {
  InitializeCrypto();
  const bench::Arguments asked = bench::ReadArguments(count, arguments);
  const bench::Place place(asked.place);
  Bench bench(place, asked.brief ? kBrief : kWhole);
  bench.Fill();
  if (place.on_postgres()) {
    bench.Measure("PostgreSQL", 0);
    return 0;
  }
  bench.Measure("SQLite, the database itself", 0);
  bench.Measure("SQLite, with rows kept in memory", bench::kMemoryOfServers);
  return 0;
}
