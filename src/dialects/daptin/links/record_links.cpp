// Links that are records of a table that a relation has declared.
#include <array>
#include <limits>
#include <utility>

#include "core/keys.h"
#include "core/uid_text.h"
#include "dialects/daptin/columns/column_values.h"
#include "dialects/daptin/links/link_kinds.h"
#include "dialects/daptin/rows/record_values.h"

namespace guildhall::daptin {
namespace {

constexpr std::array<Audience, 1> kEverything{kAudienceAll};
constexpr auto kMost = static_cast<std::int32_t>(kMostExamined) + 1;

std::int64_t ReferenceIn(const Record& record, const Relation& relation) {
  const auto* number = std::get_if<std::int64_t>(&ValueOf(record.fields, relation.field));
  return number == nullptr ? 0 : *number;
}

Link LinkOf(const Table& join, const Record& record) {
  Link link{
      &join, ReferenceIn(record, join.relations[0]), ReferenceIn(record, join.relations[1]), {}};
  link.row.uid = record.uid;
  link.row.number = record.id.value();
  link.row.permission = PermissionOf(record.access);
  link.row.created_at = record.created_at;
  link.row.updated_at = record.updated_at;
  for (const Column& column : join.columns) {
    if (column.hidden || column.field == 0) continue;
    link.row.columns.emplace_back(column.name,
                                  ShowValue(column, ValueOf(record.fields, column.field)));
  }
  return link;
}

Result<std::vector<Link>> ReadLinks(const Reader& reader, const Table& join,
                                    const std::vector<RecordId>& ids) {
  GH_TRY(const std::vector<Record> records,
         reader.snapshot.records().FindMany(reader.caller.tenant, join.collection(), ids));
  std::vector<Link> links;
  links.reserve(records.size());
  for (const Record& record : records) links.push_back(LinkOf(join, record));
  return links;
}

Result<std::vector<Link>> ListLinks(const Reader& reader, const Table& join, Seek seek) {
  GH_TRY(
      const std::vector<RecordId> ids,
      reader.snapshot.records().Walk(reader.caller.tenant, join.collection(), kEverything, seek));
  return ReadLinks(reader, join, ids);
}

/// The records that may name this row in this relation: all of them while the index is not there.
Result<std::vector<RecordId>> FindNaming(const Reader& reader, const Table& join,
                                         const Relation& relation, std::int64_t number) {
  using Limits = std::numeric_limits<std::int64_t>;
  const TenantId tenant = reader.caller.tenant;
  const Field* field = join.stored.FindField(relation.field);
  if (field == nullptr || field->index == 0 || field->building) {
    return reader.snapshot.records().Walk(tenant, join.collection(), kEverything,
                                          Seek{.limit = kMost});
  }
  const std::string key = KeyOf(Value(number));
  KeyRange range{.collection = join.collection(), .field = field->index};
  range.after = KeyPlace{key, Limits::min()};
  range.before = KeyPlace{key, Limits::max()};
  range.limit = kMost;
  GH_TRY(const std::vector<KeyPlace> places,
         reader.snapshot.records().WalkKeys(tenant, range, kEverything));
  std::vector<RecordId> ids;
  ids.reserve(places.size());
  for (const KeyPlace& place : places) ids.emplace_back(place.id);
  return ids;
}

Result<std::vector<Link>> LinksOfRow(const Reader& reader, const LinkPath& path,
                                     std::int64_t number) {
  GH_TRY(const std::vector<RecordId> ids, FindNaming(reader, *path.join, NearEnd(path), number));
  // Beyond the bound not even those that do name the row are all known.
  if (static_cast<std::int32_t>(ids.size()) == kMost) return Fail(Errc::kBudgetExceeded);
  GH_TRY(std::vector<Link> links, ReadLinks(reader, *path.join, ids));
  std::erase_if(links, [&](const Link& link) {
    return (path.from_object ? link.object : link.subject) != number;
  });
  return links;
}

Result<std::int64_t> CountLinks(const Reader& reader, const Table& join, std::int64_t bound) {
  return reader.snapshot.records().Count(reader.caller.tenant, join.collection(), kEverything,
                                         bound);
}

Result<std::optional<Record>> FindRecord(const Reader& reader, const Table& join, const Uid& uid) {
  GH_TRY(std::optional<Record> record,
         reader.snapshot.records().FindByUid(reader.caller.tenant, uid));
  if (record && record->collection != join.collection()) record.reset();
  return record;
}

Result<std::optional<Link>> FindLink(const Reader& reader, const Table& join, const Uid& uid) {
  GH_TRY(const std::optional<Record> record, FindRecord(reader, join, uid));
  if (!record) return std::optional<Link>();
  return std::optional(LinkOf(join, *record));
}

/// What is sent for the join table's own columns, changed and checked as it declares.
Result<Json::Object> ReadSent(const Table& join, const Json::Object& columns, bool creating) {
  RowDocument document;
  document.attributes = columns;
  Json::Object sent = ConformDocument(join, document);
  GH_CHECK(ValidateSent(join, sent, creating));
  return sent;
}

/// Whether the error says that both ends, taken together, are there already.
bool SaysLinked(const Table& join, const Error& error) {
  if (error.code == Errc::kAlreadyExists) return true;
  if (error.code != Errc::kInvalid || error.problems.empty()) return false;
  const Problem& problem = error.problems.front();
  return problem.reason == Reason::kTaken && problem.field != "uid" &&
         join.FindColumn(problem.field) == nullptr;
}

Result<Link> AddRecord(Transaction& tx, const Reader& reader, const Link& ends,
                       const NewLink& wanted, const Gates& /*gates*/) {
  const Table& join = *ends.join;
  const std::int64_t permission =
      join.default_permission == 0 ? kDefaultPermission : join.default_permission;
  AccessList nothing_said;
  nothing_said.owner_rights = Rights::All();
  RecordPatch patch;
  patch.access = PatchOf(nothing_said, permission);
  patch.uid = wanted.uid;
  GH_TRY(const Json::Object sent, ReadSent(join, wanted.columns, true));
  GH_TRY(patch.fields, ReadNewValues(join, sent, wanted.hashes, tx.Now(reader.caller.tenant)));
  patch.fields.emplace_back(join.relations[0].field, Value(ends.subject));
  patch.fields.emplace_back(join.relations[1].field, Value(ends.object));
  const auto made =
      reader.core.records().Create(tx, reader.caller, join.stored, patch, Gates::ByLists({}, {}));
  if (!made && SaysLinked(join, made.error())) return Fail(Errc::kAlreadyExists);
  if (!made) return Fail(made.error());
  return LinkOf(join, *made);
}

Result<void> UpdateRecord(Transaction& tx, const Reader& reader, const Link& link,
                          const LinkChange& change, const Gates& /*gates*/) {
  const Table& join = *link.join;
  GH_TRY(const std::optional<Record> record, FindRecord(reader, join, link.row.uid));
  if (!record) return Fail(Errc::kNotFound);
  RecordPatch patch;
  if (change.permission) patch.access = PatchOf(record->access, *change.permission);
  GH_TRY(const Json::Object sent, ReadSent(join, change.columns, false));
  GH_TRY(patch.fields, ReadChangedValues(join, sent, change.hashes, *record));
  if (patch.access.empty() && patch.fields.empty()) return {};
  GH_CHECK(reader.core.records().Update(tx, reader.caller, join.stored, record->id, patch,
                                        Excess::kRefuse, Gates::ByLists({}, {})));
  return {};
}

/// Who parts two rows is asked at both of them; a row that is gone has nothing to ask.
Result<void> RemoveRecord(Transaction& tx, const Reader& reader, const Link& link,
                          const Gates& gates) {
  const Table& join = *link.join;
  if (!gates.row.empty()) {
    for (const auto& [relation, id] : {std::pair(&join.relations[0], &link.row.subject),
                                       std::pair(&join.relations[1], &link.row.object)}) {
      if (const auto uid = ParseUid(*id)) GH_CHECK(GetEnd(reader, *relation, *uid, gates.row));
    }
  }
  return reader.core.records().Remove(tx, reader.caller, join.stored, RecordId(link.row.number),
                                      Gates::ByLists({}, {}));
}

}  // namespace

const LinkKind kRecordLinks{LinksOfRow, ListLinks,    CountLinks,  FindLink,
                            AddRecord,  UpdateRecord, RemoveRecord};

}  // namespace guildhall::daptin
