#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/core.h"
#include "dialects/daptin/context.h"
#include "dialects/daptin/lists/list_query.h"
#include "dialects/daptin/rows/document.h"
#include "dialects/daptin/rows/resource.h"
#include "dialects/daptin/tables/builtin_tables.h"
#include "dialects/daptin/tables/catalog.h"

namespace guildhall::daptin {

/// What rows are read by. Lives on the stack of one reading or change.
struct Reader {
  const Core& core;
  const Snapshot& snapshot;
  const Caller& caller;
  CatalogPtr catalog{};
  /// Everybody may read his own account.
  bool own_account = false;
  /// Making an account makes its home group too.
  bool home_groups = true;

  /// A table that must be there: a built-in one, or one that the catalog itself has named.
  [[nodiscard]] const Table& table(std::string_view name) const;
};
Result<Reader> MakeReader(const Services& services, const Snapshot& snapshot, const Caller& caller,
                          bool own_account);

/// Whether the gates of tables and actions stand open to this caller, and they show it.
Result<bool> StandOpen(const Reader& reader);

/// The rights of the caller on a row with this list.
Rights RightsOn(const Caller& caller, const AccessList& list);

/// Most rows that one question may look at.
inline constexpr std::int64_t kMostExamined = 10'000;
/// Lists are counted up to here.
inline constexpr std::int64_t kMostCounted = 100'000;

/// A row with its list, of which the grants are those of its links.
struct JudgedRow {
  Resource resource;
  AccessList access;
};

/// Hashes of what a document sends for columns that keep hashes, by column. Made before the change,
/// because they take long; a column that is sent and is not here keeps what it has.
using Hashes = std::vector<std::pair<std::string, std::string>>;
/// Null when there is none.
const std::string* FindHash(const Hashes& hashes, std::string_view column);

/// A page of a list.
struct Page {
  std::vector<Resource> rows{};
  std::int64_t total = 0;  ///< of all pages, counted up to `kMostCounted`
};

/// One kind of row in the hands of a caller. Reading asks the table's gate for `Gates::table`.
struct TableRows {
  /// Rows that the caller may read, in the order of the seek. A table that is small by nature gives
  /// all of them at once, and nothing behind them.
  Result<std::vector<Resource>> (*list)(const Reader& reader, const Table& table, Seek seek);
  /// How many those are; null: to be counted by listing.
  Result<std::int64_t> (*count)(const Reader& reader, const Table& table, std::int64_t bound);
  /// The page that a query asks for, where an index can give it; nothing where it cannot. Null:
  /// never. The query has been checked (`CheckQuery`).
  Result<std::optional<Page>> (*query)(const Reader& reader, const Table& table,
                                       const ListQuery& query);
  /// kForbidden, and kNotFound only for who bypasses the lists.
  Result<JudgedRow> (*get)(const Reader& reader, const Table& table, const Uid& uid,
                           const Gates& gates);

  // Null: the API does not do this here. `reader` reads in `tx`, and its caller makes the change.
  // Links that a document asks for are part of the change. Problems name columns.
  Result<JudgedRow> (*create)(Transaction& tx, const Reader& reader, const Table& table,
                              const RowDocument& document, const Hashes& hashes);
  Result<JudgedRow> (*update)(Transaction& tx, const Reader& reader, const Table& table,
                              const Uid& uid, const RowDocument& document, const Hashes& hashes);
  Result<void> (*remove)(Transaction& tx, const Reader& reader, const Table& table, const Uid& uid);
  /// Before a change: what has to be hashed for it, after asking whether the caller may make it at
  /// all, so that strangers do not keep the server busy. kWouldWait on an event loop when there is
  /// something to be hashed. `uid`: of the row that is there; nothing for a new one. Null: never
  /// anything.
  Result<Hashes> (*hash)(const Context& context, const Table& table, const std::optional<Uid>& uid,
                         const RowDocument& document);
};

const TableRows& RowsOf(const Table& table);

// One a kind; see `RowKind`.
extern const TableRows kAccountRows;
extern const TableRows kGroupRows;
extern const TableRows kWorldRows;
extern const TableRows kActionRows;
extern const TableRows kLinkRows;  ///< every join table
extern const TableRows kRecordRows;

/// The id that a client chose for a new row: nothing when it chose none. kInvalid when it is no id.
Result<std::optional<Uid>> ChosenUid(const RowDocument& document);
/// The number that a document wants as permission, if it is another than `shown`. kInvalid.
Result<std::optional<std::int64_t>> WantedPermission(const RowDocument& document,
                                                     std::int64_t shown);
/// The account that a document wants as owner, if it is another one than `former` (its reference
/// id, "" for none): by its number, or nobody. The caller must hold Refer on it: kForbidden;
/// kInvalid for what is no id.
Result<std::optional<std::optional<UserId>>> WantedOwner(const Reader& reader,
                                                         const RowDocument& document,
                                                         std::string_view former);
/// The reference id of an owner; "" when there is none any more.
Result<std::string> OwnerOf(const Reader& reader, const AccessList& list);

/// 200 `{"meta":null}`: a row was removed.
http::Response Removed();

/// What an answer about a row that was just written shows: all of it, or, to whoever may neither
/// peek at nor read it, type and id.
http::Response ShowWritten(int status, const JudgedRow& row, const Caller& caller);

}  // namespace guildhall::daptin
