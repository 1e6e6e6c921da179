#include "store/sql/audience_walk.h"
#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_MEMBERSHIP_COLUMNS \
  "user_id, group_id, id, created_at, updated_at, rights, rest, origin, uid, capable"

// The memberships of a group that is gone may be many, and then end step by step. A caller's groups
// (`kAllOfUser`) are read as rows afterwards, so there the gone ones are missing anyway.
#define GH_OF_A_GROUP                                                        \
  " and (select g.gone from groups g where g.tenant=memberships.tenant and " \
  "g.id=memberships.group_id)=0 "

constexpr Statement kFind{
    "memberships_find",
    "select " GH_MEMBERSHIP_COLUMNS
    " from memberships where tenant=$1 and user_id=$2 and group_id=$3" GH_OF_A_GROUP};
constexpr Statement kFindByUid{"memberships_find_by_uid",
                               "select " GH_MEMBERSHIP_COLUMNS
                               " from memberships where tenant=$1 and uid=$2" GH_OF_A_GROUP};
// A user has few enough to be sorted here, which saves an index on (user, id). "+id" keeps planners
// from walking all memberships of the tenant by their number instead.
constexpr Statement kAllOfUser{"memberships_all_of_user",
                               "select " GH_MEMBERSHIP_COLUMNS
                               " from memberships where tenant=$1 and user_id=$2 order by +id"};
constexpr Statement kAllOfUsers{"memberships_all_of_users",
                                "select " GH_MEMBERSHIP_COLUMNS
                                " from memberships where tenant=$1 and user_id = any($2) "
                                "order by user_id, id",
                                Dialect::kPostgresOnly};
constexpr Listing kListOfUser{
    {"memberships_list_of_user",
     "select " GH_MEMBERSHIP_COLUMNS
     " from memberships where tenant=$1 and user_id=$2 and group_id>0 and +id>$3" GH_OF_A_GROUP
     "order by +id limit $4"},
    {"memberships_list_of_user_descending",
     "select " GH_MEMBERSHIP_COLUMNS
     " from memberships where tenant=$1 and user_id=$2 and group_id>0 and +id<$3" GH_OF_A_GROUP
     "order by +id desc limit $4"}};
constexpr Listing kList{
    {"memberships_list",
     "select " GH_MEMBERSHIP_COLUMNS " from memberships where tenant=$1 and id>$2" GH_OF_A_GROUP
     "order by id limit $3"},
    {"memberships_list_descending",
     "select " GH_MEMBERSHIP_COLUMNS " from memberships where tenant=$1 and id<$2" GH_OF_A_GROUP
     "order by id desc limit $3"}};
constexpr Statement kCount{
    "memberships_count",
    "select count(*) from (select id from memberships where tenant=$1" GH_OF_A_GROUP
    "limit $2) counted"};
// A user who is gone is not active.
constexpr Statement kCountActive{
    "memberships_count_active",
    "select count(*) from (select m.id from memberships m join users u on u.tenant=m.tenant and "
    "u.id=m.user_id where m.tenant=$1 and m.group_id=$2 and u.active=1 limit $3) counted"};
constexpr Listing kListOfGroup{
    {"memberships_list_of_group",
     "select " GH_MEMBERSHIP_COLUMNS
     " from memberships where tenant=$1 and group_id=$2 and id>$3 order by id limit $4"},
    {"memberships_list_of_group_descending",
     "select " GH_MEMBERSHIP_COLUMNS
     " from memberships where tenant=$1 and group_id=$2 and id<$3 order by id desc limit $4"}};
// One row for a user who is there. Hardly anybody is in so many groups: only then it matters which
// they are.
constexpr Statement kStanding{
    "memberships_standing",
    "select (select count(*) from memberships where tenant=$1 and user_id=$2 and "
    "group_id=$4" GH_OF_A_GROUP
    "), case when (select count(*) from ("
    "select id from memberships where tenant=$1 and user_id=$2 and group_id>0 limit $3) counted"
    ") < $3 then 0 else (select count(*) from ("
    "select m.id from memberships m join groups g on g.tenant=m.tenant and g.id=m.group_id "
    "where m.tenant=$1 and m.user_id=$2 and m.group_id>0 and g.personal=0 and g.gone=0 limit $3"
    ") counted) end from users where tenant=$1 and id=$2 and gone=0"};
// Without "on conflict": nobody waits to hear that there was one, so it has to be a failure.
constexpr Statement kInsert{"memberships_insert",
                            "insert into memberships(tenant, " GH_MEMBERSHIP_COLUMNS
                            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};
constexpr Statement kUpdate{
    "memberships_update",
    "update memberships set id=$4, created_at=$5, updated_at=$6, rights=$7, rest=$8, origin=$9, "
    "uid=$10, capable=$11 where tenant=$1 and user_id=$2 and group_id=$3"};
constexpr Statement kRemove{
    "memberships_remove", "delete from memberships where tenant=$1 and user_id=$2 and group_id=$3"};

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
  row.capable = columns.Flag();
  return row;
}

/// `write` is `Post` or `ChangeRow`: both statements take the same parameters.
template <class Write>
Result<void> WriteMembership(const Write& write, TenantId tenant, const Membership& row) {
  return write(tenant, row.user, row.group, row.id, row.created_at, row.updated_at, row.rights,
               row.rest, row.origin, row.uid, row.capable);
}

/// Makes the account stand in the list of the group's members, or not.
Result<void> WriteReader(Connection& connection, TenantId tenant, UserId user, GroupId group,
                         bool reads) {
  const SeekPlace place{tenant, kAccountTable, user.value()};
  const std::vector<SeekRow> rows{{0, GroupAudience(group), ""}};
  if (reads) return WriteSeek(connection, place, {}, rows);
  return WriteSeek(connection, place, rows, {});
}

void TouchUser(Ledger& ledger, TenantId tenant, UserId user) {
  ledger.Touch(tenant, {Touched::Kind::kUser, user.value()});
}

}  // namespace

StatementList MembershipStatements() {
  static constexpr const Statement* kAll[] = {&kFind,
                                              &kFindByUid,
                                              &kAllOfUser,
                                              &kAllOfUsers,
                                              &kList.ascending,
                                              &kList.descending,
                                              &kCount,
                                              &kCountActive,
                                              &kUpdate,
                                              &kListOfUser.ascending,
                                              &kListOfUser.descending,
                                              &kListOfGroup.ascending,
                                              &kListOfGroup.descending,
                                              &kStanding,
                                              &kInsert,
                                              &kRemove};
  return kAll;
}

Result<std::optional<Membership>> SqlMemberships::Find(TenantId tenant, UserId user,
                                                       GroupId group) const {
  return FindOne(connection_, kFind, ReadMembership, tenant, user, group);
}

Result<std::vector<Membership>> SqlMemberships::AllOfUser(TenantId tenant, UserId user) const {
  return FindAll(connection_, kAllOfUser, ReadMembership, tenant, user);
}

Result<std::vector<Membership>> SqlMemberships::AllOfUsers(TenantId tenant,
                                                           std::span<const UserId> users) const {
  if (connection_.engine() == Engine::kPostgres && users.size() > 1) {
    std::vector<std::int64_t> numbers;
    for (const UserId user : users) numbers.push_back(user.value());
    return FindAll(connection_, kAllOfUsers, ReadMembership, tenant, Integers{numbers});
  }
  std::vector<UserId> ascending(users.begin(), users.end());
  std::ranges::sort(ascending);
  ascending.erase(std::unique(ascending.begin(), ascending.end()), ascending.end());
  std::vector<Membership> all;
  for (const UserId user : ascending) {
    GH_TRY(std::vector<Membership> rows, AllOfUser(tenant, user));
    std::ranges::move(rows, std::back_inserter(all));
  }
  return all;
}

Result<std::optional<Membership>> SqlMemberships::FindByUid(TenantId tenant, const Uid& uid) const {
  return FindOne(connection_, kFindByUid, ReadMembership, tenant, uid);
}

Result<std::vector<Membership>> SqlMemberships::List(TenantId tenant, Seek seek) const {
  return FindAll(connection_, kList.For(seek), ReadMembership, tenant, From(seek), LimitOf(seek));
}

Result<std::int64_t> SqlMemberships::Count(TenantId tenant, std::int64_t bound) const {
  return FindInteger(connection_, kCount, tenant, bound);
}

Result<std::int64_t> SqlMemberships::CountActive(TenantId tenant, GroupId group,
                                                 std::int64_t bound) const {
  return FindInteger(connection_, kCountActive, tenant, group, bound);
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

Result<std::optional<MembershipRows::Standing>> SqlMemberships::StandingOf(
    TenantId tenant, UserId user, GroupId group, std::int64_t many) const {
  const auto read = [many](Columns& columns) {
    const bool is_member = columns.Flag();
    return Standing{is_member, columns.Integer() >= many};
  };
  return FindOne(connection_, kStanding, read, tenant, user, many, group);
}

Result<void> SqlMemberships::Insert(TenantId tenant, const Membership& row) {
  const auto insert = [&](const auto&... values) { return Post(connection_, kInsert, values...); };
  GH_CHECK(WriteMembership(insert, tenant, row));
  TouchUser(*ledger_, tenant, row.user);
  if (!row.rights.Has(Right::kRead)) return {};
  return WriteReader(connection_, tenant, row.user, row.group, true);
}

Result<void> SqlMemberships::Update(TenantId tenant, const Membership& row) {
  const auto update = [&](const auto&... values) {
    return ChangeRow(connection_, kUpdate, values...);
  };
  GH_CHECK(WriteMembership(update, tenant, row));
  TouchUser(*ledger_, tenant, row.user);
  return WriteReader(connection_, tenant, row.user, row.group, row.rights.Has(Right::kRead));
}

Result<void> SqlMemberships::Remove(TenantId tenant, UserId user, GroupId group) {
  GH_CHECK(ChangeRow(connection_, kRemove, tenant, user, group));
  TouchUser(*ledger_, tenant, user);
  return WriteReader(connection_, tenant, user, group, false);
}

}  // namespace guildhall::store
