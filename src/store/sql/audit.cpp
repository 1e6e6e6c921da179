#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_AUDIT_COLUMNS \
  "tenant, at, id, actor_id, request, actor, status, actor_name, action, method, path, address"
#define GH_AUDIT_BETWEEN " where tenant=$1 and (at,id)>=($2,$3) and (at,id)<($4,$5)"
// What a query does not ask for is empty. `replace` because both engines have it, and it minds the
// case: a text that does not change lacks the part.
#define GH_AUDIT_WANTED                                                                            \
  GH_AUDIT_BETWEEN                                                                                 \
  " and ($6='' or actor_name=$6) and ($7='' or action=$7) and ($8='' or method=$8) and ($9='' or " \
  "address=$9) and ($10='' or replace(path,$10,'')<>path) and ($11=0 or status=$11)"

constexpr Statement kFind{"audit_find",
                          "select " GH_AUDIT_COLUMNS " from audit where tenant=$1 and id=$2"};
constexpr Statement kList{"audit_list", "select " GH_AUDIT_COLUMNS " from audit" GH_AUDIT_WANTED
                                        " order by at desc, id desc limit $12 offset $13"};
constexpr Statement kCount{"audit_count", "select count(*) from audit" GH_AUDIT_WANTED};
constexpr Statement kPlace{"audit_place_at", "select at, id from audit" GH_AUDIT_BETWEEN
                                             " order by at desc, id desc limit 1 offset $6"};
constexpr Statement kOldest{
    "audit_oldest", "select 1 from audit where tenant=$1 and at<$2 order by at, id limit 1"};
constexpr Statement kInsert{
    "audit_insert", "insert into audit(" GH_AUDIT_COLUMNS
                    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do "
                    "nothing"};
// The last of the first so many that are old enough; everything up to it goes.
constexpr Statement kLastOfOld{
    "audit_last_of_old",
    "select at, id from (select at, id from audit where tenant=$1 and at<$2 order by at, id limit "
    "$3) counted order by at desc, id desc limit 1"};
constexpr Statement kRemoveOld{"audit_remove_old",
                               "delete from audit where tenant=$1 and (at,id)<=($2,$3)"};

AuditEntry ReadEntry(Columns& columns) {
  AuditEntry row;
  row.tenant = columns.Number<TenantId>();
  row.at = columns.At();
  row.id = columns.Number<AuditId>();
  row.actor_id = columns.Integer();
  row.request_id = columns.Integer();
  row.actor = static_cast<Actor>(columns.Small());
  row.status = columns.Small();
  row.actor_name = columns.Text();
  row.action = columns.Text();
  row.method = columns.Text();
  row.path = columns.Text();
  row.address = columns.Text();
  return row;
}

AuditPlace ReadPlace(Columns& columns) {
  AuditPlace place;
  place.at = columns.At();
  place.id = columns.Number<AuditId>();
  return place;
}

/// `run` with the parameters of GH_AUDIT_WANTED.
template <class Run>
auto WithQuery(const Run& run, TenantId tenant, const AuditQuery& query) {
  return run(tenant, query.from.at, query.from.id, query.before.at, query.before.id,
             query.actor_name, query.action, query.method, query.address, query.path_part,
             query.status);
}

}  // namespace

StatementList AuditStatements() {
  static constexpr const Statement* kAll[] = {&kFind,   &kList,   &kCount,     &kPlace,
                                              &kOldest, &kInsert, &kLastOfOld, &kRemoveOld};
  return kAll;
}

Result<std::optional<AuditEntry>> SqlAudit::Find(TenantId tenant, AuditId id) const {
  return FindOne(connection_, kFind, ReadEntry, tenant, id);
}

Result<std::vector<AuditEntry>> SqlAudit::List(TenantId tenant, const AuditQuery& query,
                                               std::int64_t skip, std::int32_t limit) const {
  const auto list = [&](const auto&... values) {
    return FindAll(connection_, kList, ReadEntry, values..., limit, skip);
  };
  return WithQuery(list, tenant, query);
}

Result<std::int64_t> SqlAudit::Count(TenantId tenant, const AuditQuery& query) const {
  const auto count = [&](const auto&... values) {
    return FindInteger(connection_, kCount, values...);
  };
  return WithQuery(count, tenant, query);
}

Result<std::optional<AuditPlace>> SqlAudit::PlaceOf(TenantId tenant, const AuditQuery& query,
                                                    std::int64_t skip) const {
  return FindOne(connection_, kPlace, ReadPlace, tenant, query.from.at, query.from.id,
                 query.before.at, query.before.id, skip);
}

Result<bool> SqlAudit::AnyBefore(TenantId tenant, Time time) const {
  GH_TRY(const std::int64_t found, FindInteger(connection_, kOldest, tenant, time));
  return found != 0;
}

Result<void> SqlAudit::Insert(const AuditEntry& entry) {
  return InsertRow(connection_, kInsert, entry.tenant, entry.at, entry.id, entry.actor_id,
                   entry.request_id, static_cast<std::int64_t>(entry.actor), entry.status,
                   entry.actor_name, entry.action, entry.method, entry.path, entry.address);
}

Result<std::int64_t> SqlAudit::RemoveBefore(TenantId tenant, Time time, std::int32_t limit) {
  GH_TRY(const auto last, FindOne(connection_, kLastOfOld, ReadPlace, tenant, time, limit));
  if (!last) return 0;
  return Execute(connection_, kRemoveOld, tenant, last->at, last->id);
}

}  // namespace guildhall::store
