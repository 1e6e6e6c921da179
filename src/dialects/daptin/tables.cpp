// The rows of tables and actions: who may use a table, and who may execute what.
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/change.h"
#include "dialects/daptin/links.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/table_rows.h"

namespace guildhall::daptin {
namespace {

constexpr Rights kPeek{Right::kPeek};

/// The reference id of the owner; "" when there is none any more.
Result<std::string> OwnerOf(const Reader& reader, const AccessList& list) {
  if (!list.owner) return std::string();
  GH_TRY(const std::optional<User> owner,
         reader.snapshot.users().Find(reader.caller.tenant, *list.owner));
  return owner ? TextOf(owner->uid) : std::string();
}

Result<Resource> ShowTable(const Reader& reader, const Collection& table) {
  GH_TRY(std::string owner, OwnerOf(reader, table.access));
  return ResourceOf(table, std::move(owner), reader.open);
}

Result<Resource> ShowAction(const Reader& reader, const Action& action) {
  GH_TRY(std::string owner, OwnerOf(reader, action.access));
  GH_TRY(const std::optional<Collection> table,
         reader.snapshot.collections().Find(reader.caller.tenant, action.collection));
  return ResourceOf(action, table ? TextOf(table->uid) : std::string(), std::move(owner),
                    reader.open);
}

Result<std::vector<Resource>> ListWorld(const Reader& reader, Seek seek) {
  std::vector<Resource> resources;
  if (seek.from) return resources;
  GH_TRY(const auto tables, reader.core.tables().ListCollections(reader.snapshot, reader.caller,
                                                                 Gates::ByLists(kPeek, {})));
  for (const Collection& table : tables) {
    GH_TRY(Resource resource, ShowTable(reader, table));
    resources.push_back(std::move(resource));
  }
  return resources;
}

Result<std::vector<Resource>> ListActionRows(const Reader& reader, Seek seek) {
  std::vector<Resource> resources;
  if (seek.from) return resources;
  GH_TRY(const auto actions, reader.core.tables().ListActions(reader.snapshot, reader.caller,
                                                              Gates::ByLists(kPeek, {})));
  for (const Action& action : actions) {
    GH_TRY(Resource resource, ShowAction(reader, action));
    resources.push_back(std::move(resource));
  }
  return resources;
}

Result<Collection> GetTable(const Reader& reader, const Uid& uid, const Gates& gates) {
  GH_TRY(const std::optional<Collection> table,
         reader.snapshot.collections().FindByUid(reader.caller.tenant, uid));
  // Tables of other vocabularies are not served here.
  if (!table || FindBuiltinTable(table->id) == nullptr) {
    GH_CHECK(PassTable(reader.snapshot, reader.caller, kCollectionTable, gates.table));
    return MissingRow(reader.caller);
  }
  return reader.core.tables().GetCollection(reader.snapshot, reader.caller, table->id, gates);
}

Result<Action> GetActionRow(const Reader& reader, const Uid& uid, const Gates& gates) {
  GH_TRY(const std::optional<Action> action,
         reader.snapshot.actions().FindByUid(reader.caller.tenant, uid));
  if (!action) {
    GH_CHECK(PassTable(reader.snapshot, reader.caller, kActionTable, gates.table));
    return MissingRow(reader.caller);
  }
  return reader.core.tables().GetAction(reader.snapshot, reader.caller, action->id, gates);
}

Result<JudgedRow> GetWorld(const Reader& reader, const Uid& uid, const Gates& gates) {
  GH_TRY(Collection table, GetTable(reader, uid, gates));
  GH_TRY(Resource resource, ShowTable(reader, table));
  return JudgedRow{std::move(resource), std::move(table.access)};
}

Result<JudgedRow> GetAction(const Reader& reader, const Uid& uid, const Gates& gates) {
  GH_TRY(Action action, GetActionRow(reader, uid, gates));
  GH_TRY(Resource resource, ShowAction(reader, action));
  return JudgedRow{std::move(resource), std::move(action.access)};
}

/// What a document changes in the list of a row. A new owner must let the caller refer to him.
Result<AccessPatch> PatchOfRow(const Reader& reader, const RowDocument& document,
                               const AccessList& list) {
  const std::int64_t shown = reader.open ? kOpenPermission : PermissionOf(list);
  GH_TRY(const auto permission, WantedPermission(document, shown));
  AccessPatch patch;
  if (permission) patch = PatchOf(list, *permission);
  const auto owner = document.ToOne("user_account_id");
  GH_TRY(const std::string former, OwnerOf(reader, list));
  if (!owner || *owner == former) return patch;
  if (owner->empty()) {
    patch.owner = std::optional<UserId>();
    return patch;
  }
  const auto uid = ParseUid(*owner);
  if (!uid) return Fail(Errc::kInvalid, Problem{"user_account_id", Reason::kUnknownId});
  GH_TRY(const JudgedRow account,
         kAccountRows.get(reader, *uid, Gates::ByLists({}, {Right::kRefer})));
  patch.owner = std::optional(UserId(account.resource.number));
  return patch;
}

/// The shape that changes of tables and of actions have in common.
template <class Id>
Result<http::Answer> UpdateAccess(const Context& context, const Uid& uid,
                                  const RowDocument& document, const TableRows& rows) {
  return MakeChange(
      context,
      [core = &context.core(), uid, document, rows = &rows](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        const Gates gates = Gates::ByLists({Right::kUpdate, Right::kPeek}, {Right::kUpdate});
        GH_TRY(const Reader reader, MakeReader(*core, tx, caller, false));
        GH_TRY(const JudgedRow before, rows->get(reader, uid, gates));
        GH_TRY(const AccessPatch patch, PatchOfRow(reader, document, before.access));
        GH_CHECK(core->tables().Update(tx, caller, Id(before.resource.number), patch, gates));
        GH_TRY(JudgedRow after, rows->get(reader, uid, Gates::ByLists({}, {})));
        GH_CHECK(AddLinks(tx, reader, document, after.resource));
        return ShowWritten(200, after, caller);
      });
}

Result<http::Answer> UpdateWorld(const Context& context, const Uid& uid,
                                 const RowDocument& document) {
  return UpdateAccess<CollectionId>(context, uid, document, kWorldRows);
}

Result<http::Answer> UpdateActionRow(const Context& context, const Uid& uid,
                                     const RowDocument& document) {
  return UpdateAccess<ActionId>(context, uid, document, kActionRows);
}

}  // namespace

const TableRows kWorldRows{ListWorld, nullptr, GetWorld, nullptr, UpdateWorld, nullptr};
const TableRows kActionRows{ListActionRows, nullptr, GetAction, nullptr, UpdateActionRow, nullptr};

}  // namespace guildhall::daptin
