#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "core/value.h"
#include "dialects/daptin/refusal.h"
#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

/// How the values of a column are kept. [Daptin "Column types"]
FieldType FieldTypeOf(const Column& column);

/// What a client sends for a column, as it is stored: text is parsed or made lower-case as the
/// column's type asks. Null, and what means null, is null. 400 with a title for what the type
/// cannot take. Values are conformed and checked before. Not for columns that keep hashes.
Reading<Value> ReadValue(const Column& column, const Json& value);
/// Whether the column keeps a hash of what is sent: passwords and their kin.
bool KeepsHash(const Column& column);
/// Whether the column keeps a hash of what is sent, and this is something to be hashed.
bool NeedsHash(const Column& column, const Json& value);
/// The hash of a text for such a column, by its type; takes long. 400 for what cannot be hashed.
Reading<std::string> HashFor(const Column& column, std::string_view text);
/// Whether `hash` was made of this text for this column; takes as long.
bool IsHashOf(const Column& column, std::string_view hash, std::string_view text);
/// What a row that says nothing of the column gets; null for nothing.
Value DefaultOf(const Column& column);
/// Whether a row that says nothing of the column gets the time at which it is made.
bool DefaultsToNow(const Column& column);
/// A stored value as it is shown; a password as "".
Json ShowValue(const Column& column, const Value& value);

/// Whether its values are points in time, shown in RFC 3339.
bool HoldsMoments(const Column& column);
/// Whether clients may sort and ask by the column: not by hidden ones, passwords and hashes.
bool MayAskBy(const Column& column);

}  // namespace guildhall::daptin
