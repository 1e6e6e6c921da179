#include "dialects/daptin/tables/table.h"

#include <algorithm>

namespace guildhall::daptin {
namespace {

/// The one of that name, or null.
template <class Named>
const Named* FindNamed(const std::vector<Named>& all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Named& candidate) { return candidate.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

bool Table::join() const {
  switch (rows) {
    case RowKind::kAccounts:
    case RowKind::kGroups:
    case RowKind::kTables:
    case RowKind::kActions:
    case RowKind::kRecords:
      return false;
    case RowKind::kMemberships:
    case RowKind::kTableGrants:
    case RowKind::kActionGrants:
    case RowKind::kRecordGrants:
    case RowKind::kRecordLinks:
      return true;
  }
  GH_BUG("unknown kind of rows");
}

const Column* Table::FindColumn(std::string_view column) const {
  return FindNamed(columns, column);
}

const Relation* Table::FindRelation(std::string_view relation) const {
  return FindNamed(relations, relation);
}

const std::vector<Column>& StandardColumns() {
  // [Daptin "Standard columns"; source of release 0.12.36]
  static const std::vector<Column> columns{
      {.name = "created_at",
       .type = "datetime",
       .data_type = "timestamp",
       .default_value = "current_timestamp",
       .indexed = true},
      {.name = "updated_at",
       .type = "datetime",
       .data_type = "timestamp",
       .indexed = true,
       .nullable = true},
      {.name = "reference_id",
       .type = "alias",
       .data_type = "blob",
       .indexed = true,
       .unique = true},
      {.name = "permission", .type = "value", .data_type = "int(11)"},
  };
  return columns;
}

std::string GroupJoinOf(std::string_view table) {
  const std::string name(table);
  return name + "_" + name + "_id_has_usergroup_usergroup_id";
}

}  // namespace guildhall::daptin
