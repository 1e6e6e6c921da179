#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/daptin/schema/schema_document.h"
#include "dialects/daptin/schema/schema_reader.h"

namespace guildhall::daptin {

inline constexpr std::size_t kMostColumns = 200;  ///< of one table
inline constexpr std::size_t kMostTables = 500;
inline constexpr std::size_t kMostRelations = 1'000;
inline constexpr std::size_t kMostActions = 1'000;

// The parts of a schema. Issues are said of `root` and what is in it.

std::vector<TableEntry> ReadTables(const SchemaObject& root);
std::vector<RelationEntry> ReadRelations(const SchemaObject& root);
std::vector<ActionEntry> ReadActions(const SchemaObject& root);

/// What columns are of: their names are held to other rules.
enum class ColumnsOf : std::uint8_t { kTable, kJoinTable, kInput };
/// The columns that `object` has under `key`.
std::vector<Column> ReadColumns(const SchemaObject& object, std::string_view key, ColumnsOf owner);
std::vector<ColumnRule> ReadValidations(const SchemaObject& object);
std::vector<ColumnRule> ReadConformations(const SchemaObject& object);
/// Names, or objects with a name and a permission.
std::vector<NamedGroup> ReadGroups(const SchemaObject& object, std::string_view key);

/// `[a-z][a-z0-9_]{0,62}`.
bool IsSnakeCase(std::string_view name);
/// Why nobody may declare a table of that name; "" when it may be.
std::string RefusedTableName(std::string_view name);
/// The same for a column, or a relation, of a table.
std::string RefusedColumnName(std::string_view name);

/// Puts what several files say together. Issues are what only all of them have: two of one name,
/// and too many.
SchemaDocument PutTogether(std::vector<SchemaDocument> documents, SchemaIssue& issue);

/// `{Subject}_{SubjectName}_has_{Object}_{ObjectName}`: the join table of a many relation.
std::string JoinTableOf(const RelationEntry& relation);
/// Whether it is declared by rows of the subject that name one of the object.
bool IsToOne(const RelationEntry& relation);

}  // namespace guildhall::daptin
