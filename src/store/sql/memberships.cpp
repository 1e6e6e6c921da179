#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_MEMBERSHIP_COLUMNS \
  "user_id, group_id, id, created_at, updated_at, rights, rest, origin, uid"

constexpr Statement kFind{"memberships_find",
                          "select " GH_MEMBERSHIP_COLUMNS
                          " from memberships where tenant=$1 and user_id=$2 and group_id=$3"};
// A user has few enough to be sorted here, which saves an index on (user, id).
constexpr Listing kListOfUser{
    {"memberships_list_of_user",
     "select " GH_MEMBERSHIP_COLUMNS
     " from memberships where tenant=$1 and user_id=$2 and id>$3 order by id limit $4"},
    {"memberships_list_of_user_descending",
     "select " GH_MEMBERSHIP_COLUMNS
     " from memberships where tenant=$1 and user_id=$2 and id<$3 order by id desc limit $4"}};
constexpr Listing kListOfGroup{
    {"memberships_list_of_group",
     "select " GH_MEMBERSHIP_COLUMNS
     " from memberships where tenant=$1 and group_id=$2 and id>$3 order by id limit $4"},
    {"memberships_list_of_group_descending",
     "select " GH_MEMBERSHIP_COLUMNS
     " from memberships where tenant=$1 and group_id=$2 and id<$3 order by id desc limit $4"}};
constexpr Statement kCountOfUser{
    "memberships_count_of_user",
    "select count(*) from (select m.id from memberships m join groups g on g.tenant=m.tenant and "
    "g.id=m.group_id where m.tenant=$1 and m.user_id=$2 and g.personal=0 limit $3) counted"};
constexpr Statement kInsert{"memberships_insert",
                            "insert into memberships(tenant, " GH_MEMBERSHIP_COLUMNS
                            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
                            "on conflict do nothing"};
constexpr Statement kRemove{
    "memberships_remove", "delete from memberships where tenant=$1 and user_id=$2 and group_id=$3"};

/// More than a user may have; the bound of every list of his.
constexpr std::int64_t kAllMemberships = 100'000;

Membership ReadMembership(Columns& columns) {
  Membership row;
  row.user = columns.Number<UserId>();
  row.group = columns.Number<GroupId>();
  row.id = columns.Number<MembershipId>();
  row.created_at = columns.At();
  row.updated_at = columns.At();
  row.rights = columns.Rights();
  row.rest = columns.Small();
  row.origin = columns.Number<Origin>();
  row.uid = columns.Fixed<Uid>();
  return row;
}

void TouchUser(Ledger& ledger, TenantId tenant, UserId user) {
  ledger.Touch(tenant, {Touched::Kind::kUser, user.value()});
}

}  // namespace

StatementList MembershipStatements() {
  static constexpr const Statement* kAll[] = {&kFind,
                                              &kListOfUser.ascending,
                                              &kListOfUser.descending,
                                              &kListOfGroup.ascending,
                                              &kListOfGroup.descending,
                                              &kCountOfUser,
                                              &kInsert,
                                              &kRemove};
  return kAll;
}

Result<std::optional<Membership>> SqlMemberships::Find(TenantId tenant, UserId user,
                                                       GroupId group) const {
  return FindOne(connection_, kFind, ReadMembership, tenant, user, group);
}

Result<std::vector<Membership>> SqlMemberships::AllOfUser(TenantId tenant, UserId user) const {
  return FindAll(connection_, kListOfUser.ascending, ReadMembership, tenant, user, From(Seek{}),
                 kAllMemberships);
}

Result<std::vector<Membership>> SqlMemberships::ListOfUser(TenantId tenant, UserId user,
                                                           Seek seek) const {
  return FindAll(connection_, kListOfUser.For(seek), ReadMembership, tenant, user, From(seek),
                 LimitOf(seek));
}

Result<std::vector<Membership>> SqlMemberships::ListOfGroup(TenantId tenant, GroupId group,
                                                            Seek seek) const {
  return FindAll(connection_, kListOfGroup.For(seek), ReadMembership, tenant, group, From(seek),
                 LimitOf(seek));
}

Result<std::int64_t> SqlMemberships::CountOfUser(TenantId tenant, UserId user,
                                                 std::int64_t bound) const {
  return FindInteger(connection_, kCountOfUser, tenant, user, bound);
}

Result<void> SqlMemberships::Insert(TenantId tenant, const Membership& row) {
  GH_CHECK(InsertRow(connection_, kInsert, tenant, row.user, row.group, row.id, row.created_at,
                     row.updated_at, row.rights, row.rest, row.origin, row.uid));
  TouchUser(*ledger_, tenant, row.user);
  return {};
}

Result<void> SqlMemberships::Remove(TenantId tenant, UserId user, GroupId group) {
  GH_CHECK(ChangeRow(connection_, kRemove, tenant, user, group));
  TouchUser(*ledger_, tenant, user);
  return {};
}

}  // namespace guildhall::store
