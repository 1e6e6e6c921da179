#include <utility>

#include "base/strings.h"
#include "dialects/daptin/links/links.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {
namespace {

constexpr Rights kPeek{Right::kPeek};
constexpr std::int64_t kMaxNameLength = 80;

Result<std::vector<Resource>> ListGroups(const Reader& reader, const Table& table, Seek seek) {
  GH_TRY(const std::vector<Group> groups,
         reader.core.groups().ListRows(reader.snapshot, reader.caller, seek,
                                       Gates::ByLists(kPeek, {})));
  std::vector<Resource> resources;
  resources.reserve(groups.size());
  for (const Group& group : groups) resources.push_back(ResourceOf(table, group));
  return resources;
}

Result<std::int64_t> CountGroups(const Reader& reader, const Table& /*table*/, std::int64_t bound) {
  return reader.core.groups().CountRows(reader.snapshot, reader.caller, bound,
                                        Gates::ByLists(kPeek, {}));
}

Result<Group> GetRowOfGroup(const Reader& reader, const Uid& uid, const Gates& gates) {
  GH_TRY(const std::optional<Group> group,
         reader.snapshot.groups().FindByUid(reader.caller.tenant, uid));
  if (!group) {
    GH_CHECK(PassTable(reader.snapshot, reader.caller, kGroupTable, gates.table));
    return MissingRow(reader.caller);
  }
  return reader.core.groups().GetRow(reader.snapshot, reader.caller, group->id, gates);
}

Result<JudgedRow> GetGroup(const Reader& reader, const Table& table, const Uid& uid,
                           const Gates& gates) {
  GH_TRY(const Group group, GetRowOfGroup(reader, uid, gates));
  return JudgedRow{ResourceOf(table, group), ListOf(group)};
}

/// The name that a document gives; nothing when it is silent. kInvalid.
Result<std::optional<std::string>> ReadName(const RowDocument& document) {
  const Json* value = document.Attribute("name");
  if (value == nullptr) return std::optional<std::string>();
  const std::string* text = value->AsString();
  if (text == nullptr || Trim(*text).empty()) {
    return Fail(Errc::kInvalid, Problem{"name", Reason::kBlank});
  }
  return std::optional(std::string(Trim(*text)));
}

Result<void> CheckLength(const std::string& name) {
  const auto length = static_cast<std::int64_t>(CountCodePoints(name));
  if (length <= kMaxNameLength) return {};
  return Fail(Errc::kInvalid, Problem{"name", Reason::kTooLong, kMaxNameLength, length});
}

Result<JudgedRow> CreateGroup(Transaction& tx, const Reader& reader, const Table& table,
                              const RowDocument& document, const Hashes& /*hashes*/) {
  const Gates gates = Gates::ByLists({Right::kCreate, Right::kPeek}, {});
  GH_CHECK(PassTable(tx, reader.caller, kGroupTable, gates.table));
  GH_TRY(const auto name, ReadName(document));
  if (!name) return Fail(Errc::kInvalid, Problem{"name", Reason::kRequired});
  GH_CHECK(CheckLength(*name));
  Groups::Draft draft;
  draft.name = *name;
  draft.needs_unique_name = true;
  draft.ends_founding = false;
  GH_TRY(draft.uid, ChosenUid(document));
  GH_TRY(const Group made, reader.core.groups().Create(tx, reader.caller, draft, gates));
  JudgedRow row{ResourceOf(table, made), ListOf(made)};
  GH_CHECK(AddLinks(tx, reader, document, row.resource));
  return row;
}

/// What differs from how the group is shown.
Result<Groups::Patch> PatchOfGroup(const RowDocument& document, const Group& group) {
  Groups::Patch patch;
  GH_TRY(const auto name, ReadName(document));
  if (name && *name != NameOf(group)) {
    GH_CHECK(CheckLength(*name));
    patch.name = name;
    patch.needs_unique_name = true;
  }
  GH_TRY(const auto permission, WantedPermission(document, PermissionOf(group.access)));
  if (permission) patch.access = PatchOf(group.access, *permission);
  return patch;
}

Result<JudgedRow> UpdateGroup(Transaction& tx, const Reader& reader, const Table& table,
                              const Uid& uid, const RowDocument& document,
                              const Hashes& /*hashes*/) {
  const Gates gates = Gates::ByLists({Right::kUpdate, Right::kPeek}, {Right::kUpdate});
  GH_TRY(const Group before, GetRowOfGroup(reader, uid, gates));
  GH_TRY(const Groups::Patch patch, PatchOfGroup(document, before));
  GH_TRY(const Group after,
         reader.core.groups().Update(tx, reader.caller, before.id, patch, gates));
  JudgedRow row{ResourceOf(table, after), ListOf(after)};
  GH_CHECK(AddLinks(tx, reader, document, row.resource));
  return row;
}

Result<void> RemoveGroup(Transaction& tx, const Reader& reader, const Table& table,
                         const Uid& uid) {
  const Gates gates = Gates::ByLists({Right::kDelete, Right::kPeek}, {Right::kDelete});
  GH_TRY(const Group group, GetRowOfGroup(reader, uid, gates));
  GH_CHECK(RemoveLinksOf(tx, reader, table, ResourceOf(table, group)));
  return reader.core.groups().Remove(tx, reader.caller, group.id, gates);
}

}  // namespace

const TableRows kGroupRows{.list = ListGroups,
                           .count = CountGroups,
                           .query = nullptr,
                           .get = GetGroup,
                           .create = CreateGroup,
                           .update = UpdateGroup,
                           .remove = RemoveGroup,
                           .hash = nullptr};

}  // namespace guildhall::daptin
