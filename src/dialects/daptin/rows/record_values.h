#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {

// What a document says of a record's own columns.

/// The values that a document sends for columns and to-one relations of the table, each once, the
/// texts of columns changed as declared (`Conform`).
Json::Object ConformDocument(const Table& table, const RowDocument& document);

/// Refuses, in the dialect's own words, values that break a validation of the table. What is not
/// sent is not asked; nor is, where a row changes, the "" that a password shows.
Result<void> ValidateSent(const Table& table, const Json::Object& sent, bool creating);

using FieldValues = std::vector<std::pair<std::int32_t, Value>>;

/// The values of a new record: what was sent (`ConformDocument`), else defaults. Problems name
/// columns: kRequired.
Result<FieldValues> ReadNewValues(const Table& table, const Json::Object& sent,
                                  const Hashes& hashes, Time now);
/// Those that differ from what the record has.
Result<FieldValues> ReadChangedValues(const Table& table, const Json::Object& sent,
                                      const Hashes& hashes, const Record& record);

/// Hashes of what was sent for columns that keep them; of what `record` has already, none.
Result<Hashes> HashSent(const Table& table, const Json::Object& sent,
                        const std::optional<Record>& record);
/// Whether there is anything to be hashed.
bool NeedsHashes(const Table& table, const Json::Object& sent);

}  // namespace guildhall::daptin
