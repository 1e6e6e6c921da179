// The pages of lists: which records stand in the index for the caller's audiences, in id order.
// SQLite walks one audience after another; PostgreSQL all of them in one statement.
#include <algorithm>
#include <iterator>

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

using Ids = std::vector<std::int64_t>;

/// A list to be walked: where, which way, and how much of it is wanted.
struct Range {
  TenantId tenant;
  CollectionId collection;
  bool descending = false;
  std::int64_t from = 0;  ///< exclusive
  std::size_t wanted = 0;

  /// Whether `a` comes before `b`.
  [[nodiscard]] bool Before(std::int64_t a, std::int64_t b) const {
    return descending ? b < a : a < b;
  }
  [[nodiscard]] std::int64_t Last() const {
    using Limits = std::numeric_limits<std::int64_t>;
    return descending ? Limits::min() : Limits::max();
  }
  [[nodiscard]] const Statement& Choose(const Listing& listing) const {
    return descending ? listing.descending : listing.ascending;
  }
};

/// Adds ids in walking order to others; the first `wanted` of both stay, without duplicates.
Ids Merge(const Range& range, const Ids& a, const Ids& b) {
  Ids merged;
  merged.reserve(a.size() + b.size());
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(merged),
                 [&](std::int64_t x, std::int64_t y) { return range.Before(x, y); });
  if (merged.size() > range.wanted) merged.resize(range.wanted);
  return merged;
}

Result<Ids> WalkEverything(Connection& connection, const Range& range) {
  return FindAll(
      connection, range.Choose(kAll), [](Columns& columns) { return columns.Integer(); },
      range.tenant, range.collection, range.from, range.Last(), range.wanted);
}

/// One audience after another. Once enough is found, its last id bounds the walks that follow.
Result<Ids> WalkInTurn(Connection& connection, const Range& range,
                       std::span<const Audience> audiences) {
  Ids best;
  for (const Audience audience : audiences) {
    const std::int64_t bound = best.size() < range.wanted ? range.Last() : best.back();
    GH_TRY(const Ids found,
           FindAll(
               connection, range.Choose(kAudience),
               [](Columns& columns) { return columns.Integer(); }, range.tenant, range.collection,
               audience, BytesOf(""), range.from, bound, range.wanted));
    if (!found.empty()) best = Merge(range, best, found);
  }
  return best;
}

struct Found {
  std::int64_t id = 0;
  Audience audience = 0;
};

/// The answer of one lateral query in walking order, cut where it stops being certain: an audience
/// that filled its share may have more rows after its last one.
struct Certain {
  Ids ids;
  bool complete = true;    ///< every audience was walked to its end
  std::int64_t until = 0;  ///< else: the last certain id
};

Certain CutToCertain(const Range& range, std::vector<Found> rows, std::int64_t share) {
  std::sort(rows.begin(), rows.end(), [&](const Found& a, const Found& b) {
    return a.audience != b.audience ? a.audience < b.audience : range.Before(a.id, b.id);
  });
  Certain certain;
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t next = first;
    while (next < rows.size() && rows[next].audience == rows[first].audience) ++next;
    const std::int64_t last = rows[next - 1].id;
    if (static_cast<std::int64_t>(next - first) >= share) {
      if (certain.complete || range.Before(last, certain.until)) certain.until = last;
      certain.complete = false;
    }
    first = next;
  }
  for (const Found& row : rows) {
    if (certain.complete || !range.Before(certain.until, row.id)) certain.ids.push_back(row.id);
  }
  std::sort(certain.ids.begin(), certain.ids.end(),
            [&](std::int64_t a, std::int64_t b) { return range.Before(a, b); });
  certain.ids.erase(std::unique(certain.ids.begin(), certain.ids.end()), certain.ids.end());
  return certain;
}

/// All audiences at once, a share of the page each; asked again from the last certain id, with
/// twice the share, while the page is not full.
Result<Ids> WalkTogether(Connection& connection, Range range, std::span<const Audience> audiences) {
  const auto wanted = static_cast<std::int64_t>(range.wanted);
  const auto count = static_cast<std::int64_t>(audiences.size());
  std::int64_t share =
      std::clamp<std::int64_t>(4 * wanted / count + 1, 4, std::max<std::int64_t>(wanted, 4));
  Ids page;
  for (;;) {
    GH_TRY(std::vector<Found> rows, FindAll(
                                        connection, range.Choose(kLateral),
                                        [](Columns& columns) {
                                          const std::int64_t id = columns.Integer();
                                          return Found{id, columns.Integer()};
                                        },
                                        range.tenant, range.collection, Integers{audiences},
                                        BytesOf(""), range.from, share));
    const Certain certain = CutToCertain(range, std::move(rows), share);
    page.insert(page.end(), certain.ids.begin(), certain.ids.end());
    if (certain.complete || page.size() >= range.wanted) break;
    range.from = certain.until;
    share *= 2;
  }
  if (page.size() > range.wanted) page.resize(range.wanted);
  return page;
}

Result<Ids> WalkAudiences(Connection& connection, const Range& range,
                          std::span<const Audience> audiences) {
  if (audiences.empty() || range.wanted == 0) return Ids();
  if (audiences.front() == kAudienceAll) return WalkEverything(connection, range);
  if (connection.engine() == Engine::kSqlite) return WalkInTurn(connection, range, audiences);
  return WalkTogether(connection, range, audiences);
}

}  // namespace

StatementList RecordWalkStatements() {
  static constexpr const Statement* kStatements[] = {
      &kAll.ascending,       &kAll.descending,    &kCountAll,          &kAudience.ascending,
      &kAudience.descending, &kLateral.ascending, &kLateral.descending};
  return kStatements;
}

Result<std::vector<RecordId>> SqlRecords::Walk(TenantId tenant, CollectionId collection,
                                               std::span<const Audience> audiences,
                                               Seek seek) const {
  const Range range{tenant, collection, seek.descending, From(seek),
                    static_cast<std::size_t>(LimitOf(seek))};
  GH_TRY(const Ids ids, WalkAudiences(connection_, range, audiences));
  std::vector<RecordId> records;
  records.reserve(ids.size());
  for (const std::int64_t id : ids) records.emplace_back(id);
  return records;
}

Result<std::int64_t> SqlRecords::Count(TenantId tenant, CollectionId collection,
                                       std::span<const Audience> audiences,
                                       std::int64_t bound) const {
  if (!audiences.empty() && audiences.front() == kAudienceAll) {
    return FindInteger(connection_, kCountAll, tenant, collection, bound);
  }
  const Range range{tenant, collection, false, From(Seek{}),
                    static_cast<std::size_t>(std::max<std::int64_t>(bound, 0))};
  GH_TRY(const Ids ids, WalkAudiences(connection_, range, audiences));
  return static_cast<std::int64_t>(ids.size());
}

}  // namespace guildhall::store
