// Links that are grants of the records of one table.
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/links/link_kinds.h"

namespace guildhall::daptin {
namespace {

constexpr std::int32_t kStep = 1000;

Link LinkOf(const Table& join, const Record& record, const Grant& grant) {
  Link link = MakeLink(join, record.id.value(), grant);
  link.row.subject = TextOf(record.uid);
  return link;
}

/// The collection whose records are granted, as it is now: kNotFound when it is gone.
Result<Collection> GrantedBy(const Reader& reader, const Table& join) {
  const Table* granted = reader.catalog->Find(join.granted);
  if (granted == nullptr) return Fail(Errc::kNotFound);
  return granted->stored;
}

/// What the core asks of the record; the table of the links has been asked.
Gates OfRow(const Gates& gates) { return Gates::ByLists({}, gates.row); }

Result<std::vector<Link>> GrantsOf(const Reader& reader, const LinkPath& path,
                                   std::int64_t number) {
  const TenantId tenant = reader.caller.tenant;
  const Table& join = *path.join;
  std::vector<Link> links;
  if (!path.from_object) {
    GH_TRY(const std::optional<Record> record,
           reader.snapshot.records().Find(tenant, join.granted, RecordId(number)));
    if (!record) return links;
    for (const Grant& grant : record->access.grants) links.push_back(LinkOf(join, *record, grant));
    return links;
  }
  const GroupId group(number);
  constexpr auto kMost = static_cast<std::int32_t>(kMostExamined) + 1;
  GH_TRY(const std::vector<Record> records,
         reader.snapshot.records().ListGrantedTo(tenant, group, kMost));
  // Those of other tables count too: what is not looked at cannot be said to be missing.
  if (static_cast<std::int32_t>(records.size()) == kMost) return Fail(Errc::kBudgetExceeded);
  for (const Record& record : records) {
    const Grant* grant = record.access.FindGrant(group);
    if (grant == nullptr || record.collection != join.granted) continue;
    links.push_back(LinkOf(join, record, *grant));
  }
  return links;
}

Result<std::vector<Link>> ListGrants(const Reader& reader, const Table& join, Seek seek) {
  if (seek.from) return std::vector<Link>();
  std::vector<Link> links;
  std::optional<GrantPlace> after;
  while (true) {
    GH_TRY(const std::vector<RecordGrant> grants,
           reader.snapshot.records().ListGrants(reader.caller.tenant, join.granted, after, kStep));
    for (const RecordGrant& row : grants) {
      links.push_back(MakeLink(join, row.record.value(), row.grant));
    }
    if (static_cast<std::int64_t>(links.size()) > kMostExamined) {
      return Fail(Errc::kBudgetExceeded);
    }
    if (static_cast<std::int32_t>(grants.size()) < kStep) break;
    after = GrantPlace{grants.back().record, grants.back().grant.group};
  }
  return AllAtOnce(std::move(links), seek);
}

Result<std::optional<Link>> FindGrant(const Reader& reader, const Table& join, const Uid& uid) {
  GH_TRY(const std::optional<Record> record,
         reader.snapshot.records().FindByGrant(reader.caller.tenant, join.granted, uid));
  if (!record) return std::optional<Link>();
  for (const Grant& grant : record->access.grants) {
    if (grant.uid == uid) return std::optional(LinkOf(join, *record, grant));
  }
  return std::optional<Link>();
}

Result<Grant> Store(Transaction& tx, const Reader& reader, const Link& link,
                    std::int64_t permission, bool replace, const Gates& gates) {
  const LinkRights rights = LinkRightsOf(permission);
  const Sharing sharing{GroupId(link.object), rights.rights, rights.rest};
  GH_TRY(const Collection granted, GrantedBy(reader, *link.join));
  return reader.core.records().Share(tx, reader.caller, granted, RecordId(link.subject), sharing,
                                     replace, gates);
}

Result<Link> AddGrant(Transaction& tx, const Reader& reader, const Link& ends,
                      const NewLink& /*wanted*/, const Gates& gates) {
  GH_TRY(const Grant made, Store(tx, reader, ends, kDefaultPermission, false, OfRow(gates)));
  return MakeLink(*ends.join, ends.subject, made);
}

Result<void> UpdateGrant(Transaction& tx, const Reader& reader, const Link& link,
                         const LinkChange& change, const Gates& gates) {
  if (!change.permission) return {};
  GH_CHECK(Store(tx, reader, link, *change.permission, true, OfRow(gates)));
  return {};
}

Result<void> RemoveGrant(Transaction& tx, const Reader& reader, const Link& link,
                         const Gates& gates) {
  GH_TRY(const Collection granted, GrantedBy(reader, *link.join));
  return reader.core.records().Unshare(tx, reader.caller, granted, RecordId(link.subject),
                                       GroupId(link.object), OfRow(gates));
}

}  // namespace

const LinkKind kRecordGrantLinks{GrantsOf, ListGrants,  nullptr,    FindGrant,
                                 AddGrant, UpdateGrant, RemoveGrant};

}  // namespace guildhall::daptin
