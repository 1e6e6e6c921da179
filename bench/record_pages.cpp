// What a page of 100 costs when the caller may see 1,000 records: of 1,000 in all, and of up to
// 1,000,000. Visible records are spread evenly among the foreign ones. Pages by id, by an ordered
// field, and of one value of it; median of many, each from another place.
//
//   bench_record_pages [--brief] [--json FILE] [--records N,N,...] [folder | postgresql://...]
//
// A folder (the temporary one by default) gets a SQLite database, which is read as a server does,
// with the rows that it keeps in memory, and without keeping any; a PostgreSQL database must be
// empty, and is vacuumed once it is filled.
#include <algorithm>
#include <string>
#include <vector>

#include "base/random.h"
#include "bench/figures.h"
#include "bench/places.h"
#include "core/records.h"

namespace {

using namespace guildhall;
using bench::Must;

constexpr TenantId kTenant{1};
constexpr GroupId kOurs{1};
constexpr GroupId kForeign{2};
constexpr std::int64_t kVisible = 1'000;
constexpr std::int64_t kPerChange = 1'000;
constexpr std::int32_t kPage = 100;
constexpr std::int32_t kNumberField = 1;
constexpr std::int64_t kNumbers = 100;  // so that ten visible records share one

Collection MakeCollection(Identities& identities, CollectionId id) {
  Collection collection;
  collection.id = id;
  collection.uid = identities.MakeUid();
  collection.name = "c" + std::to_string(id.value());
  collection.metadata = "{}";
  collection.access.everyone = {Right::kRead};
  collection.fields = {{.number = kNumberField,
                        .name = "number",
                        .type = FieldType::kInteger,
                        .ordered = true,
                        .filterable = true,
                        .index = 2}};
  collection.next_field = 3;
  return collection;
}

Result<void> AddTenant(Transaction& tx) {
  Tenant tenant;
  tenant.id = TenantId(tx.Next(kSite, Sequence::kTenant));
  tenant.name = "bench";
  tenant.owner = OperatorId(1);
  return tx.tenants().Insert(tenant);
}

/// Record `number` of a collection; visible when it belongs to the caller's group.
Record MakeRecord(Transaction& tx, Identities& identities, const Collection& collection,
                  bool visible, std::int64_t number) {
  Record record;
  record.id = RecordId(tx.Next(kTenant, Sequence::kRecord));
  record.collection = collection.id;
  record.uid = identities.MakeUid();
  record.created_at = record.updated_at = tx.Now(kTenant);
  record.access.SetPrimary(visible ? kOurs : kForeign, {Right::kRead});
  for (Grant& grant : record.access.grants) {
    grant.id = GrantId(tx.Next(kTenant, Sequence::kGrant));
    grant.uid = identities.MakeUid();
    grant.created_at = grant.updated_at = record.created_at;
  }
  record.fields = {{kNumberField, number}};
  return record;
}

void Fill(Store& store, Identities& identities, const Collection& collection, std::int64_t count) {
  Must(WriteAndWait(store, {kTenant},
                    [&](Transaction& tx) { return tx.collections().Insert(kTenant, collection); }));
  const std::int64_t one_in = count / kVisible;
  for (std::int64_t first = 0; first < count; first += kPerChange) {
    Must(WriteAndWait(store, {kTenant}, [&](Transaction& tx) -> Result<void> {
      for (std::int64_t i = first; i < std::min(first + kPerChange, count); ++i) {
        GH_CHECK(tx.records().Insert(
            kTenant, collection,
            MakeRecord(tx, identities, collection, i % one_in == 0, i / one_in % kNumbers)));
      }
      return {};
    }));
    bench::ShowProgress("records", first + kPerChange, count);
  }
}

Caller Member() {
  Caller caller;
  caller.tenant = kTenant;
  auto view = std::make_shared<UserView>();
  view->user.id = UserId(1);
  view->active_groups = {kOurs};
  caller.user = std::move(view);
  return caller;
}

struct Question {
  const char* name;
  FieldRef order;
  bool one_value;
};

/// Microseconds of a page in the middle, which begins behind a record that the caller may see.
double MedianOfPages(Store& store, const Records& records, const Collection& collection,
                     const Question& question, int times) {
  const Caller caller = Member();
  std::vector<double> waits;
  RecordQuery query;
  query.order = question.order;
  query.limit = kPage;
  for (int i = 0; i < times; ++i) {
    if (question.one_value) {
      query.filter = {{.field = {kNumberField}, .operands = {Value(std::int64_t{i % kNumbers})}}};
    }
    const bench::Watch watch;
    std::vector<Record> page;
    Must(store.Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
      GH_TRY(page, records.List(snapshot, caller, collection, query));
      return {};
    }));
    waits.push_back(watch.Microseconds());
    query.from.reset();
    if (!question.one_value && page.size() == static_cast<std::size_t>(kPage)) {
      query.from = RecordPlace{ValueOf(page.back().fields, kNumberField), page.back().id};
    }
  }
  return bench::MedianOf(waits);
}

/// The same pages of each collection.
void Ask(Store& store, const Records& records, const std::vector<Collection>& collections,
         const std::vector<std::int64_t>& sizes, int times, const std::string& engine,
         const bench::Figures& figures) {
  for (const Question& question :
       {Question{"by id", {}, false}, Question{"by a field", {kNumberField}, false},
        Question{"one value, by id", {}, true}}) {
    const std::string name = engine + ", page of 100 " + question.name;
    std::vector<double> medians;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      medians.push_back(MedianOfPages(store, records, collections[i], question, times));
      figures.Add(name, sizes[i], medians.back(), "µs");
    }
    figures.Add(name + ", of the last by of the first", sizes.back(),
                medians.back() / medians.front(), "times");
  }
}

std::vector<Collection> FillAll(const bench::Place& place, const Clock& clock,
                                Identities& identities, const std::vector<std::int64_t>& sizes) {
  const auto store = place.Open(clock);
  Must(WriteAndWait(*store, {kSite}, AddTenant));
  std::vector<Collection> collections;
  for (const std::int64_t size : sizes) {
    collections.push_back(MakeCollection(
        identities, CollectionId(16 + static_cast<std::int64_t>(collections.size()))));
    Fill(*store, identities, collections.back(), size);
  }
  place.Settle();
  store->Close();
  return collections;
}

void Measure(const bench::Place& place, const std::vector<std::int64_t>& sizes, int times,
             const bench::Figures& figures) {
  const SystemClock clock;
  SystemRandom random;
  Identities identities(clock, random);
  const Records records(identities);
  const std::vector<Collection> collections = FillAll(place, clock, identities, sizes);
  const auto ask = [&](const std::string& engine, std::size_t memory_bytes) {
    const auto store = place.Open(clock, {.memory_bytes = memory_bytes});
    Ask(*store, records, collections, sizes, times, engine, figures);
    store->Close();
  };
  if (place.on_postgres()) return ask("PostgreSQL", 0);
  ask("SQLite, nothing kept", 0);
  ask("SQLite", bench::kMemoryOfServers);
}

}  // namespace

int main(int count, char** arguments) {
  const bench::Arguments asked = bench::ReadArguments(count, arguments, {"records"});
  const bench::Place place(asked.place);
  Measure(place,
          asked.Numbers("records", {1'000, 10'000, 100'000, 1'000'000}, {kVisible, 2 * kVisible}),
          asked.brief ? 20 : 1'000, bench::Figures("record pages", asked.json));
  return 0;
}
