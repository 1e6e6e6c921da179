#include "dialects/daptin/rows/table_rows.h"

#include <algorithm>
#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/permission_number.h"

namespace guildhall::daptin {

const Table& Reader::table(std::string_view name) const {
  const Table* found = catalog->Find(name);
  if (found == nullptr) GH_BUG("a table that the catalog names is not in it");
  return *found;
}

Result<Reader> MakeReader(const Services& services, const Snapshot& snapshot, const Caller& caller,
                          bool own_account) {
  Reader reader{services.core, snapshot, caller};
  GH_TRY(reader.catalog, ReadCatalog(snapshot, caller.tenant, services.serial));
  reader.own_account = own_account;
  reader.home_groups = services.options.home_groups;
  return reader;
}

Result<bool> StandOpen(const Reader& reader) {
  if (!reader.caller.may_found) return false;
  return IsFounding(reader.snapshot, reader.caller.tenant);
}

Rights RightsOn(const Caller& caller, const AccessList& list) {
  return EffectiveRights(list, caller.AsSubject(caller.Has(Power::kBypassTables)));
}

const std::string* FindHash(const Hashes& hashes, std::string_view column) {
  const auto found = std::find_if(hashes.begin(), hashes.end(),
                                  [&](const auto& hash) { return hash.first == column; });
  return found == hashes.end() ? nullptr : &found->second;
}

const TableRows& RowsOf(const Table& table) {
  switch (table.rows) {
    case RowKind::kAccounts:
      return kAccountRows;
    case RowKind::kGroups:
      return kGroupRows;
    case RowKind::kTables:
      return kWorldRows;
    case RowKind::kActions:
      return kActionRows;
    case RowKind::kRecords:
      return kRecordRows;
    case RowKind::kMemberships:
    case RowKind::kTableGrants:
    case RowKind::kActionGrants:
    case RowKind::kRecordGrants:
    case RowKind::kRecordLinks:
      return kLinkRows;
  }
  GH_BUG("unknown kind of rows");
}

Result<std::optional<Uid>> ChosenUid(const RowDocument& document) {
  std::string id = document.id;
  if (id.empty()) id = document.ToOne("reference_id").value_or("");
  if (id.empty()) return std::optional<Uid>();
  const auto uid = ParseUid(id);
  if (!uid) return Fail(Errc::kInvalid, Problem{"reference_id", Reason::kBadFormat});
  return uid;
}

Result<std::optional<std::int64_t>> WantedPermission(const RowDocument& document,
                                                     std::int64_t shown) {
  const Json* value = document.Attribute("permission");
  if (value == nullptr) return std::optional<std::int64_t>();
  const auto permission = ReadPermission(*value);
  if (!permission) return Fail(Errc::kInvalid, Problem{"permission", Reason::kWrongType});
  if (*permission == shown) return std::optional<std::int64_t>();
  return permission;
}

Result<std::optional<std::optional<UserId>>> WantedOwner(const Reader& reader,
                                                         const RowDocument& document,
                                                         std::string_view former) {
  using Wanted = std::optional<std::optional<UserId>>;
  const auto owner = document.ToOne("user_account_id");
  if (!owner || *owner == former) return Wanted();
  if (owner->empty()) return Wanted(std::optional<UserId>());
  const auto uid = ParseUid(*owner);
  if (!uid) return Fail(Errc::kInvalid, Problem{"user_account_id", Reason::kUnknownId});
  GH_TRY(const JudgedRow account, kAccountRows.get(reader, reader.table(kAccounts), *uid,
                                                   Gates::ByLists({}, {Right::kRefer})));
  return Wanted(std::optional(UserId(account.resource.number)));
}

Result<std::string> OwnerOf(const Reader& reader, const AccessList& list) {
  if (!list.owner) return std::string();
  GH_TRY(const std::optional<User> owner,
         reader.snapshot.users().Find(reader.caller.tenant, *list.owner));
  return owner ? TextOf(owner->uid) : std::string();
}

http::Response Removed() { return Document(200, Buffer("{\"meta\":null}")); }

http::Response ShowWritten(int status, const JudgedRow& row, const Caller& caller) {
  const Rights rights = RightsOn(caller, row.access);
  const bool shown = rights.Has(Right::kPeek) || rights.Has(Right::kRead);
  return ShowResource(status, row.resource, {}, shown);
}

}  // namespace guildhall::daptin
