// SQLite walks one audience after another; PostgreSQL all of them in one statement.
#include "store/sql/audience_walk.h"

#include <algorithm>
#include <iterator>

#include "store/sql/registry.h"

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
                            "values ($1, $2, $3, $4, $5, $6) on conflict do nothing"};
constexpr Statement kRemove{
    "record_seek_remove",
    "delete from record_seek where tenant=$1 and collection=$2 and id=$3 and field=$4 and "
    "audience=$5 and key=$6"};

/// Adds ids in walking order to others; the first `wanted` of both stay, without duplicates.
Numbers Merge(const Range& range, const Numbers& a, const Numbers& b) {
  Numbers merged;
  merged.reserve(a.size() + b.size());
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(merged),
                 [&](std::int64_t x, std::int64_t y) { return range.Before(x, y); });
  if (merged.size() > range.wanted) merged.resize(range.wanted);
  return merged;
}

/// One audience after another. Once enough is found, its last id bounds the walks that follow.
Result<Numbers> WalkInTurn(Connection& connection, const Range& range,
                           std::span<const Audience> audiences) {
  Numbers best;
  for (const Audience audience : audiences) {
    const std::int64_t bound = best.size() < range.wanted ? range.Last() : best.back();
    GH_TRY(const Numbers found,
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
  Numbers ids;
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
Result<Numbers> WalkTogether(Connection& connection, Range range,
                             std::span<const Audience> audiences) {
  const auto wanted = static_cast<std::int64_t>(range.wanted);
  const auto count = static_cast<std::int64_t>(audiences.size());
  std::int64_t share =
      std::clamp<std::int64_t>(4 * wanted / count + 1, 4, std::max<std::int64_t>(wanted, 4));
  Numbers page;
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
  if (audiences.empty() || range.wanted == 0) return Numbers();
  if (connection.engine() == Engine::kSqlite) return WalkInTurn(connection, range, audiences);
  return WalkTogether(connection, range, audiences);
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
    return Execute(connection, statement, place.tenant, place.collection, place.id, row.field,
                   row.audience, BytesOf(row.key));
  };
  std::vector<SeekRow> difference;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                      std::back_inserter(difference));
  for (const SeekRow& row : difference) GH_CHECK(write(kRemove, row));
  difference.clear();
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                      std::back_inserter(difference));
  for (const SeekRow& row : difference) GH_CHECK(write(kInsert, row));
  return {};
}

}  // namespace guildhall::store
