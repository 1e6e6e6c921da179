#pragma once

#include <string_view>

#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

/// How a declaration says what the rows of a table are.
std::string_view NameOf(RowKind rows);

/// What a text that `WriteDeclaration` wrote says of a table, which has no name yet. kInternal for
/// any other text.
Result<Table> ReadTable(std::string_view text);

}  // namespace guildhall::daptin
