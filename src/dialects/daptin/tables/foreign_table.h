#pragma once

#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

/// The table that a collection is which another dialect made and published here: a column for each
/// field, a relation for each reference to accounts or to rows of its own. References to other
/// collections stay columns until a catalog knows the table (`ResolveReference`). Fields that have
/// the name of what every table has are left out.
Table ForeignTable(const Collection& collection);

/// Turns a column of such a table into the relation to the table that it points to.
void ResolveReference(Table& table, const Field& reference, std::string_view target);

}  // namespace guildhall::daptin
