#include <utility>

#include "core/uid_text.h"
#include "dialects/daptin/change.h"
#include "dialects/daptin/lists/listing.h"
#include "dialects/daptin/nouns.h"
#include "dialects/daptin/rows/table_rows.h"

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

/// One's own account, when nothing but the row itself is asked for: all of it is in memory.
/// Nothing: to be read.
std::optional<http::Response> FindOwnAccount(const Context& context) {
  if (context.table != kAccounts || !context.request.query.empty()) return std::nullopt;
  const Caller& caller = context.caller;
  const User* self = Users::OwnRow(caller, ShowGates(context));
  if (self == nullptr) return std::nullopt;
  const auto uid = PathUid(context);
  if (!uid || *uid != self->uid) return std::nullopt;
  const CatalogPtr catalog = RecallCatalog(caller.tenant, caller.epoch, context.services.serial);
  const Table* table = catalog ? catalog->Find(kAccounts) : nullptr;
  if (table == nullptr) return std::nullopt;
  return ShowOwnAccount(*table, *self);
}

/// What `read(reader, table)` answers about the table that the path names.
template <class Read>
Result<http::Answer> ReadTable(const Context& context, Read read) {
  auto answer = context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<http::Response> {
        GH_TRY(const Reader reader, MakeReader(context.services, snapshot, context.caller,
                                               context.services.options.own_account));
        const Table* table = reader.catalog->Find(context.table);
        if (table == nullptr) return NoSuchResource();
        return read(reader, *table);
      });
  GH_TRY(http::Response response, std::move(answer));
  return response;
}

/// The catalog as it is before a change: the change itself looks again.
Result<CatalogPtr> CatalogOf(const Context& context) {
  return context.core().Read(context.patience(), [&](const Snapshot& snapshot) {
    return ReadCatalog(snapshot, context.tenant->id, context.services.serial);
  });
}

/// The change that `make(tx, reader, table)` makes in the table that the path names.
template <class Make>
http::Answer ChangeTable(const Context& context, Make make) {
  return MakeChange(
      context,
      [services = &context.services, name = std::string(context.table), make = std::move(make)](
          Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Reader reader,
               MakeReader(*services, tx, caller, services->options.own_account));
        const Table* table = reader.catalog->Find(name);
        if (table == nullptr) return NoSuchResource();
        return make(tx, reader, *table);
      });
}

/// What a change has to hash before it is made.
Result<Hashes> HashesFor(const Context& context, const Table& table, const std::optional<Uid>& uid,
                         const RowDocument& document) {
  const TableRows& rows = RowsOf(table);
  return rows.hash != nullptr ? rows.hash(context, table, uid, document) : Hashes();
}

}  // namespace

Result<http::Answer> ListRows(const Context& context) {
  return ReadTable(context,
                   [&](const Reader& reader, const Table& table) -> Result<http::Response> {
                     const auto query = ReadListQuery(context.request.query, table.name);
                     if (!query) return Answer(query.error());
                     // Who may not use the table does not learn what columns it has.
                     GH_CHECK(PassTable(reader.snapshot, reader.caller, table.stored, kPeek));
                     if (const auto checked = CheckQuery(*query, table); !checked) {
                       return Answer(checked.error());
                     }
                     GH_TRY(Page page, ReadPage(reader, table, *query));
                     GH_TRY(const auto included, Include(reader, table, *query, page.rows));
                     for (Resource& row : page.rows) KeepFields(row, query->fields);
                     return ShowPage(context.request.path, *query, page, included);
                   });
}

Result<http::Answer> ShowRow(const Context& context) {
  if (auto own = FindOwnAccount(context)) return std::move(*own);
  return ReadTable(
      context, [&](const Reader& reader, const Table& table) -> Result<http::Response> {
        const auto query = ReadListQuery(context.request.query, table.name);
        if (!query) return Answer(query.error());
        GH_TRY(const Uid uid, PathUid(context));
        GH_TRY(JudgedRow row, RowsOf(table).get(reader, table, uid, ShowGates(context)));
        if (const auto checked = CheckQuery(*query, table); !checked) {
          return Answer(checked.error());
        }
        std::vector<Resource> rows{std::move(row.resource)};
        GH_TRY(const auto included, Include(reader, table, *query, rows));
        KeepFields(rows.front(), query->fields);
        return ShowResource(200, rows.front(), included);
      });
}

Result<http::Answer> CreateRow(const Context& context) {
  GH_TRY(const CatalogPtr catalog, CatalogOf(context));
  const Table* known = catalog->Find(context.table);
  if (known == nullptr) return NoSuchResource();
  if (RowsOf(*known).create == nullptr) return RefuseUnsupported(context);
  auto document = ReadDocument(context.body);
  if (!document) return Answer(document.error());
  GH_TRY(Hashes hashes, HashesFor(context, *known, std::nullopt, *document));
  return ChangeTable(
      context,
      [document = std::move(*document), hashes = std::move(hashes)](
          Transaction& tx, const Reader& reader, const Table& table) -> Result<http::Response> {
        const TableRows& rows = RowsOf(table);
        if (rows.create == nullptr) return NoSuchResource();
        GH_TRY(const JudgedRow row, rows.create(tx, reader, table, document, hashes));
        http::Response response = ShowWritten(201, row, reader.caller);
        response.headers.emplace_back("Location", "/api/" + table.name + "/" + row.resource.id);
        return response;
      });
}

Result<http::Answer> UpdateRow(const Context& context) {
  GH_TRY(const CatalogPtr catalog, CatalogOf(context));
  const Table* known = catalog->Find(context.table);
  if (known == nullptr) return NoSuchResource();
  if (RowsOf(*known).update == nullptr) return RefuseUnsupported(context);
  const auto uid = ParseUid(context.id);
  if (!uid) return Fail(Errc::kNotFound);
  auto document = ReadDocument(context.body);
  if (!document) return Answer(document.error());
  if (ParseUid(document->id) != uid) {
    return Refuse(409, "id in the resource does not match servers endpoint");
  }
  GH_TRY(Hashes hashes, HashesFor(context, *known, *uid, *document));
  return ChangeTable(
      context,
      [uid = *uid, document = std::move(*document), hashes = std::move(hashes)](
          Transaction& tx, const Reader& reader, const Table& table) -> Result<http::Response> {
        const TableRows& rows = RowsOf(table);
        if (rows.update == nullptr) return NoSuchResource();
        GH_TRY(const JudgedRow row, rows.update(tx, reader, table, uid, document, hashes));
        return ShowWritten(200, row, reader.caller);
      });
}

Result<http::Answer> RemoveRow(const Context& context) {
  GH_TRY(const CatalogPtr catalog, CatalogOf(context));
  const Table* known = catalog->Find(context.table);
  if (known == nullptr) return NoSuchResource();
  if (RowsOf(*known).remove == nullptr) return RefuseUnsupported(context);
  const auto uid = ParseUid(context.id);
  if (!uid) return Fail(Errc::kNotFound);
  return ChangeTable(context,
                     [uid = *uid](Transaction& tx, const Reader& reader,
                                  const Table& table) -> Result<http::Response> {
                       const TableRows& rows = RowsOf(table);
                       if (rows.remove == nullptr) return NoSuchResource();
                       GH_CHECK(rows.remove(tx, reader, table, uid));
                       return Removed();
                     });
}

}  // namespace guildhall::daptin
