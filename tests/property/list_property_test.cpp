#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <ostream>
#include <rapidcheck.h>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/records.h"
#include "core/store.h"
#include "tests/property/list_cases.h"
#include "tests/support/rows.h"
#include "tests/support/store_factories.h"

namespace guildhall::test {
namespace {

// At least this many cases, unless RC_PARAMS says otherwise (to repeat a failure by its seed). The
// library reads the variable when it is first used.
const bool kManyCases = setenv("RC_PARAMS", "max_success=1000", 0) == 0;

/// One collection, its records as they were made and as they are now, and some who ask.
struct Case {
  bool on_postgres = false;
  AccessList gate;
  std::vector<AccessList> made, now;
  std::vector<std::size_t> removed;
  std::vector<Who> callers;
};

/// How RapidCheck shows a counterexample.
void showValue(const Case& one, std::ostream& out) {
  out << (one.on_postgres ? "on PostgreSQL" : "on SQLite") << ", gate ";
  Show(one.gate, out);
  for (std::size_t i = 0; i < one.now.size(); ++i) {
    out << "\n  record " << i << ' ';
    Show(one.made[i], out);
    out << " -> ";
    Show(one.now[i], out);
  }
  for (const std::size_t index : one.removed) out << "\n  removed " << index;
  for (const Who& who : one.callers) {
    out << "\n  ";
    Show(who, out);
  }
}

rc::Gen<Case> AnyCase() {
  return rc::gen::exec([] {
    Case one;
    one.on_postgres = *rc::gen::inRange(0, 8) == 7;
    one.gate = *AnyList();
    if (*rc::gen::inRange(0, 4) != 0) one.gate.everyone = Rights::All();
    const auto count = static_cast<std::size_t>(*rc::gen::inRange(0, 16));
    one.made = *rc::gen::container<std::vector<AccessList>>(count, AnyList());
    one.now = *rc::gen::container<std::vector<AccessList>>(count, AnyList());
    for (std::size_t i = 0; i < count; ++i) {
      if (*rc::gen::inRange(0, 8) == 0) one.removed.push_back(i);
    }
    one.callers = *rc::gen::container<std::vector<Who>>(3, Anybody());
    return one;
  });
}

// --- the store of an engine, shared by all cases: each has a collection of its own ---

class Shelf {
 public:
  explicit Shelf(const StoreFactory& factory) : home_(factory.make()) {
    store_ = Must(home_->Open(StoreOptions{.clock = &clock_}));
    Must(WriteAndWait(*store_, {kSite}, [](Transaction& tx) {
      return tx.tenants().Insert(MakeTenant(tx.Next(kSite, Sequence::kTenant), "rivia"));
    }));
  }

  [[nodiscard]] Store& store() { return *store_; }
  [[nodiscard]] const Records& records() const { return records_; }

  /// A collection with the records of the case, through every kind of write.
  Collection Fill(const Case& one) {
    Collection collection;
    collection.id = CollectionId(next_collection_++);
    collection.access = one.gate;
    Must(WriteAndWait(*store_, {kTenant}, [&](Transaction& tx) -> Result<void> {
      std::vector<Record> rows;
      for (std::size_t i = 0; i < one.made.size(); ++i) {
        Record row = MakeRow(tx, collection.id, one.made[i]);
        GH_CHECK(tx.records().Insert(kTenant, collection, row));
        Record after = row;
        after.access = Numbered(tx, one.now[i]);
        GH_CHECK(tx.records().Update(kTenant, collection, row, after));
        rows.push_back(after);
      }
      for (const std::size_t index : one.removed) {
        GH_CHECK(tx.records().Remove(kTenant, collection, rows[index]));
      }
      if (!rows.empty()) last_record_ = rows.back().id;
      return {};
    }));
    return collection;
  }

  /// The newest record's number: single reads try all up to it.
  [[nodiscard]] RecordId last_record() const { return last_record_; }

 private:
  AccessList Numbered(Transaction& tx, AccessList list) {
    for (Grant& grant : list.grants) {
      grant.id = GrantId(tx.Next(kTenant, Sequence::kGrant));
      grant.uid = identities_.MakeUid();
    }
    return list;
  }
  Record MakeRow(Transaction& tx, CollectionId collection, const AccessList& list) {
    Record row;
    row.id = RecordId(tx.Next(kTenant, Sequence::kRecord));
    row.collection = collection;
    row.uid = identities_.MakeUid();
    row.access = Numbered(tx, list);
    return row;
  }

  FakeClock clock_{Time(1'700'000'000'000'000)};
  SeededRandom random_{11};
  Identities identities_{clock_, random_};
  std::unique_ptr<StoreHome> home_;
  std::unique_ptr<Store> store_;
  Records records_{identities_};
  std::int64_t next_collection_ = 100;
  RecordId last_record_;
};

Shelf& ShelfOf(const Case& one) {
  static Shelf sqlite(SqliteStores());
  if (!one.on_postgres) return sqlite;
  static Shelf postgres(PostgresStores());
  return postgres;
}

using Found = std::vector<RecordId>;

/// The records that single reads give, in the order of the walk.
Found ReadOneByOne(const Shelf& shelf, const Snapshot& snapshot, const Collection& collection,
                   const Who& who, std::size_t count) {
  Found ids;
  const std::int64_t last = shelf.last_record().value();
  for (std::int64_t id = last - static_cast<std::int64_t>(count) + 1; id <= last; ++id) {
    if (shelf.records().Get(snapshot, CallerOf(who), collection, RecordId(id), GatesOf(who))) {
      ids.emplace_back(id);
    }
  }
  if (who.descending) std::ranges::reverse(ids);
  return ids;
}

/// The records that pages give, one after the other.
Found ReadByPages(const Shelf& shelf, const Snapshot& snapshot, const Collection& collection,
                  const Who& who) {
  Found ids;
  RecordQuery query{.descending = who.descending, .limit = who.page};
  for (;;) {
    const auto page =
        Must(shelf.records().List(snapshot, CallerOf(who), collection, query, GatesOf(who)));
    for (const Record& record : page) ids.push_back(record.id);
    RC_ASSERT(page.size() <= static_cast<std::size_t>(who.page));
    if (page.size() < static_cast<std::size_t>(who.page)) return ids;
    query.from = RecordPlace{{}, page.back().id};
  }
}

/// Whether it was the first gate that refused. By lists the second one refuses too.
template <class T>
bool RefusedByCollection(const Result<T>& result) {
  if (result || result.error().code != Errc::kForbidden) return false;
  const std::vector<Problem>& problems = result.error().problems;
  return problems.empty() || problems.front().field == "table";
}

/// A closed collection refuses the list and every single read alike.
bool IsClosed(const Shelf& shelf, const Snapshot& snapshot, const Collection& collection,
              const Who& who) {
  const Gates gates = GatesOf(who);
  const auto list = shelf.records().List(snapshot, CallerOf(who), collection, {}, gates);
  const auto single = shelf.records().Get(snapshot, CallerOf(who), collection, RecordId(1), gates);
  const bool closed = RefusedByCollection(list);
  RC_ASSERT(RefusedByCollection(single) == closed);
  return closed;
}

void CheckLists(Shelf& shelf, const Snapshot& snapshot, const Collection& collection,
                const Case& one) {
  for (const Who& who : one.callers) {
    const Found expected = ReadOneByOne(shelf, snapshot, collection, who, one.now.size());
    if (IsClosed(shelf, snapshot, collection, who)) {
      RC_ASSERT(expected.empty());
      continue;
    }
    const Found paged = ReadByPages(shelf, snapshot, collection, who);
    RC_ASSERT(paged == expected);
    const auto bound = static_cast<std::int64_t>(who.page);
    const auto size = static_cast<std::int64_t>(expected.size());
    RC_ASSERT(Must(shelf.records().Count(snapshot, CallerOf(who), collection, {}, bound,
                                         GatesOf(who))) == std::min(bound, size));
  }
}

/// What RapidCheck throws when a case fails must not cross the store.
void CheckCase(const Case& one) {
  Shelf& shelf = ShelfOf(one);
  const Collection collection = shelf.Fill(one);
  std::exception_ptr failure;
  Must(shelf.store().Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
    try {
      CheckLists(shelf, snapshot, collection, one);
    } catch (...) {
      failure = std::current_exception();
    }
    return {};
  }));
  if (failure) std::rethrow_exception(failure);
}

RC_GTEST_PROP(Lists, HoldExactlyTheRecordsThatSingleReadsAllow, ()) { CheckCase(*AnyCase()); }

RC_GTEST_PROP(Lists, HoldTheSameUnderLists, ()) {
  Case one = *AnyCase();
  for (Who& who : one.callers) who.by_lists = true;
  CheckCase(one);
}

}  // namespace
}  // namespace guildhall::test
