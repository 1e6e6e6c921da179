// What a page of 100 costs when the caller may see 1,000 records: of 1,000 in all, and of
// 1,000,000. Visible records are spread evenly among the foreign ones. Pages by id, by an ordered
// field, and of one value of it; median of many, each from another place.
//
//   bench_record_pages [--brief] [folder | postgresql://...]
//
// A folder (the temporary one by default) gets a SQLite database, which is read without keeping
// rows in memory; a PostgreSQL database must be empty, and is vacuumed once it is filled.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "base/random.h"
#include "bench/places.h"
#include "core/records.h"

namespace {

using namespace guildhall;
using bench::Must;
using Steady = std::chrono::steady_clock;

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
    std::fprintf(stderr, "\r%lld of %lld records", static_cast<long long>(first + kPerChange),
                 static_cast<long long>(count));
  }
  std::fprintf(stderr, "\n");
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
    const auto begin = Steady::now();
    std::vector<Record> page;
    Must(store.Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
      GH_TRY(page, records.List(snapshot, caller, collection, query));
      return {};
    }));
    const std::chrono::duration<double, std::micro> wait = Steady::now() - begin;
    waits.push_back(wait.count());
    query.from.reset();
    if (!question.one_value && page.size() == static_cast<std::size_t>(kPage)) {
      query.from = RecordPlace{ValueOf(page.back().fields, kNumberField), page.back().id};
    }
  }
  std::ranges::sort(waits);
  return waits[waits.size() / 2];
}

void Measure(const bench::Place& place, std::int64_t many, int times) {
  const SystemClock clock;
  SystemRandom random;
  Identities identities(clock, random);
  const Records records(identities);
  const auto store = place.Open(clock, 0);
  Must(WriteAndWait(*store, {kSite}, AddTenant));
  const Collection few = MakeCollection(identities, CollectionId(16));
  const Collection crowded = MakeCollection(identities, CollectionId(17));
  Fill(*store, identities, few, kVisible);
  Fill(*store, identities, crowded, many);
  place.Settle();
  const std::string column = "of " + std::to_string(many);
  std::printf("%-28s %14s %14s %8s\n", "page of 100, us", "of 1000", column.c_str(), "ratio");
  for (const Question& question :
       {Question{"by id", {}, false}, Question{"by a field", {kNumberField}, false},
        Question{"one value, by id", {}, true}}) {
    const double alone = MedianOfPages(*store, records, few, question, times);
    const double among = MedianOfPages(*store, records, crowded, question, times);
    std::printf("%-28s %14.0f %14.0f %8.2f\n", question.name, alone, among, among / alone);
  }
  store->Close();
}

}  // namespace

int main(int count, char** arguments) {
  const bench::Arguments asked = bench::ReadArguments(count, arguments);
  const bench::Place place(asked.place);
  Measure(place, asked.brief ? 2'000 : 1'000'000, asked.brief ? 20 : 1'000);
  return 0;
}
