#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_FILE_COLUMNS "tenant, collection, record, size, created_at, due_at, name, media_type"

constexpr Statement kFindByName{"files_find_by_name",
                                "select " GH_FILE_COLUMNS " from files where name=$1"};
// Of all tenants: bytes are swept whosever they were.
constexpr Statement kListDue{"files_list_due",
                             "select " GH_FILE_COLUMNS
                             " from files where due_at<=$1 order by due_at, tenant, name limit $2"};
constexpr Statement kInsert{"files_insert",
                            "insert into files(" GH_FILE_COLUMNS
                            ") values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing"};
constexpr Statement kCondemn{
    "files_condemn", "update files set due_at=0 where tenant=$1 and name=$2 and due_at<=$3"};
constexpr Statement kRemove{"files_remove", "delete from files where tenant=$1 and name=$2"};
constexpr Statement kFindChunk{
    "file_chunks_find", "select bytes from file_chunks where tenant=$1 and name=$2 and number=$3"};
constexpr Statement kInsertChunk{"file_chunks_insert",
                                 "insert into file_chunks(tenant, name, number, bytes) values "
                                 "($1, $2, $3, $4) on conflict do nothing"};
constexpr Statement kChunkAt{"file_chunks_at",
                             "select number from file_chunks where tenant=$1 and name=$2 order by "
                             "number limit 1 offset $3"};
constexpr Statement kRemoveChunks{
    "file_chunks_remove_piece",
    "delete from file_chunks where tenant=$1 and name=$2 and number<=$3"};

File ReadFile(Columns& columns) {
  File row;
  row.tenant = columns.Number<TenantId>();
  row.collection = columns.Number<CollectionId>();
  row.record = columns.Number<RecordId>();
  row.size = columns.Integer();
  row.created_at = columns.At();
  row.due_at = columns.At();
  row.name = columns.Text();
  row.media_type = columns.Text();
  return row;
}

}  // namespace

StatementList FileStatements() {
  static constexpr const Statement* kAll[] = {&kFindByName,  &kListDue, &kInsert,
                                              &kCondemn,     &kRemove,  &kFindChunk,
                                              &kInsertChunk, &kChunkAt, &kRemoveChunks};
  return kAll;
}

Result<std::optional<File>> SqlFiles::FindByName(std::string_view name) const {
  return FindOne(connection_, kFindByName, ReadFile, name);
}

Result<std::vector<File>> SqlFiles::ListDue(Time by, std::int32_t limit) const {
  return FindAll(connection_, kListDue, ReadFile, by, limit);
}

Result<std::optional<std::string>> SqlFiles::FindChunk(TenantId tenant, std::string_view name,
                                                       std::int64_t number) const {
  return FindOne(
      connection_, kFindChunk, [](Columns& columns) { return columns.Blob(); }, tenant, name,
      number);
}

Result<void> SqlFiles::Insert(const File& row) {
  return InsertRow(connection_, kInsert, row.tenant, row.collection, row.record, row.size,
                   row.created_at, row.due_at, row.name, row.media_type);
}

Result<bool> SqlFiles::Condemn(TenantId tenant, std::string_view name, Time by) {
  GH_TRY(const std::int64_t rows, Execute(connection_, kCondemn, tenant, name, by));
  return rows > 0;
}

Result<void> SqlFiles::Remove(TenantId tenant, std::string_view name) {
  GH_CHECK(Post(connection_, kRemove, tenant, name));
  return {};
}

Result<void> SqlFiles::InsertChunk(TenantId tenant, std::string_view name, std::int64_t number,
                                   std::string_view bytes) {
  return InsertRow(connection_, kInsertChunk, tenant, name, number, BytesOf(bytes));
}

Result<std::int64_t> SqlFiles::RemoveChunks(TenantId tenant, std::string_view name,
                                            std::int32_t limit) {
  if (limit <= 0) return 0;
  GH_TRY(const auto found,
         FindOne(
             connection_, kChunkAt, [](Columns& columns) { return columns.Integer(); }, tenant,
             name, limit - 1));
  const std::int64_t last = found.value_or(std::numeric_limits<std::int64_t>::max());
  return Execute(connection_, kRemoveChunks, tenant, name, last);
}

}  // namespace guildhall::store
