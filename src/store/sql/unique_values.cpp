#include "store/sql/unique_values.h"

#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

constexpr Statement kFind{
    "record_unique_find",
    "select id from record_unique where tenant=$1 and collection=$2 and field=$3 and key=$4"};
constexpr Statement kInsert{"record_unique_insert",
                            "insert into record_unique(tenant, collection, id, field, key) values "
                            "($1, $2, $3, $4, $5) on conflict do nothing"};
constexpr Statement kRemove{
    "record_unique_remove",
    "delete from record_unique where tenant=$1 and collection=$2 and id=$3 and field=$4 and "
    "key=$5"};

Result<std::optional<RecordId>> FindTaker(Connection& connection, TenantId tenant,
                                          CollectionId collection, const UniqueRow& value) {
  return FindOne(
      connection, kFind, [](Columns& columns) { return columns.Number<RecordId>(); }, tenant,
      collection, value.field, BytesOf(value.key));
}

}  // namespace

StatementList UniqueValueStatements() {
  static constexpr const Statement* kAll[] = {&kFind, &kInsert, &kRemove};
  return kAll;
}

Result<std::vector<UniqueRow>> TakeValues(Connection& connection, const SeekPlace& record,
                                          std::span<const UniqueRow> values) {
  std::vector<UniqueRow> taken;
  for (const UniqueRow& value : values) {
    GH_TRY(const std::int64_t written,
           Execute(connection, kInsert, record.tenant, record.collection, record.id, value.field,
                   BytesOf(value.key)));
    if (written != 0) {
      taken.push_back(value);
      continue;
    }
    GH_TRY(const auto taker, FindTaker(connection, record.tenant, record.collection, value));
    if (taker == RecordId(record.id)) continue;
    GH_CHECK(FreeValues(connection, record, taken));
    return Fail(Errc::kAlreadyExists, kInsert.name);
  }
  return taken;
}

Result<void> FreeValues(Connection& connection, const SeekPlace& record,
                        std::span<const UniqueRow> values) {
  for (const UniqueRow& value : values) {
    GH_CHECK(Post(connection, kRemove, record.tenant, record.collection, record.id, value.field,
                  BytesOf(value.key)));
  }
  return {};
}

Result<std::optional<RecordId>> SqlRecords::FindUnique(TenantId tenant, CollectionId collection,
                                                       const UniqueRow& row) const {
  return FindTaker(connection_, tenant, collection, row);
}

}  // namespace guildhall::store
