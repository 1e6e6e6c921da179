// Links that are memberships: of accounts with groups.
#include <utility>

#include "dialects/daptin/daptin.h"
#include "dialects/daptin/links/link_kinds.h"

namespace guildhall::daptin {
namespace {

std::vector<Link> LinksOfRows(const Table& join, const std::vector<Membership>& memberships) {
  std::vector<Link> links;
  links.reserve(memberships.size());
  for (const Membership& row : memberships) links.push_back(MakeLink(join, row.user.value(), row));
  return links;
}

Result<std::vector<Link>> MembershipsOf(const Reader& reader, const LinkPath& path,
                                        std::int64_t number) {
  const TenantId tenant = reader.caller.tenant;
  const MembershipRows& rows = reader.snapshot.memberships();
  const Seek seek{.limit = static_cast<std::int32_t>(kMostExamined) + 1};
  GH_TRY(const std::vector<Membership> memberships,
         path.from_object ? rows.ListOfGroup(tenant, GroupId(number), seek)
                          : rows.AllOfUser(tenant, UserId(number)));
  return LinksOfRows(*path.join, memberships);
}

Result<std::vector<Link>> ListMemberships(const Reader& reader, const Table& join, Seek seek) {
  GH_TRY(const std::vector<Membership> memberships,
         reader.snapshot.memberships().List(reader.caller.tenant, seek));
  return LinksOfRows(join, memberships);
}

Result<std::int64_t> CountMemberships(const Reader& reader, const Table& /*join*/,
                                      std::int64_t bound) {
  return reader.snapshot.memberships().Count(reader.caller.tenant, bound);
}

Result<std::optional<Link>> FindMembership(const Reader& reader, const Table& join,
                                           const Uid& uid) {
  GH_TRY(const std::optional<Membership> row,
         reader.snapshot.memberships().FindByUid(reader.caller.tenant, uid));
  if (!row) return std::optional<Link>();
  return std::optional(MakeLink(join, row->user.value(), *row));
}

Result<Link> AddMembership(Transaction& tx, const Reader& reader, const Link& ends,
                           const NewLink& wanted, const Gates& gates) {
  const LinkRights rights = LinkRightsOf(kDefaultPermission);
  Memberships::Draft draft;
  draft.user = UserId(ends.subject);
  draft.group = GroupId(ends.object);
  draft.origin = kOrigin;
  draft.rights = rights.rights;
  draft.rest = rights.rest;
  draft.uid = wanted.uid;
  GH_TRY(const Membership made, reader.core.memberships().Add(tx, reader.caller, draft, gates));
  return MakeLink(*ends.join, ends.subject, made);
}

Result<void> UpdateMembership(Transaction& tx, const Reader& reader, const Link& link,
                              const LinkChange& change, const Gates& gates) {
  if (!change.permission) return {};
  const LinkRights rights = LinkRightsOf(*change.permission);
  const Memberships::Draft draft{.user = UserId(link.subject),
                                 .group = GroupId(link.object),
                                 .origin = kOrigin,
                                 .rights = rights.rights,
                                 .rest = rights.rest};
  GH_CHECK(reader.core.memberships().UpdateLink(tx, reader.caller, draft, gates));
  return {};
}

Result<void> RemoveMembership(Transaction& tx, const Reader& reader, const Link& link,
                              const Gates& gates) {
  return reader.core.memberships().Remove(tx, reader.caller, UserId(link.subject),
                                          GroupId(link.object), gates);
}

}  // namespace

const LinkKind kMembershipLinks{MembershipsOf, ListMemberships,  CountMemberships, FindMembership,
                                AddMembership, UpdateMembership, RemoveMembership};

}  // namespace guildhall::daptin
