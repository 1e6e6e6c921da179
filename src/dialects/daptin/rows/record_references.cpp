#include "dialects/daptin/rows/record_references.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "core/uid_text.h"

namespace guildhall::daptin {
namespace {

/// Reference ids by the numbers of rows of one table.
using Names = std::map<std::int64_t, std::string>;

/// The number of what the record points to by this relation.
std::optional<std::int64_t> NumberIn(const Record& record, const Relation& relation) {
  if (relation.field == 0) {
    return record.access.owner ? std::optional(record.access.owner->value()) : std::nullopt;
  }
  const auto* number = std::get_if<std::int64_t>(&ValueOf(record.fields, relation.field));
  return number != nullptr ? std::optional(*number) : std::nullopt;
}

template <class Row>
void Append(const std::vector<Row>& rows, Names& names) {
  for (const Row& row : rows) names.emplace(row.id.value(), TextOf(row.uid));
}

template <class Id>
std::vector<Id> IdsOf(const std::vector<std::int64_t>& numbers) {
  std::vector<Id> ids;
  ids.reserve(numbers.size());
  for (const std::int64_t number : numbers) ids.emplace_back(number);
  return ids;
}

/// One statement, whatever kind of table it is.
Result<Names> NamesOf(const Reader& reader, const Table& target,
                      const std::vector<std::int64_t>& numbers) {
  const TenantId tenant = reader.caller.tenant;
  Names names;
  if (numbers.empty()) return names;
  if (target.rows == RowKind::kAccounts) {
    GH_TRY(const auto users, reader.snapshot.users().FindMany(tenant, IdsOf<UserId>(numbers)));
    Append(users, names);
  } else if (target.rows == RowKind::kGroups) {
    GH_TRY(const auto groups, reader.snapshot.groups().FindMany(tenant, IdsOf<GroupId>(numbers)));
    Append(groups, names);
  } else {
    GH_TRY(const auto records, reader.snapshot.records().FindMany(tenant, target.collection(),
                                                                  IdsOf<RecordId>(numbers)));
    Append(records, names);
  }
  return names;
}

/// What `records` point to by one relation: ascending, each once.
std::vector<std::int64_t> TargetsOf(const std::vector<Record>& records, const Relation& relation) {
  std::vector<std::int64_t> numbers;
  for (const Record& record : records) {
    if (const auto number = NumberIn(record, relation)) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

template <class Row>
std::optional<std::int64_t> NumberOf(const std::optional<Row>& row) {
  return row ? std::optional(row->id.value()) : std::nullopt;
}

}  // namespace

Result<std::vector<Resource>> ShowRecords(const Reader& reader, const Table& table,
                                          const std::vector<Record>& records) {
  std::vector<References> references(records.size());
  for (const Relation& relation : table.relations) {
    const Table* target = reader.catalog->Find(relation.table);
    if (!relation.to_one() || target == nullptr) continue;
    GH_TRY(const Names names, NamesOf(reader, *target, TargetsOf(records, relation)));
    for (std::size_t i = 0; i < records.size(); ++i) {
      const auto number = NumberIn(records[i], relation);
      const auto name = number ? names.find(*number) : names.end();
      if (name != names.end()) references[i].emplace_back(relation.name, name->second);
    }
  }
  std::vector<Resource> rows;
  rows.reserve(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    rows.push_back(ResourceOf(table, records[i], references[i]));
  }
  return rows;
}

Result<Resource> ShowRecord(const Reader& reader, const Table& table, const Record& record) {
  GH_TRY(std::vector<Resource> rows, ShowRecords(reader, table, {record}));
  return std::move(rows.front());
}

Result<std::optional<std::int64_t>> FindTarget(const Reader& reader, const Relation& relation,
                                               std::string_view id) {
  const TenantId tenant = reader.caller.tenant;
  const Table* target = reader.catalog->Find(relation.table);
  const auto uid = ParseUid(id);
  if (target == nullptr || !uid) return std::optional<std::int64_t>();
  if (target->rows == RowKind::kAccounts) {
    GH_TRY(const auto user, reader.snapshot.users().FindByUid(tenant, *uid));
    return NumberOf(user);
  }
  if (target->rows == RowKind::kGroups) {
    GH_TRY(const auto group, reader.snapshot.groups().FindByUid(tenant, *uid));
    return NumberOf(group);
  }
  GH_TRY(const auto record, reader.snapshot.records().FindByUid(tenant, *uid));
  const bool here = record && record->collection == target->collection();
  return here ? NumberOf(record) : std::nullopt;
}

Result<Record> GetStored(const Reader& reader, const Table& table, const Uid& uid,
                         const Gates& gates) {
  return reader.core.records().GetByUid(reader.snapshot, reader.caller, table.stored, uid, gates);
}

}  // namespace guildhall::daptin
