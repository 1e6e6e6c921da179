// The rows of the join tables: memberships, and grants of tables and actions.
#include <algorithm>
#include <iterator>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/change.h"
#include "dialects/daptin/links.h"
#include "dialects/daptin/permission_number.h"

namespace guildhall::daptin {
namespace {

constexpr Rights kPeek{Right::kPeek};
constexpr Rights kShow{Right::kPeek, Right::kRead};

bool Bypasses(const Reader& reader) { return reader.caller.Has(Power::kBypassTables); }

/// Whether the caller may read the row at one end.
Result<bool> MayReadEnd(const Reader& reader, const Relation& relation, std::string_view id) {
  const auto uid = ParseUid(id);
  if (!uid) return false;
  const auto row = RowsOf(*FindBuiltinTable(relation.table))
                       .get(reader, *uid, Gates::ByLists({}, {Right::kRead}));
  if (row) return true;
  const Errc code = row.error().code;
  if (code == Errc::kForbidden || code == Errc::kNotFound) return false;
  return Fail(row.error());
}

/// A link is shown to whoever may read both of its ends. [Daptin "Relations": lists of join tables]
Result<bool> MayRead(const Reader& reader, const Link& link) {
  if (Bypasses(reader)) return true;
  GH_TRY(const bool subject, MayReadEnd(reader, link.join->relations.front(), link.row.subject));
  if (!subject) return false;
  return MayReadEnd(reader, link.join->relations.back(), link.row.group);
}

/// The memberships in groups that the caller may read: all that he might be shown.
Result<std::vector<Link>> ReadableMemberships(const Reader& reader) {
  const Seek seek{.limit = static_cast<std::int32_t>(kMostExamined)};
  GH_TRY(
      const std::vector<Group> groups,
      reader.core.groups().ListRows(reader.snapshot, reader.caller, seek, Gates::ByLists({}, {})));
  const auto path = FindLinkPath(kGroups, "user_account_id");
  std::vector<Link> links;
  for (const Group& group : groups) {
    GH_TRY(std::vector<Link> members, LinksOf(reader, *path, ResourceOf(group)));
    std::move(members.begin(), members.end(), std::back_inserter(links));
    if (static_cast<std::int64_t>(links.size()) > kMostExamined) {
      return Fail(Errc::kBudgetExceeded);
    }
  }
  return links;
}

Result<std::vector<Link>> CandidatesOf(const Reader& reader, const BuiltinTable& join, Seek seek) {
  if (join.name == kMembershipJoin && Bypasses(reader)) {
    GH_TRY(const auto memberships, reader.snapshot.memberships().List(reader.caller.tenant, seek));
    std::vector<Link> links;
    for (const Membership& membership : memberships) links.push_back(LinkOfMembership(membership));
    return links;
  }
  // Everything else is gathered at once.
  if (seek.from) return std::vector<Link>();
  GH_TRY(std::vector<Link> links,
         join.name == kMembershipJoin ? ReadableMemberships(reader) : AllGrants(reader, join));
  std::sort(links.begin(), links.end(), [&](const Link& a, const Link& b) {
    return seek.descending ? a.row.number > b.row.number : a.row.number < b.row.number;
  });
  return links;
}

Result<std::vector<Resource>> ListLinks(const Reader& reader, const BuiltinTable& join, Seek seek) {
  GH_CHECK(PassTable(reader.snapshot, reader.caller, join.collection, kPeek));
  GH_TRY(std::vector<Link> links, CandidatesOf(reader, join, seek));
  GH_CHECK(NameEnds(reader, links));
  std::vector<Resource> resources;
  for (const Link& link : links) {
    GH_TRY(const bool readable, MayRead(reader, link));
    if (readable) resources.push_back(ResourceOf(join, link.row));
  }
  return resources;
}

Result<std::optional<Link>> FindLink(const Reader& reader, const BuiltinTable& join,
                                     const Uid& uid) {
  std::vector<Link> links;
  if (join.name == kMembershipJoin) {
    GH_TRY(const std::optional<Membership> membership,
           reader.snapshot.memberships().FindByUid(reader.caller.tenant, uid));
    if (membership) links.push_back(LinkOfMembership(*membership));
  } else {
    GH_TRY(links, AllGrants(reader, join));
    std::erase_if(links, [&](const Link& link) { return link.row.uid != uid; });
  }
  if (links.empty()) return std::optional<Link>();
  GH_CHECK(NameEnds(reader, links));
  return std::optional(std::move(links.front()));
}

/// The link, for callers whom the join table gives `asked`; nothing is asked of the row.
Result<Link> GetLink(const Reader& reader, const BuiltinTable& join, const Uid& uid, Rights asked) {
  GH_CHECK(PassTable(reader.snapshot, reader.caller, join.collection, asked));
  GH_TRY(std::optional<Link> link, FindLink(reader, join, uid));
  if (!link) return MissingRow(reader.caller);
  return std::move(*link);
}

JudgedRow Judged(const Link& link) {
  return {ResourceOf(*link.join, link.row), ListOfLink(LinkRightsOf(link.row.permission))};
}

/// What its list shows, one finds by its id; what its Guest bits give, besides.
Result<JudgedRow> GetLinkRow(const Reader& reader, const BuiltinTable& join, const Uid& uid,
                             const Gates& gates) {
  GH_TRY(const Link link, GetLink(reader, join, uid, gates.table));
  JudgedRow row = Judged(link);
  if (RightsOn(reader.caller, row.access).Contains(gates.row)) return row;
  if (!kShow.Contains(gates.row))
    return Fail(Errc::kForbidden, Problem{"object", Reason::kNotAllowed});
  GH_TRY(const bool readable, MayRead(reader, link));
  if (!readable) return Fail(Errc::kForbidden, Problem{"object", Reason::kNotAllowed});
  return row;
}

/// The id that a document gives for one end. kInvalid.
Result<Uid> ReadEnd(const RowDocument& document, const Relation& relation) {
  const auto id = document.ToOne(relation.name);
  const std::string name(relation.name);
  if (!id || id->empty()) return Fail(Errc::kInvalid, Problem{name, Reason::kRequired});
  const auto uid = ParseUid(*id);
  if (!uid) return Fail(Errc::kInvalid, Problem{name, Reason::kUnknownId});
  return *uid;
}

Result<http::Answer> CreateLink(const Context& context, const RowDocument& document) {
  const BuiltinTable* join = FindBuiltinTable(context.table);
  NewLink wanted;
  GH_TRY(wanted.subject, ReadEnd(document, join->relations.front()));
  GH_TRY(wanted.group, ReadEnd(document, join->relations.back()));
  GH_TRY(wanted.uid, ChosenUid(document));
  return MakeChange(context,
                    [core = &context.core(), join, wanted](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const Reader reader, MakeReader(*core, tx, caller, false));
                      GH_TRY(const Link made, AddLink(tx, reader, *join, wanted,
                                                      Gates::ByLists({Right::kCreate, Right::kPeek},
                                                                     {Right::kRefer})));
                      const JudgedRow row = Judged(made);
                      http::Response response = ShowWritten(201, row, caller);
                      response.headers.emplace_back(
                          "Location", "/api/" + std::string(join->name) + "/" + row.resource.id);
                      return response;
                    });
}

Result<void> StorePermission(Transaction& tx, const Reader& reader, const Link& link,
                             std::int64_t permission, const Gates& gates) {
  const LinkRights rights = LinkRightsOf(permission);
  if (link.join->name == kMembershipJoin) {
    GH_CHECK(reader.core.memberships().UpdateLink(tx, reader.caller, UserId(link.subject),
                                                  link.group, rights.rights, rights.rest, gates));
    return {};
  }
  const Tables::Sharing sharing{link.group, rights.rights, rights.rest};
  if (link.join->name == kWorldJoin) {
    GH_CHECK(reader.core.tables().Share(tx, reader.caller, CollectionId(link.subject), sharing,
                                        true, gates));
    return {};
  }
  GH_CHECK(
      reader.core.tables().Share(tx, reader.caller, ActionId(link.subject), sharing, true, gates));
  return {};
}

/// The ends of a link are what it is: another one is another link.
Result<void> KeepsEnds(const RowDocument& document, const Link& link) {
  const auto differs = [&](const Relation& relation, const std::string& id) {
    const auto wanted = document.ToOne(relation.name);
    return wanted && *wanted != id;
  };
  for (const auto& [relation, id] : {std::pair(&link.join->relations.front(), &link.row.subject),
                                     std::pair(&link.join->relations.back(), &link.row.group)}) {
    if (!differs(*relation, *id)) continue;
    return Fail(Errc::kInvalid, Problem{std::string(relation->name), Reason::kImmutable});
  }
  return {};
}

Result<http::Answer> UpdateLinkRow(const Context& context, const Uid& uid,
                                   const RowDocument& document) {
  const BuiltinTable* join = FindBuiltinTable(context.table);
  return MakeChange(context,
                    [core = &context.core(), join, uid, document](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      const Gates gates = Gates::ByLists({Right::kUpdate, Right::kPeek}, {});
                      GH_TRY(const Reader reader, MakeReader(*core, tx, caller, false));
                      GH_TRY(Link link, GetLink(reader, *join, uid, gates.table));
                      GH_CHECK(KeepsEnds(document, link));
                      GH_TRY(const auto permission,
                             WantedPermission(document, link.row.permission));
                      if (permission) {
                        GH_CHECK(StorePermission(tx, reader, link, *permission, gates));
                        GH_TRY(link, GetLink(reader, *join, uid, gates.table));
                      }
                      return ShowWritten(200, Judged(link), caller);
                    });
}

Result<http::Answer> RemoveLinkRow(const Context& context, const Uid& uid) {
  const BuiltinTable* join = FindBuiltinTable(context.table);
  return MakeChange(context,
                    [core = &context.core(), join, uid](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      const Gates gates = Gates::ByLists({Right::kDelete, Right::kPeek}, {});
                      GH_TRY(const Reader reader, MakeReader(*core, tx, caller, false));
                      GH_TRY(const Link link, GetLink(reader, *join, uid, gates.table));
                      GH_CHECK(RemoveLink(tx, reader, link, gates));
                      return Removed();
                    });
}

// One instance a join table: what a row is listed and found by has no other way to know which.
template <const std::string_view& kJoin>
Result<std::vector<Resource>> ListRowsOf(const Reader& reader, Seek seek) {
  return ListLinks(reader, *FindBuiltinTable(kJoin), seek);
}
template <const std::string_view& kJoin>
Result<JudgedRow> GetRowOf(const Reader& reader, const Uid& uid, const Gates& gates) {
  return GetLinkRow(reader, *FindBuiltinTable(kJoin), uid, gates);
}
template <const std::string_view& kJoin>
constexpr TableRows RowsOfJoin() {
  return {ListRowsOf<kJoin>, nullptr, GetRowOf<kJoin>, CreateLink, UpdateLinkRow, RemoveLinkRow};
}

}  // namespace

const TableRows kLinkRowsOfAccounts = RowsOfJoin<kMembershipJoin>();
const TableRows kLinkRowsOfWorld = RowsOfJoin<kWorldJoin>();
const TableRows kLinkRowsOfActions = RowsOfJoin<kActionJoin>();

}  // namespace guildhall::daptin
