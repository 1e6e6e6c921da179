#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/access_patch.h"
#include "core/collections.h"
#include "core/store.h"
#include "dialects/daptin/schema/schema_document.h"
#include "dialects/daptin/schema/schema_reader.h"
#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

/// A table as it is to be.
struct PlannedTable {
  Table table;  ///< columns and relations without fields, as far as the schema touches it
  std::optional<Collection> stored{};  ///< as it is; nothing for a new one
  bool touched = false;                ///< the schema says something of it
  std::int64_t permission = 0;         ///< of the table itself; 0: unset
  std::vector<Sharing> access{};
};

struct PlannedAction {
  DeclaredAction action;
  CollectionId builtin{};  ///< the table it is on, when that is a built-in one
  std::int64_t permission = 0;
  std::vector<Sharing> access{};
};

using GroupIds = std::map<std::string, GroupId, std::less<>>;

/// What a schema makes of a tenant, before anything is written.
class SchemaPlan {
 public:
  SchemaPlan(SchemaPlan&&) = default;
  SchemaPlan(const SchemaPlan&) = delete;
  SchemaPlan& operator=(const SchemaPlan&) = delete;

  /// With the tables that are there.
  static Result<SchemaPlan> Read(const Snapshot& snapshot, TenantId tenant);

  /// Adds what the schema says. Issues are what cannot be.
  Result<void> Add(const Snapshot& snapshot, TenantId tenant, const SchemaDocument& schema);

  [[nodiscard]] PlannedTable* Find(std::string_view name);
  [[nodiscard]] std::deque<PlannedTable>& tables() { return tables_; }
  [[nodiscard]] const std::vector<PlannedAction>& actions() const { return actions_; }
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }
  [[nodiscard]] const std::optional<Refusal>& refusal() const { return issue_.refusal(); }

 private:
  SchemaPlan() = default;
  PlannedTable& Put(PlannedTable table);
  void AddTable(const TableEntry& entry, const GroupIds& groups);
  void AddGroupJoin(const Table& table);
  void AddRelation(const RelationEntry& relation);
  void AddJoin(const RelationEntry& relation);
  void SetRelation(PlannedTable& subject, const Relation& relation);
  void AddAction(const ActionEntry& entry, const GroupIds& groups);
  std::vector<DefaultGroup> DefaultGroupsOf(const TableEntry& entry, const GroupIds& groups);
  std::vector<Sharing> AccessOf(std::string_view place, const std::vector<NamedGroup>& named,
                                const GroupIds& groups);
  /// Whether there is a table of that name, built-in ones among them.
  bool Knows(std::string_view name);
  void Check(PlannedTable& planned);
  /// What depends on the rows that are there.
  Result<void> CheckStored(const Snapshot& snapshot, TenantId tenant, const PlannedTable& planned);
  Result<void> CheckCount(const Snapshot& snapshot, TenantId tenant);

  std::deque<PlannedTable> tables_;  // in the order of the schema, behind those that are there
  std::map<std::string, PlannedTable*, std::less<>> by_name_;
  std::vector<PlannedAction> actions_;
  std::vector<std::string> warnings_;
  SchemaIssue issue_;
};

/// Most tables of a tenant, join tables and those of the server counted.
inline constexpr std::int64_t kMostTablesOfTenant = 1'000;

/// The fields and keys of a table's collection. `ids`: of the tables that relations lead to; those
/// that are not there any more go on leading where they do.
std::vector<Collections::FieldDraft> FieldsOf(
    const Table& table, const std::map<std::string, CollectionId, std::less<>>& ids);
std::vector<Collections::UniqueNames> UniqueSetsOf(const Table& table);

/// `before` with what the schema says of it: what it does not name stays.
Table Merged(Table before, const Table& wanted);
/// `table` as it was declared: without what the collection and the catalog have added.
Table AsDeclared(Table table);

}  // namespace guildhall::daptin
