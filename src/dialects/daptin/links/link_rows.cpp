// The rows of the join tables, as rows.
#include <optional>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/links/link_kinds.h"
#include "dialects/daptin/links/link_lists.h"
#include "dialects/daptin/rows/record_values.h"

namespace guildhall::daptin {
namespace {

constexpr Rights kShow{Right::kPeek, Right::kRead};
constexpr Gates kCreateGates = Gates::ByLists({Right::kCreate, Right::kPeek}, {Right::kRefer});
// Of a link's own row nothing is asked. [Daptin "Permissions": rows of join tables]
constexpr Gates kUpdateGates = Gates::ByLists({Right::kUpdate, Right::kPeek}, {});
constexpr Gates kRemoveGates = Gates::ByLists({Right::kDelete, Right::kPeek}, {});

/// The link, for callers whom the join table gives `asked`; nothing is asked of the row.
Result<Link> GetLink(const Reader& reader, const Table& join, const Uid& uid, Rights asked) {
  GH_CHECK(PassLinks(reader, join, asked));
  GH_TRY(std::optional<Link> found, KindOf(join).find(reader, join, uid));
  if (!found) return MissingRow(reader.caller);
  std::vector<Link> links{std::move(*found)};
  GH_CHECK(NameEnds(reader, join, links));
  return std::move(links.front());
}

JudgedRow Judged(const Link& link) {
  return {ResourceOf(*link.join, link.row), ListOfLink(LinkRightsOf(link.row.permission))};
}

/// What its list shows, one finds by its id; what its Guest bits give, besides.
Result<JudgedRow> GetLinkRow(const Reader& reader, const Table& join, const Uid& uid,
                             const Gates& gates) {
  GH_TRY(const Link link, GetLink(reader, join, uid, gates.table));
  JudgedRow row = Judged(link);
  if (RightsOn(reader.caller, row.access).Contains(gates.row)) return row;
  if (kShow.Contains(gates.row)) {
    std::vector<Link> readable{link};
    GH_CHECK(KeepReadable(reader, join, readable));
    if (!readable.empty()) return row;
  }
  return Fail(Errc::kForbidden, Problem{"object", Reason::kNotAllowed});
}

/// The id that a document gives for one end. kInvalid.
Result<Uid> ReadEnd(const RowDocument& document, const Relation& relation) {
  const auto id = document.ToOne(relation.name);
  if (!id || id->empty()) return Fail(Errc::kInvalid, Problem{relation.name, Reason::kRequired});
  const auto uid = ParseUid(*id);
  if (!uid) return Fail(Errc::kInvalid, Problem{relation.name, Reason::kUnknownId});
  return *uid;
}

Result<JudgedRow> CreateLink(Transaction& tx, const Reader& reader, const Table& join,
                             const RowDocument& document, const Hashes& hashes) {
  GH_CHECK(PassLinks(reader, join, kCreateGates.table));
  NewLink wanted;
  GH_TRY(wanted.subject, ReadEnd(document, join.relations[0]));
  GH_TRY(wanted.object, ReadEnd(document, join.relations[1]));
  GH_TRY(wanted.uid, ChosenUid(document));
  wanted.columns = document.attributes;
  wanted.hashes = hashes;
  GH_TRY(const Link made, AddLink(tx, reader, join, wanted, kCreateGates));
  return Judged(made);
}

/// The ends of a link are what it is: another one is another link.
Result<void> KeepsEnds(const RowDocument& document, const Link& link) {
  const auto keeps = [&](const Relation& relation, const std::string& id) -> Result<void> {
    const auto wanted = document.ToOne(relation.name);
    if (!wanted || *wanted == id) return {};
    return Fail(Errc::kInvalid, Problem{relation.name, Reason::kImmutable});
  };
  GH_CHECK(keeps(link.join->relations[0], link.row.subject));
  return keeps(link.join->relations[1], link.row.object);
}

Result<JudgedRow> UpdateLink(Transaction& tx, const Reader& reader, const Table& join,
                             const Uid& uid, const RowDocument& document, const Hashes& hashes) {
  GH_TRY(const Link link, GetLink(reader, join, uid, kUpdateGates.table));
  GH_CHECK(KeepsEnds(document, link));
  LinkChange change;
  GH_TRY(change.permission, WantedPermission(document, link.row.permission));
  change.columns = document.attributes;
  change.hashes = hashes;
  GH_CHECK(KindOf(join).update(tx, reader, link, change, kUpdateGates));
  GH_TRY(const Link changed, GetLink(reader, join, uid, kUpdateGates.table));
  return Judged(changed);
}

Result<void> RemoveLinkRow(Transaction& tx, const Reader& reader, const Table& join,
                           const Uid& uid) {
  GH_TRY(const Link link, GetLink(reader, join, uid, kRemoveGates.table));
  return RemoveLink(tx, reader, link, kRemoveGates);
}

/// The record of a link that is about to be changed, for callers whom the join table lets; nothing
/// for a link to be made.
Result<std::optional<Record>> FindForHashes(const Snapshot& snapshot, const Caller& caller,
                                            const Table& join, const std::optional<Uid>& uid) {
  const Gates& gates = uid ? kUpdateGates : kCreateGates;
  GH_CHECK(PassTable(snapshot, caller, join.stored, gates.table));
  if (!uid) return std::optional<Record>();
  GH_TRY(std::optional<Record> record, snapshot.records().FindByUid(caller.tenant, *uid));
  if (record && record->collection != join.collection()) record.reset();
  return record;
}

Result<Hashes> HashColumns(const Context& context, const Table& join, const std::optional<Uid>& uid,
                           const RowDocument& document) {
  const Json::Object sent = ConformDocument(join, document);
  if (!NeedsHashes(join, sent)) return Hashes();
  if (context.patience() == Patience::kInstant) return Fail(Errc::kWouldWait);
  auto found = context.core().Read(context.patience(), [&](const Snapshot& snapshot) {
    return FindForHashes(snapshot, context.caller, join, uid);
  });
  GH_TRY(const std::optional<Record> record, std::move(found));
  return HashSent(join, sent, record);
}

}  // namespace

const TableRows kLinkRows{ListLinks,  CountLinks, QueryLinks,    GetLinkRow,
                          CreateLink, UpdateLink, RemoveLinkRow, HashColumns};

}  // namespace guildhall::daptin
