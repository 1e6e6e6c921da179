// The lists of fields; the merging is in walk.h.
#include <limits>

#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"
#include "store/sql/walk.h"

namespace guildhall::store {
namespace {

constexpr Listing kOne{
    {"record_seek_keys",
     "select key, id from record_seek where tenant=$1 and collection=$2 and field=$3 and "
     "audience=$4 and (key,id) > ($5,$6) and (key,id) < ($7,$8) order by key, id limit $9",
     Dialect::kSqliteOnly},
    {"record_seek_keys_descending",
     "select key, id from record_seek where tenant=$1 and collection=$2 and field=$3 and "
     "audience=$4 and (key,id) < ($5,$6) and (key,id) > ($7,$8) order by key desc, id desc "
     "limit $9",
     Dialect::kSqliteOnly}};
constexpr Listing kShares{
    {"record_seek_keys_lateral",
     "select x.key, x.id, a.audience from unnest(cast($4 as bigint[])) a(audience) cross join "
     "lateral (select s.key, s.id from record_seek s where s.tenant=$1 and s.collection=$2 and "
     "s.field=$3 and s.audience=a.audience and (s.key,s.id) > ($5,$6) and (s.key,s.id) < ($7,$8) "
     "order by s.key, s.id limit $9) x",
     Dialect::kPostgresOnly},
    {"record_seek_keys_lateral_descending",
     "select x.key, x.id, a.audience from unnest(cast($4 as bigint[])) a(audience) cross join "
     "lateral (select s.key, s.id from record_seek s where s.tenant=$1 and s.collection=$2 and "
     "s.field=$3 and s.audience=a.audience and (s.key,s.id) < ($5,$6) and (s.key,s.id) > ($7,$8) "
     "order by s.key desc, s.id desc limit $9) x",
     Dialect::kPostgresOnly}};

/// Before and after every place: keys begin with a tag, and none has this one.
KeyPlace FirstPlace() { return {"", std::numeric_limits<std::int64_t>::min()}; }
KeyPlace LastPlace() { return {"\xFF", std::numeric_limits<std::int64_t>::max()}; }

KeyPlace ReadPlace(Columns& columns) {
  std::string key = columns.Blob();
  return {std::move(key), columns.Integer()};
}

/// The order of a field's keys.
class KeyWalk {
 public:
  using Place = KeyPlace;

  KeyWalk(Connection& connection, TenantId tenant, const KeyRange& range)
      : connection_(connection),
        tenant_(tenant),
        collection_(range.collection),
        field_(range.field),
        descending_(range.descending),
        wanted_(static_cast<std::size_t>(std::max(range.limit, 0))),
        from_(range.after.value_or(FirstPlace())),
        until_(range.before.value_or(LastPlace())) {
    if (descending_) std::swap(from_, until_);
  }

  [[nodiscard]] bool Before(const Place& a, const Place& b) const {
    return descending_ ? b < a : a < b;
  }
  [[nodiscard]] std::size_t wanted() const { return wanted_; }
  [[nodiscard]] const Place& Last() const { return until_; }
  void GoOnFrom(Place place) { from_ = std::move(place); }

  [[nodiscard]] Result<std::vector<Place>> WalkOne(Audience audience, const Place& bound) const {
    return FindAll(connection_, Choose(kOne), ReadPlace, tenant_, collection_, field_, audience,
                   BytesOf(from_.key), from_.id, BytesOf(bound.key), bound.id, wanted_);
  }

  [[nodiscard]] Result<std::vector<Found<Place>>> WalkShares(std::span<const Audience> audiences,
                                                             std::int64_t share) const {
    return FindAll(
        connection_, Choose(kShares),
        [](Columns& columns) {
          Place place = ReadPlace(columns);
          return Found<Place>{std::move(place), columns.Integer()};
        },
        tenant_, collection_, field_, Integers{audiences}, BytesOf(from_.key), from_.id,
        BytesOf(until_.key), until_.id, share);
  }

 private:
  [[nodiscard]] const Statement& Choose(const Listing& listing) const {
    return descending_ ? listing.descending : listing.ascending;
  }

  Connection& connection_;
  TenantId tenant_;
  CollectionId collection_;
  std::int32_t field_;
  bool descending_;
  std::size_t wanted_;
  Place from_;   // exclusive, as `until_`
  Place until_;  // in walking order
};

}  // namespace

StatementList KeyWalkStatements() {
  static constexpr const Statement* kAll[] = {&kOne.ascending, &kOne.descending, &kShares.ascending,
                                              &kShares.descending};
  return kAll;
}

Result<std::vector<KeyPlace>> SqlRecords::WalkKeys(TenantId tenant, const KeyRange& range,
                                                   std::span<const Audience> audiences) const {
  return WalkPage(connection_.engine(), KeyWalk(connection_, tenant, range), audiences);
}

}  // namespace guildhall::store
