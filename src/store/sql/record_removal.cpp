// What a collection or a list that is gone has left, removed piece by piece: a statement finds
// where the piece ends, and another removes all up to there.
#include <algorithm>
#include <limits>

#include "store/sql/access_rows.h"
#include "store/sql/bind.h"
#include "store/sql/held_files.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

constexpr Statement kRecordAt{"records_at",
                              "select id from records where tenant=$1 and collection=$2 order by "
                              "id limit 1 offset $3"};
constexpr Statement kRemoveRecords{
    "records_remove_piece", "delete from records where tenant=$1 and collection=$2 and id<=$3"};
constexpr Statement kRemoveGrants{"grants_remove_piece",
                                  "delete from grants where tenant=$1 and kind=$2 and object<=$3"};
constexpr Statement kEntryAt{
    "record_seek_at",
    "select field, audience, key, id from record_seek where tenant=$1 and collection=$2 and "
    "field>=$3 and field<=$4 order by field, audience, key, id limit 1 offset $5"};
constexpr Statement kRemoveEntries{
    "record_seek_remove_piece",
    "delete from record_seek where tenant=$1 and collection=$2 and field>=$3 and "
    "(field,audience,key,id) <= ($4,$5,$6,$7)"};
constexpr Statement kValueAt{"record_unique_at",
                             "select field, key from record_unique where tenant=$1 and "
                             "collection=$2 order by field, key limit 1 offset $3"};
constexpr Statement kRemoveValues{
    "record_unique_remove_piece",
    "delete from record_unique where tenant=$1 and collection=$2 and (field,key) <= ($3,$4)"};

constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
constexpr std::int32_t kHighestList = std::numeric_limits<std::int32_t>::max();
/// After every key: none begins with this tag.
constexpr std::string_view kLastKey = "\xFF";
/// Entries and values that go in one piece with a record. Usually it has fewer.
constexpr std::int64_t kPerRecord = 16;

Result<std::int64_t> RemoveRecords(Connection& connection, TenantId tenant, CollectionId collection,
                                   std::int64_t limit) {
  GH_TRY(const auto found,
         FindOne(
             connection, kRecordAt, [](Columns& columns) { return columns.Integer(); }, tenant,
             collection, limit - 1));
  const std::int64_t last = found.value_or(kHighest);
  GH_CHECK(Post(connection, kRemoveGrants, tenant, collection.value(), last));
  GH_CHECK(LetFilesGoUpTo(connection, tenant, collection, last));
  return Execute(connection, kRemoveRecords, tenant, collection, last);
}

/// The lists of a collection from one number to another.
struct Lists {
  std::int32_t first = 0;
  std::int32_t last = 0;
};

Result<std::int64_t> RemoveEntries(Connection& connection, TenantId tenant, CollectionId collection,
                                   Lists lists, std::int64_t limit) {
  struct Entry {
    SeekRow row;
    std::int64_t id = 0;
  };
  const auto read = [](Columns& columns) {
    Entry entry;
    entry.row.field = columns.Small();
    entry.row.audience = columns.Integer();
    entry.row.key = columns.Blob();
    entry.id = columns.Integer();
    return entry;
  };
  GH_TRY(const auto found, FindOne(connection, kEntryAt, read, tenant, collection, lists.first,
                                   lists.last, limit - 1));
  const Entry last = found.value_or(Entry{{lists.last, kHighest, std::string(kLastKey)}, kHighest});
  return Execute(connection, kRemoveEntries, tenant, collection, lists.first, last.row.field,
                 last.row.audience, BytesOf(last.row.key), last.id);
}

Result<std::int64_t> RemoveValues(Connection& connection, TenantId tenant, CollectionId collection,
                                  std::int64_t limit) {
  const auto read = [](Columns& columns) {
    const std::int32_t field = columns.Small();
    return UniqueRow{field, columns.Blob()};
  };
  GH_TRY(const auto found, FindOne(connection, kValueAt, read, tenant, collection, limit - 1));
  const UniqueRow last = found.value_or(UniqueRow{kHighestList, std::string(kLastKey)});
  return Execute(connection, kRemoveValues, tenant, collection, last.field, BytesOf(last.key));
}

}  // namespace

StatementList RecordRemovalStatements() {
  static constexpr const Statement* kAll[] = {&kRecordAt,    &kRemoveRecords, &kRemoveGrants,
                                              &kEntryAt,     &kRemoveEntries, &kValueAt,
                                              &kRemoveValues};
  return kAll;
}

Result<std::int64_t> SqlRecords::RemoveAll(TenantId tenant, CollectionId collection,
                                           std::int32_t limit) {
  if (limit <= 0) return 0;
  if (memory_ != nullptr) memory_->ChangesRecordsOf(tenant, collection);
  const std::int64_t most = limit * kPerRecord;
  GH_TRY(const std::int64_t records, RemoveRecords(connection_, tenant, collection, limit));
  GH_TRY(const std::int64_t entries,
         RemoveEntries(connection_, tenant, collection, {0, kHighestList}, most));
  GH_TRY(const std::int64_t values, RemoveValues(connection_, tenant, collection, most));
  return entries < most && values < most ? records : limit;
}

Result<std::int64_t> SqlRecords::RemoveList(TenantId tenant, CollectionId collection,
                                            std::int32_t field, std::int32_t limit) {
  if (limit <= 0) return 0;
  return RemoveEntries(connection_, tenant, collection, {field, field}, limit);
}

}  // namespace guildhall::store
