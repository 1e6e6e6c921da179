#include "dialects/daptin/lists/aggregate_query.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/strings.h"
#include "dialects/shared/form.h"

namespace guildhall::daptin {
namespace {

constexpr int kBadRequest = 400;
constexpr std::size_t kMostParts = 100;

struct FunctionName {
  std::string_view name;
  Function function;
};
constexpr std::array<FunctionName, 5> kFunctions{{{"count", Function::kCount},
                                                  {"sum", Function::kSum},
                                                  {"avg", Function::kAverage},
                                                  {"min", Function::kLeast},
                                                  {"max", Function::kGreatest}}};

struct OperatorName {
  std::string_view name;
  std::string_view operation;  ///< as `query` calls it
};
constexpr std::array<OperatorName, 8> kOperators{{{"eq", "eq"},
                                                  {"not", "neq"},
                                                  {"lt", "lt"},
                                                  {"lte", "lte"},
                                                  {"gt", "gt"},
                                                  {"gte", "gte"},
                                                  {"in", "in"},
                                                  {"like", "like"}}};

/// The parts between commas that stand in no parenthesis.
std::vector<std::string> SplitOutside(std::string_view text) {
  std::vector<std::string> parts;
  std::string part;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == ',' && depth <= 0) {
      parts.push_back(std::exchange(part, {}));
    } else {
      part += c;
    }
  }
  parts.push_back(std::move(part));
  std::erase_if(parts, [](const std::string& each) { return Trim(each).empty(); });
  for (std::string& each : parts) each = std::string(Trim(each));
  return parts;
}

/// "name(inside)"; nothing for any other form.
struct Call {
  std::string_view name;
  std::string_view inside;
};
std::optional<Call> ReadCall(std::string_view text) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || !text.ends_with(')')) return std::nullopt;
  return Call{text.substr(0, open), text.substr(open + 1, text.size() - open - 2)};
}

/// Numbers and truth values by what they look like; everything else is text.
Json ValueOf(std::string_view text) {
  const Result<Json> read = ParseJson(text);
  const bool plain = read && read->AsObject() == nullptr && read->AsArray() == nullptr;
  return plain ? *read : Json(std::string(text));
}

Reading<Figure> ReadFigure(const std::string& text) {
  if (text == "count") return Figure{text, Function::kCount, {}};
  const auto call = ReadCall(text);
  const auto* known =
      call ? std::ranges::find(kFunctions, call->name, &FunctionName::name) : kFunctions.end();
  if (known == kFunctions.end()) return Refused(kBadRequest, "invalid aggregate column " + text);
  std::string column(Trim(call->inside));
  if (column == "*" && known->function == Function::kCount) column.clear();
  const bool rows = known->function == Function::kCount;
  if (column.empty() && !rows) return Refused(kBadRequest, "invalid aggregate column " + text);
  return Figure{text, known->function, std::move(column)};
}

/// `eq(status,active)`; the column may itself be a figure: `gt(sum(price),10)`.
Reading<Condition> ReadCondition(const std::string& text) {
  const auto call = ReadCall(text);
  const auto* known =
      call ? std::ranges::find(kOperators, call->name, &OperatorName::name) : kOperators.end();
  std::vector<std::string> parts = call ? SplitOutside(call->inside) : std::vector<std::string>();
  if (known == kOperators.end() || parts.size() < 2) {
    return Refused(kBadRequest, "invalid filter " + text);
  }
  Condition condition{parts.front(), std::string(known->operation)};
  if (known->name == "in") {
    Json::Array values;
    for (std::size_t i = 1; i < parts.size(); ++i) values.push_back(ValueOf(parts[i]));
    condition.value = Json(std::move(values));
    return condition;
  }
  // A value may hold commas.
  const std::string_view rest =
      call->inside.substr(call->inside.find(parts.front()) + parts.front().size());
  condition.value = ValueOf(Trim(rest.substr(rest.find(',') + 1)));
  return condition;
}

std::vector<SortKey> ReadOrder(const std::vector<std::string>& parts) {
  std::vector<SortKey> keys;
  for (const std::string& part : parts) {
    const bool sign = part.front() == '-' || part.front() == '+';
    keys.push_back({std::string(Trim(part.substr(sign ? 1 : 0))), part.front() == '-'});
  }
  return keys;
}

Reading<void> TakeColumns(const std::vector<std::string>& parts, AggregateQuery& query) {
  for (const std::string& part : parts) {
    // A column by which rows are grouped may be named among the figures: it is shown anyway.
    if (std::ranges::find(query.groups, part) != query.groups.end()) continue;
    auto figure = ReadFigure(part);
    if (!figure) return tl::unexpected(std::move(figure).error());
    query.figures.push_back(*std::move(figure));
  }
  return {};
}

Reading<void> TakeConditions(const std::vector<std::string>& parts,
                             std::vector<Condition>& conditions) {
  for (const std::string& part : parts) {
    auto condition = ReadCondition(part);
    if (!condition) return tl::unexpected(std::move(condition).error());
    conditions.push_back(*std::move(condition));
  }
  return {};
}

/// What was sent, by name.
struct Given {
  std::vector<std::string> groups, columns, filters, having, order;

  std::vector<std::string>* Find(std::string_view name) {
    if (name == "group") return &groups;
    if (name == "column") return &columns;
    if (name == "filter") return &filters;
    if (name == "having") return &having;
    return name == "order" ? &order : nullptr;
  }
  void Take(std::string_view name, std::string_view text) {
    if (auto* list = Find(name)) {
      for (std::string& part : SplitOutside(text)) list->push_back(std::move(part));
    }
  }
  [[nodiscard]] bool TooMany() const {
    return groups.size() + columns.size() + filters.size() + having.size() + order.size() >
           kMostParts;
  }
};

void TakeBody(const Json& body, Given& given) {
  const Json::Object* members = body.AsObject();
  if (members == nullptr) return;
  for (const auto& [name, value] : *members) {
    if (const std::string* text = value.AsString()) given.Take(name, *text);
    const Json::Array* texts = value.AsArray();
    if (texts == nullptr) continue;
    for (const Json& each : *texts) {
      if (const std::string* text = each.AsString()) given.Take(name, *text);
    }
  }
}

}  // namespace

Reading<AggregateQuery> ReadAggregateQuery(std::string_view text, const Json& body) {
  const auto parameters = dialects::ReadForm(text);
  if (!parameters) return Refused(kBadRequest, "invalid query string");
  Given given;
  for (const dialects::FormField& parameter : *parameters) {
    given.Take(parameter.name, parameter.value);
  }
  TakeBody(body, given);
  if (given.TooMany()) return Refused(kBadRequest, "too many parts of an aggregate");
  AggregateQuery query;
  query.groups = std::move(given.groups);
  query.order = ReadOrder(given.order);
  if (auto read = TakeColumns(given.columns, query); !read) return tl::unexpected(read.error());
  if (auto read = TakeConditions(given.filters, query.rows.conditions); !read) {
    return tl::unexpected(read.error());
  }
  if (auto read = TakeConditions(given.having, query.having); !read) {
    return tl::unexpected(read.error());
  }
  if (query.figures.empty()) query.figures.push_back({"count", Function::kCount, {}});
  return query;
}

}  // namespace guildhall::daptin
