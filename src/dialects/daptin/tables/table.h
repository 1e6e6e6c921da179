#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/collection.h"

namespace guildhall::daptin {

/// A value that a column of type "enum" may have.
struct Option {
  std::string value;
  std::string value_type{};
  std::string label{};

  friend bool operator==(const Option&, const Option&) = default;
};

/// A column as models and declarations describe it.
struct Column {
  std::string name;
  std::string type;       ///< what it means: "label", "email", "password" (`column_types.h`)
  std::string data_type;  ///< as a database would say it
  std::string default_value{};
  std::string description{};
  bool indexed = false;
  bool unique = false;
  bool nullable = false;
  bool hidden = false;  ///< in no answer, and not to be asked about
  std::vector<Option> options{};
  std::int32_t field = 0;  ///< of the collection, which holds the values; 0: kept in another way

  friend bool operator==(const Column&, const Column&) = default;
};

/// By what a column's values are checked, or changed before, in the tags of declarations
/// ("required", "min=8"; "trim"). See `column_rules.h`.
struct ColumnRule {
  std::string column;
  std::string tags;

  friend bool operator==(const ColumnRule&, const ColumnRule&) = default;
};

/// How one gets from a row to those that it is related to.
enum class RelationKind : std::uint8_t {
  kToOne,    ///< the row names the other one, in an attribute of the relation's name
  kReverse,  ///< rows of the other table name this one
  kLinked,   ///< rows of a join table name both
};

/// What the row of a table leads to.
struct Relation {
  std::string name;
  std::string table;  ///< at the other end
  RelationKind kind = RelationKind::kToOne;
  /// kToOne: what the table at the other end calls the way back; "" for `{table}_id` of this table.
  /// kReverse: the to-one relation of the other table that leads here. kLinked: the to-one relation
  /// of the join table that leads here; the one with the name of `toward` leads to the other end.
  std::string inverse{};
  std::string join{};      ///< kLinked: the join table
  std::string toward{};    ///< kLinked, see `inverse`
  std::int32_t field = 0;  ///< kToOne: of the collection; 0: the owner, or kept in another way
  bool nullable = true;    ///< kToOne
  bool derived = false;    ///< added by the catalog: follows from what another table declares

  [[nodiscard]] bool to_one() const { return kind == RelationKind::kToOne; }
  friend bool operator==(const Relation&, const Relation&) = default;
};

/// What the rows of a table are in the core.
enum class RowKind : std::uint8_t {
  kAccounts,
  kGroups,
  kTables,
  kActions,
  kMemberships,
  kTableGrants,
  kActionGrants,
  kRecords,
  kRecordGrants,  ///< of the records of `Table::granted`
  kRecordLinks,   ///< records of a join table that was declared by a relation
};

/// A group that is linked with every new row of a table.
struct DefaultGroup {
  GroupId group;
  std::int64_t permission = 0;  ///< 0: that of new links

  friend bool operator==(const DefaultGroup&, const DefaultGroup&) = default;
};

/// A table as clients know it. What of it is stored as the declaration of its collection, see
/// `declaration.h`; the rest follows from the collection.
struct Table {
  std::string name;
  RowKind rows = RowKind::kRecords;
  std::vector<Column> columns{};  ///< its own; `StandardColumns()` come besides
  std::vector<Relation> relations{};
  std::vector<ColumnRule> validations{};
  std::vector<ColumnRule> conformations{};
  std::vector<std::vector<std::string>> composite_keys{};
  std::int64_t default_permission = 0;  ///< of new rows; 0: `kDefaultPermission`
  std::vector<DefaultGroup> default_groups{};
  std::string default_order = "-created_at";
  std::string description{};
  std::string icon = "fa-star";
  bool top_level = true;
  bool hidden = false;
  CollectionId granted{};  ///< kRecordGrants
  Collection stored{};     ///< its row; of built-in tables without catalog: only the id

  [[nodiscard]] CollectionId collection() const { return stored.id; }
  /// Whether its rows are links.
  [[nodiscard]] bool join() const;
  /// Among its own columns; null when there is none of that name.
  [[nodiscard]] const Column* FindColumn(std::string_view column) const;
  [[nodiscard]] const Relation* FindRelation(std::string_view relation) const;
};

/// Those that every row has besides its own: created_at, updated_at, reference_id, permission.
const std::vector<Column>& StandardColumns();

/// `{t}_{t}_id_has_usergroup_usergroup_id`, the table of the links of t's rows with groups.
std::string GroupJoinOf(std::string_view table);

}  // namespace guildhall::daptin
