#include "dialects/daptin/links/link_lists.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/links/link_kinds.h"
#include "dialects/daptin/lists/listing.h"
#include "dialects/daptin/lists/operators.h"

namespace guildhall::daptin {
namespace {

constexpr Rights kPeek{Right::kPeek};
constexpr Seek kUpToTheBound{.limit = static_cast<std::int32_t>(kMostExamined) + 1};

bool Bypasses(const Reader& reader) { return reader.caller.Has(Power::kBypassTables); }

Result<void> CheckCount(const std::vector<Link>& links) {
  if (static_cast<std::int64_t>(links.size()) > kMostExamined) return Fail(Errc::kBudgetExceeded);
  return {};
}

/// The memberships in groups that the caller may read: all that he might be shown.
Result<std::vector<Link>> ReadableMemberships(const Reader& reader, const Table& join) {
  GH_TRY(const std::vector<Group> groups,
         reader.core.groups().ListRows(reader.snapshot, reader.caller, kUpToTheBound,
                                       Gates::ByLists({}, {})));
  const LinkPath path{&join, &reader.table(join.relations[0].table), true};
  std::vector<Link> links;
  for (const Group& group : groups) {
    GH_TRY(std::vector<Link> members, KindOf(join).of(reader, path, group.id.value()));
    std::move(members.begin(), members.end(), std::back_inserter(links));
    GH_CHECK(CheckCount(links));
  }
  return links;
}

/// Every link that the caller may be shown, for whom the table's gate is open but not its rows.
Result<std::vector<Link>> ReadableLinks(const Reader& reader, const Table& join) {
  GH_TRY(std::vector<Link> links, join.rows == RowKind::kMemberships
                                      ? ReadableMemberships(reader, join)
                                      : KindOf(join).list(reader, join, kUpToTheBound));
  GH_CHECK(CheckCount(links));
  GH_CHECK(NameEnds(reader, join, links));
  GH_CHECK(KeepReadable(reader, join, links));
  return links;
}

Result<std::vector<Link>> LinksIn(const Reader& reader, const Table& join, Seek seek) {
  GH_CHECK(PassLinks(reader, join, kPeek));
  if (!Bypasses(reader)) {
    if (seek.from) return std::vector<Link>();
    GH_TRY(std::vector<Link> links, ReadableLinks(reader, join));
    return AllAtOnce(std::move(links), seek);
  }
  GH_TRY(std::vector<Link> links, KindOf(join).list(reader, join, seek));
  GH_CHECK(NameEnds(reader, join, links));
  return links;
}

std::vector<Resource> ShowAll(const Table& join, const std::vector<Link>& links) {
  std::vector<Resource> rows;
  rows.reserve(links.size());
  for (const Link& link : links) rows.push_back(ResourceOf(join, link.row));
  return rows;
}

/// The links of those of these rows that the caller may read, newest first.
Result<std::vector<Link>> LinksOfRows(const Reader& reader, const LinkPath& path,
                                      const std::vector<std::string>& ids) {
  const Table& table = reader.table(NearEnd(path).table);
  std::vector<Link> links;
  for (const std::string& id : std::set<std::string>(ids.begin(), ids.end())) {
    const auto uid = ParseUid(id);
    if (!uid) continue;
    const auto row = RowsOf(table).get(reader, table, *uid, Gates::ByLists({}, {Right::kRead}));
    if (!row) {
      const Errc code = row.error().code;
      if (code == Errc::kForbidden || code == Errc::kNotFound) continue;
      return Fail(row.error());
    }
    GH_TRY(std::vector<Link> found, LinksOf(reader, path, row->resource));
    std::move(found.begin(), found.end(), std::back_inserter(links));
    GH_CHECK(CheckCount(links));
  }
  GH_CHECK(KeepReadable(reader, *path.join, links));
  return AllAtOnce(std::move(links), {.descending = true});
}

}  // namespace

std::optional<std::vector<std::string>> IdsDemanded(const ListQuery& query,
                                                    std::string_view column) {
  for (const auto& [name, ids] : query.related) {
    if (name == column) return ids;
  }
  for (const Condition& condition : query.conditions) {
    if (condition.column != column || !condition.group.empty()) continue;
    const auto op = FindOperator(condition.operation);
    const std::string* id = condition.value.AsString();
    if (id != nullptr && op == Operator::kEqual) return std::vector<std::string>{*id};
    const Json::Array* array = condition.value.AsArray();
    if (array == nullptr || op != Operator::kAnyOf) continue;
    std::vector<std::string> ids;
    for (const Json& element : *array) {
      if (const std::string* text = element.AsString()) ids.push_back(*text);
    }
    return ids;
  }
  return std::nullopt;
}

Result<std::vector<Resource>> ListLinks(const Reader& reader, const Table& join, Seek seek) {
  GH_TRY(const std::vector<Link> links, LinksIn(reader, join, seek));
  return ShowAll(join, links);
}

Result<std::int64_t> CountLinks(const Reader& reader, const Table& join, std::int64_t bound) {
  if (Bypasses(reader) && KindOf(join).count != nullptr) {
    return KindOf(join).count(reader, join, bound);
  }
  GH_TRY(const std::vector<Link> links, LinksIn(reader, join, {}));
  return std::min(static_cast<std::int64_t>(links.size()), bound);
}

Result<std::optional<Page>> QueryLinks(const Reader& reader, const Table& join,
                                       const ListQuery& query) {
  if (!query.after.empty() || !query.before.empty()) return std::optional<Page>();
  GH_CHECK(PassLinks(reader, join, kPeek));
  for (const bool from_object : {false, true}) {
    const Relation& other = join.relations[from_object ? 0 : 1];
    const LinkPath path{&join, &reader.table(other.table), from_object};
    const auto ids = IdsDemanded(query, NearEnd(path).name);
    if (!ids) continue;
    GH_TRY(const std::vector<Link> links, LinksOfRows(reader, path, *ids));
    GH_TRY(Page page, ChoosePage(reader, join, query, ShowAll(join, links)));
    return std::optional(std::move(page));
  }
  return std::optional<Page>();
}

}  // namespace guildhall::daptin
