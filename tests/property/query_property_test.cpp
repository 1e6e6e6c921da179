#include <algorithm>
#include <cstdlib>
#include <exception>
#include <memory>
#include <rapidcheck.h>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/keys.h"
#include "core/records.h"
#include "core/store.h"
#include "tests/property/query_cases.h"
#include "tests/support/store_factories.h"

namespace guildhall::test {
namespace {

const bool kManyCases = setenv("RC_PARAMS", "max_success=500", 0) == 0;

/// A case as it lies in a store: numbers of records are those of the store.
struct Placed {
  Collection collection;
  std::vector<RecordId> ids;
  std::vector<Question> questions;
};

// --- numbers of records: counted from 0 in the case, from `first` in the store ---

void Rebase(std::int64_t first, const Field& field, Value& value) {
  if (field.type == FieldType::kReference) std::get<std::int64_t>(value) += first;
  if (auto* ids = std::get_if<Ids>(&value)) {
    for (std::int64_t& id : *ids) id += first;
  }
}

void Rebase(std::int64_t first, const std::vector<Field>& fields, Filter& filter) {
  for (Condition& condition : filter) {
    const auto field = std::ranges::find(fields, condition.field.number, &Field::number);
    const bool points = field != fields.end() ? field->type == FieldType::kReference ||
                                                    field->type == FieldType::kRelation
                                              : condition.field.builtin == BuiltinField::kId;
    for (Value& operand : condition.operands) {
      if (points) std::get<std::int64_t>(operand) += first;
    }
    if (!condition.inner) continue;
    Filter inner = *condition.inner;
    Rebase(first, fields, inner);
    condition.inner = std::make_shared<const Filter>(std::move(inner));
  }
}

/// The store of an engine, shared by all cases: each has a collection of its own.
class Shelf {
 public:
  explicit Shelf(const StoreFactory& factory) : home_(factory.make()) {
    store_ = Must(home_->Open(StoreOptions{.clock = &clock_}));
    Must(WriteAndWait(*store_, {kSite}, [](Transaction& tx) {
      return tx.tenants().Insert(MakeTenant(tx.Next(kSite, Sequence::kTenant), "rivia"));
    }));
  }

  [[nodiscard]] Store& store() { return *store_; }
  [[nodiscard]] Identities& identities() { return identities_; }

  Placed Fill(const QueryCase& one) {
    Placed placed;
    placed.collection.id = CollectionId(next_collection_++);
    placed.collection.fields = one.fields;
    placed.collection.access.everyone = Rights::All();
    placed.questions = one.questions;
    Must(WriteAndWait(*store_, {kTenant}, [&](Transaction& tx) -> Result<void> {
      placed.ids.clear();
      const std::int64_t first = tx.Next(kTenant, Sequence::kRecord);
      std::int64_t id = first;
      for (const RowDraft& row : one.rows) {
        GH_CHECK(Insert(tx, placed.collection, row, {first, id}));
        placed.ids.emplace_back(id);
        id = tx.Next(kTenant, Sequence::kRecord);
      }
      first_ = first;
      return {};
    }));
    for (Question& question : placed.questions) {
      Rebase(first_, one.fields, question.query.filter);
    }
    return placed;
  }

 private:
  struct Numbers {
    std::int64_t first;
    std::int64_t id;
  };

  Result<void> Insert(Transaction& tx, const Collection& collection, const RowDraft& draft,
                      const Numbers& numbers) {
    Record row;
    row.id = RecordId(numbers.id);
    row.collection = collection.id;
    row.uid = identities_.MakeUid();
    row.access = draft.access;
    for (Grant& grant : row.access.grants) {
      grant.id = GrantId(tx.Next(kTenant, Sequence::kGrant));
      grant.uid = identities_.MakeUid();
    }
    row.fields = draft.fields;
    for (auto& [number, value] : row.fields) {
      Rebase(numbers.first, *collection.FindField(number), value);
    }
    row.created_at = Time(draft.made);
    row.updated_at = Time(draft.changed);
    return tx.records().Insert(kTenant, collection, row);
  }

  FakeClock clock_{Time(1'700'000'000'000'000)};
  SeededRandom random_{11};
  Identities identities_{clock_, random_};
  std::unique_ptr<StoreHome> home_;
  std::unique_ptr<Store> store_;
  std::int64_t next_collection_ = 100;
  std::int64_t first_ = 0;
};

Shelf& ShelfOf(const QueryCase& one) {
  static Shelf sqlite(SqliteStores());
  if (!one.on_postgres) return sqlite;
  static Shelf postgres(PostgresStores());
  return postgres;
}

// --- the naive way: read one by one, look at each, sort ---

/// Whether `a` comes before `b`, both of one type or null. Texts are not told apart beyond what a
/// key holds of them.
bool Less(const Value& a, const Value& b) {
  if (IsNull(a) || IsNull(b)) return !IsNull(a);
  if (const auto* text = std::get_if<std::string>(&a)) {
    return text->substr(0, kMaxKey - 1) < std::get<std::string>(b).substr(0, kMaxKey - 1);
  }
  return std::visit(
      [&](const auto& left) {
        using Kind = std::decay_t<decltype(left)>;
        if constexpr (requires { left < left; }) return left < std::get<Kind>(b);
        return false;
      },
      a);
}

class Naive {
 public:
  Naive(const Records& records, const Snapshot& snapshot, const Placed& placed)
      : records_(records), snapshot_(snapshot), placed_(placed) {}

  [[nodiscard]] std::vector<RecordId> Ask(const Question& question) const {
    std::vector<Record> rows;
    const std::vector<Record> readable = ReadOneByOne(question.who);
    for (const Record& row : readable) {
      if (Fits(question.query.filter, row, readable)) rows.push_back(row);
    }
    const FieldRef order = question.query.order;
    std::ranges::stable_sort(rows, [&](const Record& a, const Record& b) {
      const Value left = ValueIn(order, a);
      const Value right = ValueIn(order, b);
      return Less(left, right) || (!Less(right, left) && a.id < b.id);
    });
    if (question.query.descending) std::ranges::reverse(rows);
    std::vector<RecordId> ids;
    for (const Record& row : rows) ids.push_back(row.id);
    return ids;
  }

  static Value ValueIn(FieldRef field, const Record& row) {
    return field.number != 0 ? ValueOf(row.fields, field.number) : BuiltinValue(field.builtin, row);
  }

 private:
  [[nodiscard]] std::vector<Record> ReadOneByOne(const Who& who) const {
    std::vector<Record> rows;
    for (const RecordId id : placed_.ids) {
      auto row = records_.Get(snapshot_, CallerOf(who), placed_.collection, id);
      if (row) rows.push_back(*std::move(row));
    }
    return rows;
  }

  static bool PointsTo(const Value& value, RecordId id) {
    if (const auto* ids = std::get_if<Ids>(&value)) {
      return std::ranges::find(*ids, id.value()) != ids->end();
    }
    return value == Value(id.value());
  }

  /// Every reference of these cases points into its own collection.
  static bool Fits(const Filter& filter, const Record& row, const std::vector<Record>& readable) {
    return std::ranges::all_of(filter, [&](const Condition& condition) {
      if (condition.op != Comparison::kMatches) return Fulfils(condition, row);
      return std::ranges::any_of(readable, [&](const Record& other) {
        return PointsTo(ValueIn(condition.field, row), other.id) &&
               Fits(*condition.inner, other, readable);
      });
    });
  }

  const Records& records_;
  const Snapshot& snapshot_;
  const Placed& placed_;
};

// --- the lists ---

std::vector<RecordId> ReadByPages(const Records& records, const Snapshot& snapshot,
                                  const Placed& placed, const Question& question) {
  std::vector<RecordId> ids;
  RecordQuery query = question.query;
  const auto limit = static_cast<std::size_t>(query.limit);
  for (;;) {
    const auto page =
        Must(records.List(snapshot, CallerOf(question.who), placed.collection, query));
    RC_ASSERT(page.size() <= limit);
    for (const Record& row : page) ids.push_back(row.id);
    if (page.size() < limit) return ids;
    query.from = RecordPlace{Naive::ValueIn(query.order, page.back()), page.back().id};
  }
}

void CheckQuestions(const Records& records, const Snapshot& snapshot, const Placed& placed) {
  const Naive naive(records, snapshot, placed);
  for (const Question& question : placed.questions) {
    const std::vector<RecordId> expected = naive.Ask(question);
    RC_ASSERT(ReadByPages(records, snapshot, placed, question) == expected);
    const auto size = static_cast<std::int64_t>(expected.size());
    for (const std::int64_t bound : {std::int64_t{3}, std::int64_t{1'000}}) {
      RC_ASSERT(Must(records.Count(snapshot, CallerOf(question.who), placed.collection,
                                   question.query.filter, bound)) == std::min(bound, size));
    }
  }
}

/// What RapidCheck throws when a case fails must not cross the store.
void CheckCase(const QueryCase& one) {
  Shelf& shelf = ShelfOf(one);
  const Placed placed = shelf.Fill(one);
  const Records records(shelf.identities(), one.limits);
  std::exception_ptr failure;
  Must(shelf.store().Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
    try {
      CheckQuestions(records, snapshot, placed);
    } catch (...) {
      failure = std::current_exception();
    }
    return {};
  }));
  if (failure) std::rethrow_exception(failure);
}

RC_GTEST_PROP(Queries, GiveWhatLookingAtEveryRecordGives, ()) { CheckCase(*AnyQueryCase()); }

}  // namespace
}  // namespace guildhall::test
