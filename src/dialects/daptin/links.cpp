#include "dialects/daptin/links.h"

#include <algorithm>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/daptin.h"
#include "dialects/daptin/permission_number.h"

namespace guildhall::daptin {
namespace {

/// A link as it is stored, in the words of its row. `Stored` is a Membership or a Grant.
template <class Stored>
Link LinkOf(const BuiltinTable& join, std::int64_t subject, const Stored& stored) {
  Link link{&join, subject, stored.group, {}};
  link.row.uid = stored.uid;
  link.row.number = stored.id.value();
  link.row.permission = PermissionOf(LinkRights{stored.rights, stored.rest});
  link.row.created_at = stored.created_at;
  link.row.updated_at = stored.updated_at;
  return link;
}

template <class Row>
void AppendGrants(const BuiltinTable& join, const Row& row, std::vector<Link>& links) {
  for (const Grant& grant : row.access.grants) {
    Link link = LinkOf(join, row.id.value(), grant);
    link.row.subject = TextOf(row.uid);
    links.push_back(std::move(link));
  }
}

/// A user's memberships without those in groups that are gone, which end step by step.
Result<std::vector<Membership>> LiveMembershipsOf(const Snapshot& snapshot, TenantId tenant,
                                                  UserId user) {
  GH_TRY(std::vector<Membership> memberships, snapshot.memberships().AllOfUser(tenant, user));
  std::vector<GroupId> ids;
  for (const Membership& membership : memberships) ids.push_back(membership.group);
  GH_TRY(const std::vector<Group> groups, snapshot.groups().FindMany(tenant, ids));
  std::set<GroupId> live;
  for (const Group& group : groups) live.insert(group.id);
  std::erase_if(memberships, [&](const Membership& row) { return !live.contains(row.group); });
  return memberships;
}

Result<std::vector<Link>> MembershipsOf(const Reader& reader, const LinkPath& path,
                                        std::int64_t number) {
  const TenantId tenant = reader.caller.tenant;
  const auto list = [&]() {
    const Seek seek{.limit = static_cast<std::int32_t>(kMostExamined) + 1};
    return path.from_group
               ? reader.snapshot.memberships().ListOfGroup(tenant, GroupId(number), seek)
               : LiveMembershipsOf(reader.snapshot, tenant, UserId(number));
  };
  GH_TRY(const std::vector<Membership> memberships, list());
  std::vector<Link> links;
  for (const Membership& membership : memberships) {
    links.push_back(LinkOfMembership(membership));
  }
  return links;
}

Result<std::vector<Link>> GrantsOf(const Reader& reader, const LinkPath& path,
                                   std::int64_t number) {
  GH_TRY(std::vector<Link> links, AllGrants(reader, *path.join));
  std::erase_if(links, [&](const Link& link) {
    return (path.from_group ? link.group.value() : link.subject) != number;
  });
  return links;
}

/// The row at one end of a link that is to be made.
Result<JudgedRow> GetEnd(const Reader& reader, const Relation& relation, const Uid& uid,
                         Rights asked) {
  const BuiltinTable* table = FindBuiltinTable(relation.table);
  auto row = RowsOf(*table).get(reader, uid, Gates::ByLists({}, asked));
  if (!row && row.error().code == Errc::kNotFound) {
    return Fail(Errc::kNotFound, Problem{std::string(relation.name), Reason::kUnknownId});
  }
  return row;
}

Result<Link> Store(Transaction& tx, const Reader& reader, const BuiltinTable& join, Link link,
                   const std::optional<Uid>& uid, const Gates& gates) {
  const LinkRights rights = LinkRightsOf(kDefaultPermission);
  if (join.name == kMembershipJoin) {
    Memberships::Draft draft;
    draft.user = UserId(link.subject);
    draft.group = link.group;
    draft.origin = kOrigin;
    draft.rights = rights.rights;
    draft.rest = rights.rest;
    draft.uid = uid;
    GH_TRY(const Membership made, reader.core.memberships().Add(tx, reader.caller, draft, gates));
    return LinkOf(join, link.subject, made);
  }
  const Tables::Sharing sharing{link.group, rights.rights, rights.rest};
  if (join.name == kWorldJoin) {
    GH_TRY(const Grant made,
           reader.core.tables().Share(tx, reader.caller, CollectionId(link.subject), sharing, false,
                                      gates));
    return LinkOf(join, link.subject, made);
  }
  GH_TRY(const Grant made, reader.core.tables().Share(tx, reader.caller, ActionId(link.subject),
                                                      sharing, false, gates));
  return LinkOf(join, link.subject, made);
}

/// Adds one target of a document; one that is linked already stays as it is.
Result<void> AddTarget(Transaction& tx, const Reader& reader, const LinkPath& path,
                       const Resource& row, const Target& target) {
  const auto self = ParseUid(row.id);
  const auto other = ParseUid(target.id);
  if (!self || !other) {
    const std::string name(path.from_group ? path.join->relations.front().name : "usergroup_id");
    return Fail(Errc::kInvalid, Problem{name, Reason::kUnknownId});
  }
  const NewLink wanted = path.from_group ? NewLink{*other, *self, {}} : NewLink{*self, *other, {}};
  const auto made = AddLink(tx, reader, *path.join, wanted,
                            Gates::ByLists({Right::kCreate, Right::kPeek}, {Right::kRefer}));
  if (!made && made.error().code != Errc::kAlreadyExists) return Fail(made.error());
  return {};
}

}  // namespace

Link LinkOfMembership(const Membership& membership) {
  return LinkOf(*FindBuiltinTable(kMembershipJoin), membership.user.value(), membership);
}

Result<std::vector<Link>> AllGrants(const Reader& reader, const BuiltinTable& join) {
  const TenantId tenant = reader.caller.tenant;
  std::vector<Link> links;
  if (join.name == kWorldJoin) {
    GH_TRY(const auto tables, reader.snapshot.collections().ListTables(tenant));
    for (const Collection& table : tables) AppendGrants(join, table, links);
  } else {
    GH_TRY(const auto actions, reader.snapshot.actions().List(tenant));
    for (const Action& action : actions) AppendGrants(join, action, links);
  }
  return links;
}

Result<void> NameEnds(const Reader& reader, std::vector<Link>& links) {
  const TenantId tenant = reader.caller.tenant;
  std::vector<GroupId> group_ids;
  std::vector<UserId> user_ids;
  for (const Link& link : links) {
    group_ids.push_back(link.group);
    if (link.row.subject.empty()) user_ids.push_back(UserId(link.subject));
  }
  GH_TRY(const auto groups, reader.snapshot.groups().FindMany(tenant, group_ids));
  GH_TRY(const auto users, reader.snapshot.users().FindMany(tenant, user_ids));
  std::unordered_map<GroupId, std::string> names_of_groups;
  for (const Group& group : groups) names_of_groups.emplace(group.id, TextOf(group.uid));
  std::unordered_map<std::int64_t, std::string> names_of_users;
  for (const User& user : users) names_of_users.emplace(user.id.value(), TextOf(user.uid));
  for (Link& link : links) {
    link.row.group = names_of_groups[link.group];
    if (link.row.subject.empty()) link.row.subject = names_of_users[link.subject];
  }
  return {};
}

std::optional<LinkPath> FindLinkPath(std::string_view table, std::string_view relation) {
  for (const BuiltinTable& join : kBuiltinTables) {
    if (!join.join) continue;
    const Relation& subject = join.relations.front();
    if (table == subject.table && relation == "usergroup_id") {
      return LinkPath{&join, FindBuiltinTable(kGroups), false};
    }
    if (table == kGroups && relation == subject.name) {
      return LinkPath{&join, FindBuiltinTable(subject.table), true};
    }
  }
  return std::nullopt;
}

Result<std::vector<Link>> LinksOf(const Reader& reader, const LinkPath& path,
                                  const Resource& resource) {
  GH_TRY(std::vector<Link> links, path.join->name == kMembershipJoin
                                      ? MembershipsOf(reader, path, resource.number)
                                      : GrantsOf(reader, path, resource.number));
  if (static_cast<std::int64_t>(links.size()) > kMostExamined) return Fail(Errc::kBudgetExceeded);
  GH_CHECK(NameEnds(reader, links));
  std::sort(links.begin(), links.end(),
            [](const Link& a, const Link& b) { return a.row.number < b.row.number; });
  return links;
}

Result<Link> AddLink(Transaction& tx, const Reader& reader, const BuiltinTable& join,
                     const NewLink& wanted, const Gates& gates) {
  GH_CHECK(PassTable(reader.snapshot, reader.caller, join.collection, gates.table));
  GH_TRY(const JudgedRow subject,
         GetEnd(reader, join.relations.front(), wanted.subject, gates.row));
  GH_TRY(const JudgedRow group, GetEnd(reader, join.relations.back(), wanted.group, gates.row));
  Link link{&join, subject.resource.number, GroupId(group.resource.number), {}};
  GH_TRY(Link made, Store(tx, reader, join, std::move(link), wanted.uid, gates));
  made.row.subject = subject.resource.id;
  made.row.group = group.resource.id;
  return made;
}

Result<void> AddLinks(Transaction& tx, const Reader& reader, const RowDocument& document,
                      Resource& row) {
  for (const RelationInput& input : document.relations) {
    const auto path = FindLinkPath(row.type, input.name);
    if (!path || input.targets.empty()) continue;
    Json::Array ids;
    for (const Target& target : input.targets) {
      GH_CHECK(AddTarget(tx, reader, *path, row, target));
      ids.emplace_back(target.id);
    }
    row.Set(input.name, Json(std::move(ids)));
  }
  return {};
}

bool NamesLinks(const RowDocument& document, std::string_view table) {
  return std::any_of(document.relations.begin(), document.relations.end(),
                     [&](const RelationInput& input) {
                       return !input.targets.empty() && FindLinkPath(table, input.name).has_value();
                     });
}

Result<void> RemoveLink(Transaction& tx, const Reader& reader, const Link& link,
                        const Gates& gates) {
  if (link.join->name == kMembershipJoin) {
    return reader.core.memberships().Remove(tx, reader.caller, UserId(link.subject), link.group,
                                            gates);
  }
  if (link.join->name == kWorldJoin) {
    return reader.core.tables().Unshare(tx, reader.caller, CollectionId(link.subject), link.group,
                                        gates);
  }
  return reader.core.tables().Unshare(tx, reader.caller, ActionId(link.subject), link.group, gates);
}

}  // namespace guildhall::daptin
