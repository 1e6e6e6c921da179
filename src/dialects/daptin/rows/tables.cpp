// The rows of tables and actions: who may use a table, and who may execute what.
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/links/links.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/rows/table_patch.h"
#include "dialects/daptin/rows/table_rows.h"
#include "dialects/daptin/tables/declaration.h"
#include "dialects/daptin/tables/table_schema.h"

namespace guildhall::daptin {
namespace {

constexpr Rights kPeek{Right::kPeek};
constexpr Gates kUpdateGates = Gates::ByLists({Right::kUpdate, Right::kPeek}, {Right::kUpdate});

/// `open`: see `StandOpen`, here and below.
std::int64_t ShownPermission(const AccessList& list, bool open) {
  return open ? kOpenPermission : PermissionOf(list);
}

/// Of tables that a declaration made: it can be long, and says nothing new of the others.
Result<std::string> SchemaOf(const Reader& reader, const Table& table, std::string_view owner,
                             bool open) {
  if (FindBuiltinTable(table.collection()) != nullptr) return std::string("{}");
  std::vector<GroupId> ids;
  for (const DefaultGroup& wanted : table.default_groups) ids.push_back(wanted.group);
  for (const Grant& grant : table.stored.access.grants) ids.push_back(grant.group);
  GH_TRY(const std::vector<Group> groups,
         reader.snapshot.groups().FindMany(reader.caller.tenant, ids));
  return WriteTableSchema(table, owner, ShownPermission(table.stored.access, open), groups);
}

/// The table that this collection is; `known` is what the catalog says of it, which may be from
/// before the change that is being made.
Result<Table> PresentOf(const Table& known, Collection row) {
  Table table = known;
  if (row.declaration != known.stored.declaration) {
    GH_TRY(table, TableOf(row));
    table.relations = known.relations;
  }
  table.stored = std::move(row);
  return table;
}

Result<Resource> ShowTable(const Reader& reader, const Table& world, const Table& table,
                           bool open) {
  GH_TRY(std::string owner, OwnerOf(reader, table.stored.access));
  GH_TRY(std::string schema, SchemaOf(reader, table, owner, open));
  return ResourceOf(world, table, std::move(owner), std::move(schema), open);
}

Result<Resource> ShowAction(const Reader& reader, const Table& actions, const Table& table,
                            const Action& action, bool open) {
  GH_TRY(std::string owner, OwnerOf(reader, action.access));
  return ResourceOf(actions, action, TextOf(table.stored.uid), std::move(owner), open);
}

Result<std::vector<Resource>> ListWorld(const Reader& reader, const Table& world, Seek seek) {
  std::vector<Resource> resources;
  if (seek.from) return resources;
  GH_TRY(const auto rows, reader.core.tables().ListCollections(reader.snapshot, reader.caller,
                                                               Gates::ByLists(kPeek, {})));
  GH_TRY(const bool open, StandOpen(reader));
  for (const Collection& row : rows) {
    const Table* known = reader.catalog->Find(row.id);
    if (known == nullptr) continue;
    GH_TRY(const Table table, PresentOf(*known, row));
    GH_TRY(Resource resource, ShowTable(reader, world, table, open));
    resources.push_back(std::move(resource));
  }
  return resources;
}

Result<std::vector<Resource>> ListActionRows(const Reader& reader, const Table& actions,
                                             Seek seek) {
  std::vector<Resource> resources;
  if (seek.from) return resources;
  GH_TRY(const auto rows, reader.core.tables().ListActions(reader.snapshot, reader.caller,
                                                           Gates::ByLists(kPeek, {})));
  GH_TRY(const bool open, StandOpen(reader));
  for (const Action& action : rows) {
    const Table* table = reader.catalog->Find(action.collection);
    if (table == nullptr) continue;
    GH_TRY(Resource resource, ShowAction(reader, actions, *table, action, open));
    resources.push_back(std::move(resource));
  }
  return resources;
}

Result<Table> GetTable(const Reader& reader, const Uid& uid, const Gates& gates) {
  GH_TRY(const std::optional<Collection> found,
         reader.snapshot.collections().FindByUid(reader.caller.tenant, uid));
  const Table* known = found ? reader.catalog->Find(found->id) : nullptr;
  if (known == nullptr) {
    GH_CHECK(PassTable(reader.snapshot, reader.caller, kCollectionTable, gates.table));
    return MissingRow(reader.caller);
  }
  GH_TRY(Collection row,
         reader.core.tables().GetCollection(reader.snapshot, reader.caller, found->id, gates));
  return PresentOf(*known, std::move(row));
}

Result<JudgedRow> GetWorld(const Reader& reader, const Table& world, const Uid& uid,
                           const Gates& gates) {
  GH_TRY(const Table table, GetTable(reader, uid, gates));
  GH_TRY(const bool open, StandOpen(reader));
  GH_TRY(Resource resource, ShowTable(reader, world, table, open));
  return JudgedRow{std::move(resource), table.stored.access};
}

Result<JudgedRow> GetAction(const Reader& reader, const Table& actions, const Uid& uid,
                            const Gates& gates) {
  GH_TRY(const std::optional<Action> found,
         reader.snapshot.actions().FindByUid(reader.caller.tenant, uid));
  const Table* table = found ? reader.catalog->Find(found->collection) : nullptr;
  if (table == nullptr) {
    GH_CHECK(PassTable(reader.snapshot, reader.caller, kActionTable, gates.table));
    return MissingRow(reader.caller);
  }
  GH_TRY(Action action,
         reader.core.tables().GetAction(reader.snapshot, reader.caller, found->id, gates));
  GH_TRY(const bool open, StandOpen(reader));
  GH_TRY(Resource resource, ShowAction(reader, actions, *table, action, open));
  return JudgedRow{std::move(resource), std::move(action.access)};
}

/// What a document changes in the list of a row. A new owner must let the caller refer to him.
Result<AccessPatch> PatchOfRow(const Reader& reader, const RowDocument& document,
                               const AccessList& list) {
  GH_TRY(const bool open, StandOpen(reader));
  GH_TRY(const auto permission, WantedPermission(document, ShownPermission(list, open)));
  AccessPatch patch;
  if (permission) patch = PatchOf(list, *permission);
  GH_TRY(const std::string former, OwnerOf(reader, list));
  GH_TRY(patch.owner, WantedOwner(reader, document, former));
  return patch;
}

Result<JudgedRow> UpdateWorld(Transaction& tx, const Reader& reader, const Table& world,
                              const Uid& uid, const RowDocument& document,
                              const Hashes& /*hashes*/) {
  GH_TRY(const Table before, GetTable(reader, uid, kUpdateGates));
  GH_TRY(const AccessPatch patch, PatchOfRow(reader, document, before.stored.access));
  GH_TRY(const auto declaration, PatchOfTable(document, before));
  const CollectionId id = before.collection();
  GH_CHECK(reader.core.tables().Update(tx, reader.caller, id, patch, kUpdateGates));
  if (declaration) GH_CHECK(Redeclare(tx, reader, id, *declaration));
  GH_TRY(JudgedRow after, GetWorld(reader, world, uid, Gates::ByLists({}, {})));
  GH_CHECK(AddLinks(tx, reader, document, after.resource));
  return after;
}

Result<JudgedRow> UpdateActionRow(Transaction& tx, const Reader& reader, const Table& actions,
                                  const Uid& uid, const RowDocument& document,
                                  const Hashes& /*hashes*/) {
  GH_TRY(const JudgedRow before, GetAction(reader, actions, uid, kUpdateGates));
  GH_TRY(const AccessPatch patch, PatchOfRow(reader, document, before.access));
  GH_CHECK(reader.core.tables().Update(tx, reader.caller, ActionId(before.resource.number), patch,
                                       kUpdateGates));
  GH_TRY(JudgedRow after, GetAction(reader, actions, uid, Gates::ByLists({}, {})));
  GH_CHECK(AddLinks(tx, reader, document, after.resource));
  return after;
}

}  // namespace

const TableRows kWorldRows{.list = ListWorld,
                           .count = nullptr,
                           .query = nullptr,
                           .get = GetWorld,
                           .create = nullptr,
                           .update = UpdateWorld,
                           .remove = nullptr,
                           .hash = nullptr};
const TableRows kActionRows{.list = ListActionRows,
                            .count = nullptr,
                            .query = nullptr,
                            .get = GetAction,
                            .create = nullptr,
                            .update = UpdateActionRow,
                            .remove = nullptr,
                            .hash = nullptr};

}  // namespace guildhall::daptin
