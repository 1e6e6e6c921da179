#include "dialects/daptin/links/links.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/links/link_kinds.h"

namespace guildhall::daptin {
namespace {

/// What adding links by a document asks: of the table of the links, and of both ends.
constexpr Gates kAddGates = Gates::ByLists({Right::kCreate, Right::kPeek}, {Right::kRefer});

bool HasEnds(const Table& join) {
  if (!join.join() || join.relations.size() < 2) return false;
  const bool named = join.relations[0].field != 0 && join.relations[1].field != 0;
  return named || join.rows != RowKind::kRecordLinks;
}

/// Adds one target of a document; one that is linked already stays as it is.
Result<void> AddTarget(Transaction& tx, const Reader& reader, const LinkPath& path,
                       const Resource& row, const Target& target) {
  const auto self = ParseUid(row.id);
  const auto other = ParseUid(target.id);
  if (!self || !other) {
    return Fail(Errc::kInvalid, Problem{FarEnd(path).name, Reason::kUnknownId});
  }
  NewLink wanted;
  wanted.subject = path.from_object ? *other : *self;
  wanted.object = path.from_object ? *self : *other;
  wanted.columns = target.attributes;
  const auto made = AddLink(tx, reader, *path.join, wanted, kAddGates);
  if (!made && made.error().code != Errc::kAlreadyExists) return Fail(made.error());
  return {};
}

}  // namespace

const LinkKind& KindOf(const Table& join) {
  switch (join.rows) {
    case RowKind::kMemberships:
      return kMembershipLinks;
    case RowKind::kTableGrants:
      return kTableGrantLinks;
    case RowKind::kActionGrants:
      return kActionGrantLinks;
    case RowKind::kRecordGrants:
      return kRecordGrantLinks;
    case RowKind::kRecordLinks:
      return kRecordLinks;
    case RowKind::kAccounts:
    case RowKind::kGroups:
    case RowKind::kTables:
    case RowKind::kActions:
    case RowKind::kRecords:
      break;
  }
  GH_BUG("a table without links was asked for them");
}

Result<void> PassLinks(const Reader& reader, const Table& join, Rights asked) {
  GH_CHECK(PassTable(reader.snapshot, reader.caller, join.stored, asked));
  if (!HasEnds(join)) return Fail(Errc::kNotFound);
  return {};
}

const Relation& NearEnd(const LinkPath& path) {
  return path.join->relations[path.from_object ? 1 : 0];
}
const Relation& FarEnd(const LinkPath& path) {
  return path.join->relations[path.from_object ? 0 : 1];
}

std::vector<Link> AllAtOnce(std::vector<Link> links, Seek seek) {
  if (seek.from) return {};
  std::sort(links.begin(), links.end(), [&](const Link& a, const Link& b) {
    return seek.descending ? a.row.number > b.row.number : a.row.number < b.row.number;
  });
  return links;
}

std::optional<LinkPath> FindLinkPath(const Catalog& catalog, const Table& table,
                                     std::string_view relation) {
  const Relation* found = table.FindRelation(relation);
  if (found == nullptr || found->kind != RelationKind::kLinked) return std::nullopt;
  const Table* join = catalog.Find(found->join);
  const Table* target = catalog.Find(found->table);
  if (join == nullptr || target == nullptr || !HasEnds(*join)) return std::nullopt;
  return LinkPath{join, target, join->relations[0].name != found->inverse};
}

Result<std::vector<Link>> LinksOf(const Reader& reader, const LinkPath& path,
                                  const Resource& resource) {
  GH_TRY(std::vector<Link> links, KindOf(*path.join).of(reader, path, resource.number));
  if (static_cast<std::int64_t>(links.size()) > kMostExamined) return Fail(Errc::kBudgetExceeded);
  GH_CHECK(NameEnds(reader, *path.join, links));
  // Links with a row that is gone end step by step.
  std::erase_if(
      links, [](const Link& link) { return link.row.subject.empty() || link.row.object.empty(); });
  return AllAtOnce(std::move(links), {});
}

Result<void> CheckTargets(const RelationInput& input) {
  if (input.targets.size() <= kMostTargets) return {};
  return FailWith({400, "more than " + std::to_string(kMostTargets) + " rows for " + input.name});
}

Result<Link> AddLink(Transaction& tx, const Reader& reader, const Table& join,
                     const NewLink& wanted, const Gates& gates) {
  GH_CHECK(PassLinks(reader, join, gates.table));
  const Relation& subject_end = join.relations[0];
  const Relation& object_end = join.relations[1];
  GH_TRY(const JudgedRow subject, GetEnd(reader, subject_end, wanted.subject, gates.row));
  GH_TRY(const JudgedRow object, GetEnd(reader, object_end, wanted.object, gates.row));
  const Link ends{&join, subject.resource.number, object.resource.number, {}};
  auto made = KindOf(join).add(tx, reader, ends, wanted, gates);
  if (!made && made.error().code == Errc::kAlreadyExists) {
    return Fail(Errc::kAlreadyExists, {Problem{subject_end.name, Reason::kTaken},
                                       Problem{object_end.name, Reason::kTaken}});
  }
  if (!made) return made;
  made->row.subject = subject.resource.id;
  made->row.object = object.resource.id;
  return made;
}

Result<void> AddLinks(Transaction& tx, const Reader& reader, const RowDocument& document,
                      Resource& row) {
  const Table& table = reader.table(row.type);
  for (const RelationInput& input : document.relations) {
    const auto path = FindLinkPath(*reader.catalog, table, input.name);
    if (!path || input.targets.empty()) continue;
    GH_CHECK(CheckTargets(input));
    Json::Array ids;
    for (const Target& target : input.targets) {
      GH_CHECK(AddTarget(tx, reader, *path, row, target));
      ids.emplace_back(target.id);
    }
    row.Set(input.name, Json(std::move(ids)));
  }
  return {};
}

bool NamesLinks(const Catalog& catalog, const RowDocument& document, const Table& table) {
  return std::any_of(
      document.relations.begin(), document.relations.end(), [&](const RelationInput& input) {
        return !input.targets.empty() && FindLinkPath(catalog, table, input.name).has_value();
      });
}

Result<void> RemoveLink(Transaction& tx, const Reader& reader, const Link& link,
                        const Gates& gates) {
  GH_CHECK(PassLinks(reader, *link.join, gates.table));
  return KindOf(*link.join).remove(tx, reader, link, gates);
}

Result<void> RemoveLinksOf(Transaction& tx, const Reader& reader, const Table& table,
                           const Resource& row) {
  for (const Relation& relation : table.relations) {
    const auto path = FindLinkPath(*reader.catalog, table, relation.name);
    if (!path || path->join->rows != RowKind::kRecordLinks) continue;
    GH_TRY(const std::vector<Link> links, KindOf(*path->join).of(reader, *path, row.number));
    for (const Link& link : links) {
      GH_CHECK(KindOf(*path->join).remove(tx, reader, link, Gates::ByLists({}, {})));
    }
  }
  return {};
}

}  // namespace guildhall::daptin
