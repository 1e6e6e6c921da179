#include <algorithm>
#include <iterator>

#include "core/seek.h"
#include "store/sql/access_rows.h"
#include "store/sql/audience_walk.h"
#include "store/sql/bind.h"
#include "store/sql/difference.h"
#include "store/sql/document.h"
#include "store/sql/held_files.h"
#include "store/sql/many.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"
#include "store/sql/unique_values.h"

namespace guildhall::store {
namespace {

#define GH_RECORD_COLUMNS                                                                 \
  "collection, id, owner, primary_group, everyone, signed_in, owner_rights, group_bits, " \
  "grants, revision, channel, created_at, updated_at, uid, room, fields"

constexpr Statement kFind{"records_find",
                          "select " GH_RECORD_COLUMNS
                          " from records where tenant=$1 and collection=$2 and id=$3"};
constexpr Statement kFindMany{"records_find_many",
                              "select " GH_RECORD_COLUMNS
                              " from records where tenant=$1 and collection=$2 and id = any($3)",
                              Dialect::kPostgresOnly};
constexpr Statement kFindByUid{
    "records_find_by_uid", "select " GH_RECORD_COLUMNS " from records where tenant=$1 and uid=$2"};
constexpr Statement kListOwned{
    "records_list_owned",
    "select " GH_RECORD_COLUMNS
    " from records where tenant=$1 and owner=$2 order by collection, id limit $3"};
constexpr Statement kListInChannel{
    "records_list_in_channel", "select " GH_RECORD_COLUMNS
                               " from records where tenant=$1 and channel=$2 order by id limit $3"};
constexpr Statement kInsert{
    "records_insert",
    "insert into records(tenant, " GH_RECORD_COLUMNS
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    Dialect::kBoth, Gathering::kRow};
constexpr Statement kUpdate{
    "records_update",
    "update records set owner=$4, primary_group=$5, everyone=$6, signed_in=$7, owner_rights=$8, "
    "group_bits=$9, grants=$10, revision=$11, channel=$12, created_at=$13, updated_at=$14, "
    "uid=$15, room=$16, fields=$17 where tenant=$1 and collection=$2 and id=$3"};
constexpr Statement kRemove{"records_remove",
                            "delete from records where tenant=$1 and collection=$2 and id=$3"};
Record ReadRecord(Columns& columns) {
  Record row;
  row.collection = columns.Number<CollectionId>();
  row.id = columns.Number<RecordId>();
  row.access = ReadAccessWithGrants(columns);
  row.revision = columns.Integer();
  row.channel = columns.NumberOrNull<ChannelId>();
  row.created_at = columns.At();
  row.updated_at = columns.At();
  row.uid = columns.Fixed<Uid>();
  row.room = columns.Text();
  auto fields = ParseFields(columns.View());
  if (fields) {
    row.fields = std::move(*fields);
  } else {
    columns.Damaged(std::move(fields).error());
  }
  return row;
}

template <class Write>
Result<void> WriteRecord(const Write& write, TenantId tenant, const Record& row) {
  const AccessList& access = row.access;
  const Buffer fields = FieldsText(row.fields);
  return write(tenant, row.collection, row.id, access.owner, access.primary_group, access.everyone,
               access.signed_in, access.owner_rights, access.group_bits, access.grants.size(),
               row.revision, row.channel, row.created_at, row.updated_at, row.uid, row.room,
               fields.view());
}

SeekPlace PlaceOf(TenantId tenant, const Record& row) {
  return {tenant, row.collection, row.id.value()};
}

/// Writes a row that takes these values. They come first, because one may be another record's; a
/// row that is refused gives them back, as the transaction may go on.
template <class Write>
Result<void> WriteWithValues(Connection& connection, const SeekPlace& place,
                             std::span<const UniqueRow> values, const Write& write) {
  GH_TRY(const std::vector<UniqueRow> taken, TakeValues(connection, place, values));
  auto written = write();
  if (written) return written;
  const Errc code = written.error().code;
  if (code == Errc::kAlreadyExists || code == Errc::kInvalid || code == Errc::kNotFound) {
    GH_CHECK(FreeValues(connection, place, taken));
  }
  return written;
}

/// Grants of records that may be of several collections: neighbours of one collection together.
Result<void> LoadGrantsOfMixed(Connection& connection, TenantId tenant,
                               std::vector<Record>& records) {
  auto first = records.begin();
  while (first != records.end()) {
    const auto last = std::find_if(first, records.end(), [&](const Record& record) {
      return record.collection != first->collection;
    });
    GH_CHECK(LoadGrantsOf(connection, tenant, first->collection.value(), std::span(first, last)));
    first = last;
  }
  return {};
}

}  // namespace

StatementList RecordStatements() {
  static constexpr const Statement* kAll[] = {&kFind,          &kFindMany, &kFindByUid, &kListOwned,
                                              &kListInChannel, &kInsert,   &kUpdate,    &kRemove};
  return kAll;
}

Result<std::optional<Record>> SqlRecords::Find(TenantId tenant, CollectionId collection,
                                               RecordId id) const {
  RowMemory* memory = Answering();
  if (memory != nullptr) {
    if (const Record* kept = memory->Find({tenant, collection, id})) return *kept;
  }
  GH_TRY(auto row, Load(tenant, collection, id));
  if (row && memory != nullptr) memory->Keep(tenant, *row);
  return row;
}

Result<std::optional<Record>> SqlRecords::Load(TenantId tenant, CollectionId collection,
                                               RecordId id) const {
  GH_TRY(auto row, FindOne(connection_, kFind, ReadRecord, tenant, collection, id));
  if (row) {
    GH_CHECK(LoadGrantsOf(connection_, tenant, collection.value(), std::span(&*row, 1)));
  }
  return row;
}

Result<std::optional<Record>> SqlRecords::FindByUid(TenantId tenant, const Uid& uid) const {
  RowMemory* memory = Answering();
  if (memory != nullptr) {
    if (const Record* kept = memory->Find(tenant, uid)) return *kept;
  }
  GH_TRY(auto row, FindOne(connection_, kFindByUid, ReadRecord, tenant, uid));
  if (!row) return row;
  GH_CHECK(LoadGrantsOf(connection_, tenant, row->collection.value(), std::span(&*row, 1)));
  if (memory != nullptr) {
    memory->Keep(tenant, *row);
    memory->KeepUid(tenant, *row);
  }
  return row;
}

Result<std::optional<Record>> SqlRecords::FindByGrant(TenantId tenant, CollectionId collection,
                                                      const Uid& uid) const {
  GH_TRY(const auto id, FindGranted(connection_, tenant, collection.value(), uid));
  if (!id) return std::optional<Record>();
  return Find(tenant, collection, RecordId(*id));
}

Result<std::vector<RecordGrant>> SqlRecords::ListGrants(TenantId tenant, CollectionId collection,
                                                        std::optional<GrantPlace> after,
                                                        std::int32_t limit) const {
  constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
  const GrantPlace from = after.value_or(GrantPlace{RecordId(kLowest), GroupId(kLowest)});
  GH_TRY(auto found, ListGrantsBehind(connection_, tenant, collection.value(),
                                      {from.record.value(), from.group}, limit));
  std::vector<RecordGrant> grants;
  grants.reserve(found.size());
  for (const ObjectGrant& row : found) grants.push_back({RecordId(row.object), row.grant});
  return grants;
}

Result<std::vector<Record>> SqlRecords::FindMany(TenantId tenant, CollectionId collection,
                                                 std::span<const RecordId> ids) const {
  if (Answering() != nullptr) {
    return FindEach(ids, [&](RecordId id) { return Find(tenant, collection, id); });
  }
  GH_TRY(std::vector<Record> rows,
         FindManyRows(connection_, {kFind, kFindMany}, ReadRecord, ids, tenant, collection));
  GH_CHECK(LoadGrantsOf(connection_, tenant, collection.value(), std::span(rows)));
  return rows;
}

Result<std::vector<Record>> SqlRecords::ListOwnedBy(TenantId tenant, UserId owner,
                                                    std::int32_t limit) const {
  GH_TRY(auto rows, FindAll(connection_, kListOwned, ReadRecord, tenant, owner, limit));
  GH_CHECK(LoadGrantsOfMixed(connection_, tenant, rows));
  return rows;
}

Result<std::vector<Record>> SqlRecords::ListInChannel(TenantId tenant, ChannelId channel,
                                                      std::int32_t limit) const {
  GH_TRY(auto rows, FindAll(connection_, kListInChannel, ReadRecord, tenant, channel, limit));
  GH_CHECK(LoadGrantsOfMixed(connection_, tenant, rows));
  return rows;
}

Result<std::vector<Record>> SqlRecords::ListGrantedTo(TenantId tenant, GroupId group,
                                                      std::int32_t limit) const {
  constexpr GrantKind kLast = std::numeric_limits<std::int32_t>::max();
  GH_TRY(const auto keys, ListGranted(connection_, tenant, group, kProfiles.value(), kLast, limit));
  std::vector<Record> records;
  auto first = keys.begin();
  while (first != keys.end()) {
    std::vector<RecordId> ids;
    const GrantKind kind = first->kind;
    for (; first != keys.end() && first->kind == kind; ++first) ids.emplace_back(first->object);
    GH_TRY(auto found, FindMany(tenant, CollectionId(kind), ids));
    std::move(found.begin(), found.end(), std::back_inserter(records));
  }
  return records;
}

Result<void> SqlRecords::Insert(TenantId tenant, const Collection& collection, const Record& row) {
  const SeekPlace place = PlaceOf(tenant, row);
  const auto insert = [&](const auto&... values) { return Post(connection_, kInsert, values...); };
  GH_CHECK(WriteWithValues(connection_, place, UniqueRows(collection, row),
                           [&] { return WriteRecord(insert, tenant, row); }));
  GH_CHECK(HoldFiles(connection_, tenant, {}, row));
  GH_CHECK(WriteGrants(connection_, tenant, row.collection.value(), row.id.value(), {},
                       row.access.grants));
  return WriteSeek(connection_, place, {}, SeekRows(collection, row));
}

Result<void> SqlRecords::Update(TenantId tenant, const Collection& collection, const Record& before,
                                const Record& after) {
  if (memory_ != nullptr) memory_->Changes({tenant, after.collection, after.id});
  const SeekPlace place = PlaceOf(tenant, after);
  const auto update = [&](const auto&... values) {
    return ChangeRow(connection_, kUpdate, values...);
  };
  const std::vector<UniqueRow> former = UniqueRows(collection, before);
  const std::vector<UniqueRow> values = UniqueRows(collection, after);
  GH_CHECK(WriteWithValues(connection_, place, Difference<UniqueRow>(values, former),
                           [&] { return WriteRecord(update, tenant, after); }));
  GH_CHECK(FreeValues(connection_, place, Difference<UniqueRow>(former, values)));
  GH_CHECK(HoldFiles(connection_, tenant, before.fields, after));
  GH_CHECK(WriteGrants(connection_, tenant, after.collection.value(), after.id.value(),
                       before.access.grants, after.access.grants));
  return WriteSeek(connection_, place, SeekRows(collection, before), SeekRows(collection, after));
}

Result<void> SqlRecords::Remove(TenantId tenant, const Collection& collection,
                                const Record& before) {
  if (memory_ != nullptr) memory_->Changes({tenant, before.collection, before.id});
  const SeekPlace place = PlaceOf(tenant, before);
  GH_CHECK(ChangeRow(connection_, kRemove, tenant, before.collection, before.id));
  GH_CHECK(FreeValues(connection_, place, UniqueRows(collection, before)));
  GH_CHECK(LetFilesGo(connection_, tenant, before.fields));
  if (!before.access.grants.empty()) {
    GH_CHECK(RemoveGrants(connection_, tenant, before.collection.value(), before.id.value()));
  }
  return WriteSeek(connection_, place, SeekRows(collection, before), {});
}

Result<void> SqlRecords::Reindex(TenantId tenant, const Collection& before, const Collection& after,
                                 const Record& row) {
  const SeekPlace place = PlaceOf(tenant, row);
  const std::vector<UniqueRow> former = UniqueRows(before, row);
  const std::vector<UniqueRow> values = UniqueRows(after, row);
  GH_CHECK(TakeValues(connection_, place, Difference<UniqueRow>(values, former)));
  GH_CHECK(FreeValues(connection_, place, Difference<UniqueRow>(former, values)));
  return WriteSeek(connection_, place, SeekRows(before, row), SeekRows(after, row));
}

}  // namespace guildhall::store
