#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/daptin/actions/action_declaration.h"
#include "dialects/daptin/refusal.h"
#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

/// A group by name, with what it gets. 0: the default of links.
struct NamedGroup {
  std::string name;
  std::int64_t permission = 0;

  friend bool operator==(const NamedGroup&, const NamedGroup&) = default;
};

/// A table as a schema declares it. Groups are still names, and columns have no fields yet.
struct TableEntry {
  Table table;
  std::int64_t permission = 0;  ///< of the table itself; 0: unset
  std::vector<NamedGroup> default_groups{};
  std::vector<NamedGroup> access_groups{};
};

/// A relation as a schema declares it. [Daptin "Relations"]
struct RelationEntry {
  std::string subject;
  std::string object;
  std::string kind;  ///< "belongs_to", "has_one", "has_many" or "has_many_and_belongs_to_many"
  std::string subject_name;       ///< what the object calls the subject
  std::string object_name;        ///< what the subject calls the object
  std::vector<Column> columns{};  ///< of the join table

  friend bool operator==(const RelationEntry&, const RelationEntry&) = default;
};

struct ActionEntry {
  DeclaredAction action;
  std::int64_t permission = 0;  ///< 0: unset
  std::vector<NamedGroup> access_groups{};
};

/// A schema file, or several put together.
struct SchemaDocument {
  std::vector<TableEntry> tables{};
  std::vector<RelationEntry> relations{};
  std::vector<ActionEntry> actions{};
};

enum class SchemaFormat : std::uint8_t { kJson, kYaml };
/// By the end of a file's name; nothing for another one.
std::optional<SchemaFormat> FormatOf(std::string_view file_name);

/// Reads a schema and checks all that can be checked without a tenant: names, types, tags,
/// operators, limits. 400 with a title that names the place ("Tables[2].Columns[0]: ...").
/// Of bytes that nobody can be trusted with.
Reading<SchemaDocument> ReadSchema(SchemaFormat format, std::string_view text);

}  // namespace guildhall::daptin
