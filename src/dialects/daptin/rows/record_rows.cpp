// The rows of tables that were declared: records of the core.
#include <algorithm>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/links/links.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/rows/record_queries.h"
#include "dialects/daptin/rows/record_references.h"
#include "dialects/daptin/rows/record_values.h"
#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {
namespace {

constexpr Gates kListGates = Gates::ByLists({Right::kPeek}, {});
constexpr Gates kCreateGates = Gates::ByLists({Right::kCreate, Right::kPeek}, {});
constexpr Gates kUpdateGates = Gates::ByLists({Right::kUpdate, Right::kPeek}, {Right::kUpdate});
constexpr Gates kRemoveGates = Gates::ByLists({Right::kDelete, Right::kPeek}, {Right::kDelete});

Result<std::vector<Resource>> ListRecords(const Reader& reader, const Table& table, Seek seek) {
  RecordQuery query{.descending = seek.descending, .limit = seek.limit};
  if (seek.from) query.from = RecordPlace{{}, RecordId(*seek.from)};
  GH_TRY(
      const std::vector<Record> records,
      reader.core.records().List(reader.snapshot, reader.caller, table.stored, query, kListGates));
  return ShowRecords(reader, table, records);
}

Result<std::int64_t> CountRecords(const Reader& reader, const Table& table, std::int64_t bound) {
  return reader.core.records().Count(reader.snapshot, reader.caller, table.stored, {}, bound,
                                     kListGates);
}

Result<JudgedRow> Judged(const Reader& reader, const Table& table, Record record) {
  GH_TRY(Resource resource, ShowRecord(reader, table, record));
  return JudgedRow{std::move(resource), std::move(record.access)};
}

Result<JudgedRow> GetRecord(const Reader& reader, const Table& table, const Uid& uid,
                            const Gates& gates) {
  GH_TRY(Record record, GetStored(reader, table, uid, gates));
  return Judged(reader, table, std::move(record));
}

/// The number of the row that a document names for a to-one relation; the caller must hold Refer
/// on it. `refusal`: how the title begins when he does not.
Result<std::int64_t> GetTarget(const Reader& reader, const Relation& relation,
                               const std::string& id, std::string_view refusal) {
  const auto unknown = Fail(Errc::kInvalid, Problem{relation.name, Reason::kUnknownId});
  const auto uid = ParseUid(id);
  const Table* target = reader.catalog->Find(relation.table);
  if (!uid || target == nullptr) return unknown;
  const auto row = RowsOf(*target).get(reader, *target, *uid, Gates::ByLists({}, {Right::kRefer}));
  if (row) return row->resource.number;
  if (row.error().code == Errc::kNotFound) return unknown;
  if (row.error().code != Errc::kForbidden) return Fail(row.error());
  return FailWith({403, std::string(refusal) + " [" + relation.table + "][" + TextOf(*uid) + "]"});
}

/// The reference id that a row shows for a to-one relation; "" for null.
std::string ShownTarget(Resource& row, std::string_view relation) {
  const RelationData* data = row.FindRelation(relation);
  return data == nullptr || data->targets.empty() ? std::string() : data->targets.front().id;
}

/// Appends what a document says of to-one relations that fields hold. `before`: the row as it is
/// shown, null for a new one.
Result<void> ReadToOnes(const Reader& reader, const Table& table, const RowDocument& document,
                        Resource* before, FieldValues& values) {
  const std::string_view refusal =
      before == nullptr ? "refer object not allowed" : "no refer permission on object";
  for (const Relation& relation : table.relations) {
    if (!relation.to_one() || relation.field == 0) continue;
    const auto id = document.ToOne(relation.name);
    if (before != nullptr && (!id || *id == ShownTarget(*before, relation.name))) continue;
    const bool none = !id || id->empty();
    if (none && !relation.nullable) {
      return Fail(Errc::kInvalid, Problem{relation.name, Reason::kRequired});
    }
    Value target;
    if (!none) {
      GH_TRY(target, GetTarget(reader, relation, *id, refusal));
    }
    values.emplace_back(relation.field, std::move(target));
  }
  return {};
}

/// All audiences named, so that nothing is left to the core's own idea of a new row.
AccessPatch AccessOfNew(const Table& table) {
  const std::int64_t permission =
      table.default_permission != 0 ? table.default_permission : kDefaultPermission;
  AccessPatch patch = PatchOf(AccessList{}, permission);
  patch.everyone = patch.everyone.value_or(Rights{});
  patch.signed_in = patch.signed_in.value_or(Rights{});
  patch.owner_rights = patch.owner_rights.value_or(Rights{});
  return patch;
}

/// The table's default groups that are still there, each once.
Result<std::vector<Sharing>> DefaultGrants(const Reader& reader, const Table& table) {
  std::vector<Sharing> grants;
  std::vector<GroupId> ids;
  for (const DefaultGroup& wanted : table.default_groups) ids.push_back(wanted.group);
  if (ids.empty()) return grants;
  GH_TRY(const auto groups, reader.snapshot.groups().FindMany(reader.caller.tenant, ids));
  for (const DefaultGroup& wanted : table.default_groups) {
    const bool there = std::any_of(groups.begin(), groups.end(),
                                   [&](const Group& group) { return group.id == wanted.group; });
    const bool repeated = std::any_of(grants.begin(), grants.end(), [&](const Sharing& grant) {
      return grant.group == wanted.group;
    });
    if (!there || repeated) continue;
    const LinkRights rights =
        LinkRightsOf(wanted.permission != 0 ? wanted.permission : kDefaultPermission);
    grants.push_back({wanted.group, rights.rights, rights.rest});
  }
  return grants;
}

/// The row after it was written, with the links that the document asks for.
Result<JudgedRow> Linked(Transaction& tx, const Reader& reader, const Table& table,
                         const RowDocument& document, Record record) {
  GH_TRY(JudgedRow row, Judged(reader, table, std::move(record)));
  if (!NamesLinks(*reader.catalog, document, table)) return row;
  GH_CHECK(AddLinks(tx, reader, document, row.resource));
  // A new link may open the row to the caller.
  GH_TRY(
      const std::optional<Record> linked,
      tx.records().Find(reader.caller.tenant, table.collection(), RecordId(row.resource.number)));
  if (linked) row.access = linked->access;
  return row;
}

Result<JudgedRow> CreateRecord(Transaction& tx, const Reader& reader, const Table& table,
                               const RowDocument& document, const Hashes& hashes) {
  GH_CHECK(PassTable(reader.snapshot, reader.caller, table.stored, kCreateGates.table));
  const Json::Object sent = ConformDocument(table, document);
  GH_CHECK(ValidateSent(table, sent, true));
  RecordPatch patch;
  patch.access = AccessOfNew(table);
  GH_TRY(patch.uid, ChosenUid(document));
  GH_TRY(patch.fields, ReadNewValues(table, sent, hashes, tx.Now(reader.caller.tenant)));
  GH_CHECK(ReadToOnes(reader, table, document, nullptr, patch.fields));
  GH_TRY(patch.grants, DefaultGrants(reader, table));
  GH_TRY(Record record,
         reader.core.records().Create(tx, reader.caller, table.stored, patch, kCreateGates));
  return Linked(tx, reader, table, document, std::move(record));
}

Result<RecordPatch> PatchOfRecord(const Reader& reader, const Table& table,
                                  const RowDocument& document, const Hashes& hashes,
                                  const Record& before) {
  const Json::Object sent = ConformDocument(table, document);
  GH_CHECK(ValidateSent(table, sent, false));
  GH_TRY(Resource shown, ShowRecord(reader, table, before));
  RecordPatch patch;
  GH_TRY(const auto permission, WantedPermission(document, PermissionOf(before.access)));
  if (permission) patch.access = PatchOf(before.access, *permission);
  GH_TRY(const std::string former, OwnerOf(reader, before.access));
  GH_TRY(patch.access.owner, WantedOwner(reader, document, former));
  GH_TRY(patch.fields, ReadChangedValues(table, sent, hashes, before));
  GH_CHECK(ReadToOnes(reader, table, document, &shown, patch.fields));
  return patch;
}

Result<JudgedRow> UpdateRecord(Transaction& tx, const Reader& reader, const Table& table,
                               const Uid& uid, const RowDocument& document, const Hashes& hashes) {
  GH_TRY(const Record before, GetStored(reader, table, uid, kUpdateGates));
  GH_TRY(const RecordPatch patch, PatchOfRecord(reader, table, document, hashes, before));
  GH_TRY(Record after, reader.core.records().Update(tx, reader.caller, table.stored, before.id,
                                                    patch, Excess::kRefuse, kUpdateGates));
  return Linked(tx, reader, table, document, std::move(after));
}

Result<void> RemoveRecord(Transaction& tx, const Reader& reader, const Table& table,
                          const Uid& uid) {
  GH_TRY(const Record record, GetStored(reader, table, uid, kRemoveGates));
  GH_TRY(const Resource row, ShowRecord(reader, table, record));
  GH_CHECK(RemoveLinksOf(tx, reader, table, row));
  return reader.core.records().Remove(tx, reader.caller, table.stored, record.id, kRemoveGates);
}

/// The record that is to be changed, for callers who may change it; nothing for a new one, for
/// callers who may make it.
Result<std::optional<Record>> MayWrite(const Context& context, const Table& table,
                                       const std::optional<Uid>& uid) {
  return context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::optional<Record>> {
        if (!uid) {
          GH_CHECK(PassTable(snapshot, context.caller, table.collection(), kCreateGates.table));
          return std::optional<Record>();
        }
        GH_TRY(const Reader reader, MakeReader(context.services, snapshot, context.caller, false));
        GH_TRY(Record record, GetStored(reader, table, *uid, kUpdateGates));
        return std::optional(std::move(record));
      });
}

Result<Hashes> HashForRecord(const Context& context, const Table& table,
                             const std::optional<Uid>& uid, const RowDocument& document) {
  const Json::Object sent = ConformDocument(table, document);
  if (!NeedsHashes(table, sent)) return Hashes{};
  if (context.patience() == Patience::kInstant) return Fail(Errc::kWouldWait);
  GH_TRY(const auto record, MayWrite(context, table, uid));
  GH_CHECK(ValidateSent(table, sent, !uid));
  return HashSent(table, sent, record);
}

}  // namespace

const TableRows kRecordRows{ListRecords,  CountRecords, QueryRecords, GetRecord,
                            CreateRecord, UpdateRecord, RemoveRecord, HashForRecord};

}  // namespace guildhall::daptin
