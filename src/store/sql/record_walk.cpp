// The lists of records; the merging is in audience_walk.h.
#include "store/sql/audience_walk.h"
#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

constexpr Listing kAll{
    {"records_walk_all",
     "select id from records where tenant=$1 and collection=$2 and id>$3 and id<$4 "
     "order by id limit $5"},
    {"records_walk_all_descending",
     "select id from records where tenant=$1 and collection=$2 and id<$3 and id>$4 "
     "order by id desc limit $5"}};
constexpr Statement kCountAll{
    "records_count_all",
    "select count(*) from (select id from records where tenant=$1 and collection=$2 limit $3) "
    "counted"};

}  // namespace

StatementList RecordWalkStatements() {
  static constexpr const Statement* kStatements[] = {&kAll.ascending, &kAll.descending, &kCountAll};
  return kStatements;
}

Result<std::vector<RecordId>> SqlRecords::Walk(TenantId tenant, CollectionId collection,
                                               std::span<const Audience> audiences,
                                               Seek seek) const {
  if (IsEverything(audiences)) {
    const Range range = Range::Of(tenant, collection, seek);
    return FindAll(
        connection_, range.Choose(kAll),
        [](Columns& columns) { return columns.Number<RecordId>(); }, tenant, collection, range.from,
        range.Last(), range.wanted);
  }
  GH_TRY(const Numbers ids,
         WalkAudiences(connection_, Range::Of(tenant, collection, seek), audiences));
  return AsIds<RecordId>(ids);
}

Result<std::int64_t> SqlRecords::Count(TenantId tenant, CollectionId collection,
                                       std::span<const Audience> audiences,
                                       std::int64_t bound) const {
  if (IsEverything(audiences)) {
    return FindInteger(connection_, kCountAll, tenant, collection, bound);
  }
  GH_TRY(const Numbers ids,
         WalkAudiences(connection_, Range::UpTo(tenant, collection, bound), audiences));
  return static_cast<std::int64_t>(ids.size());
}

}  // namespace guildhall::store
