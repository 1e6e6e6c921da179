#include "dialects/daptin/rows/record_queries.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/lists/listing.h"
#include "dialects/daptin/lists/operators.h"
#include "dialects/daptin/rows/query_operands.h"
#include "dialects/daptin/rows/record_references.h"

namespace guildhall::daptin {
namespace {

constexpr Gates kListGates = Gates::ByLists({Right::kPeek}, {});
constexpr std::int32_t kStep = 1000;
/// Reference ids of one condition: each is looked up.
constexpr std::size_t kMostIds = 1000;

/// Builds a query of the core from parts of one that was asked for. A part that cannot be said
/// makes the whole of it nothing.
class Translator {
 public:
  Translator(const Reader& reader, const Table& table) : reader_(reader), table_(table) {}

  [[nodiscard]] bool possible() const { return possible_; }
  Translation Take() { return std::move(made_); }

  void Order(const std::vector<SortKey>& keys, bool descending) {
    made_.query.descending = keys.empty() ? descending : keys.front().descending;
    if (keys.empty()) return;
    const auto place = PlaceOf(table_, keys.front().column);
    const Field* field = place ? table_.stored.FindField(place->field.number) : nullptr;
    possible_ = possible_ && keys.size() == 1 && place && (field == nullptr || field->ordered);
    if (possible_) made_.query.order = place->field;
  }

  Result<void> Add(const Condition& condition) {
    const Relation* relation = table_.FindRelation(condition.column);
    if (condition.column == "reference_id" || (relation != nullptr && relation->to_one())) {
      return AddById(condition, relation);
    }
    const auto place = PlaceOf(table_, condition.column);
    auto filter = place ? ConditionsOf(*place, condition.operation, condition.value) : std::nullopt;
    possible_ = possible_ && filter;
    if (filter) {
      std::move(filter->begin(), filter->end(), std::back_inserter(made_.query.filter));
    }
    return {};
  }

  /// Rows that point to one of these, or (without a relation) that are one of these.
  Result<void> AddIds(const Relation* relation, const std::vector<std::string>& ids) {
    if (ids.size() > kMostIds) return Fail(Errc::kBudgetExceeded);
    guildhall::Condition condition{.op = Comparison::kIn};
    condition.field.number = relation == nullptr ? 0 : relation->field;
    if (relation != nullptr && relation->field == 0) {
      condition.field.builtin = BuiltinField::kOwner;
    }
    for (const std::string& id : ids) {
      GH_TRY(const auto number, NumberOf(relation, id));
      if (number) condition.operands.emplace_back(*number);
    }
    made_.nothing = made_.nothing || condition.operands.empty();
    if (condition.operands.size() == 1) condition.op = Comparison::kEqual;
    made_.query.filter.push_back(std::move(condition));
    return {};
  }

 private:
  /// A condition on reference ids; what is shown of a row that is gone is null, so only equality
  /// with an id in its usual form can be said.
  Result<void> AddById(const Condition& condition, const Relation* relation) {
    const auto op = FindOperator(condition.operation);
    const bool one = op == Operator::kEqual;
    const Json::Array* array = condition.value.AsArray();
    const bool several = op == Operator::kAnyOf;
    std::vector<std::string> ids;
    const auto take = [&](const Json& value) {
      const std::string* text = value.AsString();
      const auto uid = text == nullptr ? std::nullopt : ParseUid(*text);
      possible_ = possible_ && uid && TextOf(*uid) == *text;
      if (possible_) ids.push_back(*text);
    };
    if (several && array != nullptr) {
      std::for_each(array->begin(), array->end(), take);
    } else {
      take(condition.value);
    }
    possible_ = possible_ && (one || several);
    if (!possible_) return {};
    return AddIds(relation, ids);
  }

  Result<std::optional<std::int64_t>> NumberOf(const Relation* relation, const std::string& id) {
    if (relation != nullptr) return FindTarget(reader_, *relation, id);
    const Relation self{.name = "reference_id", .table = table_.name};
    return FindTarget(reader_, self, id);
  }

  const Reader& reader_;
  const Table& table_;
  bool possible_ = true;
  Translation made_{};
};

/// Whether alternatives are asked for.
bool HasAlternatives(const ListQuery& query) {
  for (auto one = query.conditions.begin(); one != query.conditions.end(); ++one) {
    if (one->group.empty()) continue;
    const bool shared = std::any_of(std::next(one), query.conditions.end(),
                                    [&](const auto& other) { return other.group == one->group; });
    if (shared) return true;
  }
  return false;
}

/// The rows of the page: those of the query behind the first `skip`.
Result<std::vector<Record>> Walk(const Reader& reader, const Table& table, RecordQuery query,
                                 std::int64_t skip, std::int64_t size) {
  std::vector<Record> page;
  while (static_cast<std::int64_t>(page.size()) < size) {
    const std::int64_t wanted = skip + size - static_cast<std::int64_t>(page.size());
    query.limit = static_cast<std::int32_t>(std::min<std::int64_t>(wanted, kStep));
    GH_TRY(std::vector<Record> records,
           reader.core.records().List(reader.snapshot, reader.caller, table.stored, query,
                                      kListGates));
    const bool last = records.size() < static_cast<std::size_t>(query.limit);
    if (!records.empty()) {
      const Record& end = records.back();
      query.from = RecordPlace{query.order.number != 0 ? ValueOf(end.fields, query.order.number)
                                                       : BuiltinValue(query.order.builtin, end),
                               end.id};
    }
    const std::int64_t passed = std::min(skip, static_cast<std::int64_t>(records.size()));
    skip -= passed;
    std::move(records.begin() + passed, records.end(), std::back_inserter(page));
    if (last) break;
  }
  return page;
}

/// Where the page begins, as a condition; the caller may read the row that the query names.
Result<std::optional<guildhall::Condition>> CursorOf(const Reader& reader, const Table& table,
                                                     const ListQuery& query) {
  const std::string& id = query.after.empty() ? query.before : query.after;
  const auto uid = ParseUid(id);
  if (!uid) return std::optional<guildhall::Condition>();
  GH_TRY(const Record row, GetStored(reader, table, *uid, Gates::ByLists({}, {Right::kRead})));
  return std::optional(
      guildhall::Condition{.field = {.builtin = BuiltinField::kId},
                           .op = query.after.empty() ? Comparison::kLess : Comparison::kGreater,
                           .operands = {Value(row.id.value())}});
}

}  // namespace

Result<std::optional<Translation>> Translate(const Reader& reader, const Table& table,
                                             const ListQuery& query) {
  const bool filtered = query.conditions.empty() && !query.filter.empty();
  if (filtered || HasAlternatives(query)) return std::optional<Translation>();
  Translator translator(reader, table);
  translator.Order(OrderOf(table, query), query.after.empty());
  for (const Condition& condition : query.conditions) {
    if (!translator.possible()) break;
    GH_CHECK(translator.Add(condition));
  }
  for (const auto& [name, ids] : query.related) {
    const Relation* relation = FindRelated(table, name);
    if (relation == nullptr) continue;
    if (!relation->to_one()) return std::optional<Translation>();
    GH_CHECK(translator.AddIds(relation, ids));
  }
  if (!translator.possible()) return std::optional<Translation>();
  return std::optional(translator.Take());
}

Result<std::optional<Page>> QueryRecords(const Reader& reader, const Table& table,
                                         const ListQuery& query) {
  GH_TRY(std::optional<Translation> translation, Translate(reader, table, query));
  if (!translation) return std::optional<Page>();
  Page page;
  if (translation->nothing) return std::optional(std::move(page));
  RecordQuery& wanted = translation->query;
  GH_TRY(page.total, reader.core.records().Count(reader.snapshot, reader.caller, table.stored,
                                                 wanted.filter, kMostCounted, kListGates));
  std::int64_t skip = (query.number - 1) * query.size;
  if (!query.after.empty() || !query.before.empty()) {
    GH_TRY(auto cursor, CursorOf(reader, table, query));
    if (!cursor) return std::optional(std::move(page));
    wanted.filter.push_back(*std::move(cursor));
    skip = 0;
  }
  if (skip >= page.total) return std::optional(std::move(page));
  GH_TRY(const std::vector<Record> records, Walk(reader, table, wanted, skip, query.size));
  GH_TRY(page.rows, ShowRecords(reader, table, records));
  return std::optional(std::move(page));
}

}  // namespace guildhall::daptin
