#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/core.h"
#include "dialects/daptin/builtin_tables.h"
#include "dialects/daptin/context.h"
#include "dialects/daptin/document.h"
#include "dialects/daptin/resource.h"

namespace guildhall::daptin {

/// What rows are read by. Lives on the stack of one reading or change.
struct Reader {
  const Core& core;
  const Snapshot& snapshot;
  const Caller& caller;
  /// Everybody may read his own account.
  bool own_account = false;
  /// The gates of tables and actions stand open to this caller, and they show it.
  bool open = false;
};
Result<Reader> MakeReader(const Core& core, const Snapshot& snapshot, const Caller& caller,
                          bool own_account);

/// The rights of the caller on a row with this list.
Rights RightsOn(const Caller& caller, const AccessList& list);

/// Most rows that one question may look at.
inline constexpr std::int64_t kMostExamined = 10'000;
/// Lists are counted up to here.
inline constexpr std::int64_t kMostCounted = 1'000'000;

/// A row with its list, of which the grants are those of its links.
struct JudgedRow {
  Resource resource;
  AccessList access;
};

/// One built-in table in the hands of a caller. Reading asks the table's gate for `Gates::table`.
struct TableRows {
  /// Rows that the caller may read, in the order of the seek. A table that is small by nature gives
  /// all of them at once, and nothing behind them.
  Result<std::vector<Resource>> (*list)(const Reader& reader, Seek seek);
  /// How many those are; null: to be counted by listing.
  Result<std::int64_t> (*count)(const Reader& reader, std::int64_t bound);
  /// kForbidden, and kNotFound only for who bypasses the lists.
  Result<JudgedRow> (*get)(const Reader& reader, const Uid& uid, const Gates& gates);
  // Handlers of one row. `uid` is what the path names. Null: the API does not do this here.
  Result<http::Answer> (*create)(const Context& context, const RowDocument& document);
  Result<http::Answer> (*update)(const Context& context, const Uid& uid,
                                 const RowDocument& document);
  Result<http::Answer> (*remove)(const Context& context, const Uid& uid);
};

extern const TableRows kAccountRows;
extern const TableRows kGroupRows;
extern const TableRows kWorldRows;
extern const TableRows kActionRows;
extern const TableRows kLinkRowsOfAccounts;
extern const TableRows kLinkRowsOfWorld;
extern const TableRows kLinkRowsOfActions;

const TableRows& RowsOf(const BuiltinTable& table);

/// The id that a client chose for a new row: nothing when it chose none. kInvalid when it is no id.
Result<std::optional<Uid>> ChosenUid(const RowDocument& document);
/// The number that a document wants as permission, if it is another than `shown`. kInvalid.
Result<std::optional<std::int64_t>> WantedPermission(const RowDocument& document,
                                                     std::int64_t shown);
/// 200 `{"meta":null}`: a row was removed.
http::Response Removed();

/// What an answer about a row that was just written shows: all of it, or, to whoever may neither
/// peek at nor read it, type and id.
http::Response ShowWritten(int status, const JudgedRow& row, const Caller& caller);

}  // namespace guildhall::daptin
