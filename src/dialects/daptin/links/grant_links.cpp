// Links that are grants of tables and of actions.
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/daptin.h"
#include "dialects/daptin/links/link_kinds.h"

namespace guildhall::daptin {
namespace {

constexpr std::int32_t kStep = 1000;

/// What differs between the two. Rows that are no table of this API's, nor an action on one, are
/// another vocabulary's.
struct OnTables {
  using Row = Collection;
  using Id = CollectionId;
  static const CollectionRows& Rows(const Snapshot& snapshot) { return snapshot.collections(); }
  static bool IsServed(const Reader& reader, const Row& row) {
    return reader.catalog->Find(row.id) != nullptr;
  }
  static Result<std::vector<Row>> List(const Reader& reader) {
    const TenantId tenant = reader.caller.tenant;
    GH_TRY(std::vector<Row> all, Rows(reader.snapshot).ListTables(tenant));
    Seek seek{.limit = kStep};
    while (true) {
      GH_TRY(std::vector<Row> rows, Rows(reader.snapshot).List(tenant, kOrigin, seek));
      const bool last = static_cast<std::int32_t>(rows.size()) < seek.limit;
      if (!rows.empty()) seek.from = rows.back().id.value();
      for (Row& row : rows) all.push_back(std::move(row));
      if (last) return all;
    }
  }
};
struct OnActions {
  using Row = Action;
  using Id = ActionId;
  static const ActionRows& Rows(const Snapshot& snapshot) { return snapshot.actions(); }
  static bool IsServed(const Reader& reader, const Row& row) {
    return reader.catalog->Find(row.collection) != nullptr;
  }
  static Result<std::vector<Row>> List(const Reader& reader) {
    return Rows(reader.snapshot).List(reader.caller.tenant);
  }
};

template <class Row>
Link LinkOf(const Table& join, const Row& row, const Grant& grant) {
  Link link = MakeLink(join, row.id.value(), grant);
  link.row.subject = TextOf(row.uid);
  return link;
}

template <class On>
Result<std::vector<Link>> GrantsOf(const Reader& reader, const LinkPath& path,
                                   std::int64_t number) {
  const TenantId tenant = reader.caller.tenant;
  std::vector<Link> links;
  if (path.from_object) {
    const GroupId group(number);
    GH_TRY(const auto rows, On::Rows(reader.snapshot).ListGrantedTo(tenant, group));
    for (const auto& row : rows) {
      const Grant* grant = row.access.FindGrant(group);
      if (grant != nullptr && On::IsServed(reader, row)) {
        links.push_back(LinkOf(*path.join, row, *grant));
      }
    }
    return links;
  }
  GH_TRY(const auto row, On::Rows(reader.snapshot).Find(tenant, typename On::Id(number)));
  if (!row || !On::IsServed(reader, *row)) return links;
  for (const Grant& grant : row->access.grants) links.push_back(LinkOf(*path.join, *row, grant));
  return links;
}

template <class On>
Result<std::vector<Link>> ListGrants(const Reader& reader, const Table& join, Seek seek) {
  if (seek.from) return std::vector<Link>();
  GH_TRY(const auto rows, On::List(reader));
  std::vector<Link> links;
  for (const auto& row : rows) {
    if (!On::IsServed(reader, row)) continue;
    for (const Grant& grant : row.access.grants) links.push_back(LinkOf(join, row, grant));
    if (static_cast<std::int64_t>(links.size()) > kMostExamined) {
      return Fail(Errc::kBudgetExceeded);
    }
  }
  return AllAtOnce(std::move(links), seek);
}

template <class On>
Result<std::optional<Link>> FindGrant(const Reader& reader, const Table& join, const Uid& uid) {
  GH_TRY(const auto row, On::Rows(reader.snapshot).FindByGrant(reader.caller.tenant, uid));
  if (!row || !On::IsServed(reader, *row)) return std::optional<Link>();
  for (const Grant& grant : row->access.grants) {
    if (grant.uid == uid) return std::optional(LinkOf(join, *row, grant));
  }
  return std::optional<Link>();
}

template <class On>
Result<Link> AddGrant(Transaction& tx, const Reader& reader, const Link& ends,
                      const NewLink& /*wanted*/, const Gates& gates) {
  const LinkRights rights = LinkRightsOf(kDefaultPermission);
  const Sharing sharing{GroupId(ends.object), rights.rights, rights.rest};
  GH_TRY(const Grant made,
         reader.core.tables().Share(tx, reader.caller, typename On::Id(ends.subject), sharing,
                                    false, gates));
  return MakeLink(*ends.join, ends.subject, made);
}

template <class On>
Result<void> UpdateGrant(Transaction& tx, const Reader& reader, const Link& link,
                         const LinkChange& change, const Gates& gates) {
  if (!change.permission) return {};
  const LinkRights rights = LinkRightsOf(*change.permission);
  const Sharing sharing{GroupId(link.object), rights.rights, rights.rest};
  GH_CHECK(reader.core.tables().Share(tx, reader.caller, typename On::Id(link.subject), sharing,
                                      true, gates));
  return {};
}

template <class On>
Result<void> RemoveGrant(Transaction& tx, const Reader& reader, const Link& link,
                         const Gates& gates) {
  return reader.core.tables().Unshare(tx, reader.caller, typename On::Id(link.subject),
                                      GroupId(link.object), gates);
}

template <class On>
constexpr LinkKind GrantKind() {
  return {GrantsOf<On>, ListGrants<On>,  nullptr,        FindGrant<On>,
          AddGrant<On>, UpdateGrant<On>, RemoveGrant<On>};
}

}  // namespace

const LinkKind kTableGrantLinks = GrantKind<OnTables>();
const LinkKind kActionGrantLinks = GrantKind<OnActions>();

}  // namespace guildhall::daptin
