#pragma once

#include <string>
#include <string_view>

#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

/// The relations that every table of records has: its owner, and its links with groups.
Relation OwnerRelation();
Relation GroupRelationOf(std::string_view table);

/// What is kept of a table as the declaration of its collection: JSON text. Of relations only those
/// that the table's own rows hold (kToOne) and those that were declared with it (kLinked).
std::string WriteDeclaration(const Table& table);

/// The table that a collection is, with the relations that follow from nothing else. A column or
/// relation that was declared without a field has the one of its name. One that another dialect
/// made, which has no declaration, gets a column for each field. kInternal for a text that
/// `WriteDeclaration` did not write.
Result<Table> TableOf(const Collection& collection);

}  // namespace guildhall::daptin
