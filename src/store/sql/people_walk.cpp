// The lists of accounts and groups; the merging is in audience_walk.h.
#include "store/sql/audience_walk.h"
#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

/// The texts for whoever sees the whole table.
struct TableWalk {
  Listing pages;
  Statement count;
};

constexpr TableWalk kUsers{
    {{"users_walk_all",
      "select id from users where tenant=$1 and id>$2 and gone=0 order by id limit $3"},
     {"users_walk_all_descending",
      "select id from users where tenant=$1 and id<$2 and gone=0 order by id desc limit $3"}},
    {"users_count_all",
     "select count(*) from (select id from users where tenant=$1 and gone=0 limit $2) counted"}};
constexpr TableWalk kGroups{
    {{"groups_walk_all",
      "select id from groups where tenant=$1 and id>$2 and gone=0 order by id limit $3"},
     {"groups_walk_all_descending",
      "select id from groups where tenant=$1 and id<$2 and gone=0 order by id desc limit $3"}},
    {"groups_count_all",
     "select count(*) from (select id from groups where tenant=$1 and gone=0 limit $2) counted"}};

template <class Identifier>
Result<std::vector<Identifier>> WalkPeople(Connection& connection, const TableWalk& table,
                                           const Range& range,
                                           std::span<const Audience> audiences) {
  if (IsEverything(audiences)) {
    return FindAll(
        connection, range.Choose(table.pages),
        [](Columns& columns) { return columns.Number<Identifier>(); }, range.tenant, range.from,
        range.wanted);
  }
  GH_TRY(const Numbers ids, WalkAudiences(connection, range, audiences));
  return AsIds<Identifier>(ids);
}

Result<std::int64_t> CountPeople(Connection& connection, const TableWalk& table, const Range& range,
                                 std::span<const Audience> audiences) {
  if (IsEverything(audiences)) {
    return FindInteger(connection, table.count, range.tenant, range.wanted);
  }
  GH_TRY(const Numbers ids, WalkAudiences(connection, range, audiences));
  return static_cast<std::int64_t>(ids.size());
}

}  // namespace

StatementList PeopleWalkStatements() {
  static constexpr const Statement* kAll[] = {
      &kUsers.pages.ascending,  &kUsers.pages.descending,  &kUsers.count,
      &kGroups.pages.ascending, &kGroups.pages.descending, &kGroups.count};
  return kAll;
}

Result<std::vector<UserId>> SqlUsers::Walk(TenantId tenant, std::span<const Audience> audiences,
                                           Seek seek) const {
  const Range range = Range::Of(tenant, kAccountTable, seek);
  return WalkPeople<UserId>(connection_, kUsers, range, audiences);
}

Result<std::int64_t> SqlUsers::Count(TenantId tenant, std::span<const Audience> audiences,
                                     std::int64_t bound) const {
  const Range range = Range::UpTo(tenant, kAccountTable, bound);
  return CountPeople(connection_, kUsers, range, audiences);
}

Result<std::vector<GroupId>> SqlGroups::Walk(TenantId tenant, std::span<const Audience> audiences,
                                             Seek seek) const {
  const Range range = Range::Of(tenant, kGroupTable, seek);
  return WalkPeople<GroupId>(connection_, kGroups, range, audiences);
}

Result<std::int64_t> SqlGroups::Count(TenantId tenant, std::span<const Audience> audiences,
                                      std::int64_t bound) const {
  const Range range = Range::UpTo(tenant, kGroupTable, bound);
  return CountPeople(connection_, kGroups, range, audiences);
}

}  // namespace guildhall::store
