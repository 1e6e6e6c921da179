#include "store/sql/audience_walk.h"

#include <algorithm>

#include "store/sql/difference.h"
#include "store/sql/registry.h"
#include "store/sql/walk.h"

namespace guildhall::store {
namespace {

// $4 is the empty key of id order.
constexpr Listing kAudience{
    {"record_seek_walk",
     "select id from record_seek where tenant=$1 and collection=$2 and field=0 and audience=$3 and "
     "key=$4 and id>$5 and id<$6 order by id limit $7",
     Dialect::kSqliteOnly},
    {"record_seek_walk_descending",
     "select id from record_seek where tenant=$1 and collection=$2 and field=0 and audience=$3 and "
     "key=$4 and id<$5 and id>$6 order by id desc limit $7",
     Dialect::kSqliteOnly}};
constexpr Listing kLateral{
    {"record_seek_lateral",
     "select x.id, a.audience from unnest(cast($3 as bigint[])) a(audience) cross join lateral "
     "(select s.id from record_seek s where s.tenant=$1 and s.collection=$2 and s.field=0 and "
     "s.audience=a.audience and s.key=$4 and s.id>$5 order by s.id limit $6) x",
     Dialect::kPostgresOnly},
    {"record_seek_lateral_descending",
     "select x.id, a.audience from unnest(cast($3 as bigint[])) a(audience) cross join lateral "
     "(select s.id from record_seek s where s.tenant=$1 and s.collection=$2 and s.field=0 and "
     "s.audience=a.audience and s.key=$4 and s.id<$5 order by s.id desc limit $6) x",
     Dialect::kPostgresOnly}};

constexpr Statement kInsert{"record_seek_insert",
                            "insert into record_seek(tenant, collection, id, field, audience, key) "
                            "values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
                            Dialect::kBoth, Gathering::kRow};
constexpr Statement kRemove{
    "record_seek_remove",
    "delete from record_seek where tenant=$1 and collection=$2 and id=$3 and field=$4 and "
    "audience=$5 and key=$6"};

/// Id order: a place is an id.
class IdWalk {
 public:
  using Place = std::int64_t;

  IdWalk(Connection& connection, const Range& range) : connection_(connection), range_(range) {}

  [[nodiscard]] bool Before(Place a, Place b) const { return range_.Before(a, b); }
  [[nodiscard]] std::size_t wanted() const { return range_.wanted; }
  [[nodiscard]] Place Last() const { return range_.Last(); }
  void GoOnFrom(Place place) { range_.from = place; }

  [[nodiscard]] Result<Numbers> WalkOne(Audience audience, Place bound) const {
    return FindAll(
        connection_, range_.Choose(kAudience), [](Columns& columns) { return columns.Integer(); },
        range_.tenant, range_.collection, audience, BytesOf(""), range_.from, bound, range_.wanted);
  }

  [[nodiscard]] Result<std::vector<Found<Place>>> WalkShares(std::span<const Audience> audiences,
                                                             std::int64_t share) const {
    return FindAll(
        connection_, range_.Choose(kLateral),
        [](Columns& columns) {
          const Place id = columns.Integer();
          return Found<Place>{id, columns.Integer()};
        },
        range_.tenant, range_.collection, Integers{audiences}, BytesOf(""), range_.from, share);
  }

 private:
  Connection& connection_;
  Range range_;
};

}  // namespace

StatementList AudienceWalkStatements() {
  static constexpr const Statement* kAll[] = {&kAudience.ascending,
                                              &kAudience.descending,
                                              &kLateral.ascending,
                                              &kLateral.descending,
                                              &kInsert,
                                              &kRemove};
  return kAll;
}

Range Range::Of(TenantId tenant, CollectionId collection, const Seek& seek) {
  return {tenant, collection, seek.descending, From(seek), static_cast<std::size_t>(LimitOf(seek))};
}

Range Range::UpTo(TenantId tenant, CollectionId collection, std::int64_t bound) {
  return {tenant, collection, false, From(Seek{}),
          static_cast<std::size_t>(std::max<std::int64_t>(bound, 0))};
}

Result<Numbers> WalkAudiences(Connection& connection, const Range& range,
                              std::span<const Audience> audiences) {
  return WalkPage(connection.engine(), IdWalk(connection, range), audiences);
}

std::vector<SeekRow> SeekRowsOf(std::span<const Audience> audiences) {
  std::vector<SeekRow> rows;
  rows.reserve(audiences.size());
  for (const Audience audience : audiences) rows.push_back({0, audience, ""});
  return rows;
}

Result<void> WriteSeek(Connection& connection, const SeekPlace& place,
                       std::span<const SeekRow> before, std::span<const SeekRow> after) {
  const auto write = [&](const Statement& statement, const SeekRow& row) {
    return Post(connection, statement, place.tenant, place.collection, place.id, row.field,
                row.audience, BytesOf(row.key));
  };
  for (const SeekRow& row : Difference(before, after)) GH_CHECK(write(kRemove, row));
  for (const SeekRow& row : Difference(after, before)) GH_CHECK(write(kInsert, row));
  return {};
}

}  // namespace guildhall::store
