// The rows at the ends of links: what they are called, and who may read them.
#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/links/link_kinds.h"

namespace guildhall::daptin {
namespace {

/// The reference ids of rows of one table by their numbers.
using Names = std::unordered_map<std::int64_t, std::string>;

template <class Id>
std::vector<Id> IdsOf(const std::vector<std::int64_t>& numbers) {
  std::vector<Id> ids;
  ids.reserve(numbers.size());
  for (const std::int64_t number : numbers) ids.emplace_back(number);
  return ids;
}

template <class Row>
Names NamesIn(const std::vector<Row>& rows) {
  Names names;
  for (const Row& row : rows) names.emplace(row.id.value(), TextOf(row.uid));
  return names;
}

Result<Names> NamesOf(const Reader& reader, const Table& table,
                      const std::vector<std::int64_t>& numbers) {
  const TenantId tenant = reader.caller.tenant;
  if (numbers.empty()) return Names();
  switch (table.rows) {
    case RowKind::kAccounts: {
      GH_TRY(const auto rows, reader.snapshot.users().FindMany(tenant, IdsOf<UserId>(numbers)));
      return NamesIn(rows);
    }
    case RowKind::kGroups: {
      GH_TRY(const auto rows, reader.snapshot.groups().FindMany(tenant, IdsOf<GroupId>(numbers)));
      return NamesIn(rows);
    }
    case RowKind::kRecords: {
      GH_TRY(const auto rows, reader.snapshot.records().FindMany(tenant, table.collection(),
                                                                 IdsOf<RecordId>(numbers)));
      return NamesIn(rows);
    }
    case RowKind::kTables:
    case RowKind::kActions:
      // Their grants are read from the rows themselves, and name them.
    case RowKind::kMemberships:
    case RowKind::kTableGrants:
    case RowKind::kActionGrants:
    case RowKind::kRecordGrants:
    case RowKind::kRecordLinks:
      break;
  }
  return Names();
}

/// One end of all links: the number of the row there, and its place for the reference id.
struct Side {
  std::int64_t Link::*number;
  std::string LinkRow::*name;
};

Result<void> NameSide(const Reader& reader, const Table& table, std::vector<Link>& links,
                      Side side) {
  std::vector<std::int64_t> numbers;
  for (const Link& link : links) {
    if ((link.row.*side.name).empty()) numbers.push_back(link.*side.number);
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  GH_TRY(const Names names, NamesOf(reader, table, numbers));
  for (Link& link : links) {
    if (!(link.row.*side.name).empty()) continue;
    const auto found = names.find(link.*side.number);
    if (found != names.end()) link.row.*side.name = found->second;
  }
  return {};
}

bool IsRefusal(const Error& error) {
  return error.code == Errc::kForbidden || error.code == Errc::kNotFound;
}

/// Who may read the rows at one end of links; remembers what it has found.
class EndReader {
 public:
  EndReader(const Reader& reader, const Relation& end)
      : reader_(reader), table_(reader.table(end.table)) {}

  Result<bool> MayRead(const std::string& id) {
    const auto known = known_.find(id);
    if (known != known_.end()) return known->second;
    GH_TRY(const bool readable, Ask(id));
    known_.emplace(id, readable);
    return readable;
  }

 private:
  [[nodiscard]] Result<bool> Ask(const std::string& id) const {
    const auto uid = ParseUid(id);
    if (!uid) return false;
    const auto row = RowsOf(table_).get(reader_, table_, *uid, Gates::ByLists({}, {Right::kRead}));
    if (!row && !IsRefusal(row.error())) return Fail(row.error());
    return row.has_value();
  }

  const Reader& reader_;
  const Table& table_;
  std::unordered_map<std::string, bool> known_;
};

/// Whether the link puts the caller himself into a group.
bool IsOwnMembership(const Reader& reader, const LinkPath& path, const Link& link) {
  const auto self = reader.caller.user_id();
  return path.join->rows == RowKind::kMemberships && !path.from_object && self &&
         self->value() == link.subject;
}

}  // namespace

Result<void> NameEnds(const Reader& reader, const Table& join, std::vector<Link>& links) {
  GH_CHECK(NameSide(reader, reader.table(join.relations[0].table), links,
                    {&Link::subject, &LinkRow::subject}));
  return NameSide(reader, reader.table(join.relations[1].table), links,
                  {&Link::object, &LinkRow::object});
}

Result<void> KeepReadable(const Reader& reader, const Table& join, std::vector<Link>& links) {
  if (reader.caller.Has(Power::kBypassTables)) return {};
  EndReader subjects(reader, join.relations[0]);
  EndReader objects(reader, join.relations[1]);
  std::vector<Link> kept;
  for (Link& link : links) {
    // Objects are mostly groups, of which there are few.
    GH_TRY(const bool object, objects.MayRead(link.row.object));
    if (!object) continue;
    GH_TRY(const bool subject, subjects.MayRead(link.row.subject));
    if (subject) kept.push_back(std::move(link));
  }
  links = std::move(kept);
  return {};
}

Result<JudgedRow> GetEnd(const Reader& reader, const Relation& relation, const Uid& uid,
                         Rights asked) {
  const Table& table = reader.table(relation.table);
  auto row = RowsOf(table).get(reader, table, uid, Gates::ByLists({}, asked));
  if (!row && row.error().code == Errc::kNotFound) {
    return Fail(Errc::kNotFound, Problem{relation.name, Reason::kUnknownId});
  }
  return row;
}

Result<std::vector<LinkedRow>> ReadEnds(const Reader& reader, const LinkPath& path,
                                        const std::vector<Link>& links, Rights asked) {
  std::vector<LinkedRow> rows;
  for (const Link& link : links) {
    const auto uid = ParseUid(path.from_object ? link.row.subject : link.row.object);
    if (!uid) continue;
    const Rights needed = IsOwnMembership(reader, path, link) ? Rights{} : asked;
    auto row = RowsOf(*path.target).get(reader, *path.target, *uid, Gates::ByLists({}, needed));
    if (!row && !IsRefusal(row.error())) return Fail(row.error());
    if (row) rows.push_back({link, std::move(row->resource)});
  }
  return rows;
}

}  // namespace guildhall::daptin
