// What it costs to be in many groups, and to have many members. In process:
//
// - a caller who is in 10,000 groups: deciding about a record that one of them may read, and about
//   one that none may; reading such a record; a page of his records; and finding out who he is,
//   from memory and from the database,
// - adding one member to groups of 1,000 to 1,000,000 users, by turns.
//
//   bench_decisions [--brief] [--json FILE] [--groups N] [--members N,N,...] [--adds N]
//                   [folder | postgresql://...]
#include "bench/figures.h"
#include "bench/installation.h"
#include "bench/large_groups.h"
#include "bench/many_groups.h"
#include "bench/places.h"

namespace {

using namespace guildhall;

}  // namespace

int main(int count, char** arguments) {
  const bench::Arguments asked =
      bench::ReadArguments(count, arguments, {"groups", "members", "adds"});
  const bench::Place place(asked.place);
  const SystemClock clock;
  bench::Installation house(place.Open(clock, {.memory_bytes = bench::kMemoryOfServers}), clock);
  const bench::Figures figures("decisions", asked.json);
  bench::MeasureManyGroups(house, figures, asked.Number("groups", 10'000, 1'000),
                           asked.brief ? 100 : 1'000);
  bench::MeasureLargeGroups(
      house, figures, asked.Numbers("members", {1'000, 10'000, 100'000, 1'000'000}, {10, 100}),
      asked.Number("adds", 500, 5));
  return 0;
}
