// Figures over the rows of a table: GET and POST /aggregate/{table}.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/lists/aggregate_query.h"
#include "dialects/daptin/lists/listing.h"
#include "dialects/daptin/nouns.h"
#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {
namespace {

constexpr Rights kAsked{Right::kExecute, Right::kPeek};
constexpr std::int64_t kMostRows = 50'000;
constexpr std::size_t kMostGroups = 10'000;
constexpr std::int32_t kStep = 1'000;

const Json& ValueOf(const Resource& row, std::string_view column) {
  static const Json kNull;
  const auto found = std::ranges::find(row.attributes, column, &Json::Member::first);
  return found == row.attributes.end() ? kNull : found->second;
}

std::optional<double> NumberOf(const Json& value) {
  if (const auto* integer = value.AsInteger()) return static_cast<double>(*integer);
  if (const auto* number = value.AsDouble()) return *number;
  if (const auto* truth = value.AsBool()) return *truth ? 1.0 : 0.0;
  return std::nullopt;
}

/// One figure of one group, as far as its rows were seen.
class Tally {
 public:
  void Add(const Json& value) {
    if (value.IsNull()) return;
    ++count_;
    if (const auto number = NumberOf(value)) {
      ++numbers_;
      sum_ += *number;
      whole_ = whole_ && value.AsDouble() == nullptr;
    }
    if (least_.IsNull() || Before(value, least_)) least_ = value;
    if (greatest_.IsNull() || Before(greatest_, value)) greatest_ = value;
  }
  void AddRow() { ++count_; }

  [[nodiscard]] Json Show(Function function) const {
    switch (function) {
      case Function::kCount:
        return Json(count_);
      case Function::kSum:
        return numbers_ == 0 ? Json() : Sum();
      case Function::kAverage:
        return numbers_ == 0 ? Json() : Json(sum_ / static_cast<double>(numbers_));
      case Function::kLeast:
        return least_;
      case Function::kGreatest:
        return greatest_;
    }
    return {};
  }

 private:
  /// A whole number as far as it is one exactly.
  [[nodiscard]] Json Sum() const {
    constexpr double kExact = 9'007'199'254'740'992.0;
    if (whole_ && std::abs(sum_) < kExact) return Json(static_cast<std::int64_t>(sum_));
    return Json(sum_);
  }
  static bool Before(const Json& a, const Json& b) {
    const SortKey key{"value", false};
    return ComesBefore({&key, 1}, {{"value", a}}, {{"value", b}});
  }

  std::int64_t count_ = 0;
  std::int64_t numbers_ = 0;
  double sum_ = 0;
  bool whole_ = true;
  Json least_;
  Json greatest_;
};

/// A group of rows: what they have in common, and their figures.
struct Group {
  std::vector<Json> values;
  std::vector<Tally> tallies;
};

/// The groups of the rows seen so far, by the text of what they have in common.
class Groups {
 public:
  explicit Groups(const AggregateQuery& query) : query_(query) {
    if (query.groups.empty()) groups_.emplace("", Group{{}, Empty()});
  }

  Result<void> Add(const Resource& row) {
    std::string key;
    std::vector<Json> values;
    for (const std::string& column : query_.groups) {
      values.push_back(ValueOf(row, column));
      key += ToText(values.back()) + '\n';
    }
    const auto [at, made] = groups_.try_emplace(std::move(key), Group{std::move(values), {}});
    if (made) at->second.tallies = Empty();
    if (groups_.size() > kMostGroups) return Fail(Errc::kBudgetExceeded);
    for (std::size_t i = 0; i < query_.figures.size(); ++i) {
      Tally& tally = at->second.tallies[i];
      const std::string& column = query_.figures[i].column;
      if (column.empty()) {
        tally.AddRow();
      } else {
        tally.Add(ValueOf(row, column));
      }
    }
    return {};
  }

  /// What is answered of each group that is wanted, in the order that is.
  [[nodiscard]] std::vector<Json::Object> Show() const {
    std::vector<Json::Object> shown;
    ListQuery having;
    having.conditions = query_.having;
    for (const auto& [key, group] : groups_) {
      Json::Object attributes;
      for (std::size_t i = 0; i < query_.groups.size(); ++i) {
        attributes.emplace_back(query_.groups[i], group.values[i]);
      }
      for (std::size_t i = 0; i < query_.figures.size(); ++i) {
        const Figure& figure = query_.figures[i];
        attributes.emplace_back(figure.text, group.tallies[i].Show(figure.function));
      }
      if (Matches(having, attributes, {})) shown.push_back(std::move(attributes));
    }
    std::ranges::stable_sort(shown, [&](const Json::Object& a, const Json::Object& b) {
      return ComesBefore(query_.order, a, b);
    });
    return shown;
  }

 private:
  [[nodiscard]] std::vector<Tally> Empty() const {
    return std::vector<Tally>(query_.figures.size());
  }

  const AggregateQuery& query_;
  std::map<std::string, Group> groups_;
};

/// 400 unless every column is one that callers may ask by, and every name behind the figures one of
/// the answer's. The titles are those of lists.
Reading<void> Check(const AggregateQuery& query, const Table& table) {
  ListQuery asked = query.rows;
  for (const std::string& column : query.groups) asked.sort.push_back({column, false});
  for (const Figure& figure : query.figures) {
    if (!figure.column.empty()) asked.sort.push_back({figure.column, false});
  }
  if (auto checked = CheckQuery(asked, table); !checked) return checked;
  std::vector<std::string_view> shown(query.groups.begin(), query.groups.end());
  for (const Figure& figure : query.figures) shown.push_back(figure.text);
  ListQuery after;
  after.conditions = query.having;
  after.sort = query.order;
  return CheckColumns(after, table.name, shown);
}

/// Every row that the caller may read and that fits, grouped.
Result<std::vector<Json::Object>> Work(const Reader& reader, const Table& table,
                                       const AggregateQuery& query) {
  Groups groups(query);
  Seek seek{.descending = true, .limit = kStep};
  for (std::int64_t seen = 0;;) {
    GH_TRY(const std::vector<Resource> rows, RowsOf(table).list(reader, table, seek));
    for (const Resource& row : rows) {
      if (Matches(query.rows, row.attributes, {})) GH_CHECK(groups.Add(row));
    }
    seen += static_cast<std::int64_t>(rows.size());
    if (static_cast<std::int32_t>(rows.size()) < seek.limit) return groups.Show();
    if (seen >= kMostRows) return Fail(Errc::kBudgetExceeded);
    seek.from = rows.back().number;
  }
}

http::Response Show(const Services& services, const Table& table,
                    const std::vector<Json::Object>& groups) {
  const std::string type = "aggregate_" + table.name;
  Buffer body;
  JsonWriter out(body);
  out.BeginObject();
  out.Key("data");
  out.BeginArray();
  for (const Json::Object& attributes : groups) {
    Resource row{type, TextOf(services.identities.MakeUid())};
    row.attributes = attributes;
    WriteResource(out, row);
  }
  out.EndArray();
  out.EndObject();
  return Document(200, std::move(body));
}

http::Response Closed() {
  http::Response response;
  response.status = 403;
  response.facts.error = Errc::kForbidden;
  return response;
}

}  // namespace

Result<http::Answer> Aggregate(const Context& context) {
  if (!context.caller.user) return Closed();
  const auto query = ReadAggregateQuery(context.request.query, context.body);
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Response> {
        GH_TRY(const Reader reader, MakeReader(context.services, snapshot, context.caller,
                                               context.services.options.own_account));
        const Table* table = reader.catalog->Find(context.table);
        if (table == nullptr) return NoSuchResource();
        const auto passed = PassTable(snapshot, context.caller, table->stored, kAsked);
        if (!passed && passed.error().code == Errc::kForbidden) return Closed();
        GH_CHECK(passed);
        if (!query) return Refuse(query.error().status, query.error().title);
        if (const auto checked = Check(*query, *table); !checked) {
          return Refuse(checked.error().status, checked.error().title);
        }
        GH_TRY(const auto groups, Work(reader, *table, *query));
        return Show(context.services, *table, groups);
      });
  GH_TRY(http::Response response, std::move(read));
  return response;
}

}  // namespace guildhall::daptin
