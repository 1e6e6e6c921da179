#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "base/result.h"
#include "core/access.h"
#include "store/sql/connection.h"

namespace guildhall::store {

// How a page is put together from the lists of several audiences, whatever a place in them is: an
// id, or a key with an id. SQLite walks one audience after another; PostgreSQL all of them in one
// statement. A `Walk` knows one list:
//   Place                                      what is ordered
//   Before(a, b)                               whether `a` comes before `b`
//   wanted()                                   places on the page
//   Last()                                     a bound that leaves nothing out, exclusive
//   WalkOne(audience, bound)                   a page of one audience, up to `bound`, exclusive
//   WalkShares(audiences, share)               up to `share` places of each audience, as `Found`
//   GoOnFrom(place)                            moves the beginning, exclusive

/// A place that an audience has.
template <class Place>
struct Found {
  Place place;
  Audience audience = 0;
};

namespace detail {

/// Adds places in walking order to others; the first `wanted` of both stay, without duplicates.
template <class Walk, class Places>
Places Merge(const Walk& walk, Places a, Places b) {
  Places merged;
  merged.reserve(a.size() + b.size());
  std::set_union(std::make_move_iterator(a.begin()), std::make_move_iterator(a.end()),
                 std::make_move_iterator(b.begin()), std::make_move_iterator(b.end()),
                 std::back_inserter(merged),
                 [&](const auto& x, const auto& y) { return walk.Before(x, y); });
  if (merged.size() > walk.wanted()) merged.resize(walk.wanted());
  return merged;
}

/// One audience after another. Once enough is found, its last place bounds the walks that follow.
template <class Walk>
auto WalkInTurn(const Walk& walk, std::span<const Audience> audiences)
    -> Result<std::vector<typename Walk::Place>> {
  std::vector<typename Walk::Place> best;
  for (const Audience audience : audiences) {
    const auto bound = best.size() < walk.wanted() ? walk.Last() : best.back();
    GH_TRY(auto found, walk.WalkOne(audience, bound));
    if (!found.empty()) best = Merge(walk, std::move(best), std::move(found));
  }
  return best;
}

/// The answer of one `WalkShares` in walking order, cut where it stops being certain: an audience
/// that filled its share may have more places after its last one.
template <class Place>
struct Certain {
  std::vector<Place> places;
  bool complete = true;  ///< every audience was walked to its end
  Place until{};         ///< else: the last certain place
};

template <class Walk, class Place>
Certain<Place> CutToCertain(const Walk& walk, std::vector<Found<Place>> rows, std::int64_t share) {
  std::sort(rows.begin(), rows.end(), [&](const Found<Place>& a, const Found<Place>& b) {
    return a.audience != b.audience ? a.audience < b.audience : walk.Before(a.place, b.place);
  });
  Certain<Place> certain;
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t next = first;
    while (next < rows.size() && rows[next].audience == rows[first].audience) ++next;
    const Place& last = rows[next - 1].place;
    if (static_cast<std::int64_t>(next - first) >= share) {
      if (certain.complete || walk.Before(last, certain.until)) certain.until = last;
      certain.complete = false;
    }
    first = next;
  }
  for (Found<Place>& row : rows) {
    if (certain.complete || !walk.Before(certain.until, row.place)) {
      certain.places.push_back(std::move(row.place));
    }
  }
  std::sort(certain.places.begin(), certain.places.end(),
            [&](const Place& a, const Place& b) { return walk.Before(a, b); });
  certain.places.erase(std::unique(certain.places.begin(), certain.places.end()),
                       certain.places.end());
  return certain;
}

/// All audiences at once, a share of the page each; asked again from the last certain place, with
/// twice the share, while the page is not full.
template <class Walk>
auto WalkTogether(Walk& walk, std::span<const Audience> audiences)
    -> Result<std::vector<typename Walk::Place>> {
  const auto wanted = static_cast<std::int64_t>(walk.wanted());
  const auto count = static_cast<std::int64_t>(audiences.size());
  std::int64_t share =
      std::clamp<std::int64_t>(4 * wanted / count + 1, 4, std::max<std::int64_t>(wanted, 4));
  std::vector<typename Walk::Place> page;
  for (;;) {
    GH_TRY(auto rows, walk.WalkShares(audiences, share));
    auto certain = CutToCertain(walk, std::move(rows), share);
    std::move(certain.places.begin(), certain.places.end(), std::back_inserter(page));
    if (certain.complete || page.size() >= walk.wanted()) break;
    walk.GoOnFrom(std::move(certain.until));
    share *= 2;
  }
  if (page.size() > walk.wanted()) page.resize(walk.wanted());
  return page;
}

}  // namespace detail

/// The places of a page that one of `audiences` has, in walking order and each once. Costs what the
/// page costs.
template <class Walk>
auto WalkPage(Engine engine, Walk walk, std::span<const Audience> audiences)
    -> Result<std::vector<typename Walk::Place>> {
  if (audiences.empty() || walk.wanted() == 0) return std::vector<typename Walk::Place>();
  if (engine == Engine::kSqlite) return detail::WalkInTurn(walk, audiences);
  return detail::WalkTogether(walk, audiences);
}

}  // namespace guildhall::store
