#pragma once

#include <cstddef>
#include <vector>

#include "core/keys.h"
#include "core/value.h"

namespace guildhall {

/// Most ranges that `CoverCircle` gives.
inline constexpr std::size_t kMaxGeoRanges = 32;

/// Ranges of keys, ascending and apart, that hold the key of every point within `distance` metres
/// of `center` by `DistanceBetween` (core/filter.h), and of some that are further away: whoever
/// walks them looks at the points themselves. Knows the date line and the poles. Pure.
std::vector<KeyBounds> CoverCircle(const GeoPoint& center, double distance);

}  // namespace guildhall
