#include "dialects/daptin/lists/list_query.h"

#include <algorithm>
#include <optional>

#include "base/strings.h"
#include "dialects/shared/form.h"

namespace guildhall::daptin {
namespace {

constexpr int kBadRequest = 400;
constexpr std::string_view kUnreadable = "failed to unmarshal query as json: ";

using Parameter = dialects::FormField;

std::vector<std::string> SplitAtCommas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::string_view part = CutAt(text, ',');
    if (!part.empty()) parts.emplace_back(part);
  }
  return parts;
}

std::string MemberText(const Json& object, std::string_view name) {
  const Json* member = object.Find(name);
  const std::string* text = member == nullptr ? nullptr : member->AsString();
  return text == nullptr ? std::string() : *text;
}

/// The form that most clients send: a JSON array.
Reading<void> ReadConditions(std::string_view text, ListQuery& query) {
  const Result<Json> parsed = ParseJson(text);
  if (!parsed) return Refused(kBadRequest, std::string(kUnreadable) + parsed.error().detail);
  const Json::Array* entries = parsed->AsArray();
  if (entries == nullptr) return Refused(kBadRequest, std::string(kUnreadable) + "not an array");
  for (const Json& entry : *entries) {
    if (entry.AsObject() == nullptr) {
      return Refused(kBadRequest, std::string(kUnreadable) + "an entry is no object");
    }
    const Json* value = entry.Find("value");
    query.conditions.push_back({MemberText(entry, "column"), MemberText(entry, "operator"),
                                value == nullptr ? Json() : *value,
                                MemberText(entry, "logical_group")});
  }
  return {};
}

/// The form of clients that write arrays as `query[][column]=..&query[][operator]=..`: an entry
/// begins where a member comes again.
class BracketConditions {
 public:
  /// Whether the parameter was part of a condition.
  bool Take(const Parameter& parameter) {
    if (!parameter.name.starts_with("query[") || !parameter.name.ends_with("]")) return false;
    const std::size_t open = parameter.name.rfind('[');
    const std::string member = parameter.name.substr(open + 1, parameter.name.size() - open - 2);
    if (member == "column") Entry(column_).column = parameter.value;
    if (member == "operator") Entry(operation_).operation = parameter.value;
    if (member == "value") Entry(value_).value = Json(parameter.value);
    if (member == "logical_group") Entry(group_).group = parameter.value;
    return true;
  }
  std::vector<Condition> TakeAll() { return std::move(conditions_); }

 private:
  /// The condition that a member's next value belongs to; `seen` says which one had it last.
  Condition& Entry(std::size_t& seen) {
    if (seen == conditions_.size()) conditions_.emplace_back();
    seen = conditions_.size();
    return conditions_.back();
  }

  std::vector<Condition> conditions_;
  std::size_t column_ = 0, operation_ = 0, value_ = 0, group_ = 0;
};

Reading<std::int64_t> ReadNumber(const Parameter& parameter, std::int64_t most) {
  const auto number = ParseInteger(parameter.value);
  if (!number) return Refused(kBadRequest, "invalid value for " + parameter.name);
  return std::clamp<std::int64_t>(*number, 1, most);
}

bool IsIgnored(std::string_view name) {
  return name == "token" || name == "group" || name.starts_with("page[");
}

struct Given {
  bool number = false;
  bool size = false;
};

/// Parameters of the page; false when it is another one.
Reading<bool> TakePage(const Parameter& parameter, ListQuery& query, Given& given) {
  constexpr std::int64_t kMaxNumber = 1'000'000'000;
  const bool number = parameter.name == "page[number]";
  const bool size = parameter.name == "page[size]";
  if (number || size) {
    const auto value = ReadNumber(parameter, number ? kMaxNumber : ListQuery::kMaxSize);
    if (!value) return tl::unexpected(value.error());
    (number ? query.number : query.size) = *value;
    (number ? given.number : given.size) = true;
    return true;
  }
  if (parameter.name == "page[after]") query.after = parameter.value;
  if (parameter.name == "page[before]") query.before = parameter.value;
  return IsIgnored(parameter.name);
}

void Extend(std::vector<std::string>& list, std::string_view value) {
  for (std::string& part : SplitAtCommas(value)) list.push_back(std::move(part));
}

void TakeOther(const Parameter& parameter, std::string_view table, ListQuery& query) {
  const std::string& name = parameter.name;
  if (name == "sort") {
    query.sort = ReadSortKeys(parameter.value);
  } else if (name == "filter" || name == "filter[]") {
    query.filter = parameter.value;
  } else if (name == "fields") {
    Extend(query.fields, parameter.value);
  } else if (name == "fields[" + std::string(table) + "]") {
    Extend(query.fields, parameter.value);
    query.sparse = true;
  } else if (name == "included_relations" || name == "include") {
    Extend(query.included, parameter.value);
  } else if (name.find('[') == std::string::npos) {
    query.related.emplace_back(name, SplitAtCommas(parameter.value));
  }
}

}  // namespace

bool ListQuery::Includes(std::string_view relation) const {
  return std::any_of(included.begin(), included.end(),
                     [&](const std::string& name) { return name == "*" || name == relation; });
}

std::vector<SortKey> ReadSortKeys(std::string_view text) {
  std::vector<SortKey> keys;
  for (std::string& part : SplitAtCommas(text)) {
    SortKey key{std::move(part)};
    const char sign = key.column.front();
    key.descending = sign == '-';
    // An unescaped plus arrives as a space.
    if (sign == '-' || sign == '+' || sign == ' ') key.column.erase(0, 1);
    keys.push_back(std::move(key));
  }
  return keys;
}

Reading<ListQuery> ReadListQuery(std::string_view text, std::string_view table) {
  const auto parameters = dialects::ReadForm(text);
  if (!parameters) return Refused(kBadRequest, "invalid query string");
  ListQuery query;
  Given given;
  BracketConditions brackets;
  for (const Parameter& parameter : *parameters) {
    const auto taken = TakePage(parameter, query, given);
    if (!taken) return tl::unexpected(taken.error());
    if (*taken || brackets.Take(parameter)) continue;
    if (parameter.name == "query") {
      if (auto read = ReadConditions(parameter.value, query); !read) {
        return tl::unexpected(std::move(read).error());
      }
    } else {
      TakeOther(parameter, table, query);
    }
  }
  for (Condition& condition : brackets.TakeAll()) query.conditions.push_back(std::move(condition));
  query.paged = given.number && given.size;
  return query;
}

}  // namespace guildhall::daptin
