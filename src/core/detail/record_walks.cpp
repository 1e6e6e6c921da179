#include "core/detail/record_walks.h"

#include <algorithm>
#include <utility>

namespace guildhall::detail {

RecordSource WalkIds(const ListScope& scope, std::vector<Audience> audiences, IdBounds bounds,
                     bool descending) {
  Seek seek{.from = descending ? bounds.before : bounds.after, .descending = descending};
  return [&scope, audiences = std::move(audiences), bounds, seek,
          ended = false](std::int32_t count) mutable -> Result<std::vector<RecordId>> {
    if (ended) return std::vector<RecordId>();
    seek.limit = count;
    GH_TRY(
        std::vector<RecordId> ids,
        scope.snapshot.records().Walk(scope.caller.tenant, scope.collection.id, audiences, seek));
    ended = ids.size() < static_cast<std::size_t>(count);
    if (!ids.empty()) seek.from = ids.back().value();
    const auto beyond = std::ranges::find_if(ids, [&](RecordId id) {
      return seek.descending ? id.value() <= bounds.after : id.value() >= bounds.before;
    });
    ended = ended || beyond != ids.end();
    ids.erase(beyond, ids.end());
    return ids;
  };
}

RecordSource WalkList(const ListScope& scope, std::vector<Audience> audiences, std::int32_t list,
                      KeySpan span, bool descending) {
  KeyRange range{.collection = scope.collection.id,
                 .field = list,
                 .after = std::move(span.after),
                 .before = std::move(span.before),
                 .descending = descending};
  return [&scope, audiences = std::move(audiences),
          range = std::move(range)](std::int32_t count) mutable -> Result<std::vector<RecordId>> {
    range.limit = count;
    GH_TRY(const std::vector<KeyPlace> places,
           scope.snapshot.records().WalkKeys(scope.caller.tenant, range, audiences));
    if (!places.empty()) (range.descending ? range.before : range.after) = places.back();
    std::vector<RecordId> ids;
    ids.reserve(places.size());
    for (const KeyPlace& place : places) ids.emplace_back(place.id);
    return ids;
  };
}

RecordSource GiveIds(std::vector<RecordId> ids) {
  return [ids = std::move(ids),
          at = std::size_t{0}](std::int32_t count) mutable -> Result<std::vector<RecordId>> {
    const std::size_t end = std::min(ids.size(), at + static_cast<std::size_t>(count));
    const auto first = ids.begin() + static_cast<std::ptrdiff_t>(at);
    at = end;
    return std::vector<RecordId>(first, ids.begin() + static_cast<std::ptrdiff_t>(end));
  };
}

}  // namespace guildhall::detail
