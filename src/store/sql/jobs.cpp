#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_JOB_COLUMNS "tenant, id, due_at, kind, state"

constexpr Statement kFind{"jobs_find",
                          "select " GH_JOB_COLUMNS " from jobs where tenant=$1 and id=$2"};
constexpr Statement kListOf{"jobs_list_of",
                            "select " GH_JOB_COLUMNS " from jobs where tenant=$1 order by id"};
// Of all tenants: the one question that cannot name one, and the index begins with the time.
constexpr Statement kListDue{"jobs_list_due",
                             "select " GH_JOB_COLUMNS
                             " from jobs where due_at<=$1 order by due_at, tenant, id limit $2"};
constexpr Statement kInsert{"jobs_insert", "insert into jobs(" GH_JOB_COLUMNS
                                           ") values ($1, $2, $3, $4, $5) on conflict do nothing"};
constexpr Statement kUpdate{
    "jobs_update", "update jobs set due_at=$3, kind=$4, state=$5 where tenant=$1 and id=$2"};
constexpr Statement kRemove{"jobs_remove", "delete from jobs where tenant=$1 and id=$2"};

Job ReadJob(Columns& columns) {
  Job row;
  row.tenant = columns.Number<TenantId>();
  row.id = columns.Number<JobId>();
  row.due_at = columns.At();
  row.kind = static_cast<JobKind>(columns.Small());
  row.state = columns.Text();
  return row;
}

template <class Write>
Result<void> WriteJob(const Write& write, const Job& row) {
  return write(row.tenant, row.id, row.due_at, static_cast<std::int64_t>(row.kind), row.state);
}

void TouchJob(Ledger& ledger, TenantId tenant, JobId id) {
  ledger.Touch(tenant, {Touched::Kind::kJob, id.value()});
  ledger.Unsettle(tenant);
}

}  // namespace

StatementList JobStatements() {
  static constexpr const Statement* kAll[] = {&kFind,   &kListOf, &kListDue,
                                              &kInsert, &kUpdate, &kRemove};
  return kAll;
}

Result<std::optional<Job>> SqlJobs::Find(TenantId tenant, JobId id) const {
  return FindOne(connection_, kFind, ReadJob, tenant, id);
}

Result<std::vector<Job>> SqlJobs::ListOf(TenantId tenant) const {
  if (const auto* known = held_.Find(ledger_, tenant, tenant)) return *known;
  GH_TRY(std::vector<Job> rows, FindAll(connection_, kListOf, ReadJob, tenant));
  held_.Keep(ledger_, tenant, tenant, rows);
  return rows;
}

Result<std::vector<Job>> SqlJobs::ListDue(Time by, std::int32_t limit) const {
  return FindAll(connection_, kListDue, ReadJob, by, limit);
}

Result<void> SqlJobs::Insert(const Job& row) {
  const auto insert = [&](const auto&... values) {
    return InsertRow(connection_, kInsert, values...);
  };
  GH_CHECK(WriteJob(insert, row));
  TouchJob(*ledger_, row.tenant, row.id);
  return {};
}

Result<void> SqlJobs::Update(const Job& row) {
  const auto update = [&](const auto&... values) {
    return ChangeRow(connection_, kUpdate, values...);
  };
  ledger_->Unsettle(row.tenant);
  return WriteJob(update, row);
}

Result<void> SqlJobs::Remove(TenantId tenant, JobId id) {
  GH_CHECK(ChangeRow(connection_, kRemove, tenant, id));
  TouchJob(*ledger_, tenant, id);
  return {};
}

}  // namespace guildhall::store
