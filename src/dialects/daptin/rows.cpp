#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/listing.h"
#include "dialects/daptin/nouns.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/table_rows.h"

namespace guildhall::daptin {
namespace {

constexpr Rights kPeek{Right::kPeek};
constexpr std::string_view kMine = "mine";

/// Refuses what this API cannot do with the rows of a table: as a table without the right to
/// whoever does not administer, so that nobody learns more.
Result<http::Answer> RefuseUnsupported(const Context& context) {
  if (!context.caller.Has(Power::kBypassTables)) return RefuseTable();
  return Refuse(400, "rows of " + std::string(context.table) + " are made by the server");
}

http::Response Answer(const Refusal& refusal) { return Refuse(refusal.status, refusal.title); }

/// The uid that the path names. "mine" is one's own account; a guest has none.
Result<Uid> PathUid(const Context& context) {
  if (context.table == kAccounts && context.id == kMine) {
    if (!context.caller.user) return Fail(Errc::kForbidden, Problem{"object", Reason::kNotAllowed});
    return context.caller.user->user.uid;
  }
  const auto uid = ParseUid(context.id);
  if (!uid) return Fail(Errc::kNotFound);
  return *uid;
}

/// What is asked of one row to be shown.
Gates ShowGates(const Context& context) {
  return Gates::ByLists(kPeek, {Right::kPeek, Right::kRead}, context.services.options.own_account);
}

/// One's own account, when nothing but the row itself is asked for: it is in memory. Null: to be
/// read.
const User* FindOwnAccount(const Context& context, const BuiltinTable& table, const Uid& uid) {
  if (table.name != kAccounts || !context.request.query.empty()) return nullptr;
  const User* self = Users::OwnRow(context.caller, ShowGates(context));
  return self != nullptr && self->uid == uid ? self : nullptr;
}

}  // namespace

Result<Reader> MakeReader(const Core& core, const Snapshot& snapshot, const Caller& caller,
                          bool own_account) {
  bool open = false;
  if (caller.may_found) {
    GH_TRY(open, IsFounding(snapshot, caller.tenant));
  }
  return Reader{core, snapshot, caller, own_account, open};
}

Rights RightsOn(const Caller& caller, const AccessList& list) {
  return EffectiveRights(list, caller.AsSubject(caller.Has(Power::kBypassTables)));
}

const TableRows& RowsOf(const BuiltinTable& table) {
  if (table.name == kAccounts) return kAccountRows;
  if (table.name == kGroups) return kGroupRows;
  if (table.name == kWorld) return kWorldRows;
  if (table.name == kActions) return kActionRows;
  if (table.name == kMembershipJoin) return kLinkRowsOfAccounts;
  return table.name == kWorldJoin ? kLinkRowsOfWorld : kLinkRowsOfActions;
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

http::Response Removed() { return Document(200, Buffer("{\"meta\":null}")); }

http::Response ShowWritten(int status, const JudgedRow& row, const Caller& caller) {
  const Rights rights = RightsOn(caller, row.access);
  const bool shown = rights.Has(Right::kPeek) || rights.Has(Right::kRead);
  return ShowResource(status, row.resource, {}, shown);
}

Result<http::Answer> ListRows(const Context& context) {
  const BuiltinTable* table = FindBuiltinTable(context.table);
  if (table == nullptr) return NoSuchResource();
  const auto query = ReadListQuery(context.request.query, table->name);
  if (!query) return Answer(query.error());
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Response> {
        GH_TRY(const Reader reader, MakeReader(context.core(), snapshot, context.caller,
                                               context.services.options.own_account));
        // Who may not use the table does not learn what columns it has.
        GH_CHECK(PassTable(snapshot, context.caller, table->collection, kPeek));
        if (const auto checked = CheckQuery(*query, *table); !checked) {
          return Answer(checked.error());
        }
        GH_TRY(Page page, ReadPage(reader, *table, *query));
        GH_TRY(const auto included, Include(reader, *table, *query, page.rows));
        for (Resource& row : page.rows) KeepFields(row, query->fields);
        return ShowPage(context.request.path, *query, page, included);
      });
  GH_TRY(http::Response response, std::move(read));
  return response;
}

Result<http::Answer> ShowRow(const Context& context) {
  const BuiltinTable* table = FindBuiltinTable(context.table);
  if (table == nullptr) return NoSuchResource();
  const auto query = ReadListQuery(context.request.query, table->name);
  if (!query) return Answer(query.error());
  GH_TRY(const Uid uid, PathUid(context));
  if (const User* self = FindOwnAccount(context, *table, uid)) {
    return ShowResource(200, ResourceOf(*self));
  }
  auto read = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Response> {
        GH_TRY(const Reader reader, MakeReader(context.core(), snapshot, context.caller,
                                               context.services.options.own_account));
        GH_TRY(JudgedRow row, RowsOf(*table).get(reader, uid, ShowGates(context)));
        if (const auto checked = CheckQuery(*query, *table); !checked) {
          return Answer(checked.error());
        }
        std::vector<Resource> rows{std::move(row.resource)};
        GH_TRY(const auto included, Include(reader, *table, *query, rows));
        KeepFields(rows.front(), query->fields);
        return ShowResource(200, rows.front(), included);
      });
  GH_TRY(http::Response response, std::move(read));
  return response;
}

Result<http::Answer> CreateRow(const Context& context) {
  const BuiltinTable* table = FindBuiltinTable(context.table);
  if (table == nullptr) return NoSuchResource();
  const TableRows& rows = RowsOf(*table);
  if (rows.create == nullptr) return RefuseUnsupported(context);
  const auto document = ReadDocument(context.body);
  if (!document) return Answer(document.error());
  return rows.create(context, *document);
}

Result<http::Answer> UpdateRow(const Context& context) {
  const BuiltinTable* table = FindBuiltinTable(context.table);
  if (table == nullptr) return NoSuchResource();
  const TableRows& rows = RowsOf(*table);
  if (rows.update == nullptr) return RefuseUnsupported(context);
  const auto uid = ParseUid(context.id);
  if (!uid) return Fail(Errc::kNotFound);
  const auto document = ReadDocument(context.body);
  if (!document) return Answer(document.error());
  if (ParseUid(document->id) != uid) {
    return Refuse(409, "id in the resource does not match servers endpoint");
  }
  return rows.update(context, *uid, *document);
}

Result<http::Answer> RemoveRow(const Context& context) {
  const BuiltinTable* table = FindBuiltinTable(context.table);
  if (table == nullptr) return NoSuchResource();
  const TableRows& rows = RowsOf(*table);
  if (rows.remove == nullptr) return RefuseUnsupported(context);
  const auto uid = ParseUid(context.id);
  if (!uid) return Fail(Errc::kNotFound);
  return rows.remove(context, *uid);
}

}  // namespace guildhall::daptin
