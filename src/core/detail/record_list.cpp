#include "core/detail/record_list.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "core/detail/hidden.h"
#include "core/detail/list_plan.h"
#include "core/detail/record_gates.h"
#include "core/detail/record_order.h"
#include "core/detail/record_tests.h"
#include "core/detail/related_records.h"

namespace guildhall::detail {
namespace {

constexpr std::int32_t kFirstPiece = 100;
constexpr std::int32_t kLargestPiece = 1'000;

/// Takes records out of a plan's source, a piece at a time, and counts what is looked at.
class Reader {
 public:
  /// `wanted`: how many records are enough.
  Reader(const ListScope& scope, const Filter& filter, ListPlan& plan, std::int64_t wanted)
      : scope_(scope), tests_(scope, filter), plan_(plan) {
    const auto most = std::min<std::int64_t>(wanted, kLargestPiece);
    piece_ =
        static_cast<std::int32_t>(plan.exact ? most : std::max<std::int64_t>(most, kFirstPiece));
  }

  [[nodiscard]] bool ended() const { return ended_; }

  /// The records of the next piece that belong to the list; perhaps none before the end.
  /// kBudgetExceeded when more would have to be looked at than may be.
  Result<std::vector<Record>> Next() {
    // A walk that leaves nothing out costs what the page costs, which needs no limit.
    const std::int64_t most = plan_.exact ? piece_ : scope_.examinable;
    if (exhausted_) return Fail(Errc::kBudgetExceeded, "a list looks at too many records");
    const auto count = static_cast<std::int32_t>(std::min<std::int64_t>(piece_, most + 1));
    GH_TRY(std::vector<RecordId> ids, plan_.source(count));
    ended_ = ids.size() < static_cast<std::size_t>(count);
    exhausted_ = static_cast<std::int64_t>(ids.size()) > most;
    if (exhausted_) ids.resize(static_cast<std::size_t>(most));
    if (!plan_.exact) scope_.examinable -= static_cast<std::int64_t>(ids.size());
    piece_ = std::min(piece_ * 2, kLargestPiece);
    return tests_.Select(ids);
  }

 private:
  const ListScope& scope_;
  RecordTests tests_;
  ListPlan& plan_;
  std::int32_t piece_ = 0;
  bool ended_ = false;
  bool exhausted_ = false;
};

Result<ListPlan> Plan(const ListScope& scope, const Filter& filter, const RecordOrder& order) {
  GH_TRY(ListPlan plan, PlanList(scope, filter, order));
  // The index still has what is hidden.
  plan.exact = plan.exact && scope.hidden.empty();
  return plan;
}

/// The page of a source that has its order.
Result<std::vector<Record>> TakePage(Reader& reader, std::size_t limit) {
  std::vector<Record> page;
  while (page.size() < limit && !reader.ended()) {
    GH_TRY(std::vector<Record> records, reader.Next());
    const std::size_t count = std::min(records.size(), limit - page.size());
    std::move(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(count),
              std::back_inserter(page));
  }
  return page;
}

/// The first records in an order, out of many that come in another.
class FirstRecords {
 public:
  FirstRecords(const RecordOrder& order, std::size_t limit) : order_(order), limit_(limit) {}

  void Add(Record record) {
    KeyPlace place = order_.PlaceOf(record);
    if (order_.from() && !order_.Before(*order_.from(), place)) return;
    rows_.push_back({std::move(place), std::move(record)});
    if (rows_.size() >= 2 * limit_ + kLargestPiece) Keep();
  }

  std::vector<Record> Take() {
    Keep();
    std::vector<Record> records;
    records.reserve(rows_.size());
    for (Row& row : rows_) records.push_back(std::move(row.record));
    return records;
  }

 private:
  struct Row {
    KeyPlace place;
    Record record;
  };

  /// Sorts, and drops what cannot be among the first any more.
  void Keep() {
    std::ranges::sort(rows_,
                      [&](const Row& a, const Row& b) { return order_.Before(a.place, b.place); });
    if (rows_.size() > limit_)
      rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(limit_), rows_.end());
  }

  const RecordOrder& order_;
  std::size_t limit_;
  std::vector<Row> rows_;
};

/// The page of a source that has another order.
Result<std::vector<Record>> SortPage(Reader& reader, const RecordOrder& order, std::size_t limit,
                                     std::int64_t max_sorted) {
  FirstRecords first(order, limit);
  std::int64_t sorted = 0;
  while (!reader.ended()) {
    GH_TRY(std::vector<Record> records, reader.Next());
    sorted += static_cast<std::int64_t>(records.size());
    if (sorted > max_sorted) return Fail(Errc::kBudgetExceeded, "a list sorts too many records");
    for (Record& record : records) first.Add(std::move(record));
  }
  return first.Take();
}

/// The size of an exact list, without looking at its records.
Result<std::int64_t> CountIds(ListPlan& plan, std::int64_t bound) {
  std::int64_t count = 0;
  while (count < bound) {
    const auto piece =
        static_cast<std::int32_t>(std::min<std::int64_t>(bound - count, kLargestPiece));
    GH_TRY(const std::vector<RecordId> ids, plan.source(piece));
    count += static_cast<std::int64_t>(ids.size());
    if (ids.size() < static_cast<std::size_t>(piece)) break;
  }
  return count;
}

}  // namespace

Result<std::vector<Record>> ListRecords(const ListScope& scope, const RecordQuery& query) {
  GH_TRY(const RecordOrder order, RecordOrder::Of(scope.collection, query));
  if (query.limit <= 0) return std::vector<Record>();
  GH_TRY(const Filter filter, ResolveRelated(scope, query.filter));
  GH_TRY(ListPlan plan, Plan(scope, filter, order));
  Reader reader(scope, filter, plan, query.limit);
  const auto limit = static_cast<std::size_t>(query.limit);
  if (plan.ordered) return TakePage(reader, limit);
  return SortPage(reader, order, limit, scope.limits.max_sorted);
}

Result<std::int64_t> CountRecords(const ListScope& scope, const Filter& filter,
                                  std::int64_t bound) {
  if (filter.empty() && scope.hidden.empty()) {
    return scope.snapshot.records().Count(scope.caller.tenant, scope.collection.id,
                                          ReadingAudiences(scope), bound);
  }
  GH_TRY(const Filter resolved, ResolveRelated(scope, filter));
  GH_TRY(ListPlan plan, Plan(scope, resolved, RecordOrder::ById()));
  if (plan.exact) return CountIds(plan, bound);
  Reader reader(scope, resolved, plan, bound);
  std::int64_t count = 0;
  while (count < bound && !reader.ended()) {
    GH_TRY(const std::vector<Record> records, reader.Next());
    count += static_cast<std::int64_t>(records.size());
  }
  return std::min(count, bound);
}

}  // namespace guildhall::detail
