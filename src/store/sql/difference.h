#pragma once

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

namespace guildhall::store {

/// What stands in `these` and not in `those`; both ascending.
template <class T>
std::vector<T> Difference(std::span<const T> these, std::span<const T> those) {
  std::vector<T> difference;
  std::set_difference(these.begin(), these.end(), those.begin(), those.end(),
                      std::back_inserter(difference));
  return difference;
}

}  // namespace guildhall::store
